"""What reading a history hands back: the figures, how each column was taken, what was wrong and what has to be asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cmo_model.growth.channels import History
from cmo_model.readers.history.dates import EPOCH
from cmo_model.readers.history.limits import MOST_SHOWN
from cmo_model.scenario.checks import visible

Role = str | tuple[str, str]
"""One of `ROLES`, of which `end` is the last day; or a figure with its channel, in a wide table."""
ROLES = ("month", "end", "year", "channel", "currency", "spend", "revenue", "customers", "ignored")
Columns = Mapping[int, Role]
"""What each column is, by its number from 0."""
FIGURES = ("spend", "revenue", "customers")
Action = Literal["accepted", "warned", "asked", "refused"]


def corrected(found: Columns, given: Columns) -> dict[int, Role]:
    """The columns as found but for those given by hand; a column found in a role that is now given to another is ignored."""
    taken = set(given.values()) - {"ignored"}
    kept = {place: "ignored" if role in taken and place not in given else role for place, role in found.items()}
    return {**kept, **given}


@dataclass(frozen=True)
class Flaw:
    """A workbook's cell that holds no value: the code of the problem and what the cell shows."""

    code: str
    shown: str = ""


Cell = str | float | datetime.date | Flaw
"""Text, a workbook's number, a workbook's date, or a cell without value. An empty cell is an empty text."""


@dataclass(frozen=True)
class Row:
    """A row of the file by the number a spreadsheet shows, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RowProblem:
    """One thing noticed: its code (under `history.problems.`), row, column title, the words' blanks, and what was done.

    `accepted`: understood, told. `warned`: read, to be checked. `asked`: waits for an answer. `refused`: not read.
    """

    code: str
    row: int | None = None
    column: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    action: Action = "warned"


@dataclass(frozen=True)
class Question:
    """What only the owner knows: `answers[code]` must be one of the choices, or a figure when it is typed.

    `details` fills the words' blanks.
    """

    code: str
    choices: tuple[str, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    typed: bool = False


@dataclass(frozen=True)
class Table:
    """The rows of a file before any cell is understood. A question alone means that nothing could be read yet."""

    rows: tuple[Row, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    question: Question | None = None
    workbook: bool = False
    epoch: datetime.date = EPOCH


@dataclass(frozen=True)
class Read:
    """What was read. `history` is None while a question is open or a row is refused and not left out; `ignored` counts rows."""

    history: History | None
    mapping: Columns
    headers: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    problems: tuple[RowProblem, ...]
    questions: tuple[Question, ...]
    ignored: int


def inert(shown: str) -> str:
    """What somebody typed, on one line, shortened, without control, direction or invisible characters."""
    kept = visible(" ".join(shown.split()))
    return kept if len(kept) <= MOST_SHOWN else kept[: MOST_SHOWN - 1] + "…"


def shown(cell: Cell) -> str:
    """A cell as text, for the preview and the messages."""
    if isinstance(cell, Flaw):
        return cell.shown
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell if isinstance(cell, str) else cell.isoformat()[:10]
