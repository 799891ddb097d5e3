"""The decision to check: a frozen file, a link with a day that was opened, or an example; and the ways to bring one in."""

from __future__ import annotations

import base64
import binascii
import datetime
from functools import lru_cache, partial
from typing import Any

import numpy as np
from dateutil.relativedelta import relativedelta

from cmo_model import examples
from cmo_model.checkback import MEASURES, Frozen, frozen
from cmo_model.checkback.expected import walked
from cmo_model.readers import MOST_BYTES, Problem, ReadError, read_link, remedy, words, write_link
from cmo_model.readers.frozen_file import read_frozen
from cmo_model.readers.history.cells import inert
from cmo_model.scenario import OPTIONS, OptionName
from cmo_model.scenario.effect_share import counted
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.draft import CHECK, MOST_LETTERS, HistoryFile, example_scenario
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text

OPTION = f"{CHECK}option"
"""The choice of the option followed since a link, which says none."""
MONTHS, _MORE_HOURS, _SPREAD = 12, 1.45, 0.03
"""Of the example: the months that are known, the hours that marketing turned out to ask for, what one month is off another."""
_DIGITS = {"customers": 0, "sales": 0, "cost": 0, "hours": 1}


def opening(visit: Visit, t: Text, day: datetime.date) -> None:
    """The ways to bring a decision in, to freeze one, and to leave the one that is open."""
    controls = [
        control("file", "file", t("checkback.open"), accept=".json,application/json", most=MOST_BYTES),
        control("button", "freeze", t("checkback.freeze")),
        control("button", "example", t("checkback.example")),
    ]
    if visit.draft.frozen is not None:
        controls.append(control("button", "close", t("checkback.close")))
    panel(visit, [{"controls": controls}], t, "decided", partial(do, day=day))


def do(visit: Visit, t: Text, done: Any, day: datetime.date) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored. A file that cannot be read changes nothing."""
    what = done.get("what") if isinstance(done, dict) else None
    visit.notices = []
    if what == "freeze":
        visit.asked = "frozen", ""
    elif what == "example":
        _open(visit, HistoryFile(examples.FIRST, example_link(day).encode()))
        visit.keep(choices=visit.draft.choices | example_months(day))
    elif what == "close":
        _open(visit, None)
    elif what == "too_large":
        visit.notices = [remedy(Problem("file_too_large", details={"limit": MOST_BYTES // 1024}), t)]
    elif what == "file":
        try:
            data = base64.b64decode(str(done.get("value")), validate=True)
            read_frozen(data)
        except ReadError as error:
            visit.notices = [words(problem, t) for problem in error.problems]
        except binascii.Error:
            visit.notices = [remedy(Problem("not_text"), t)]
        else:
            _open(visit, HistoryFile(inert(str(done.get("name", "")))[:MOST_LETTERS], data))


def _open(visit: Visit, file: HistoryFile | None) -> None:
    visit.draft = visit.draft.checking(file)
    visit.round += 1


def is_link(file: HistoryFile) -> bool:
    """Whether a decision to check is a link with a day, and not a file."""
    return file.data.startswith(b"s=")


def decided(visit: Visit, file: HistoryFile) -> Frozen:
    """The decision to check, kept for as long as it stays. Raises `ReadError`."""
    chosen = visit.draft.choices.get(OPTION)
    option = next((one for one in OPTIONS if one == chosen), None)

    def made() -> Frozen:
        if not is_link(file):
            return read_frozen(file.data)
        with TURNS.long(typed_again):
            return of_example(file.data, option) if file.name in examples.names() else of_link(file.data, option)

    return visit.once("decided", (file, option), made)


def of_link(fragment: bytes, option: OptionName | None = None) -> Frozen:
    """The decision of a link with a day, what was expected worked out anew. Raises `ReadError`."""
    shared = read_link(fragment.decode())
    if shared.frozen is None:
        raise ReadError(Problem("link_without_day"))
    return frozen(counted(shared.scenario, shared.claim), shared.frozen, option)


@lru_cache(maxsize=4)
def of_example(fragment: bytes, option: OptionName | None) -> Frozen:
    """The example's decision; no visitor's figures are in it, so that all may share it."""
    return of_link(fragment, option)


def example_day(day: datetime.date) -> datetime.date:
    """The day on which the example was decided: as many months before as are known of it."""
    return day.replace(day=1) - relativedelta(months=MONTHS)


def example_link(day: datetime.date) -> str:
    """The example's decision, a year before a day."""
    return write_link(example_scenario(examples.FIRST), with_name=True, frozen=example_day(day))


def example_months(day: datetime.date) -> dict[str, float]:
    """What happened to the example since, as it would be typed: marketing asked for more hours than were entered."""
    scenario = example_scenario(examples.FIRST)
    option = of_example(example_link(day).encode(), None).option
    more = {"workload.hours_per_week": np.array([_MORE_HOURS * scenario.workload.hours_per_week])}
    lived, luck = walked(scenario, option, more, months=MONTHS), np.random.default_rng(1)
    typed: dict[str, float] = {}
    for measure in MEASURES:
        spread = 0.0 if measure == "cost" else _SPREAD / 3 if measure == "customers" else _SPREAD
        column = lived[measure][0] * np.exp(luck.normal(0.0, spread, MONTHS))
        typed |= {f"{CHECK}{month}:{measure}": round(float(value), _DIGITS[measure]) for month, value in enumerate(column, start=1)}
    return typed
