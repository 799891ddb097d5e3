"""What one visitor has typed, and the decision that follows; held in memory for the session only.

Figures are kept as changes to a start (an example, a link, a file), by path, each with who gave it. When the changes do not agree
with each other the last valid decision stays, with what is wrong said beside the field. `claim` is the share of the supposed
effects of leadership that counts: one click halves or removes them without touching what was typed. Every edit arrives with its
number in the browser's own log, so that a lost connection or a restart of the server loses none and repeats none.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from cmo_model import examples
from cmo_model.decision import Decision, decide
from cmo_model.exports import Kind, Paper
from cmo_model.growth.transfer import Transfer
from cmo_model.readers import ReadError, Shared, Tag, read_scenario, read_transfer, remedy, validated, words
from cmo_model.scenario import SCHEMA_VERSION, Scenario
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.scenario.effect_share import CLAIMED, CLAIMS, Claim, counted
from cmo_model.scenario.fields import FIELDS
from cmo_model.server.failures import failed
from cmo_model.skin.components import Made
from cmo_model.skin.history_file import MOST_LETTERS, HistoryFile
from cmo_model.skin.paths import exists, fits, inside, plain, replaced, split
from cmo_model.uncertainty import Advice, advise
from cmo_model.words import LANGUAGES, Language, Text, text
from cmo_model.words.sentences.advice import model_changed
from cmo_model.words.sentences.verdict import remarks

MOST_KEPT = 3
"""Scenarios kept beside the one on screen; four side by side in all."""
MOST_LOGGED = 1000
HOURS = "workload.hours_per_week"
MOST_CHOICES = 400
"""Choices on the Budget page; the name of one and its value have as many letters as a file's name at most."""
_MOST_EDITS = 2**53

Origin = Literal["example", "link", "file"]
_Made = TypeVar("_Made")


def example_scenario(name: str) -> Scenario:
    """An example's scenario."""
    return read_scenario(examples.source(name).encode())


@dataclass(frozen=True)
class Kept:
    """A scenario set aside for comparison: whence it came (a version of one's own, a link, an example) and its number or name."""

    kind: Literal["version", "link", "example"]
    name: str
    scenario: Scenario


@dataclass
class Visit:
    """One visitor's session.

    `typed`, `told_claim` and `told_tags` are what the decision on screen was made of. `nonce` tells the browser whether it still
    speaks to the same memory, `figures` which start its edits were typed over, `round` when questions must be drawn anew. `asked`
    is the file to make, with the address its link begins with, if any; `handed` its name and bytes, on their way to the browser.
    `decided` counts the decisions made.
    `file` is a history by channel, `arbitrage` what was chosen about it, `offer` the spend
    and the customers of the split on screen, `memory` what was computed last under a name, with what it was computed from.
    """

    language: Language | None = None
    example: str = examples.FIRST
    origin: Origin = "example"
    base: str = ""
    start: Scenario = field(default_factory=lambda: example_scenario(examples.FIRST))
    changes: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    claim: Claim = "full"
    typing: Tag = "client"
    keep_here: bool = False
    kept: list[Kept] = field(default_factory=list)
    file: HistoryFile | None = None
    arbitrage: dict[str, Any] = field(default_factory=dict)
    offer: tuple[float, float] | None = None
    memory: dict[str, tuple[object, Any]] = field(default_factory=dict)
    told_tags: dict[str, Tag] = field(default_factory=dict)
    transfer: Transfer = field(default_factory=Transfer)
    counted: int = 0
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))
    figures: str = field(default_factory=lambda: secrets.token_hex(4))
    restored: str = ""
    unread: bool = False
    sequence: int = 0
    log: list[Mapping[str, Any]] = field(default_factory=list)
    before: str = ""
    round: int = 0
    notices: list[str] = field(default_factory=list)
    page: str = ""
    step: int | None = None
    typed: Scenario = field(default_factory=lambda: example_scenario(examples.FIRST))
    told_claim: Claim = "full"
    decision: Decision | None = None
    decided: int = 0
    problem: ReadError | None = None
    failure: str = ""
    later: Callable[[], None] | None = None
    paper: Paper = "letter"
    asked: tuple[Kind, str] | None = None
    handed: tuple[str, bytes] | None = None

    @property
    def began_from(self) -> str:
        """The example the figures began from; none when they came from elsewhere."""
        return self.example if self.origin == "example" else self.base

    @property
    def answered(self) -> Transfer | None:
        """The transfer, once something of it was answered."""
        return None if self.transfer == Transfer() else self.transfer

    # --- what was typed ---

    def current(self, path: str) -> Any:
        """The value of a field, or of one answer or duty inside it, as last typed; hours that duties make up are theirs."""
        whole, inner = split(path)
        if path == HOURS and self.typed.workload.duties is not None and self.current("workload.duties") is not None:
            return round(self.typed.hours_from_duties()[0], 2)
        value = self.changes.get(whole, self.start.value(whole))
        return inside(value, inner)

    def origin_value(self, path: str) -> Any:
        """The value a field is put back to."""
        whole, inner = split(path)
        return inside(self.start.value(whole), inner)

    def change(self, path: str, value: Any, tag: Tag | None = None) -> None:
        """Take a typed value; the starting value typed again is no change."""
        whole, inner = split(path)
        if inner:
            value = replaced(self.changes.get(whole, self.start.value(whole)), inner, value)
        if value == plain(self.start.value(whole)):
            self.changes.pop(whole, None)
        else:
            self.changes[whole] = value
        self.tags[whole] = tag or self.typing
        if path == HOURS and self.current("workload.duties") is not None:
            self.change("workload.duties", None)  # one question asked in two ways: the last answer counts

    def put_back(self, path: str) -> None:
        """Give a field, answer or duty its starting value again."""
        whole, inner = split(path)
        if inner:
            self.change(path, self.origin_value(path))
        else:
            self.changes.pop(whole, None)
        if path == HOURS:
            self.put_back("workload.duties")
        if whole not in self.changes:
            self.tags.pop(whole, None)

    def answer_unknown(self, path: str) -> None:
        """Not known: our own default stands, and is said to; among the answers, nothing does."""
        whole, inner = split(path)
        default = plain(FIELDS[whole].default)
        self.change(path, None if inner and isinstance(default, list) else inside(default, inner), "unknown")

    def tag(self, path: str) -> str:
        """Who gave a value: client, consultant, unknown (our default taken for want of knowing), or default."""
        return self.tags.get(split(path)[0], "default")

    def take(self, edits: Any) -> None:
        """Edits from the browser's log, but for those already taken, those typed over other figures, and what is none of ours."""
        for edit in edits if isinstance(edits, list) else []:
            if not isinstance(edit, dict) or type(edit.get("n")) is not int or not self.sequence < edit["n"] < _MOST_EDITS:
                continue
            self.sequence = edit["n"]
            path, value = str(edit.get("path")), edit.get("value")
            if edit.get("figures", self.figures) != self.figures or not (exists(path) or path in ("transfer", "arbitrage")):
                continue
            self.log = [*self.log[-MOST_LOGGED:], edit]
            self.notices = []
            if path in ("transfer", "arbitrage"):
                if not (self.answer_transfer(value) if path == "transfer" else self.choose(value)):
                    self.notices = [text(self.language or LANGUAGES[0])("page.not_taken")]
                    self.round += 1
            elif edit.get("op") == "set" and fits(path, value):
                self.change(path, value)
            elif edit.get("op") == "unknown":
                self.answer_unknown(path)
            elif edit.get("op") == "reset":
                self.put_back(path)

    def answer_transfer(self, answers: Any) -> bool:
        """Take the transfer's answers as a whole; those that cannot be read change nothing, and that is told."""
        try:
            self.transfer = read_transfer(answers)
        except ReadError:
            return False
        return True

    def choose(self, choices: Any) -> bool:
        """Take what was chosen for the history and its arbitrage, as a whole: words, numbers from 0, yes or no, by name."""
        if not isinstance(choices, dict) or len(choices) > MOST_CHOICES:
            return False
        for name, value in choices.items():
            number = isinstance(value, (int, float)) and 0 <= value < MOST_MONEY
            if len(str(name)) > MOST_LETTERS or not (number or (isinstance(value, str) and len(value) <= MOST_LETTERS)):
                return False
        self.arbitrage = dict(choices)
        return True

    def open_history(self, name: str, data: bytes) -> None:
        """Take another history by channel; what was chosen for the one before goes with it."""
        self.file, self.arbitrage = HistoryFile(name[:MOST_LETTERS], data), {}
        self.round += 1

    def keep_aside(self, kind: Literal["version", "link", "example"], scenario: Scenario, name: str = "") -> None:
        """Set a scenario aside for comparison, under a number never given twice, or under the example's name."""
        if len(self.kept) < MOST_KEPT:
            self.counted += 1
            self.kept = [*self.kept, Kept(kind, name or str(self.counted), scenario)]
            self.notices = []

    # --- where one starts from ---

    def open_example(self, name: str) -> None:
        """Start again from an example."""
        self._open("example", example_scenario(name))
        self._forget()
        self.example = name

    def open_shared(self, shared: Shared, t: Text) -> None:
        """Start again from a link, told what of it could not be loaded."""
        self._open("link", shared.scenario)
        self._forget()
        self.base, self.claim = shared.base, shared.claim
        self.tags = dict(shared.tags)
        self.notices = [*(words(problem, t) for problem in shared.notices), *_of_version(shared, t)]

    def open_file(self, shared: Shared, t: Text) -> None:
        """Start again from a scenario file."""
        self._open("file", shared.scenario)
        self.notices = _of_version(shared, t)
        self.tags, self.transfer = dict(shared.tags), shared.transfer or Transfer()

    def _forget(self) -> None:
        """Another firm: the transfer and the history of the one before are not its own."""
        self.transfer, self.file, self.arbitrage, self.memory = Transfer(), None, {}, {}

    def reset(self) -> None:
        """Put everything back to the start."""
        self._open(self.origin, self.start)

    def _open(self, origin: Origin, start: Scenario) -> None:
        self.base = self.base if start is self.start else ""
        self.origin, self.start, self.changes, self.tags, self.notices = origin, start, {}, {}, []
        self.claim = "full"
        self.decision = None
        self.figures = secrets.token_hex(4)
        self.log = []
        self.round += 1

    # --- what follows ---

    def decide(self) -> Decision:
        """The decision for the figures typed, or the last valid one with `problem` or `failure` set."""
        self.problem, self.failure = None, ""
        try:
            typed = validated(self.start.changed(self.changes))
            self.typed, self.told_claim, scenario = typed, self.claim, counted(typed, self.claim)
            self.told_tags = dict(self.tags)
            if self.decision is None or self.decision.scenario != scenario:
                self.decision = decide(scenario)
                self.decided += 1
        except ReadError as error:
            self.problem = error
        except Exception as error:  # whatever breaks, the visitor keeps the figures and gets a code, never a traceback
            self.failure = failed(error)
        if self.decision is None:
            self.typed, self.told_claim, self.decision = self.start, "full", decide(self.start)
            self.decided += 1
        return self.decision

    def once(self, name: str, given: object, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of what is given, made once for as long as that stays; an error of its own (`ValueError`) too."""
        if not self.holds(name, given):
            try:
                self.memory[name] = given, make()
            except ValueError as error:
                self.memory[name] = given, error
        made = self.memory[name][1]
        if isinstance(made, ValueError):
            raise made.with_traceback(None)
        return made  # type: ignore[no-any-return]

    def advise(self) -> Advice:
        """The advice on the figures typed, without its dates, made once for as long as they stay."""
        decision = self.decide()
        return self.once("advice", decision.scenario, lambda: advise(decision.scenario, decision=decision, dates=False))

    def made(self, leads: bool = False) -> Made:
        """Of which figures what is drawn now is made."""
        return Made(self.sequence, f"{self.nonce}.{self.decided}", leads)

    def holds(self, name: str, given: object) -> bool:
        """Whether what was made under this name is of what is given."""
        return name in self.memory and self.memory[name][0] == given

    def problem_at(self, path: str, t: Text) -> str:
        """What is wrong with a field, or nothing."""
        found = self.problem.problems if self.problem else ()
        return " ".join(remedy(p, t) for p in found if ".".join(map(str, p.path)) == path)

    def remark_at(self, path: str, t: Text) -> str:
        """What is allowed and yet odd about a field, or how much of it the claim lets count, or nothing."""
        if path in CLAIMED and self.claim != "full":
            counted = t.value(self.current(path) * CLAIMS[self.claim], FIELDS[path].unit)
            return t("page.counted", counted=counted)
        if path == HOURS and self.current("workload.duties") is not None:
            return t("page.built_hours")
        return "" if self.problem or self.decision is None else remarks(self.decision.scenario, t).get(path, "")

    def notice(self, t: Text) -> str:
        """What stands above a decision that is not that of the figures typed, or whose claim is cut, or nothing."""
        if self.failure:
            return t("page.failed", code=self.failure)
        if self.problem:
            return t("page.invalid", message=" ".join(remedy(p, t) for p in self.problem.problems))
        return "" if self.claim == "full" else t(f"page.claim.{self.claim}")


def _of_version(shared: Shared, t: Text) -> list[str]:
    """That what was opened is of an older version of the model, if it is."""
    return [] if shared.version == SCHEMA_VERSION else [model_changed(decide(shared.scenario), t)]
