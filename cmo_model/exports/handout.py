"""What a consultant leaves behind: one decision with its risk, who gave each value, the day, and the link when it is asked for.

Every file is made of one `Handout`, so that report, workbook and slides say the same figures. The ledger lists every value the
decision rests on: who gave it and, for a default, where it comes from and the day it was last checked.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cmo_model.checkback import Frozen
from cmo_model.decision import Decision
from cmo_model.decision.plan import Step, plan
from cmo_model.growth.experiments import Scheduled
from cmo_model.growth.transfer import Transfer
from cmo_model.readers import Tag
from cmo_model.scenario.effect_share import CLAIMED, Claim
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.uncertainty import Advice, Risk
from cmo_model.words import Text
from cmo_model.words.explanation import default_origin, field_label, field_value

Paper = Literal["letter", "a4"]
Giver = Literal["default", "example", "link", "file", "client", "consultant", "unknown", "claimed"]
_NOT_ASKED = frozenset({"schema_version", "uncertainty"})


@dataclass(frozen=True)
class Handout:
    """One decision to hand over, in one language.

    `origin` is where untouched values that are not our defaults come from; `day` stands on every page, and month 1 of the plan is
    its month; `link` is a whole address, printed when there is one; `transfer` is told when something of it was answered,
    `tests` are those put in the calendar.
    `name` is the firm's where it is not that of the scenario.
    """

    risk: Risk
    text: Text
    day: datetime.date
    tags: Mapping[str, Tag] = field(default_factory=dict)
    origin: Literal["example", "link", "file"] = "file"
    claim: Claim = "full"
    link: str = ""
    transfer: Transfer | None = None
    tests: tuple[Scheduled, ...] = ()
    name: str | None = None

    @property
    def firm(self) -> str:
        """The firm's name, or words for none."""
        return self._named or self.text("handout.no_name")

    @property
    def _named(self) -> str:
        return (self.decision.scenario.name if self.name is None else self.name).strip()

    @property
    def plan(self) -> tuple[Step, ...]:
        """The hire's steps, dated from the handout's day."""
        return plan(self.decision, self.advice.search_month, self.day)

    @property
    def advice(self) -> Advice:
        """What every file says to do."""
        return self.risk.advice

    @property
    def decision(self) -> Decision:
        """The decision that the advice is on."""
        return self.advice.decision

    def giver(self, path: str) -> Giver:
        """Who gave the value of a field; an effect that the claim cut is nobody's."""
        if self.claim != "full" and path in CLAIMED:
            return "claimed"
        same = self.decision.scenario.value(path) == self.decision.scenario.default(path)
        return self.tags.get(path) or ("default" if same else self.origin)


@dataclass(frozen=True)
class Entry:
    """One value the decision rests on, as written; `source` and `checked` stand beside a default."""

    path: str
    label: str
    value: str
    giver: Giver
    given_by: str
    source: str
    address: str
    checked: datetime.date | None


def ledger(handout: Handout) -> list[Entry]:
    """Every value, those that somebody gave first, each group in the order of the questions."""
    t, scenario = handout.text, handout.decision.scenario
    entries = []
    hidden = _NOT_ASKED | unread(scenario.jurisdiction, scenario.year)
    for path in FIELDS:
        value = scenario.value(path)
        if path in hidden or (path == "workload.duties" and value is None):
            continue
        giver = handout.giver(path)
        origin = default_origin(t, path)[0] if giver in ("default", "unknown") else None
        entries.append(
            Entry(
                path,
                field_label(t, path),
                field_value(t, path, value),
                giver,
                t(f"tags.{giver}"),
                "" if origin is None else origin.source.title or t(f"kinds.{origin.kind}"),
                "" if origin is None else origin.source.address or "",
                None if origin is None else origin.checked,
            )
        )
    return sorted(entries, key=lambda entry: entry.giver == "default")


def given(entries: Iterable[Entry]) -> list[Entry]:
    """The values that are no defaults, those of the client and the consultant first."""
    told = [entry for entry in entries if entry.giver not in ("default", "unknown")]
    return sorted(told, key=lambda entry: entry.giver not in ("client", "consultant"))


def slug(name: str) -> str:
    """A file's name from a firm's: plain letters, digits and hyphens, never what was typed as such."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def file_name(handout: Handout, suffix: str) -> str:
    """What a file is called: its subject, the firm, the month."""
    parts = (handout.text("handout.file"), slug(handout._named), f"{handout.day:%Y-%m}")
    return f"{'-'.join(filter(None, parts))}.{suffix}"


def frozen_name(frozen: Frozen, t: Text) -> str:
    """What the file of a frozen decision is called: its subject, the firm, the day."""
    parts = (t("checkback.frozen_file"), slug(frozen.scenario.name.strip()), frozen.day.isoformat())
    return f"{'-'.join(filter(None, parts))}.json"
