"""What each way costs: the invoice and what hides behind it, and the two sides term by term."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from cmo_model.charts import tables
from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, row_name
from cmo_model.decision import Decision
from cmo_model.words import Text


def costs(decision: Decision, t: Text, dark: bool = False, invoice_only: bool = False) -> go.Figure:
    """Cost of the six ways in the table's order: what is invoiced or paid, then what is not; the scale is that of the whole."""
    table = tables.costs(decision).iloc[::-1]
    places = list(range(len(table)))
    figure = go.Figure()
    figure.add_bar(x=table["invoice"].tolist(), y=places, orientation="h", width=0.4, marker={"color": QUIET[dark]})
    if not invoice_only:
        figure.add_bar(x=table["hidden"].tolist(), y=places, orientation="h", width=0.4, marker={"color": ACCENT[dark]})
    shown = table["invoice"] if invoice_only else table["total"]
    said: list[dict[str, Any]] = []
    for place, (name, amount) in enumerate(shown.items()):
        said += row_name(place + 0.42, t(f"options.{name}"), t.money(float(amount), cents=False), name == decision.best)
    dressed(figure, dark, said, barmode="stack", height=46 * len(table) + 24, margin={"l": 0, "r": 0, "t": 4, "b": 8})
    figure.update_xaxes(visible=False, range=[0, max(float(table["total"].max()), 1.0)])
    figure.update_yaxes(visible=False, range=[-0.45, len(table) - 0.25])
    figure.add_vline(x=0, line_width=1, line_color=INK[dark], layer="below")
    return figure


def sides(decision: Decision, t: Text, dark: bool = False) -> go.Figure:
    """Each term of the cost on both sides of the hire: the better hire (accent) under the best way without one."""
    table = tables.sides(decision).iloc[::-1]
    without, hired = table.columns
    figure = go.Figure()
    said: list[dict[str, Any]] = []
    for place, (term, row) in enumerate(table.iterrows()):
        for lift, column, colour in ((0.0, without, QUIET[dark]), (-0.24, hired, ACCENT[dark])):
            value = float(row[column])
            figure.add_bar(x=[value], y=[place + lift], orientation="h", width=0.2, marker={"color": colour})
            amount = t.money(value, cents=False)
            figure.add_annotation(
                x=value, y=place + lift, text=amount, showarrow=False, xanchor="left", xshift=6, font={"size": 13}
            )
        said += row_name(place + 0.3, t(f"terms.{term}"))
    dressed(figure, dark, said, barmode="overlay", height=68 * len(table) + 12, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, range=[0, max(float(table.max().max()), 1.0) * 1.35])
    figure.update_yaxes(visible=False, range=[-0.45, len(table) - 0.45])
    figure.add_vline(x=0, line_width=1, line_color=INK[dark], layer="below")
    return figure
