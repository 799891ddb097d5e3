"""What happened, month by month, out of a CSV file or a workbook as people keep them: months, and any of the four measures.

Files are read as those of a history are (its tables, dates and figures), and as strictly: nothing is held against what was expected
while a row is refused or a question is open. A blank is a month of which nobody knows the figure, and is told. Limits: 3 to 24
months, all after the day of the frozen file, each once; figures no larger than those of a scenario.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from cmo_model.checkback import LEAST_MONTHS, MEASURES, MOST_MONTHS, Actuals, Frozen, Measure
from cmo_model.readers.history.cells import Cell, Columns, Question, Row, RowProblem, Table, inert, shown
from cmo_model.readers.history.columns.figures import OURS, read_figures
from cmo_model.readers.history.columns.months import Moments, read_months
from cmo_model.readers.history.columns.titles import MONTH, dated, title
from cmo_model.readers.history.limits import MOST_HEADER_ROWS
from cmo_model.readers.history.messages import history_words
from cmo_model.readers.history.numbers import NOTHING
from cmo_model.readers.history.reading import read_table
from cmo_model.readers.history.rows import usable_rows
from cmo_model.readers.history.table import refuse
from cmo_model.readers.shared import Problem
from cmo_model.words import Text

_ROLES: dict[Measure, str] = {"customers": "customers", "sales": "revenue", "cost": "spend", "hours": "spend"}
"""As what a history's reader takes the figures of each measure."""
LARGEST: dict[Measure, float] = {"customers": 1e9, "sales": 5e10, "cost": 1e10, "hours": 1_000.0}
"""The largest figure of each measure: what a scenario takes."""
_ORDERS = ("day_first", "month_first")
_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ReadActuals:
    """What was read: None while a row is refused or a question is open. `problems` and `questions` are said as a history's."""

    actuals: Actuals | None
    problems: tuple[RowProblem, ...] = ()
    questions: tuple[Question, ...] = ()


def read_actuals(
    data: bytes, frozen: Frozen, file_name: str = "", answers: Mapping[str, str] = _NO_ANSWERS, currency: str = "CAD"
) -> ReadActuals:
    """What happened since a day, in a file. Raises `ReadError`, whose words `actuals_words` gives.

    `answers` resolves the questions: `sheet`, `date_order`, `decimal`, what another currency is worth.
    """
    table = read_table(data, file_name, answers.get("sheet", ""))
    if table.question:
        return ReadActuals(None, (), (table.question,))
    header = _header(table.rows)
    if header is None:
        raise refuse("actuals_titles")
    columns, of = _columns(header)
    titles = {place: inert(shown(cell)) or f"#{place + 1}" for place, cell in enumerate(header.cells)}
    body = [row for row in table.rows if row.number > header.number]
    rows, problems = usable_rows(body, len(header.cells), titles, columns)
    if not rows:
        raise refuse("no_rows")
    ignored = [titles[place] for place, role in columns.items() if role == "ignored" and shown(header.cells[place]).strip()]
    told = [RowProblem("column_ignored", details={"columns": ", ".join(ignored)})] if ignored else []
    place = next(place for place, role in columns.items() if role == "month")
    moments, more, questions = _moments(rows, place, titles, table, answers)
    months = _numbered(moments, frozen)
    above = " ".join(shown(cell) for row in table.rows if row.number < header.number for cell in row.cells)
    given = {OURS: currency} | dict(answers)
    figures: dict[Measure, dict[int, float]] = {}
    for measure, at in of.items():
        filled = [row for row in rows if row.cells[at] != "" and shown(row.cells[at]).strip() not in NOTHING]
        found, wrong, asked = read_figures(filled, {at: _ROLES[measure]}, titles, given, above)
        more += [_negative(one) for one in wrong if one.code != "amount_huge"]
        questions += [one for one in asked if one.code not in {question.code for question in questions}]
        figures[measure] = {months[row]: value for row, value in found[at].items() if row in months}
        _check_size(measure, found[at], titles[at])
    problems = [*table.problems, *told, *problems, *more]
    if questions or any(one.action == "refused" for one in problems):
        return ReadActuals(None, tuple(problems), tuple(questions))
    return ReadActuals(_held(figures), (*problems, *_gaps(figures, frozen)))


def actuals_words(problem: Problem, t: Text) -> str:
    """Why a whole file is refused, and what to do."""
    key = f"checkback.errors.{problem.code}"
    if not t.has(key):
        return history_words(problem, t)
    blanks = {
        name: t.month(value) if isinstance(value, datetime.date) else t.number(value, 0) if isinstance(value, float) else str(value)
        for name, value in problem.details.items()
    }
    message = t(key, **blanks)
    return message if problem.line is None else t("history.at_row", row=str(problem.line), message=message)


@cache
def _titles() -> dict[str, Measure]:
    words = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return {name: measure for measure in MEASURES for name in words[measure]}


def _header(rows: Sequence[Row]) -> Row | None:
    """The first row that names the months and one measure at least."""
    for row in rows[:MOST_HEADER_ROWS]:
        names = [title(cell) for cell in row.cells]
        if any(dated(name) in MONTH for name in names) and any(name in _titles() for name in names):
            cells: list[Cell] = [*row.cells]
            while cells and cells[-1] == "":
                cells.pop()
            return Row(row.number, tuple(cells))
    return None


def _columns(header: Row) -> tuple[dict[int, str], dict[Measure, int]]:
    """What each column is, and where each measure stands. Raises `ReadError` where a title stands twice."""
    columns: dict[int, str] = {}
    of: dict[Measure, int] = {}
    month = min(
        (place for place, cell in enumerate(header.cells) if dated(title(cell)) in MONTH),
        key=lambda place: MONTH.index(dated(title(header.cells[place]))),
    )
    for place, cell in enumerate(header.cells):
        measure = _titles().get(title(cell))
        columns[place] = "month" if place == month else "ignored" if measure is None else _ROLES[measure]
        if measure is not None and place != month:
            if measure in of:
                first, second = (inert(shown(header.cells[at])) for at in (of[measure], place))
                raise refuse("actuals_twice_titled", header.number, first=first, second=second)
            of[measure] = place
    return columns, of


def _moments(
    rows: Sequence[Row], place: int, titles: Mapping[int, str], table: Table, answers: Mapping[str, str]
) -> tuple[Moments, list[RowProblem], list[Question]]:
    """The month of each row. Where day and month may change places, it is the order in which every date begins a month."""
    places = {"month": place}
    found = read_months(rows, places, titles, table, answers)
    if any(question.code == "date_order" for question in found[2]):
        tried = {order: read_months(rows, places, titles, table, {**answers, "date_order": order}) for order in _ORDERS}
        firsts = [one for one in tried.values() if one[0] and not one[1] and all(m.day == 1 for m in one[0].values())]
        if len(firsts) == 1:
            return firsts[0]
    return found


def _numbered(moments: Moments, frozen: Frozen) -> dict[int, int]:
    """The number of each row's month since the frozen day. Raises `ReadError` for one too early, too late or twice."""
    found: dict[int, int] = {}
    for row, moment in sorted(moments.items()):
        if moment.span > 1 or len(moment.parts) > 1:
            raise refuse("actuals_not_a_month", row)
        first = moment.start.replace(day=1)
        number = (first.year - frozen.first.year) * 12 + first.month - frozen.first.month + 1
        if number < 1:
            raise refuse("actuals_before", row, month=first, first=frozen.first)
        if number > MOST_MONTHS:
            raise refuse("actuals_after", row, month=first, last=frozen.month(MOST_MONTHS))
        if number in found.values():
            raise refuse("actuals_month_twice", row, month=first)
        found[row] = number
    return found


def _negative(problem: RowProblem) -> RowProblem:
    """A negative figure refused, whatever a history's reader takes it for."""
    if problem.code not in ("spend_negative", "revenue_negative"):
        return problem
    details = {"shown": str(problem.details.get("shown", problem.details.get("amount", "")))}
    return RowProblem("actual_negative", problem.row, problem.column, details, "refused")


def _check_size(measure: Measure, figures: Mapping[int, float], name: str) -> None:
    row = next((row for row, value in figures.items() if value > LARGEST[measure]), None)
    if row is not None:
        raise refuse("actuals_too_large", row, column=name, most=LARGEST[measure])


def held(figures: Mapping[Measure, Mapping[int, float]], titles: Mapping[Measure, str]) -> Actuals:
    """What was typed of each month by its number, as a file of it is held. Raises `ReadError`, as for a file."""
    for measure, column in figures.items():
        if any(value > LARGEST[measure] for value in column.values()):
            raise refuse("actuals_too_large", column=titles[measure], most=LARGEST[measure])
    return _held(figures)


def _held(figures: Mapping[Measure, Mapping[int, float]]) -> Actuals:
    """The months in which something is known. Raises `ReadError` where there are too few."""
    months = sorted({month for column in figures.values() for month in column})
    if len(months) < LEAST_MONTHS:
        raise refuse("actuals_too_few", months=len(months), least=LEAST_MONTHS)
    known = {measure: tuple(column.get(month) for month in months) for measure, column in figures.items() if column}
    return Actuals(months=tuple(months), figures=known)


def _gaps(figures: Mapping[Measure, Mapping[int, float]], frozen: Frozen) -> list[RowProblem]:
    """The months between the first and the last of which nothing is known, and the cells that are blank."""
    months = {month for column in figures.values() for month in column}
    missing = [month for month in range(1, max(months)) if month not in months]
    found = [RowProblem("actual_month_missing", details={"month": frozen.month(month)}) for month in missing]
    blank = sum(month not in column for column in figures.values() if column for month in months)
    return [*found, *([RowProblem("actual_blank", details={"n": blank})] if blank else [])]


__all__ = ["LARGEST", "Columns", "ReadActuals", "actuals_words", "held", "read_actuals"]
