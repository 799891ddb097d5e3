"""The columns of figures: every row's amount or count, with the decimal mark and the currency of the whole column."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Mapping, Sequence

from cmo_model.readers.history.cells import Cell, Columns, Flaw, Question, Row, RowProblem, inert, shown
from cmo_model.readers.history.limits import TOO_LARGE
from cmo_model.readers.history.numbers import NOTHING, Amount, read_amount

MARKS = (",", ".")
HUGE_TIMES, HUGE_FROM = 1_000, 1e6
"""An amount is told as huge above so many times its column's median, and above so many dollars."""
Figures = dict[int, dict[int, float]]
"""By column, then by row."""


def read_figures(
    rows: Sequence[Row], columns: Columns, titles: Mapping[int, str], answers: Mapping[str, str]
) -> tuple[Figures, list[RowProblem], list[Question]]:
    """The figures of each column that holds some, what was wrong, and the question of the decimal mark when nothing tells it."""
    places = {place: role if isinstance(role, str) else role[0] for place, role in columns.items()}
    places = {place: figure for place, figure in places.items() if figure in ("spend", "revenue", "customers")}
    read = {place: {row.number: _amount(row.cells[place]) for row in rows} for place in places}
    marks = {place: {a.mark for a in amounts.values() if a.mark} for place, amounts in read.items()}
    everywhere = set().union(*marks.values()) if marks else set()
    figures: Figures = {}
    problems: list[RowProblem] = []
    questions: list[Question] = []
    for place, figure in places.items():
        amounts, title = read[place], titles[place]
        problems += _mixed(amounts, marks[place], title)
        decimal = _known(marks[place]) or _known(everywhere) or answers.get("decimal", "")
        unsure = [number for number, amount in amounts.items() if amount.ambiguous]
        texts = {row.number: row.cells[place] for row in rows}
        if unsure and len(marks[place]) < 2 and decimal not in MARKS:
            if not questions:
                questions.append(Question("decimal", MARKS, {"shown": inert(shown(texts[unsure[0]])), "column": inert(title)}))
        else:
            amounts |= {number: read_amount(shown(texts[number]), decimal or ".") for number in unsure}
        wide = not isinstance(columns[place], str)
        figures[place] = _kept(amounts, texts, figure, title, wide, problems)
    return figures, problems, questions


def _amount(cell: Cell) -> Amount:
    if isinstance(cell, float):
        return Amount(cell) if abs(cell) < TOO_LARGE else Amount(code="number_format")
    if isinstance(cell, Flaw):
        return Amount(code=cell.code)
    if isinstance(cell, datetime.date):
        return Amount(code="number_format")
    bare = cell.strip("$ \u00a0\u202f")
    if bare in NOTHING:
        return Amount(code="dash" if bare else "blank")
    return read_amount(cell)


def _known(marks: set[str]) -> str:
    return next(iter(marks)) if len(marks) == 1 else ""


def _mixed(amounts: Mapping[int, Amount], marks: set[str], title: str) -> list[RowProblem]:
    """Two decimal marks or two currencies in one column."""
    found = []
    if len(marks) > 1:
        first, second = sorted(next(n for n, a in amounts.items() if a.mark == mark) for mark in marks)
        found.append(RowProblem("amount_style_mixed", None, title, {"row_1": first, "row_2": second}, "refused"))
    currencies = {amount.currency for amount in amounts.values() if amount.currency}
    if len(currencies) > 1:
        first, second, *_ = sorted(next(n for n, a in amounts.items() if a.currency == one) for one in currencies)
        found.append(RowProblem("currency_mixed", None, title, {"row_1": first, "row_2": second}, "refused"))
    elif currencies - {"CAD"}:
        found.append(RowProblem("currency_foreign", None, title, {"currency": next(iter(currencies))}))
    return found


def _kept(
    amounts: Mapping[int, Amount], texts: Mapping[int, Cell], figure: str, title: str, wide: bool, problems: list[RowProblem]
) -> dict[int, float]:
    """The column's figures that can stand; the problems of the others are added."""
    kept: dict[int, float] = {}
    zeros = 0
    for number, amount in amounts.items():
        code = amount.code
        if code == "dash" or (code == "blank" and wide and figure == "spend"):
            kept[number] = 0.0
            zeros += 1
            continue
        value = amount.value or 0.0
        if code == "blank":
            problems.append(RowProblem("value_missing", number, title, action="refused"))
            continue
        if not code and figure == "spend" and value < 0:
            code = "spend_negative"
        elif not code and figure == "customers" and (value < 0 or value != int(value)):
            code = "count_invalid"
        if code:
            code = "currency_in_cell" if code == "currency_mixed" else code
            problems.append(RowProblem(code, number, title, {"shown": inert(shown(texts[number]))}, "refused"))
            continue
        kept[number] = value
    if zeros:
        problems.append(RowProblem("blank_zero", None, title, {"n": zeros}))
    problems += _unusual(kept, figure, title)
    return kept


def _unusual(kept: Mapping[int, float], figure: str, title: str) -> list[RowProblem]:
    found = []
    filled = [abs(value) for value in kept.values() if value]
    middle = statistics.median(filled) if filled else 0.0
    for number, value in kept.items():
        if len(filled) > 2 and abs(value) > max(HUGE_FROM, HUGE_TIMES * middle):
            found.append(RowProblem("amount_huge", number, title, {"amount": value}))
        if figure == "revenue" and value < 0:
            found.append(RowProblem("revenue_negative", number, title, {"amount": value}))
    if figure == "customers" and kept and not filled:
        found.append(RowProblem("customers_none", None, title, action="refused"))
    return found
