"""When: the advantage by month of entry, and the plan worked backwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from cmo_model.charts import tables
from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, round_ticks, row_name
from cmo_model.decision import Decision
from cmo_model.decision.plan import Step
from cmo_model.growth.transfer_plan import TransferPlan
from cmo_model.uncertainty import Advice
from cmo_model.words import Text


def entry(advice: Advice, t: Text, dark: bool = False) -> go.Figure:
    """The lead of the better hire by month of entry, in its band of 8 draws in 10; the month named, where there is one."""
    decision, seen = advice.decision, advice.when
    table = tables.entry(decision)
    months = table.index.tolist()
    figure = go.Figure()
    if seen is not None:
        low, _, high = seen.quantiles
        band = {"fill": "toself", "fillcolor": ACCENT[dark], "opacity": 0.16, "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add_scatter(x=[*seen.months, *seen.months[::-1]], y=[*high, *low[::-1]], mode="lines", **band)
        figure.add_annotation(
            x=seen.months[-1],
            y=high[-1],
            text=t("when.band"),
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            font={"size": 13},
        )
    figure.add_scatter(x=months, y=table["better"].tolist(), mode="lines", line={"color": ACCENT[dark], "width": 3})
    figure.add_hline(y=0, line_width=1, line_color=INK[dark])
    tip = advice.search_month
    if tip is not None:
        height = float(table["better"].loc[tip])
        figure.add_scatter(x=[tip], y=[height], mode="markers", marker={"color": ACCENT[dark], "size": 11})
        month = f"<b>{t('units.month', n=str(tip))}</b>"
        figure.add_annotation(x=tip, y=height, text=month, showarrow=False, yshift=-20)
    dressed(figure, dark, height=340, margin={"l": 4, "r": 4, "t": 20, "b": 44})
    reach = [float(table["better"].min()), float(table["better"].max()), 0.0]
    if seen is not None:
        reach += [*seen.quantiles[0], *seen.quantiles[2]]
    ticks = round_ticks(min(reach), max(reach))
    title = {"text": t("when.axis"), "standoff": 8, "font": {"size": 14}}
    figure.update_xaxes(title=title, showgrid=False, zeroline=False, range=[1 - 0.2 * len(months), len(months) + 0.5])
    figure.update_yaxes(
        tickvals=ticks,
        ticktext=[t.money(value, cents=False) for value in ticks],
        showgrid=True,
        gridcolor=QUIET[dark],
        gridwidth=0.5,
        zeroline=False,
        ticklabelposition="inside top",
        title=None,
    )
    return figure


def entry_in_words(decision: Decision, t: Text) -> str:
    """The curve of the months of entry for who cannot see it."""
    table = tables.entry(decision)["better"]
    return t(
        "when.curve_alt",
        first=t.about(float(table.iloc[0])),
        last=t.about(float(table.iloc[-1])),
        months=str(len(table)),
    )


def timeline(steps: Sequence[Step], t: Text, dark: bool = False) -> go.Figure:
    """The steps of the plan under their names and dates, each a bar from its month to the next step's."""
    rows = list(steps)[::-1]
    last = max(step.month for step in rows)
    first = min(step.month for step in rows)
    starts = sorted({step.month for step in rows})
    length = max(0.6, 0.04 * (last - first))
    ends = dict(pairwise(starts))
    spans = [max(ends.get(step.month, step.month) - step.month, length) for step in rows]
    colours = [ACCENT[dark] if step.name == "search" else QUIET[dark] for step in rows]
    places, begins = list(range(len(rows))), [step.month for step in rows]
    figure = go.Figure(go.Bar(x=spans, base=begins, y=places, orientation="h", width=0.3, marker={"color": colours}))
    said: list[dict[str, Any]] = []
    for place, step in enumerate(rows):
        said += row_name(place + 0.4, t(f"when.step.{step.name}"), t.month(step.day), step.name == "search")
    dressed(figure, dark, said, height=50 * len(rows) + 20, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, range=[first - length, last + 2 * length])
    figure.update_yaxes(visible=False, range=[-0.4, len(rows) - 0.25])
    return figure


def gantt(plan: TransferPlan, t: Text, dark: bool = False) -> go.Figure:
    """The phases of the transfer under their names and first days, each a bar of its length; the overlap in the accent."""
    rows = list(plan.phases)[::-1]
    first = plan.phases[0].start
    begins = [(one.start - first).days for one in rows]
    spans = [max((one.end - one.start).days, 3) for one in rows]
    colours = [ACCENT[dark] if one.name == "together" else QUIET[dark] for one in rows]
    bars = go.Bar(x=spans, base=begins, y=list(range(len(rows))), orientation="h", width=0.3, marker={"color": colours})
    said: list[dict[str, Any]] = []
    for place, one in enumerate(rows):
        said += row_name(place + 0.4, t(f"transfer.phases.{one.name}"), t.date(one.start), one.name == "together")
    figure = go.Figure(bars)
    dressed(figure, dark, said, height=50 * len(rows) + 20, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, range=[0, max(begin + span for begin, span in zip(begins, spans, strict=True))])
    figure.update_yaxes(visible=False, range=[-0.4, len(rows) - 0.25])
    return figure
