"""The decision to check: a frozen file, a link with a day that was opened, or an example; and the ways to bring one in."""

from __future__ import annotations

import datetime
from functools import lru_cache, partial
from typing import Any

import numpy as np
from dateutil.relativedelta import relativedelta

from cmo_model import examples
from cmo_model.checkback import MEASURES, Frozen, Measure, frozen
from cmo_model.checkback.expected import walked
from cmo_model.readers import MOST_BYTES, Problem, ReadError, read_link, remedy, words, write_link
from cmo_model.readers.frozen_file import read_frozen
from cmo_model.scenario import OPTIONS, OptionName
from cmo_model.scenario.effect_share import counted
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.draft import CHECK, BroughtFile, example_scenario
from cmo_model.skin.panel import control, handed, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text

OPTION = f"{CHECK}option"
"""The choice of the option followed since a link, which says none."""
FOLLOWED = f"{CHECK}followed"
"""The choice of the option that a decision about to be frozen follows; the one advised without it."""
MONTHS, _MORE_HOURS = 12, 1.45
"""Of the example: the months that are known, and how many times the hours entered marketing turned out to ask for."""
_LUCK: dict[Measure, tuple[float, int]] = {"customers": (0.01, 0), "sales": (0.03, 0), "cost": (0.0, 0), "hours": (0.03, 1)}
"""Of the example's measures: what one month is off another, and their decimals."""


def opening(visit: Visit, t: Text, day: datetime.date) -> None:
    """The ways to bring a decision in, to freeze one, and to leave the one that is open."""
    opens = control("file", "file", t("checkback.open"), accept=".json,application/json", most=MOST_BYTES)
    example, freeze = control("button", "example", t("checkback.example")), control("button", "freeze", t("checkback.freeze"))
    if visit.draft.frozen is None:
        options = [["", t("checkback.as_advised")], *([option, t(f"options.{option}")] for option in OPTIONS)]
        rows = [[opens, example], [control("select", FOLLOWED, t("checkback.to_follow"), choices=options), freeze]]
    else:
        rows = [[opens, freeze, example, control("button", "close", t("checkback.close"))]]
    panel(visit, [{"controls": row} for row in rows], t, "decided", partial(do, day=day))


def do(visit: Visit, t: Text, done: Any, day: datetime.date) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored. A file that cannot be read changes nothing."""
    what = done.get("what") if isinstance(done, dict) else None
    visit.notices = []
    if what == "freeze":
        visit.asked = "frozen", next((option for option in OPTIONS if option == visit.draft.choices.get(FOLLOWED)), "")
    elif what == "example":
        _open(visit, BroughtFile(examples.FIRST, example_link(day).encode()))
        visit.keep(choices=visit.draft.choices | example_months())
    elif what == "close":
        _open(visit, None)
    elif what == "too_large":
        visit.notices = [remedy(Problem("file_too_large", details={"limit": MOST_BYTES // 1024}), t)]
    elif what == "file":
        file = handed(done) or BroughtFile("", b"")
        try:
            read_frozen(file.data)
        except ReadError as error:
            visit.notices = [words(problem, t) for problem in error.problems]
        else:
            _open(visit, file)


def _open(visit: Visit, file: BroughtFile | None) -> None:
    """Take another decision, or none; the one before can be gone back to."""
    if visit.draft.frozen is not None:
        visit.set_aside()
    visit.draft = visit.draft.checking(file)
    visit.round += 1


def is_link(file: BroughtFile) -> bool:
    """Whether a decision to check is a link with a day, and not a file."""
    return file.data.startswith(b"s=")


def is_example(file: BroughtFile) -> bool:
    """Whether it is the example: a link with its name and its figures."""
    if not (is_link(file) and file.name == examples.FIRST):
        return False
    try:
        return read_link(file.data.decode()).scenario == example_scenario(file.name)
    except (ReadError, UnicodeDecodeError):
        return False


def decided(visit: Visit, file: BroughtFile) -> Frozen:
    """The decision to check, kept for as long as it stays. Raises `ReadError`."""
    chosen = visit.draft.choices.get(OPTION)
    option = next((one for one in OPTIONS if one == chosen), None)

    def made() -> Frozen:
        if not is_link(file):
            return read_frozen(file.data)
        with TURNS.long(typed_again):
            return of_example(file.data) if is_example(file) else of_link(file.data, option)

    return visit.once("decided", (file, option), made)


def of_link(fragment: bytes, option: OptionName | None = None) -> Frozen:
    """The decision of a link with a day, what was expected worked out anew. Raises `ReadError`."""
    shared = read_link(fragment.decode())
    if shared.frozen is None:
        raise ReadError(Problem("link_without_day"))
    return frozen(counted(shared.scenario, shared.claim), shared.frozen, option)


@lru_cache(maxsize=2)
def of_example(fragment: bytes) -> Frozen:
    """The example's decision, which was to go on as it was; no visitor's figures are in it, so that all may share it."""
    return of_link(fragment, read_link(fragment.decode()).scenario.current)


def example_link(day: datetime.date) -> str:
    """The example's decision, as many months before a day as are known of it."""
    decided_on = day.replace(day=1) - relativedelta(months=MONTHS)
    return write_link(example_scenario(examples.FIRST), with_name=True, frozen=decided_on)


def example_months() -> dict[str, float]:
    """What happened to the example since, as it would be typed: marketing asked for more hours than were entered."""
    scenario = example_scenario(examples.FIRST)
    more = {"workload.hours_per_week": np.array([_MORE_HOURS * scenario.workload.hours_per_week])}
    lived, luck = walked(scenario, scenario.current, more, months=MONTHS), np.random.default_rng(1)
    typed: dict[str, float] = {}
    for measure in MEASURES:
        spread, digits = _LUCK[measure]
        column = lived[measure][0] * np.exp(luck.normal(0.0, spread, MONTHS))
        typed |= {f"{CHECK}{month}:{measure}": round(float(value), digits) for month, value in enumerate(column, start=1)}
    return typed
