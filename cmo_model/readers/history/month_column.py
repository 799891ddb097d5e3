"""The column of months: each row's month, once the order of day and month is known for the whole column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cmo_model.readers.history.cells import Cell, Flaw, Question, Row, RowProblem, Table, inert, shown
from cmo_model.readers.history.dates import INVALID, Moment, read_day, read_month, read_serial

ORDERS = ("day_first", "month_first")


def read_months(
    rows: Iterable[Row], place: int, title: str, table: Table, answers: Mapping[str, str]
) -> tuple[dict[int, Moment], list[RowProblem], list[Question]]:
    """Each row's month by its number, what was wrong, and what to ask before any month can be believed."""
    cells = {row.number: row.cells[place] for row in rows}
    moments = {number: _moment(cell, table) for number, cell in cells.items()}
    problems: list[RowProblem] = []
    questions: list[Question] = []
    orders = {order: next((n for n, m in moments.items() if m.order == order), 0) for order in (*ORDERS, "either")}
    order = answers.get("date_order", "")
    if order in ORDERS:
        moments = {number: _ordered(moment, order) for number, moment in moments.items()}
    elif orders["either"] or (orders["day_first"] and orders["month_first"]):
        unsure = orders["either"] or max(orders.values())
        proof = next((number for number in orders.values() if number and number != unsure), 0)
        questions.append(Question("date_order", ORDERS, {"shown": inert(shown(cells[unsure]))}))
        if proof:
            details = {"other_row": proof, "shown": inert(shown(cells[unsure])), "proof": inert(shown(cells[proof]))}
            problems.append(RowProblem("date_order_unclear", unsure, title, details, "refused"))
    serials = [number for number, moment in moments.items() if moment.serial]
    if serials and not table.workbook:
        answer = answers.get("date_serial", "")
        if answer == "no":
            moments |= dict.fromkeys(serials, INVALID)
        elif answer != "yes":
            moment = moments[serials[0]]
            day = moment.first.replace(day=moment.day).isoformat() if moment.first else ""
            questions.append(Question("date_serial", ("yes", "no"), {"shown": inert(shown(cells[serials[0]])), "day": day}))
    if quarters := sum(moment.span > 1 for moment in moments.values()):
        problems.append(RowProblem("quarter_split", None, title, {"n": quarters}))
    for number, moment in moments.items():
        if moment.code:
            details = {} if moment.code == "value_missing" else {"shown": inert(shown(cells[number]))}
            problems.append(RowProblem(moment.code, number, title, details, "refused"))
    return {number: moment for number, moment in moments.items() if not moment.code}, problems, questions


def _moment(cell: Cell, table: Table) -> Moment:
    if isinstance(cell, Flaw):
        return Moment(code=cell.code)
    if isinstance(cell, float):
        return read_serial(cell, table.epoch)
    if isinstance(cell, str):
        return read_month(cell) if cell else Moment(code="value_missing")
    return read_day(cell)


def _ordered(moment: Moment, order: str) -> Moment:
    if moment.order == "either":
        return replace(moment, first=moment.first if order == "day_first" else moment.other)
    return INVALID if moment.order in ORDERS and moment.order != order else moment
