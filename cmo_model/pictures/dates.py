"""The answer over time: the chance by date, what the till sees, the gap between hiring and not by date of entry.

Month 1 is that of the day given as `first`.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from dateutil.relativedelta import relativedelta

from cmo_model.charts import tables
from cmo_model.charts.colours import other, tone
from cmo_model.charts.look import round_ticks
from cmo_model.scenario import OptionName
from cmo_model.skin.blocks import Block, table
from cmo_model.uncertainty import Advice, CashPaths
from cmo_model.uncertainty.entry import LIKELY
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of


def dated(first: datetime.date, month: int, t: Text, brief: bool = False) -> str:
    """A month of the plan by its date: month 1 is that of `first`, 0 the one before it."""
    return t.month(first.replace(day=1) + relativedelta(months=month - 1), brief)


def _years(first: datetime.date, months: range, t: Text) -> list[Block]:
    """The names under an axis of months, a year apart; its beginning is now."""
    return [
        {"at": month, "text": t("answer.now") if month == months.start else dated(first, month, t, brief=True)}
        for month in range(months.start, months.stop, 12)
    ]


def _told(first: datetime.date, month: int, said: str, t: Text) -> str:
    return t("cli.labelled", name=dated(first, month, t), said=said)


def chances(advice: Advice, first: datetime.date, t: Text) -> Block | None:
    """The chance that hiring is the best choice, by the date on which recruiting begins; what to do until when under it."""
    when = advice.when
    if when is None or len(when.months) < 2:
        return None

    points = list(zip(when.months, when.chance, strict=True))
    search, last = advice.search_month, when.months[-1]
    stages = []
    if search is not None:
        prepare = max(1.0, search - advice.lead_months)
        ends = {"stay": (1.0, prepare), "prepare": (prepare, float(search)), "hire": (float(search), float(last))}
        stages = [
            {"from": low, "to": high, "tone": name, "label": t(f"answer.stages.{name}")}
            for name, (low, high) in ends.items()
            if high > low
        ]
    marks = [{"x": search, "y": dict(points)[search], "tone": "advised"}] if search is not None else []
    rows = [(month == search, [dated(first, month, t), said_of.chance(chance, t)]) for month, chance in points]
    return {
        "kind": "lines",
        "title": said_of.when(advice, first, t),
        "note": "",
        "x": [1, last],
        "low": 0.0,
        "high": 1.0,
        "levels": [{"at": LIKELY, "tone": "dashed", "text": t("answer.likely", chance=t.percent(LIKELY, 0))}],
        "lines": [{"tone": "advised", "points": points, "fill": 0.0}],
        "marks": marks,
        "points": [
            {"x": month, "y": chance, "text": _told(first, month, said_of.chance(chance, t), t)} for month, chance in points
        ],
        "ticks": _years(first, range(1, last + 1), t),
        "stages": stages,
        "table": table(t("answer.when"), (t("answer.date"), t("risk.chance")), rows),
    }


def cash(
    advice: Advice,
    first: datetime.date,
    t: Text,
    options: Sequence[OptionName] = (),
    paths: Mapping[OptionName, CashPaths] | None = None,
) -> Block:
    """What options take from the till and bring back, month after month, against carrying on as today; with `paths`, their bands.

    Without `options`, the one that today's is set against. A sum is that at the end of the month it is named after.
    """
    decision = advice.decision
    chosen = options or (other(advice),)
    sums = {option: [0.0, *itertools.accumulate(decision.months[option]["cash"])] for option in chosen}
    names = {option: t(f"options.{option}") for option in chosen}
    last = decision.scenario.horizon_months
    lines: list[dict[str, Any]] = []
    ends = [0.0]
    for option in chosen:
        band, colour = None, tone(option, advice)
        if any(line["tone"] == colour for line in lines):
            colour = "second"
        if paths is not None:
            one = paths[option]
            band = {side: [(0, 0.0), *enumerate(getattr(one, side), start=1)] for side in ("low", "high")}
            ends += [*one.low, *one.high]
        lines.append({"tone": colour, "points": list(enumerate(sums[option])), "band": band})
        ends += sums[option]
    pad = 0.05 * (max(ends) - min(ends) or 1.0)

    def said(month: int) -> list[str]:
        return [t.about(sums[option][month]) for option in chosen]

    several = len(chosen) > 1

    def told(month: int) -> str:
        named = zip(names.values(), said(month), strict=True)
        return "; ".join(t("cli.labelled", name=name, said=one) if several else one for name, one in named)

    def after(month: int, brief: bool = False) -> str:
        return dated(first, month, t, brief) if month else t("answer.now")

    title = t("answer.cashes") if several else t("answer.cash", option=names[chosen[0]])
    rows = [(False, [after(month), *said(month)]) for month in range(0, last + 1, 6)]
    heads = (t("answer.month"), *(names.values() if several else (t("answer.cash_sum"),)))
    return {
        "kind": "lines",
        "title": title,
        "note": t("answer.cash_note" if paths is None else "answer.cash_band"),
        "legend": [{"tone": line["tone"], "text": name} for name, line in zip(names.values(), lines, strict=True) if several],
        "x": [0, last],
        "low": min(ends) - pad,
        "high": max(ends) + pad,
        "levels": [
            {"at": at, "tone": "faint" if at else "", "text": t.brief(at) if at else t("chart.today")}
            for at in sorted({0.0, *(round_ticks(min(ends), max(ends)) if paths is not None else ())})
        ],
        "lines": lines,
        "points": [
            {"x": month, "y": sums[chosen[0]][month], "text": t("cli.labelled", name=after(month), said=told(month))}
            for month in range(last + 1)
        ],
        "ticks": [{"at": month, "text": after(month, brief=True)} for month in range(0, last + 1, 12)],
        "table": table(title, heads, rows),
    }


def entries(advice: Advice, first: datetime.date, t: Text) -> Block | None:
    """The gap between hiring and the best option without it, by the date on which recruiting begins, with its band of draws."""
    decision, seen = advice.decision, advice.when
    if decision.timing is None:
        return None
    gaps = tables.entry(decision)["better"].tolist()
    points = list(enumerate(gaps, start=1))
    band, ends = None, [*gaps, 0.0]
    if seen is not None:
        low, _, high = seen.quantiles
        band = {"low": list(zip(seen.months, low, strict=True)), "high": list(zip(seen.months, high, strict=True))}
        ends += [*low, *high]
    pad = 0.05 * (max(ends) - min(ends) or 1.0)

    search = advice.search_month
    rows = [
        (month == search, [dated(first, month, t), t.about(gap)])
        for month, gap in points
        if month == 1 or month % 12 == 1 or month in (search, len(points))
    ]
    return {
        "kind": "lines",
        "title": t("when.curve"),
        "note": t("when.band") if band else "",
        "x": [1, len(points)],
        "low": min(ends) - pad,
        "high": max(ends) + pad,
        "levels": [
            {"at": at, "tone": "faint" if at else "", "text": t.brief(at) if at else t("answer.even")}
            for at in sorted({0.0, *round_ticks(min(ends), max(ends))})
        ],
        "lines": [{"tone": "advised", "points": points, "band": band}],
        "marks": [] if search is None else [{"x": search, "y": gaps[search - 1], "tone": "advised"}],
        "points": [{"x": month, "y": gap, "text": _told(first, month, t.about(gap), t)} for month, gap in points],
        "ticks": _years(first, range(1, len(points) + 1), t),
        "table": table(t("when.curve"), (t("answer.date"), t("answer.gap")), rows),
    }
