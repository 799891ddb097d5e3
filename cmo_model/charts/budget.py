"""The trade-offs: spend by channel today and proposed, and what the best split brings at each total budget."""

from __future__ import annotations

import html
from typing import Any

import plotly.graph_objects as go

from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, round_ticks, row_name
from cmo_model.growth.arbitrage import Arbitrage
from cmo_model.words import Text

_MOST = 48
"""Letters of a channel's name beside its bars."""


def moves(found: Arbitrage, t: Text, dark: bool = False) -> go.Figure:
    """Each channel's spend a month: proposed (accent) under today's."""
    rows = found.moves[::-1]
    most = max(1.0, *(max(move.today, move.proposed) for move in rows))
    figure = go.Figure()
    said: list[dict[str, Any]] = []
    for lift, colour, values in (
        (0.0, QUIET[dark], [move.today for move in rows]),
        (-0.24, ACCENT[dark], [move.proposed for move in rows]),
    ):
        places = [place + lift for place in range(len(rows))]
        figure.add_bar(x=values, y=places, orientation="h", width=0.2, marker={"color": colour})
        for place, value in zip(places, values, strict=True):
            shown = t.money(value, cents=False)
            said.append(
                {"x": value, "y": place, "text": shown, "showarrow": False, "xanchor": "left", "xshift": 6, "font": {"size": 13}}
            )
    for place, move in enumerate(rows):
        said += row_name(place + 0.3, html.escape(move.channel, quote=False)[:_MOST])
    dressed(figure, dark, said, barmode="overlay", height=68 * len(rows) + 12, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, range=[0, most * 1.35])
    figure.update_yaxes(visible=False, range=[-0.45, len(rows) - 0.45])
    figure.add_vline(x=0, line_width=1, line_color=INK[dark], layer="below")
    return figure


def sweep(found: Arbitrage, t: Text, dark: bool = False) -> go.Figure:
    """The best sales a month at each budget, with today's and the proposed one, and where a dollar stops paying."""
    budgets, revenues = found.budgets.tolist(), found.revenues.tolist()
    figure = go.Figure(go.Scatter(x=budgets, y=revenues, mode="lines", line={"color": ACCENT[dark], "width": 3}))
    figure.add_scatter(
        x=[found.budget_today, found.budget],
        y=[found.revenue_today, found.revenue],
        mode="markers",
        marker={"color": [QUIET[dark], ACCENT[dark]], "size": 11},
    )
    if budgets[0] < found.stops < budgets[-1]:
        figure.add_vline(x=found.stops, line_width=1, line_dash="dot", line_color=INK[dark])
    dressed(figure, dark, height=300, margin={"l": 4, "r": 4, "t": 16, "b": 44})
    down, along = round_ticks(min(revenues), max(revenues)), round_ticks(budgets[0], budgets[-1])
    title = {"text": t("budget.axis"), "standoff": 8, "font": {"size": 14}}
    figure.update_xaxes(
        title=title, showgrid=False, zeroline=False, tickvals=along, ticktext=[t.money(value, cents=False) for value in along]
    )
    figure.update_yaxes(
        tickvals=down,
        ticktext=[t.money(value, cents=False) for value in down],
        gridcolor=QUIET[dark],
        gridwidth=0.5,
        zeroline=False,
        ticklabelposition="inside top",
    )
    return figure
