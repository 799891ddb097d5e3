"""A table of firms that somebody opens on the page, CSV or workbook: read within the bounds of a history, in the same way.

What is read of it is what the command reads: the same titles, the same cells, the same refusals. Rows are called by the numbers
that a spreadsheet shows. At most 2,000 firms: more are for the command, which reads them as it goes.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from cmo_model.readers.firms import Firms, Refused, columns_of, known, read_firms
from cmo_model.readers.history.cells import Cell, Question, Row, RowProblem, shown
from cmo_model.readers.history.limits import MOST_BYTES, MOST_HEADER_ROWS
from cmo_model.readers.history.messages import history_words
from cmo_model.readers.history.reading import read_table
from cmo_model.readers.scenario_file import remedy
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.scenario import Scenario
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value

MOST_FIRMS = 2_000
"""Rows of a table on the page: some minutes of computation."""
MOST_KINDS = 200
"""Kinds of firms (of one place, year, horizon, way and ranges), each worked out apart."""
_TOO_MANY = ("too_many_rows", "file_too_large")


@dataclass(frozen=True)
class Sheet:
    """What was read: the firms, each row's number in the file, the rows refused, `at` their number; or what must be asked first.

    `problems` are what was noticed of the file itself, said as a history's.
    """

    firms: Firms
    numbers: tuple[int, ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    question: Question | None = None

    def firm(self, at: int) -> Scenario:
        """The scenario of the firm at this place of the table, as it stands alone."""
        group = next(group for group in self.firms.groups if at in group.at)
        return group.firm(at).with_values({"name": self.firms.names[at]})

    @property
    def refused_rows(self) -> int:
        """How many rows could not be read."""
        return len({one.at for one in self.refused})


def read_sheet(data: bytes, file_name: str = "", sheet: str = "") -> Sheet:
    """The firms in a file's bytes; `sheet` names the one of a workbook's. Raises `ReadError`, whose words `sheet_words` gives."""
    try:
        table = read_table(data, file_name, sheet)
    except ReadError as error:
        raise too_many() if error.problems[0].code in _TOO_MANY else error from None
    if table.question:
        return Sheet(Firms([], (), ()), question=table.question)
    filled = [row for row in table.rows if any(shown(cell).strip() for cell in row.cells)]
    titles, body = _titled(filled)
    if not body:
        columns_of(titles)
        raise ReadError(Problem("firms_empty"))
    if len(body) > MOST_FIRMS:
        raise too_many()
    told = {row.number: Refused(row.number, "", Problem("firms_cells")) for row in body if not _fits(row, titles, table.workbook)}
    whole = [row for row in body if row.number not in told]
    cells = [[cell if isinstance(cell, float) else shown(cell) for cell in _filled(row, len(titles))] for row in whole]
    firms, numbers = read_firms(pd.DataFrame(cells, columns=titles, dtype=object)), tuple(row.number for row in whole)
    if len(firms.groups) > MOST_KINDS:
        raise ReadError(Problem("firms_too_varied", details={"most": MOST_KINDS}))
    refused = [*told.values(), *(Refused(numbers[one.at], one.column, one.problem) for one in firms.refused)]
    return Sheet(firms, numbers, tuple(sorted(refused, key=lambda one: one.at)), table.problems)


def template(t: Text, paths: Sequence[str], values: Scenario) -> str:
    """A table to fill in, as the spreadsheets of a language open it: the names on screen, and a first firm."""
    written = StringIO()
    writer = csv.writer(written, delimiter=t.conventions.list_separator, lineterminator="\r\n")
    writer.writerow([t("clients.name"), *(field_label(t, path) for path in paths)])
    writer.writerow([values.name, *(_cell(values.value(path), path, t) for path in paths)])
    return "\ufeff" + written.getvalue()


def _cell(value: Any, path: str, t: Text) -> str:
    """A figure as the language writes it, without what groups its digits; a choice by what the screen calls it."""
    if isinstance(value, float):
        return format_decimal(value, format="0.######", locale=t.locale)
    return field_value(t, path, value)


def sheet_words(problem: Problem, t: Text) -> str:
    """Why a whole file is refused, and what to do."""
    return remedy(problem, t) if problem.code.startswith("firms_") else history_words(problem, t)


def too_many() -> ReadError:
    """That a table is larger than the page takes."""
    return ReadError(Problem("firms_too_many", details={"most": MOST_FIRMS, "size": MOST_BYTES // 1024**2}))


def _titled(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The titles, of the row among the first that names the most fields, and the rows under it."""
    named = [[" ".join(shown(cell).split()) for cell in row.cells] for row in rows[:MOST_HEADER_ROWS]]
    if not named:
        raise ReadError(Problem("firms_empty"))
    at = max(range(len(named)), key=lambda place: known(named[place]))
    titles = named[at]
    while titles and not titles[-1]:
        titles.pop()
    return titles, rows[at + 1 :]


def _fits(row: Row, titles: list[str], workbook: bool) -> bool:
    """Whether it has a cell for each title and none beside; a workbook leaves out the blank ones at the end of a row."""
    return (workbook or len(row.cells) >= len(titles)) and not any(shown(cell).strip() for cell in row.cells[len(titles) :])


def _filled(row: Row, width: int) -> list[Cell]:
    return [*row.cells[:width], *[""] * (width - len(row.cells))]
