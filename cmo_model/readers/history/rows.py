"""Rows of cells to a history: lengths, totals, months, figures, then the sums by month and channel."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule

from cmo_model.growth.channels import History
from cmo_model.readers.history.cells import FIGURES, Columns, Flaw, Question, Row, RowProblem, Table, inert, plain, shown
from cmo_model.readers.history.dates import Moment
from cmo_model.readers.history.figures import Figures, read_figures
from cmo_model.readers.history.headers import is_total
from cmo_model.readers.history.limits import MOST_CHARACTERS, MOST_COLUMNS, MOST_TOLD
from cmo_model.readers.history.month_column import read_months
from cmo_model.readers.history.table import refuse


@dataclass
class _Sum:
    """What one month of one channel adds up to, and the rows and days it comes from."""

    figures: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    rows: list[int] = field(default_factory=list)
    days: set[int] = field(default_factory=set)


_Sums = dict[tuple[datetime.date, str], _Sum]


def usable_rows(rows: Sequence[Row], width: int, titles: Mapping[int, str], columns: Columns) -> tuple[list[Row], list[RowProblem]]:
    """The rows with as many cells as the header, without the totals; what was left out is told. Raises `ReadError`."""
    filled = [row for row in rows if any(cell != "" for cell in row.cells)]
    totals = [row for row in filled if is_total(row, columns)]
    problems = [RowProblem("total_row_skipped", row.number) for row in totals]
    skipped = {row.number for row in totals}
    kept = []
    lengths = {row.number: _length(row, width) for row in filled if row.number not in skipped}
    if lengths and all(length > width for length in lengths.values()):
        raise refuse("row_too_long", next(iter(lengths)), cells=next(iter(lengths.values())), expected=width)
    for row in filled:
        length = lengths.get(row.number, width)
        long = [place for place, cell in enumerate(row.cells) if isinstance(cell, str) and len(cell) > MOST_CHARACTERS]
        if row.number in skipped:
            continue
        if length != width:
            problems.append(RowProblem("row_length", row.number, "", {"cells": length, "expected": width}, "refused"))
        elif any(columns.get(place) != "ignored" for place in long):
            problems.append(RowProblem("cell_too_long", row.number, titles[long[0]], {"limit": MOST_CHARACTERS}, "refused"))
        else:
            kept.append(Row(row.number, row.cells[:width]))
    return kept, problems


def _length(row: Row, width: int) -> int:
    """Cells of a row; blank ones past the header's do not count."""
    length = len(row.cells)
    while length > width and row.cells[length - 1] == "":
        length -= 1
    return length


def build(
    rows: Sequence[Row], columns: Columns, titles: Mapping[int, str], table: Table, answers: Mapping[str, str]
) -> tuple[History | None, list[RowProblem], list[Question]]:
    """The history, or None while something is asked or refused; problems and questions in the order of the file."""
    by_role = {role: place for place, role in columns.items() if isinstance(role, str) and role != "ignored"}
    moments, problems, questions = read_months(rows, by_role["month"], titles[by_role["month"]], table, answers)
    figures, more, asked = read_figures(rows, columns, titles, answers)
    questions += asked
    names, unnamed = _channels(rows, by_role, titles)
    problems += more + unnamed
    refused = {problem.row for problem in problems if problem.action == "refused"}
    leave_out = answers.get("refused_rows") == "leave_out"
    blocked = None in refused or any(problem.code == "date_order_unclear" for problem in problems)
    if refused - {None} and not leave_out and not blocked:
        questions.append(Question("refused_rows", ("leave_out",), {"n": len(refused - {None})}))
    if questions or blocked:
        return None, problems, questions
    kept = [row.number for row in rows if row.number not in refused]
    if not kept:
        return None, [*problems, RowProblem("nothing_left", action="refused")], []
    if "channel" in by_role:
        sums = _long(kept, moments, names, by_role, figures)
        known = "customers" in by_role
    else:
        sums, known = _wide(kept, moments, columns, by_role, figures, titles, problems)
    return _history(sums, known, problems), problems, questions


def _channels(
    rows: Iterable[Row], by_role: Mapping[str, int], titles: Mapping[int, str]
) -> tuple[dict[int, str], list[RowProblem]]:
    """Each row's channel; spellings that differ by case, accents or spaces are one."""
    if "channel" not in by_role:
        return {}, []
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
    kept: Iterable[int], moments: Mapping[int, Moment], names: Mapping[int, str], by_role: Mapping[str, int], figures: Figures
) -> _Sums:
    sums: _Sums = defaultdict(_Sum)
    for number in kept:
        values = [figures[by_role[figure]][number] if figure in by_role else 0.0 for figure in FIGURES]
        _add(sums, moments[number], names[number], values, number)
    return sums


def _wide(
    kept: Iterable[int],
    moments: Mapping[int, Moment],
    columns: Columns,
    by_role: Mapping[str, int],
    figures: Figures,
    titles: Mapping[int, str],
    problems: list[RowProblem],
) -> tuple[_Sums, bool]:
    """One row by month: the channels side by side, or added up when the file gives their revenue only in total."""
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
    name = " + ".join(channels)
    name = name if len(name) <= MOST_CHARACTERS else name[: MOST_CHARACTERS - 1] + "…"
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
                taken = taken or ([by_role[figure]] if figure in by_role and one_line else [])
                values.append(sum(figures[place][number] for place in taken))
            _add(sums, moments[number], group, values, number)
    return sums, known


def _add(sums: _Sums, moment: Moment, channel: str, values: Sequence[float], number: int) -> None:
    """A row into its month; a quarter in equal parts into its three."""
    if moment.first is None:
        return
    for step in range(moment.span):
        total = sums[moment.first + relativedelta(months=step), channel]
        total.figures = [known + value / moment.span for known, value in zip(total.figures, values, strict=True)]
        total.rows.append(number)
        total.days.add(moment.day)


def _history(sums: _Sums, known: bool, problems: list[RowProblem]) -> History:
    present = sorted({month for month, _ in sums})
    channels = tuple(dict.fromkeys(channel for _, channel in sums))
    months = tuple(day.date() for day in rrule(MONTHLY, present[0], until=present[-1]))
    daily = 0
    for (month, channel), total in sums.items():
        if len(total.rows) > 1 and len(total.days) > 1:
            daily += 1
        elif len(total.rows) > 1:
            details = {"month": month, "channel": inert(channel), "n": len(total.rows)}
            problems.append(RowProblem("month_duplicate", total.rows[1], details=details))
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
    for (month, channel), total in sums.items():
        grid[:, where[0][month], where[1][channel]] = total.figures
    if not grid[0].any():
        problems.append(RowProblem("spend_zero"))
    return History(channels, months, grid[0], grid[1], grid[2] if known else None)


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
