"""Rows of cells to a history: lengths, totals, months, figures, then the sums by month and channel."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from dateutil.rrule import MONTHLY, rrule

from cmo_model.growth.channels import History
from cmo_model.readers.history.cells import FIGURES, Columns, Flaw, Question, Row, RowProblem, Table, inert, shown
from cmo_model.readers.history.columns.figures import Figures, read_figures
from cmo_model.readers.history.columns.headers import is_total
from cmo_model.readers.history.columns.months import Moments, read_months
from cmo_model.readers.history.dates import Moment
from cmo_model.readers.history.limits import MOST_CHARACTERS, MOST_COLUMNS, MOST_TOLD
from cmo_model.readers.history.table import refuse
from cmo_model.scenario.checks import plain


@dataclass
class _Sum:
    """What one month of one channel adds up to, and the rows and days it comes from."""

    figures: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    rows: list[int] = field(default_factory=list)
    days: set[int] = field(default_factory=set)


_Sums = dict[tuple[datetime.date, str], _Sum]
WHOSE, WHOSES = "revenue_whose", ("ads", "all")
"""The question of whose a revenue is, and its answers: what the ads brought, all the firm's."""
LEAST_REPEATED = 2
"""Dates on which all channels must have one revenue for it to be taken as the firm's."""


def usable_rows(rows: Sequence[Row], width: int, titles: Mapping[int, str], columns: Columns) -> tuple[list[Row], list[RowProblem]]:
    """The rows with as many cells as the header, without the totals; what was left out is told. Raises `ReadError`."""
    filled = [row for row in rows if any(cell != "" for cell in row.cells)]
    totals = {row.number for row in filled if is_total(row, columns)}
    problems = [RowProblem("total_row_skipped", number) for number in sorted(totals)]
    apart = [row for row in filled if row.number not in totals]
    if apart and all(_length(row, width) > width for row in apart):
        raise refuse("row_too_long", apart[0].number, cells=_length(apart[0], width), expected=width)
    kept = []
    for row in apart:
        length = _length(row, width)
        if length != width:
            problems.append(RowProblem("row_length", row.number, "", {"cells": length, "expected": width}, "refused"))
            continue
        long = [place for place, cell in enumerate(row.cells) if isinstance(cell, str) and len(cell) > MOST_CHARACTERS]
        if any(columns.get(place) != "ignored" for place in long):
            problems.append(RowProblem("cell_too_long", row.number, titles[long[0]], {"limit": MOST_CHARACTERS}, "refused"))
        else:
            kept.append(row if len(row.cells) == width else Row(row.number, row.cells[:width]))
    return kept, problems


def _length(row: Row, width: int) -> int:
    """Cells of a row; blank ones past the header's do not count."""
    length = len(row.cells)
    while length > width and row.cells[length - 1] == "":
        length -= 1
    return length


def build(
    rows: Sequence[Row],
    columns: Columns,
    titles: Mapping[int, str],
    table: Table,
    answers: Mapping[str, str],
    platform: str,
    above: str,
) -> tuple[History | None, list[RowProblem], list[Question]]:
    """The history, or None while something is asked or refused; problems and questions in the order of the file.

    `platform` is whose export the file is, where it says so: the one channel of a file that has no column of channels.
    `above` is what stands over the titles: it may say the currency or the unit.
    """
    by_role = {role: place for place, role in columns.items() if isinstance(role, str) and role != "ignored"}
    moments, problems, questions = read_months(rows, by_role, titles, table, answers)
    figures, more, asked = read_figures(rows, columns, titles, answers, above)
    questions += asked
    only = platform or (inert(titles[by_role["spend"]]) if "spend" in by_role else "")
    if whose := _whose(columns, by_role, titles, platform, answers):
        questions.append(whose)
    names, unnamed = (
        _channels(rows, by_role, titles) if "channel" in by_role else (dict.fromkeys((row.number for row in rows), only), [])
    )
    problems += more + unnamed
    refused = {problem.row for problem in problems if problem.action == "refused"}
    leave_out = answers.get("refused_rows") == "leave_out"
    blocked = None in refused
    if refused - {None} and not leave_out and not blocked:
        questions.append(Question("refused_rows", ("leave_out",), {"n": len(refused - {None})}))
    if questions or blocked:
        return None, problems, questions
    kept = [row.number for row in rows if row.number not in refused]
    if not kept:
        return None, [*problems, RowProblem("nothing_left", action="refused")], []
    if "spend" in by_role:
        if "channel" not in by_role:
            problems.append(RowProblem("one_channel", details={"channel": inert(only)}))
        known, total = "customers" in by_role, "channel" not in by_role and answers.get(WHOSE) == "all"
        if once := _once(kept, moments, names, columns, figures):
            problems.append(RowProblem("revenue_repeated", None, titles[by_role["revenue"]]))
            names = dict.fromkeys(kept, _together(dict.fromkeys(names[number] for number in kept)))
            figures, known, total = once, False, True
        sums = _long(kept, moments, names, columns, figures)
    else:
        sums, known, total = _wide(kept, moments, columns, by_role, figures, titles, answers, problems)
    here = {*kept}
    if again := len(kept) - len({row.cells for row in rows if row.number in here}):
        problems.append(RowProblem("rows_repeated", details={"n": again}))
    found = _history(sums, known, total, problems)
    return _cut(found, [moments[number] for number in kept], problems), problems, questions


def _whose(
    columns: Columns, by_role: Mapping[str, int], titles: Mapping[int, str], platform: str, answers: Mapping[str, str]
) -> Question | None:
    """Asks whose revenue it is that stands beside the spend of one channel, which no platform says it was credited with."""
    spending = {role for role in columns.values() if isinstance(role, tuple) and role[0] == "spend"}
    one = ("spend" in by_role and "channel" not in by_role and not platform) or len(spending) == 1
    if not one or "revenue" not in by_role or answers.get(WHOSE) in WHOSES:
        return None
    return Question(WHOSE, WHOSES, {"column": inert(titles[by_role["revenue"]])})


def _once(kept: Sequence[int], moments: Moments, names: Mapping[int, str], columns: Columns, figures: Figures) -> Figures | None:
    """The figures with each date's revenue on its first row alone, where all its rows have the same one: it is then the firm's."""
    places = [place for place, role in columns.items() if role == "revenue"]
    by_date: dict[datetime.date, list[int]] = defaultdict(list)
    for number in kept:
        by_date[moments[number].start].append(number)
    several = [numbers for numbers in by_date.values() if len({names[number] for number in numbers}) > 1]
    telling = [numbers for numbers in several if any(figures[place][numbers[0]] for place in places)]
    alike = all(len({figures[place][number] for number in numbers}) == 1 for numbers in several for place in places)
    if len(telling) < LEAST_REPEATED or not alike:
        return None
    later = {number for numbers in by_date.values() for number in numbers[1:]}
    cleared = {place: {n: 0.0 if n in later else value for n, value in figures[place].items()} for place in places}
    return {**figures, **cleared}


def _together(channels: Iterable[str]) -> str:
    name = " + ".join(channels)
    return name if len(name) <= MOST_CHARACTERS else name[: MOST_CHARACTERS - 1] + "…"


def _cut(found: History, moments: Sequence[Moment], problems: list[RowProblem]) -> History:
    """Told which of its first and last months rows of days or weeks cover only in part."""
    by_day = any(moment.until is not None for moment in moments) or any(one.code == "daily_summed" for one in problems)
    spans = {*moments}
    start, end = min(moment.start for moment in spans), max(moment.end for moment in spans)
    late = by_day and start.day > 1
    early = by_day and (end + datetime.timedelta(days=1)).day > 1
    cut = {*(found.months[:1] if late else ()), *(found.months[-1:] if early else ())}
    problems += [RowProblem("month_partial", details={"month": month}, action="accepted") for month in sorted(cut)]
    return replace(found, starts_late=late, ends_early=early)


def _channels(
    rows: Iterable[Row], by_role: Mapping[str, int], titles: Mapping[int, str]
) -> tuple[dict[int, str], list[RowProblem]]:
    """Each row's channel; spellings that differ by case, accents or spaces are one."""
    place = by_role["channel"]
    first: dict[str, str] = {}
    spellings: dict[str, set[str]] = defaultdict(set)
    names, problems = {}, []
    for row in rows:
        cell = row.cells[place]
        if isinstance(cell, Flaw) or cell == "":
            code = cell.code if isinstance(cell, Flaw) else "value_missing"
            problems.append(RowProblem(code, row.number, titles[place], {"shown": inert(shown(cell))}, "refused"))
            continue
        written = shown(cell)
        key = plain(written) or written
        names[row.number] = first.setdefault(key, written)
        spellings[key].add(written)
    for key, several in spellings.items():
        if len(several) > 1:
            details = {"channel": inert(first[key]), "n": len(several)}
            problems.append(RowProblem("channel_merged", None, titles[place], details, "accepted"))
    if len(first) > MOST_COLUMNS:
        details = {"n": len(first), "limit": MOST_COLUMNS}
        problems.append(RowProblem("too_many_channels", None, titles[place], details, "refused"))
    return names, problems


def _long(
    kept: Iterable[int], moments: Mapping[int, Moment], names: Mapping[int, str], columns: Columns, figures: Figures
) -> _Sums:
    """The rows added up; columns that were given one role add up too."""
    places = [[place for place, role in columns.items() if role == figure] for figure in FIGURES]
    sums: _Sums = defaultdict(_Sum)
    for number in kept:
        values = [sum(figures[place][number] for place in several) for several in places]
        _add(sums, moments[number], names[number], values, number)
    return sums


def _wide(
    kept: Iterable[int],
    moments: Mapping[int, Moment],
    columns: Columns,
    by_role: Mapping[str, int],
    figures: Figures,
    titles: Mapping[int, str],
    answers: Mapping[str, str],
    problems: list[RowProblem],
) -> tuple[_Sums, bool, bool]:
    """One row by month: the channels side by side, or added up when the file gives their revenue only in total.

    Then: whether new customers are known, and whether the revenue is all the firm's.
    """
    places: dict[str, dict[str, list[int]]] = {figure: defaultdict(list) for figure in FIGURES}
    for place, role in columns.items():
        if isinstance(role, tuple):
            places[role[0]][role[1]].append(place)
    channels = list(places["spend"])
    guessed = ", ".join(inert(titles[place]) for place, role in columns.items() if isinstance(role, tuple) and role[0] == "spend")
    problems.append(RowProblem("wide_layout", details={"columns": guessed}, action="accepted"))
    together = not places["revenue"] and len(channels) > 1
    if together:
        problems.append(RowProblem("revenue_total", details={"n": len(channels)}))
    name = _together(channels)
    one_line = together or len(channels) == 1
    known = ("customers" in by_role and one_line) or places["customers"].keys() >= {*channels}
    if "customers" in by_role and not known:
        problems.append(RowProblem("customers_total"))
    groups = {name: channels} if together else {channel: [channel] for channel in channels}
    sums: _Sums = defaultdict(_Sum)
    for number in kept:
        for group, members in groups.items():
            values = []
            for figure in FIGURES:
                taken = [place for member in members for place in places[figure].get(member, [])]
                taken = taken or ([place for place, role in columns.items() if role == figure] if one_line else [])
                values.append(sum(figures[place][number] for place in taken))
            _add(sums, moments[number], group, values, number)
    return sums, known, together or (len(channels) == 1 and "revenue" in by_role and answers.get(WHOSE) == "all")


def _add(sums: _Sums, moment: Moment, channel: str, values: Sequence[float], number: int) -> None:
    """A row into the months it touches, by its days in each."""
    for month, share in moment.parts:
        total = sums[month, channel]
        total.figures = [known + value * share for known, value in zip(total.figures, values, strict=True)]
        total.rows.append(number)
        total.days.add(moment.day)


def _history(sums: _Sums, known: bool, total: bool, problems: list[RowProblem]) -> History:
    present = sorted({month for month, _ in sums})
    channels = tuple(dict.fromkeys(channel for _, channel in sums))
    months = tuple(day.date() for day in rrule(MONTHLY, present[0], until=present[-1]))
    daily = 0
    for (month, channel), one in sums.items():
        if len(one.rows) > 1 and len(one.days) > 1:
            daily += 1
        elif len(one.rows) > 1:
            details = {"month": month, "channel": inert(channel), "n": len(one.rows)}
            problems.append(RowProblem("month_duplicate", one.rows[1], details=details))
    if daily:
        problems.append(RowProblem("daily_summed", details={"n": daily}, action="accepted"))
    here = {*present}
    problems += [RowProblem("month_gap", details={"month": month}) for month in months if month not in here]
    for channel in channels:
        absent = sum((month, channel) not in sums for month in present)
        if absent:
            problems.append(RowProblem("channel_absent", details={"channel": inert(channel), "n": absent}))
    grid = np.zeros((3, len(months), len(channels)))
    where = {month: place for place, month in enumerate(months)}, {channel: place for place, channel in enumerate(channels)}
    for (month, channel), one in sums.items():
        grid[:, where[0][month], where[1][channel]] = one.figures
    if not grid[0].any():
        problems.append(RowProblem("spend_zero"))
    return History(channels, months, grid[0], grid[1], grid[2] if known else None, total=total)


def told(problems: Sequence[RowProblem]) -> tuple[RowProblem, ...]:
    """The first problems of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    kept = []
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= MOST_TOLD:
            kept.append(problem)
    more = sum(max(0, n - MOST_TOLD) for n in seen.values())
    return (*kept, *([RowProblem("and_more", details={"n": more})] if more else []))
