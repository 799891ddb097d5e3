"""When: the advantage by month of entry, and the plan worked backwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from cmo_model.charts import tables
from cmo_model.charts.look import ACCENT, QUIET, dressed, row_name
from cmo_model.decision import Decision
from cmo_model.decision.plan import Step
from cmo_model.growth.transfer_plan import TransferPlan
from cmo_model.words import Text


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
