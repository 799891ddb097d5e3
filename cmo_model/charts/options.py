"""The six ways by net value."""

from __future__ import annotations

import plotly.graph_objects as go

from cmo_model import tables
from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, row_name
from cmo_model.decision import Decision
from cmo_model.text import Text


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
        marker={"color": [ACCENT[dark] if best else QUIET[dark] for best in table["best"]]},
    )
    figure = go.Figure(bars)
    for place, (name, value, best) in enumerate(zip(table.index, values, table["best"], strict=True)):
        row_name(figure, place + 0.42, t(f"options.{name}"), t.money(value, cents=False), best)
    low, high = min(0.0, *values), max(0.0, *values)
    reach = [high, low] if high == 0 else [low, high]
    dressed(figure, dark, height=46 * len(values) + 24, margin={"l": 0, "r": 0, "t": 4, "b": 8})
    figure.update_xaxes(visible=False, range=reach)
    figure.update_yaxes(visible=False, range=[-0.45, len(values) - 0.25])
    figure.add_vline(x=0, line_width=1, line_color=INK[dark], layer="below")
    return figure


def options_in_words(decision: Decision, t: Text) -> tuple[str, str]:
    """What to see in the chart, and its alternative for who cannot see it."""
    table = tables.options(decision).sort_values("npv", ascending=False)
    first, second = table.index[:2]
    gap = t.money(float(table["npv"].iloc[0] - table["npv"].iloc[1]))
    sentence = t("chart.sentence", best=t(f"options.{first}"), amount=gap, other=t(f"options.{second}"))
    values = ". ".join(f"{t(f'options.{name}')}, {t.money(value)}" for name, value in table["npv"].items())
    return sentence, t("chart.alt", values=values)
