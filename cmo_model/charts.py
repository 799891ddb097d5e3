"""Decision tables as figures, one look for all: direct labels, one accent, the reader's numbers, nothing to hover for.

A specification depends on nothing but the decision and the language, so that an unchanged chart is not redrawn.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from cmo_model import tables
from cmo_model.decision import Decision
from cmo_model.text import Text

_INK = {False: "#161616", True: "#ecebe6"}
_ACCENT = {False: "#1b6480", True: "#6fb7d1"}
_QUIET = {False: "#aeb6ba", True: "#55626a"}
CONFIG: dict[str, Any] = {"displayModeBar": False, "staticPlot": True}
"""No tool bar and no drag: on a phone a chart must not catch the scrolling finger."""


def options(decision: Decision, t: Text, dark: bool = False) -> go.Figure:
    """Net value of the six ways, best first, as horizontal bars under their name and amount.

    Where every way costs more than it brings, the bars grow rightwards from zero all the same: the shortest is the best.
    """
    table = tables.options(decision).sort_values("npv")
    values = table["npv"].tolist()
    bars = go.Bar(
        x=values,
        y=list(range(len(values))),
        orientation="h",
        width=0.4,
        marker={"color": [_ACCENT[dark] if best else _QUIET[dark] for best in table["best"]]},
    )
    figure = go.Figure(bars)
    for place, (name, value, best) in enumerate(zip(table.index, values, table["best"], strict=True)):
        weight = "<b>{}</b>" if best else "{}"
        common: dict[str, Any] = {"y": place + 0.42, "showarrow": False, "xref": "paper", "yanchor": "middle"}
        name, amount = weight.format(t(f"options.{name}")), weight.format(t.money(value, cents=False))
        figure.add_annotation(x=0, xanchor="left", text=name, **common)
        figure.add_annotation(x=1, xanchor="right", text=amount, **common)
    low, high = min(0.0, *values), max(0.0, *values)
    reach = [high, low] if high == 0 else [low, high]
    figure.update_layout(
        template="none",
        font={"family": "Source Sans, sans-serif", "size": 15, "color": _INK[dark]},
        height=46 * len(values) + 24,
        margin={"l": 0, "r": 0, "t": 4, "b": 8},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={"visible": False, "range": reach, "fixedrange": True},
        yaxis={"visible": False, "range": [-0.45, len(values) - 0.25], "fixedrange": True},
    )
    figure.add_vline(x=0, line_width=1, line_color=_INK[dark])
    return figure


def options_in_words(decision: Decision, t: Text) -> tuple[str, str]:
    """What to see in the chart, and its alternative for who cannot see it."""
    table = tables.options(decision).sort_values("npv", ascending=False)
    first, second = table.index[:2]
    gap = t.money(float(table["npv"].iloc[0] - table["npv"].iloc[1]))
    sentence = t("chart.sentence", best=t(f"options.{first}"), amount=gap, other=t(f"options.{second}"))
    values = " ; ".join(f"{t(f'options.{name}')}, {t.money(value)}" for name, value in table["npv"].items())
    return sentence, t("chart.alt", values=values)
