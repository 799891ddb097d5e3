"""Where retention beats acquisition, with the firm on the map."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, round_ticks
from cmo_model.decision import Decision
from cmo_model.words import Text


def retention_map(decision: Decision, t: Text, dark: bool = False) -> go.Figure:
    """Where ten percent more retention is worth more than ten percent less acquisition cost, with the firm on it.

    Across: yearly retention. Up: a customer's value over its acquisition cost. With the number of customers fixed retention wins
    above the curve (1 + i)/r - 1.1; with the budget fixed, right of (1 + i)/2; right of 1/1.1 such a retention cannot exist.
    """
    rate, firm = decision.scenario.discount_rate, decision.pillars.retention.value_to_cac
    mine = decision.scenario.customers.annual_retention
    top = max(6.0, 1.2 * firm if firm is not None else 0.0)
    end, fixed = 1 / 1.1, min((1 + rate) / 2, 1 / 1.1)
    r = np.linspace(0.05, end, 160)
    r = r[(1 + rate) / r - 1.1 <= top]
    curve = (1 + rate) / r - 1.1
    figure = go.Figure()

    def area(x: list[float], y: list[float], opacity: float) -> None:
        figure.add_scatter(
            x=x, y=y, mode="lines", fill="toself", fillcolor=ACCENT[dark], opacity=opacity, line={"width": 0}, hoverinfo="skip"
        )

    area([*r, end, float(r[0])], [*curve, top, top], 0.16)
    area([fixed, end, end, fixed], [0, 0, top, top], 0.16)
    line = {"color": ACCENT[dark], "width": 2}
    figure.add_scatter(x=r.tolist(), y=curve.tolist(), mode="lines", line=line, hoverinfo="skip")
    figure.add_shape(type="line", x0=fixed, x1=fixed, y0=0, y1=top, line={"color": ACCENT[dark], "width": 2, "dash": "dot"})
    figure.add_vrect(x0=end, x1=1, fillcolor=QUIET[dark], opacity=0.5, line_width=0)
    names = (((fixed + end) / 2, 0.93, "both"), (0.42, 0.93, "customers"), (0.16, 0.1, "neither"))
    for x, height, name in names:
        figure.add_annotation(x=x, y=height * top, text=t(f"roi.map.{name}"), showarrow=False, font={"size": 13})
    if firm is not None:
        told = f"{t('roi.map.across')} : {t.percent(mine)}<br>{t('roi.map.up')} : {t.number(firm, 1)}"
        marker = {"color": INK[dark], "size": 13}
        figure.add_scatter(x=[mine], y=[firm], mode="markers", marker=marker, hovertext=[told], hoverinfo="text")
        figure.add_annotation(x=mine, y=firm, text=f"<b>{t('roi.map.you')}</b>", showarrow=False, yshift=-20)
    dressed(figure, dark, height=380, margin={"l": 44, "r": 4, "t": 8, "b": 50})
    ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    figure.update_xaxes(
        range=[0, 1],
        tickvals=ticks,
        ticktext=[t.percent(x) for x in ticks],
        showgrid=False,
        zeroline=False,
        title={"text": t("roi.map.across"), "standoff": 8, "font": {"size": 14}},
    )
    figure.update_yaxes(
        range=[0, top],
        showgrid=False,
        zeroline=False,
        tickvals=[y for y in round_ticks(0, top) if y],
        title={"text": t("roi.map.up"), "standoff": 4, "font": {"size": 14}},
    )
    return figure
