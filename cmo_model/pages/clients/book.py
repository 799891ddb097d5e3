"""A table of firms on the page: read within bounds, then advised in parts, so that what is done stays when its visitor goes away.

Every figure of a firm is what the command `portfolio` says of its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from cmo_model.portfolio import verdicts
from cmo_model.readers import ReadError
from cmo_model.readers.firms import Group
from cmo_model.readers.firms_sheet import Sheet, read_sheet
from cmo_model.readers.history.cells import inert
from cmo_model.scenario import OptionName, Reading, Scenario
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.draft import CLIENTS, BroughtFile
from cmo_model.skin.session import Visit
from cmo_model.uncertainty.advice import Label, search_month
from cmo_model.uncertainty.study import Progress
from cmo_model.words import Text

PART = 16
"""Firms that are worked out together, and kept together once they are."""
SHEET = f"{CLIENTS}sheet"
"""The choice of a workbook's sheet."""


@dataclass(frozen=True)
class Client:
    """A firm of the table and its answer: `at` is its place, `row` its number in the file, `gain` in its currency over `months`.

    `search` is the month in which to begin recruiting, 1 being now; none where no date fits the advice.
    """

    at: int
    row: int
    name: str
    currency: str
    current: OptionName
    months: int
    advised: OptionName
    reading: Reading
    label: Label
    gain: float
    search: int | None

    @property
    def changes(self) -> bool:
        """Whether another arrangement than today's is advised."""
        return self.advised != self.current


def take(visit: Visit, file: BroughtFile) -> None:
    """Take another table of firms; what was chosen for the one before goes with it."""
    rest = {chosen: value for chosen, value in visit.draft.choices.items() if not chosen.startswith(CLIENTS)}
    visit.keep(clients=file, choices=rest)


def opened(visit: Visit, file: BroughtFile) -> None:
    """Take a table once it can be read, for one that cannot be takes nothing away. Raises `ReadError`."""
    sheet = _read(file)
    take(visit, file)
    visit.memory[f"{CLIENTS}read"] = (file, ""), sheet


def read(visit: Visit) -> Sheet:
    """The table as read, kept for as long as it is the same. Raises `ReadError`; the file then leaves the draft."""
    file, sheet = visit.draft.clients, str(visit.draft.choices.get(SHEET, ""))
    assert file is not None  # noqa: S101 - asked for a table that is there
    try:
        return visit.once(f"{CLIENTS}read", (file, sheet), lambda: _read(file, sheet))
    except ReadError:
        visit.keep(clients=replace(file, refused=True))
        raise


def advised(visit: Visit, sheet: Sheet, t: Text) -> list[Client] | None:
    """The firms of the table with their answers; none before they are all worked out (see `work_on`)."""
    if len(_done(visit)) < len(_parts(sheet)):
        return None

    def made() -> list[Client]:
        return [*_clients(_done(visit), sheet, t)]

    return visit.once(f"{CLIENTS}advised", (visit.draft.clients, visit.draft.choices.get(SHEET), t.language), made)


def work_on(visit: Visit, sheet: Sheet, t: Text) -> None:
    """Work out what is left, with a bar meanwhile; what was done stays when the visitor does something else first.

    Each part takes its turn anew, so that nobody's own answer waits for a whole table.
    """
    parts, done = _parts(sheet), _done(visit)
    every = sum(len(part.at) for part in parts)
    bar = st.progress(0.0)
    for part in parts[len(done) :]:
        before, here = sum(map(len, done)), len(part.at)
        with TURNS.long(typed_again) as turn:

            def progress(share: float, before: int = before, here: int = here, turn: Progress = turn) -> None:
                reached = before + share * here
                said = t("clients.working", done=t.number(int(reached), 0), all=t.number(every, 0))
                bar.progress(min(1.0, reached / every), said)
                turn(share)

            done.append(verdicts(part, progress=progress))


def figures(sheet: Sheet, path: str) -> Mapping[int, float]:
    """A figure of every firm that was read, by its place in the table; those that have none are left out."""
    found: dict[int, float] = {}
    for group in sheet.firms.groups:
        own = group.figures.get(path)
        column = np.full(len(group.at), _number(group.scenario, path)) if own is None else own
        found |= {int(at): float(value) for at, value in zip(group.at, column, strict=True) if not np.isnan(value)}
    return found


def _number(scenario: Scenario, path: str) -> float:
    value = scenario.value(path)
    return np.nan if value is None else float(value)


def _parts(sheet: Sheet) -> list[Group]:
    return [part for group in sheet.firms.groups for part in group.parts(PART)]


def _done(visit: Visit) -> list[pd.DataFrame]:
    """The verdicts of the parts that are worked out, to which the next ones are added."""
    made: Callable[[], list[pd.DataFrame]] = list
    return visit.once(f"{CLIENTS}done", (visit.draft.clients, visit.draft.choices.get(SHEET)), made)


def _clients(done: Sequence[pd.DataFrame], sheet: Sheet, t: Text) -> Iterator[Client]:
    """The firms in the order of the table."""
    shared = {at: group.scenario for group in sheet.firms.groups for at in group.at.tolist()}
    found = pd.concat(done).sort_index() if done else pd.DataFrame()
    for at, said in zip(found.index.tolist(), found.to_dict("records"), strict=True):
        entry = None if pd.isna(said["hire_from"]) else int(said["hire_from"])
        yield Client(
            at=at,
            row=sheet.numbers[at],
            name=inert(sheet.firms.names[at]) or t("clients.unnamed", row=str(sheet.numbers[at])),
            currency=t.at(shared[at].jurisdiction).currency,
            current=shared[at].current,
            months=shared[at].horizon_months,
            advised=said["advised"],
            reading=said["reading"],
            label=said["label"],
            gain=said["gain_over_today"],
            search=search_month(said["advised"], entry),
        )


def _read(file: BroughtFile, sheet: str = "") -> Sheet:
    with TURNS.aside():
        return read_sheet(file.data, file.name, sheet)
