"""The columns of dates: each row's days, once the order of day and month is known, what ends a row, and whether rows are weeks.

A row is a month, a quarter, a day, a week, or what lies between its two dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from cmo_model.readers.history.cells import Cell, Flaw, Question, Row, RowProblem, Table, inert, shown
from cmo_model.readers.history.columns.titles import DAY, QUARTER, WEEK, WEEK_ENDING, dated, title
from cmo_model.readers.history.dates import INVALID, Moment, read_day, read_month, read_serial
from cmo_model.readers.history.limits import MOST_DAYS

ORDERS = ("day_first", "month_first")
_WEEK = 7
_NO_YEAR = re.compile(r"[^\W\d]{3,9}\.? \d{1,2}")
"""A month and a day, which a column of days does not mean as a month and a year."""
_WEEK_NUMBER = re.compile(r"(\d{4})[-/ |]?[WwSs]?(\d{1,2})")
Moments = dict[int, Moment]
"""By the row's number."""


def read_months(
    rows: Sequence[Row], places: Mapping[str, int], titles: Mapping[int, str], table: Table, answers: Mapping[str, str]
) -> tuple[Moments, list[RowProblem], list[Question]]:
    """Each row's days, what was wrong, and what to ask before any date can be believed; `places` are those of `month` and `end`."""
    start = places["month"]
    named = dated(title(titles[start]))
    if "year" in places:
        mark = "W" if named in WEEK else "Q" if named in QUARTER else ""
        rows = [_whole(row, start, places["year"], mark) for row in rows]
    numbered = named in WEEK and any(_WEEK_NUMBER.fullmatch(shown(row.cells[start]).strip()) for row in rows)
    if numbered:
        rows = [_week_of_year(row, start) for row in rows]
    moments, problems, questions = _column(rows, start, titles[start], table, answers)
    if numbered:
        problems.append(RowProblem("weeks_numbered", None, titles[start]))
    if named in (*DAY, "date"):
        cells_of = {row.number: shown(row.cells[start]) for row in rows}
        moments = {n: INVALID if _NO_YEAR.fullmatch(cells_of[n].strip()) else moment for n, moment in moments.items()}
    if named in QUARTER:
        moments = {number: _quarter(moment) for number, moment in moments.items()}
    if "end" in places:
        ends, more, asked = _column(rows, places["end"], titles[places["end"]], table, answers)
        problems += [one for one in more if one.code not in {problem.code for problem in problems} or one.row]
        questions += [one for one in asked if one.code not in {question.code for question in questions}]
        ends = _inclusive(moments, ends)
        moments = {number: _until(moment, ends.get(number)) for number, moment in moments.items()}
    elif named in (*WEEK, *WEEK_ENDING) or (named not in DAY and _weekly(moments)):
        ending = named in WEEK_ENDING
        moments = {number: _week(moment, ending) for number, moment in moments.items()}
        problems.append(RowProblem("weeks_spread", None, titles[start], {"n": len(moments)}, "accepted"))
    if quarters := sum(moment.span > 1 for moment in moments.values()):
        problems.append(RowProblem("quarter_split", None, titles[start], {"n": quarters}))
    spans = [number for number, moment in moments.items() if moment.until is not None and len(moment.parts) > 1]
    if "end" in places and spans:
        problems.append(RowProblem("days_spread", None, titles[start], {"n": len(spans)}, "accepted"))
    cells = {row.number: row.cells[start] for row in rows}
    for number, moment in moments.items():
        if moment.code:
            details = {} if moment.code == "value_missing" else {"shown": inert(shown(cells[number])), "limit": MOST_DAYS}
            problems.append(RowProblem(moment.code, number, titles[start], details, "refused"))
    return {number: moment for number, moment in moments.items() if not moment.code}, problems, questions


def _whole(row: Row, month: int, year: int, mark: str) -> Row:
    """The row with its month, its week or its quarter written with its year."""
    part = shown(row.cells[month]).removesuffix(".0")
    of_year = part.lstrip("QqTtWwSs ") if mark else part
    return _with(row, month, f"{shown(row.cells[year])}-{mark}{of_year}")


def _with(row: Row, place: int, cell: str) -> Row:
    return Row(row.number, (*row.cells[:place], cell, *row.cells[place + 1 :]))


def _week_of_year(row: Row, place: int) -> Row:
    """The row with the number of its week written as its first day; one that no year has is no date."""
    if not (found := _WEEK_NUMBER.fullmatch(shown(row.cells[place]).strip())):
        return row
    try:
        return _with(row, place, date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat())
    except ValueError:
        return row


def _inclusive(moments: Moments, ends: Moments) -> Moments:
    """The last days, a day earlier where all but the latest begin another row: each is then the first day that is not told."""
    begins = {moment.start for moment in moments.values() if moment.first is not None}
    spans = [(moments[number], end) for number, end in ends.items() if moments[number].first is not None and end.day]
    latest = max((end.start for _, end in spans), default=None)
    within = [end.start in begins and end.start > moment.start for moment, end in spans if end.start != latest]
    excluded = bool(within) and all(within)
    return {number: _day_before(end) for number, end in ends.items()} if excluded else ends


def _day_before(moment: Moment) -> Moment:
    if moment.first is None or not moment.day:
        return moment
    day = moment.start - timedelta(days=1)
    return replace(moment, first=day.replace(day=1), day=day.day)


def _column(
    rows: Iterable[Row], place: int, name: str, table: Table, answers: Mapping[str, str]
) -> tuple[Moments, list[RowProblem], list[Question]]:
    """The dates of one column, in the order of day and month that one of them proves or that was answered."""
    cells = {row.number: row.cells[place] for row in rows}
    moments = {number: _moment(cell, table) for number, cell in cells.items()}
    problems: list[RowProblem] = []
    questions: list[Question] = []
    rows_of = {order: next((n for n, m in moments.items() if m.order == order), 0) for order in (*ORDERS, "either")}
    proved = [order for order in ORDERS if rows_of[order]]
    order = answers.get("date_order", "") or (proved[0] if len(proved) == 1 else "")
    if order in ORDERS:
        if rows_of["either"] and proved == [order]:
            row = rows_of[order]
            details = {"order": order, "shown": inert(shown(cells[row])), "other_row": row}
            problems.append(RowProblem("date_order_proved", None, name, details, "accepted"))
        moments = {number: _ordered(moment, order) for number, moment in moments.items()}
    elif len(proved) == 2 or rows_of["either"]:
        unsure = rows_of["either"] or rows_of[proved[-1]]
        questions.append(Question("date_order", ORDERS, {"shown": inert(shown(cells[unsure]))}))
    serials = [number for number, moment in moments.items() if moment.serial]
    if serials and not table.workbook:
        answer = answers.get("date_serial", "")
        if answer == "no":
            moments |= dict.fromkeys(serials, INVALID)
        elif answer != "yes":
            day = moments[serials[0]].start.isoformat()
            questions.append(Question("date_serial", ("yes", "no"), {"shown": inert(shown(cells[serials[0]])), "day": day}))
    return moments, problems, questions


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
        return moment if order == "day_first" else replace(moment, first=moment.other, day=moment.other_day)
    return INVALID if moment.order in ORDERS and moment.order != order else moment


def _until(moment: Moment, end: Moment | None) -> Moment:
    """What a row tells from its first date to its last one."""
    if moment.code or end is None or end.first is None:
        return moment if moment.code else INVALID
    if not moment.day and not end.day and end.end == moment.end:
        return moment
    found = replace(moment, day=moment.day or 1, span=1, until=end.end)
    return found if not (code := _span_problem(found)) else Moment(code=code)


def _span_problem(moment: Moment) -> str:
    days = (moment.end - moment.start).days + 1
    return "date_invalid" if days < 1 else "span_too_long" if days > MOST_DAYS else ""


def _quarter(moment: Moment) -> Moment:
    """The quarter that a day begins, where its title says that it is one."""
    if moment.first is None or moment.span > 1:
        return moment
    begins = moment.start.day == 1 and moment.start.month % 3 == 1
    return replace(moment, day=0, span=3) if begins else INVALID


def _weekly(moments: Moments) -> bool:
    """Whether the dates are a week apart, each on the same day of it, save where one is missing."""
    days = sorted({moment.start for moment in moments.values() if moment.first is not None and moment.day})
    apart = Counter((later - earlier).days for earlier, later in pairwise(days))
    return len(days) > 2 and all(gap % _WEEK == 0 for gap in apart) and apart[_WEEK] * 2 > len(days)


def _week(moment: Moment, ending: bool) -> Moment:
    """The seven days from a date on, or up to it."""
    if moment.first is None or moment.until is not None:
        return moment
    if not moment.day:
        return INVALID
    start = moment.start - timedelta(days=_WEEK - 1) if ending else moment.start
    return replace(moment, first=start.replace(day=1), day=start.day, until=start + timedelta(days=_WEEK - 1))
