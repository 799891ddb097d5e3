"""Where the titles stand, what each column is by them, which roles a table lacks, and which of its rows add others up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cmo_model.readers.history.cells import FIGURES, Cell, Columns, Role, Row, shown
from cmo_model.readers.history.columns.titles import (
    CHANNEL,
    CURRENCY,
    END,
    MONTH,
    NONE,
    STARTS,
    WEEK_ENDING,
    YEAR,
    Titled,
    dated,
    figure_of,
    organic,
    rank,
    title,
)
from cmo_model.readers.history.dates import MONTH_NAMES, read_month
from cmo_model.readers.history.limits import MOST_COLUMNS, MOST_HEADER_ROWS
from cmo_model.readers.history.numbers import read_amount
from cmo_model.scenario.checks import plain

_PART = re.compile(r"0?[1-9]|[1-4][0-9]|5[0-3]|[QqTt][1-4]|[WwSs]\d{1,2}")
_LOOKED_AT = 1_000
"""Rows that tell whether a column may be that of channels."""
_SUBTOTAL = re.compile(r"[\w ]+ (?:sub|sous )?total")
"""How a pivot table ends a month: "2026-01 Total"."""
_MAYBE_TOTAL = re.compile("tota|somme|sum|all|tous|toutes|ensemble", re.IGNORECASE)
_ALL = r"all(?: channels| campaigns)?|tous(?: les canaux)?|toutes(?: les campagnes)?|ensemble|overall"
_TOTAL = re.compile(rf"(?:grand |sous |sub)?(?:total|totaux|totals|totales|subtotal|somme|sum)(?: general)?|{_ALL}")
_TOTAL_OF = re.compile(r"\W*(?:grand |sous[ -]?|sub ?-?)?tota(?:l|ux|ls)\b.*", re.IGNORECASE)


def known_titles(cells: Iterable[Cell]) -> int:
    """How many roles these cells name, a channel's own name not counted: it may as well be a row's."""
    return len({role for role in map(_role, cells) if role})


def _role(cell: Cell) -> str:
    name = title(cell)
    if dated(name) in (*MONTH, *WEEK_ENDING):
        return "month"
    found = NONE if name in CHANNEL else figure_of(shown(cell))
    return "channel" if name in CHANNEL else "" if found.own else found.figure


def find_header(rows: Sequence[Row]) -> Row | None:
    """The row of titles among the first ones, or None when the first row already looks like figures."""
    first = [row for row in rows if any(cell != "" for cell in row.cells)][:MOST_HEADER_ROWS]
    best = max(first, key=lambda row: known_titles(row.cells), default=None)
    if best is None or (known := known_titles(best.cells)) > 1:
        return best
    wide = [row for row in first if len([cell for cell in row.cells if cell != ""]) > 1]
    if known and best in wide:
        return best
    start = next(iter(wide or first))
    return None if any(_is_figure(cell) for cell in start.cells) else start


def find_columns(header: Row, rows: Sequence[Row]) -> dict[int, Role]:
    """What each column is, from its title: one of dates, one of channels, and either one column of each figure or one by channel.

    The rows are looked at for one thing: parts of a year that is not said, which need a year beside or give way to a date.
    """
    names = [title(cell) for cell in header.cells]
    days = [dated(name) for name in names]
    apart = {*MONTH, *WEEK_ENDING, *END, *CHANNEL, *CURRENCY, *YEAR}
    titled = [
        NONE if name in apart or day in apart else figure_of(shown(cell))
        for name, day, cell in zip(names, days, header.cells, strict=True)
    ]
    found: dict[int, Role] = {}
    for role, titles, said in (
        ("month", (*MONTH, *WEEK_ENDING), days),
        ("end", END, days),
        ("channel", CHANNEL, names),
        ("currency", CURRENCY, names),
    ):
        places = sorted((titles.index(name), place) for place, name in enumerate(said) if name in titles)
        if role == "month" and len(places) > 1 and bare_months(rows, places[0][1]) and not {*days} & {*YEAR}:
            places.pop(0)
        if places:
            found[places[0][1]] = role
    months = [place for place, role in found.items() if role == "month"]
    if any(days[place] not in STARTS for place in months):
        found = {place: role for place, role in found.items() if role != "end"}
    if months and bare_months(rows, months[0]):
        found |= {place: "year" for place, day in enumerate(days) if day in YEAR}
    whole = {place: one for place, one in enumerate(titled) if one.figure and not one.channel}
    for figure in FIGURES:
        ranked = [(rank(names[place], figure), place) for place, one in whole.items() if one.figure == figure]
        if ranked:
            found[min(ranked)[1]] = figure
    if "channel" not in found.values():
        by_channel = _by_channel(titled, [shown(cell) for cell in header.cells])
        found = {place: role for place, role in found.items() if not _adds_up(role, by_channel)} | by_channel
    return {place: found.get(place, "ignored") for place in range(len(names))}


def bare_months(rows: Sequence[Row], place: int) -> bool:
    """Whether a column holds nothing but parts of a year that is not said: numbers up to 53, names of months, Q1 to Q4."""
    cells = [shown(row.cells[place]) for row in rows if place < len(row.cells) and row.cells[place] != ""]
    return bool(cells) and all(_PART.fullmatch(cell) or plain(cell) in MONTH_NAMES for cell in cells)


def _by_channel(titled: Sequence[Titled], written: Sequence[str]) -> dict[int, Role]:
    """The columns of a table that has one for each channel: their spend, and what else is said of the channels that spend."""
    of = {place: one for place, one in enumerate(titled) if one.channel}
    said = {place: one for place, one in of.items() if not one.own}
    bare = {} if any(map(organic, written)) else {place: one for place, one in of.items() if one.own}
    spending = {place: one for place, one in said.items() if one.figure == "spend"} or bare
    channels = {plain(one.channel): one.channel for one in reversed(spending.values())}
    others = {place: one for place, one in said.items() if one.figure != "spend" and plain(one.channel) in channels}
    return {place: (one.figure, channels[plain(one.channel)]) for place, one in (spending | others).items()}


def perhaps_channels(rows: Sequence[Row], columns: Columns) -> list[int]:
    """Columns that nobody named and whose texts may be channels, where no column of a table with one spend is that of channels."""
    if "channel" in columns.values() or "spend" not in columns.values():
        return []
    return [place for place, role in columns.items() if role == "ignored" and _groups(rows[:_LOOKED_AT], place)]


def _groups(rows: Sequence[Row], place: int) -> bool:
    cells = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place] != ""]
    texts = {plain(cell) for cell in cells if isinstance(cell, str) and not _is_figure(cell)}
    return 1 < len(texts) <= MOST_COLUMNS and sum(map(_is_figure, cells)) * 10 < len(cells)


def _adds_up(role: Role, by_channel: Columns) -> bool:
    """Whether a figure's column only adds up those that several channels have of it."""
    spending = {one[1] for one in by_channel.values() if one[0] == "spend"}
    having = {one[1] for one in by_channel.values() if one[0] == role}
    return len(spending) > 1 and having == spending


def missing_roles(columns: Columns) -> list[str]:
    """The roles that a table lacks to be a history."""
    roles = {*columns.values()}
    of = {figure: {role[1] for role in roles if isinstance(role, tuple) and role[0] == figure} for figure in FIGURES}
    if "channel" in roles or not of["spend"]:
        return [role for role in ("month", "spend", "revenue") if role not in roles]
    known = of["revenue"] >= of["spend"] or ("revenue" in roles and not of["revenue"])
    return (["month"] if "month" not in roles else []) + ([] if known else ["revenue"])


def is_total(row: Row, columns: Columns) -> bool:
    """Whether a row adds others up: `Total` where a month or a channel stands, or in the first cell."""
    if not _MAYBE_TOTAL.search(" ".join(cell for cell in row.cells if isinstance(cell, str))):
        return False
    named = [shown(cell) for place, cell in enumerate(row.cells) if columns.get(place) == "channel"]
    if any(_TOTAL.fullmatch(plain(name)) or re.match(r"\W*total\s*:", name, re.IGNORECASE) for name in named):
        return True
    start = next((shown(cell) for cell in row.cells if cell != ""), "")
    dated = [shown(cell) for place, cell in enumerate(row.cells) if columns.get(place) == "month"]
    return any(_TOTAL_OF.fullmatch(name) or _SUBTOTAL.fullmatch(plain(name)) for name in dated) or bool(
        _TOTAL_OF.fullmatch(start) and not any(name and not read_month(name).code for name in dated)
    )


def _is_figure(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    return bool(cell) and (not read_amount(cell).code or not read_month(cell).code)
