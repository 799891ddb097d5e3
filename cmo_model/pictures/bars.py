"""Rows of bars on one scale: costs, both sides of a hire, what moves the answer, plans by date, ratios, a budget before and after.

Each is a block of the readout; a row says its values to the pointer, a finger and the arrow keys. A colour means what it means
everywhere (`charts.colours`); what no invoice shows is the hatched part of its own option.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cmo_model import parameters
from cmo_model.charts import tables
from cmo_model.charts.colours import tone
from cmo_model.decision import Decision
from cmo_model.decision.plan import Step
from cmo_model.growth.arbitrage import Arbitrage
from cmo_model.growth.experiments import Experiment
from cmo_model.growth.transfer_plan import TransferPlan
from cmo_model.skin.blocks import Block, table
from cmo_model.uncertainty import Advice, Risk
from cmo_model.words import Text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import experiments
from cmo_model.words.sentences import risk as said_of
from cmo_model.words.sentences.risk import figure
from cmo_model.words.sentences.transfer import phase as phase_name

Lane = Mapping[str, Any]
HIDDEN = " hidden"
"""Beside a tone: hatched, for what no invoice shows."""


def bar(start: float, end: float, colour: str = "other") -> dict[str, Any]:
    """A stretch of a lane, in the unit of its chart."""
    return {"from": min(start, end), "to": max(start, end), "tone": colour}


def lane(
    bars: Iterable[Mapping[str, Any]], after: str = "", before: str = "", dots: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Bars on one line, with words before and after them; dots stand on it at a value each, in their tone."""
    return {"bars": list(bars), "after": after, "before": before, "dots": list(dots)}


def row(label: str, lanes: Iterable[Lane], told: str, strong: bool = False, name: str = "") -> dict[str, Any]:
    """A named row, what it tells when asked, and the figure it explains, if any."""
    return {"label": label, "lanes": list(lanes), "told": told, "strong": strong, "figure": name or None}


def rows(
    title: str,
    shown: Sequence[Mapping[str, Any]],
    t: Text,
    *,
    note: str = "",
    legend: Iterable[tuple[str, str]] = (),
    band: Mapping[str, Any] | None = None,
    zero: bool = True,
    titled: bool = True,
    reach: Iterable[float] = (),
    cells: Block | None = None,
) -> Block:
    """Rows on one scale, which holds `reach` and, unless `zero` is refused, nought; `band` is a stretch named above the rows."""
    ends = [end for one in shown for line in one["lanes"] for part in line["bars"] for end in (part["from"], part["to"])]
    ends += [*reach, *([0.0] if zero else [])]
    return {
        "kind": "spans",
        "title": title,
        "titled": titled,
        "note": note,
        "legend": [{"tone": colour, "text": words} for colour, words in legend],
        "low": min(ends),
        "high": max(ends),
        "zero": zero,
        "room": {side: max((len(line[side]) for one in shown for line in one["lanes"]), default=0) for side in ("before", "after")},
        "band": band,
        "rows": list(shown),
        "table": cells,
    }


def costs(advice: Advice, t: Text, invoice_only: bool = False) -> Block:
    """What each option costs over the horizon: what is invoiced or paid, then what no invoice shows; the scale is the whole's."""
    decision = advice.decision
    months = t.counted("months", decision.scenario.horizon_months)
    drawn, found = [], tables.costs(decision)
    for option in decision.options:
        invoice, total, colour = float(found["invoice"][option]), float(found["total"][option]), tone(option, advice)
        bars = [bar(0.0, invoice, colour), *([] if invoice_only else [bar(invoice, total, colour + HIDDEN)])]
        name, shown = t(f"options.{option}"), t.about(invoice if invoice_only else total)
        told = t("cost.told", option=name, invoice=t.about(invoice), hidden=t.about(total - invoice), total=t.about(total))
        drawn.append(row(name, [lane(bars, shown)], told, colour != "other", f"options.{option}.cost_pv"))
    legend = [("other", t("cost.paid")), *([] if invoice_only else [("other" + HIDDEN, t("cost.unseen"))])]
    title = t("cost.chart_invoice" if invoice_only else "cost.chart", months=months)
    return rows(title, drawn, t, legend=legend, reach=map(float, found["total"]))


def sides(advice: Advice, t: Text) -> Block:
    """Each term of the cost on both sides of the hire, over the horizon."""
    found = tables.sides(advice.decision)
    without, hired = found.columns
    pair = {name: tone(name, advice) for name in (without, hired)}
    if len(set(pair.values())) == 1:  # neither is advised nor today's: they must not look alike
        pair[hired] = "second"
    drawn = []
    for term, (left, right) in zip(found.index, found.itertuples(index=False), strict=True):
        name = t(f"terms.{term}")
        lanes = [lane([bar(0.0, value, pair[option])], t.about(value)) for option, value in ((without, left), (hired, right))]
        drawn.append(row(name, lanes, t("cost.side", term=name, without=t.about(left), hired=t.about(right))))
    legend = [(pair[option], t(f"options.{option}")) for option in (without, hired)]
    columns = (t("cost.term"), *(words for _, words in legend))
    cells = [(False, [one["label"], *(line["after"] for line in one["lanes"])]) for one in drawn]
    return rows(t("cost.sides"), drawn, t, titled=False, legend=legend, cells=table(t("cost.sides"), columns, cells))


def tornado(risk: Risk, t: Text, most: int = 8) -> Block:
    """The gap at both ends of each figure's range, the widest first; left of nought the answer is another."""
    drawn, cells = [], []
    for one, told in zip(risk.tornado[:most], said_of.tornado(risk, t, most), strict=True):
        name, (low, high) = field_label(t, one.path), (figure(one.path, value, t) for value in (one.low, one.high))
        leads = (t.about(one.lead_at_low), t.about(one.lead_at_high))
        (start, before), (end, after) = sorted(((one.lead_at_low, low), (one.lead_at_high, high)))
        turned = [bar(start, min(end, 0.0))] if start < 0 else []
        kept = [bar(max(start, 0.0), end, "advised")] if end > 0 or not turned else []
        drawn.append(row(name, [lane([*turned, *kept], after, before)], told))
        ends = zip((low, high), leads, strict=True)
        cells.append((False, [name, *(t("cli.labelled", name=value, said=lead) for value, lead in ends)]))
    columns = (t("compare.figure"), t("risk.low_end"), t("risk.high_end"))
    legend = [("advised", t("risk.stays")), ("other", t("risk.turns"))]
    found = table(t("risk.tornado"), columns, cells)
    return rows(t("risk.tornado"), drawn, t, titled=False, note=t("risk.tornado_ends"), legend=legend, cells=found)


def timeline(steps: Sequence[Step], t: Text) -> Block:
    """The steps of the plan beside their names, each from its month to the next step's, with its date."""
    starts = sorted({step.month for step in steps})
    shortest = max(0.6, 0.04 * (starts[-1] - starts[0]))
    ends = dict(pairwise(starts))
    drawn = []
    for step in steps:
        name, day = t(f"when.step.{step.name}"), t.month(step.day)
        end = max(ends.get(step.month, step.month), step.month + shortest)
        colour = "today" if step.name == "external_ends" else "advised"
        drawn.append(row(name, [lane([bar(step.month, end, colour)], day)], t("cli.labelled", name=name, said=day)))
    cells = [(False, [t(f"when.step.{step.name}"), t.month(step.day)]) for step in steps]
    return rows(
        t("when.plan"),
        drawn,
        t,
        titled=False,
        zero=False,
        cells=table(t("when.plan"), (t("when.step_name"), t("when.step_day")), cells),
    )


def gantt(plan: TransferPlan, t: Text) -> Block:
    """The phases of the transfer beside their names, each of its length, with its days."""
    first: datetime.date = plan.phases[0].start
    drawn, cells = [], []
    for one in plan.phases:
        name, begins, ends = phase_name(one.name, plan, t), t.date(one.start), t.date(one.end)
        at, days = (one.start - first).days, max((one.end - one.start).days, 3)
        told = begins if one.start == one.end else t("transfer.from_to", start=begins, end=ends)
        colour = "today" if one.name == "end" else "advised"
        drawn.append(row(name, [lane([bar(at, at + days, colour)], begins)], t("cli.labelled", name=name, said=told)))
        cells.append((False, [name, begins, ends]))
    columns = (t("transfer.phase"), t("transfer.starts"), t("transfer.ends"))
    return rows(t("transfer.plan_title"), drawn, t, titled=False, zero=False, cells=table(t("transfer.plan_title"), columns, cells))


def ratios(decision: Decision, t: Text) -> Block:
    """Sales for a dollar of advertising: the company's, what breaks even, what profits most, over the band of the article."""
    limits = parameters.thresholds()
    low, high = limits["acquisition_low"].value, limits["acquisition_high"].value
    drawn = []
    for name, value in tables.ratios(decision).items():
        label, shown, mine = t(f"roi.rows.{name}"), t.money(float(value)), name == "ratio"
        line = lane([bar(0.0, float(value), "today" if mine else "other")], shown)
        drawn.append(row(label, [line], t("cli.labelled", name=label, said=shown), mine, f"pillars.acquisition.{name}"))
    band = {"from": low, "to": high, "text": t("roi.band", low=t.number(low), high=t.number(high))}
    return rows(t("roi.chart"), drawn, t, band=band, reach=(high,))


def tests(worth: Sequence[Experiment], t: Text) -> Block:
    """What each test costs, beside what it brings."""
    drawn = []
    for one in worth:
        cost, value = t.about(one.cost), t.about(one.value)
        lanes = [lane([bar(0.0, one.cost, "other")], cost), lane([bar(0.0, one.value, "advised")], value)]
        drawn.append(row(one.channel, lanes, experiments.worth(one, t)))
    legend = [("other", t("experiments.cost")), ("advised", t("experiments.value"))]
    columns = [t(f"experiments.{name}") for name in experiments.WEIGHED]
    cells = table(t("experiments.picture"), columns, [(False, experiments.cells(one, t)) for one in worth])
    return rows(t("experiments.picture"), drawn, t, legend=legend, cells=cells)


def moves(split: Arbitrage, t: Text) -> Block:
    """The budget of each channel before and after."""
    drawn = []
    for move in split.moves:
        today, proposed = t.money(move.today, cents=False), t.money(move.proposed, cents=False)
        lanes = [lane([bar(0.0, move.today, "today")], today), lane([bar(0.0, move.proposed, "advised")], proposed)]
        drawn.append(row(move.channel, lanes, t("budget.move", channel=move.channel, today=today, proposed=proposed)))
    legend = [("today", t("budget.today")), ("advised", t("budget.proposed"))]
    return rows(t("budget.moves_title"), drawn, t, legend=legend)
