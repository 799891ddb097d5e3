"""The report's charts as vectors, from the tables that the screen draws: bars to stand in a table, and the curve of the months.

Bars carry no words: they stand in a row with their name and their figure, and Typst stretches them to the width left to them.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from dateutil.relativedelta import relativedelta

from cmo_model.charts import tables
from cmo_model.charts.colours import tone
from cmo_model.charts.look import ACCENT as ACCENTS
from cmo_model.charts.look import INK as INKS
from cmo_model.charts.look import QUIET as QUIETS
from cmo_model.charts.look import TODAY as TODAYS
from cmo_model.charts.look import round_ticks
from cmo_model.checkback import CheckBack, Measure
from cmo_model.decision.plan import Step
from cmo_model.scenario import OptionName
from cmo_model.uncertainty import Advice
from cmo_model.words import Text

ACCENT, INK, QUIET, TODAY = ACCENTS[False], INKS[False], QUIETS[False], TODAYS[False]
_SHADES = {"advised": ACCENT, "today": TODAY, "other": QUIET}
_WIDTH, _ROW, _THICK = 1000.0, 100.0, 44.0
"""Of bars, in units of the drawing: it is stretched in both directions."""


@dataclass(frozen=True)
class Bar:
    """A stretch of one row, in the unit of its chart."""

    start: float
    end: float
    colour: str = QUIET
    opacity: float = 1.0


def bars(rows: Sequence[Sequence[Bar]], axis: float | None = 0.0) -> str:
    """Rows of bars on one scale, and a thin line at the value given."""
    ends = [end for row in rows for bar in row for end in (bar.start, bar.end)] + ([] if axis is None else [axis])
    low = min(ends)
    scale = (_WIDTH - 4) / ((max(ends) - low) or 1.0)

    def place(value: float) -> float:
        return 2 + (value - low) * scale

    drawn = []
    for number, row in enumerate(rows):
        top = number * _ROW + (_ROW - _THICK) / 2
        for bar in row:
            left, right = sorted((place(bar.start), place(bar.end)))
            drawn.append(_rect(left, top, right - left, _THICK, bar.colour, bar.opacity))
    if axis is not None:
        drawn.append(_rect(place(axis) - 1, 0, 2, len(rows) * _ROW, INK))
    return _svg(_WIDTH, len(rows) * _ROW, drawn)


def shade(option: OptionName, advice: Advice) -> str:
    """The colour of an option: the accent for the one advised, a dark neutral for today's, a light one for the others."""
    return _SHADES[tone(option, advice)]


def options(table: pd.DataFrame) -> str:
    """Mean gain over today of the options in the rows' order."""
    return bars([[Bar(0, gain, ACCENT if best else QUIET)] for gain, best in zip(table["gain"], table["best"], strict=True)])


def costs(table: pd.DataFrame, advice: Advice) -> str:
    """What is invoiced or paid, then, in a lighter tint, what is not."""
    rows = []
    for option, invoice, total in zip(table.index, table["invoice"], table["total"], strict=True):
        colour = shade(option, advice)
        rows.append([Bar(0, invoice, colour), Bar(invoice, total, colour, 0.4)])
    return bars(rows)


def sides(table: pd.DataFrame, advice: Advice) -> str:
    """Each term of the cost on both sides of the hire, back to back: without one to the left."""
    left, right = (shade(option, advice) for option in table.columns)
    return bars([[Bar(-without, 0, left), Bar(0, hired, right)] for without, hired in table.itertuples(index=False)])


def amounts(values: Iterable[float]) -> str:
    """Signed amounts, those in favour in the accent."""
    return bars([[Bar(0, value, ACCENT if value > 0 else QUIET)] for value in values])


def timeline(steps: Sequence[Step]) -> str:
    """Each step from its month to the month of the next; the end of what there is today in its own colour."""
    starts = sorted({step.month for step in steps})
    shortest = max(0.6, 0.04 * (starts[-1] - starts[0]))
    ends = dict(pairwise(starts))
    rows = []
    for step in steps:
        length = max(ends.get(step.month, step.month) - step.month, shortest)
        rows.append([Bar(step.month, step.month + length, TODAY if step.name == "external_ends" else ACCENT)])
    return bars(rows, None)


def entry(advice: Advice, first: datetime.date, t: Text, width: float, height: float) -> str:
    """The gap in favour of the better hire by date of entry in its band of 8 draws in 10, in points of the page."""
    decision, seen = advice.decision, advice.when
    better = [float(value) for value in tables.entry(decision)["better"]]
    last = len(better)
    low_band, _, high_band = seen.quantiles if seen else ((), (), ())
    reach = [*better, *low_band, *high_band, 0.0]
    low, high = min(reach), max(reach)
    ticks = round_ticks(low, high)
    words = [t.brief(value) for value in ticks]
    left, right, top, foot = 4 + 5.0 * max(map(len, words), default=0), 6.0, 14.0, 24.0

    def x(month: float) -> float:
        return left + (month - 1) / max(last - 1, 1) * (width - left - right)

    def y(value: float) -> float:
        return top + (high - value) / ((high - low) or 1.0) * (height - top - foot)

    def named(month: int, brief: bool = False) -> str:
        return t.month(first.replace(day=1) + relativedelta(months=month - 1), brief)

    def points(values: Sequence[float], months: Iterable[float]) -> list[str]:
        return [f"{x(month):.2f},{y(value):.2f}" for month, value in zip(months, values, strict=True)]

    drawn = []
    for value, word in zip(ticks, words, strict=True):
        drawn.append(_rect(left, y(value) - 0.15, width - left - right, 0.3, QUIET))
        drawn.append(_said(left - 6, y(value) + 2.8, word, "end"))
    if seen:
        around = points(high_band, seen.months) + points(low_band, seen.months)[::-1]
        drawn.append(f'<polygon points="{" ".join(around)}" fill="{ACCENT}" fill-opacity="0.14"/>')
        drawn.append(_said(x(seen.months[-1]), y(high_band[-1]) - 4, t("when.band"), "end"))
    drawn.append(_rect(left, y(0) - 0.35, width - left - right, 0.7, INK))
    line = " ".join(points(better, range(1, last + 1)))
    drawn.append(f'<polyline points="{line}" fill="none" stroke="{ACCENT}" stroke-width="1.8" stroke-linejoin="round"/>')
    for month in (1, *(range(13, last + 1, 12) or [last] * (last > 1))):
        anchor = "start" if month == 1 else "end" if month == last else "middle"
        drawn.append(_said(x(month), height - foot + 12, named(month, True), anchor))
    drawn.append(_said(x(last), height - 2, t("when.axis"), "end"))
    tip = advice.search_month
    if tip is not None:
        here, there = x(tip), y(better[tip - 1])
        drawn.append(f'<circle cx="{here:.2f}" cy="{there:.2f}" r="3" fill="{ACCENT}"/>')
        late = here > 0.85 * width
        drawn.append(_said(here + (-6 if late else 4), there + (-7 if late else 13), named(tip), *_TIP[late]))
    return _svg(width, height, drawn)


def against(check: CheckBack, measure: Measure, t: Text, width: float, height: float) -> str:
    """The months of a measure: its band, the path expected, a point for what happened, filled where it is outside the band."""
    rows, frozen = check.rows(measure), check.frozen
    known = [row.actual for row in rows if row.actual is not None]
    reach = [*known, *(value for row in rows for value in (row.low, row.high))]
    low, high = min(reach), max(reach)
    ticks = round_ticks(low, high)
    money = measure in ("sales", "cost")
    words = [t.brief(value) if money else t.number(value, 1) for value in ticks]
    left, right, top, foot = 4 + 4.4 * max(map(len, words), default=0), 6.0, 6.0, 13.0
    first, last = rows[0].month, rows[-1].month

    def x(month: float) -> float:
        return left + (month - first) / max(last - first, 1) * (width - left - right)

    def y(value: float) -> float:
        return top + (high - value) / ((high - low) or 1.0) * (height - top - foot)

    drawn = []
    for value, word in zip(ticks, words, strict=True):
        drawn.append(_rect(left, y(value) - 0.15, width - left - right, 0.3, QUIET))
        drawn.append(_said(left - 5, y(value) + 2.8, word, "end"))
    upper = [f"{x(row.month):.2f},{y(row.high):.2f}" for row in rows]
    lower = [f"{x(row.month):.2f},{y(row.low):.2f}" for row in rows]
    drawn.append(f'<polygon points="{" ".join(upper + lower[::-1])}" fill="{ACCENT}" fill-opacity="0.14"/>')
    line = " ".join(f"{x(row.month):.2f},{y(row.expected):.2f}" for row in rows)
    drawn.append(f'<polyline points="{line}" fill="none" stroke="{ACCENT}" stroke-width="1.2" stroke-linejoin="round"/>')
    for row in rows:
        if row.actual is not None:
            fill = "white" if row.inside else INK
            at = f'cx="{x(row.month):.2f}" cy="{y(row.actual):.2f}"'
            drawn.append(f'<circle {at} r="1.9" fill="{fill}" stroke="{INK}" stroke-width="0.8"/>')
    for month, anchor in ((first, "start"), (last, "end")):
        drawn.append(_said(x(month), height - 2, t.month(frozen.month(month), True), anchor))
    return _svg(width, height, drawn)


_TIP = {False: ("start", ACCENT, "bold"), True: ("end", ACCENT, "bold")}


def _rect(left: float, top: float, width: float, height: float, colour: str, opacity: float = 1.0) -> str:
    faint = "" if opacity == 1.0 else f' fill-opacity="{opacity}"'
    return f'<rect x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"{faint}/>'


def _said(x: float, y: float, words: str, anchor: str, colour: str = INK, weight: str = "normal") -> str:
    style = f'font-family="Libertinus Serif" font-size="8.5" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.2f}" y="{y:.2f}" {style}>{html.escape(words)}</text>'


def _svg(width: float, height: float, drawn: Iterable[str]) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'
