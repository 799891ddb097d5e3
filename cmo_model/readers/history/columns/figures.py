"""The columns of figures: every row's amount or count, with the decimal mark and the currency of the whole column."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Mapping, Sequence

from cmo_model.readers.history.cells import FIGURES, Cell, Columns, Flaw, Question, Row, RowProblem, inert, shown
from cmo_model.readers.history.columns.titles import unit_of
from cmo_model.readers.history.limits import TOO_LARGE
from cmo_model.readers.history.numbers import DOLLAR, DOLLARS, NOTHING, Amount, currencies_of, read_amount

MARKS = (",", ".")
OURS = "ours"
"""The answer that gives the currency of the firm's place; Canadian dollars where nobody gave it."""
RATE = "rate"
"""What the questions of a currency's worth begin with."""
LEAST_RATE, MOST_RATE = 0.001, 1_000.0
"""What a unit of another currency may be worth in ours."""
HUGE_TIMES, HUGE_FROM = 1_000, 1e6
"""An amount is told as huge above so many times its column's median, and above so many dollars."""
Figures = dict[int, dict[int, float]]
"""By column, then by row."""


def read_figures(
    rows: Sequence[Row], columns: Columns, titles: Mapping[int, str], answers: Mapping[str, str], above: str
) -> tuple[Figures, list[RowProblem], list[Question]]:
    """The figures of each column that holds some, what was wrong, and what to ask: the decimal mark, what a dollar is worth."""
    places = {place: role if isinstance(role, str) else role[0] for place, role in columns.items()}
    places = {place: figure for place, figure in places.items() if figure in FIGURES}
    read = {place: {row.number: _amount(row.cells[place]) for row in rows} for place in places}
    marks = {place: {a.mark for a in amounts.values() if a.mark} for place, amounts in read.items()}
    everywhere = set().union(*marks.values()) if marks else set()
    beside = {row.number for row in rows if any(read[place][row.number].value is not None for place in places)}
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
        figures[place] = _kept(amounts, texts, figure, title, beside, problems)
    money = {place for place, figure in places.items() if figure != "customers"}
    ours = answers.get(OURS, "CAD")
    currencies = _currencies(rows, columns, titles, {place: read[place] for place in money}, above, ours)
    rates, asked = _rates(currencies, titles, answers, ours)
    for place, by_row in currencies.items():
        figures[place] = {n: value * rates.get(by_row[n], 1.0) for n, value in figures[place].items()}
    for place in money:
        if (unit := unit_of(titles[place], above)) != 1:
            figures[place] = {n: value * unit for n, value in figures[place].items()}
            problems.append(RowProblem("unit_applied", None, titles[place], {"times": f"{unit:g}"}, "accepted"))
    return figures, problems, [*questions, *asked]


def _currencies(
    rows: Sequence[Row],
    columns: Columns,
    titles: Mapping[int, str],
    read: Mapping[int, Mapping[int, Amount]],
    above: str,
    ours: str,
) -> dict[int, dict[int, str]]:
    """The currency of each figure, by column and row: its cell's, or its title's, its row's, or the one that all others say.

    Empty when none but ours is said. A bare dollar sign is ours where ours is a dollar, else that of the United States.
    """
    said = [place for place, role in columns.items() if role == "currency"]
    of_row = {row.number: _one({code for place in said for code in _named(shown(row.cells[place]))}) for row in rows}
    of_title = {place: _one(currencies_of(titles[place])) for place in read}
    cells = {amount.currency for amounts in read.values() for amount in amounts.values()}
    said_so = {*of_row.values(), *of_title.values(), *cells, *currencies_of(above)} - {""}
    bare = ours if ours in DOLLARS else "USD"
    named = {bare if code == DOLLAR else code for code in said_so if code != DOLLAR or bare != ours}
    if named <= {ours}:
        return {}
    elsewhere = _one(named)
    return {
        place: {
            number: _first(bare, amount.currency, of_title[place], of_row[number], elsewhere, ours)
            for number, amount in amounts.items()
        }
        for place, amounts in read.items()
    }


def _named(cell: str) -> set[str]:
    """The currency that a cell of a column of currencies names, as it is written where we do not know it."""
    return currencies_of(cell) or ({inert(cell).upper()} if cell.strip("- ") else set())


def _one(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _first(bare: str, *codes: str) -> str:
    """The first that says whose it is, ours the last; a bare dollar says so where ours is none."""
    ours = codes[-1]
    return next(bare if code == DOLLAR else code for code in codes if code and (code != DOLLAR or bare != ours))


def _rates(
    currencies: Mapping[int, Mapping[int, str]], titles: Mapping[int, str], answers: Mapping[str, str], ours: str
) -> tuple[dict[str, float], list[Question]]:
    """What each currency other than ours is worth, as it was typed; what was not is asked for."""
    found: dict[str, int] = {}
    for place, by_row in currencies.items():
        for code in {*by_row.values()} - {ours}:
            found.setdefault(code, place)
    rates: dict[str, float] = {}
    questions = []
    for code in sorted(found):
        worth = read_amount(answers.get(f"{RATE}_{code}", ""), ".").value
        if worth is None or not LEAST_RATE <= worth <= MOST_RATE:
            details = {"currency": code, "column": inert(titles[found[code]])}
            questions.append(Question(f"{RATE}_{code}", (), details, typed=True))
        else:
            rates[code] = worth
    return rates, questions


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
    return found


def _kept(
    amounts: Mapping[int, Amount], texts: Mapping[int, Cell], figure: str, title: str, beside: set[int], problems: list[RowProblem]
) -> dict[int, float]:
    """The column's figures that can stand; the problems of the others are added. A blank one in a row with figures is 0."""
    kept: dict[int, float] = {}
    zeros = 0
    for number, amount in amounts.items():
        code = amount.code
        if code == "dash" or (code == "blank" and number in beside):
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
