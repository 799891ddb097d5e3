"""What moves the lead."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from cmo_model.charts.look import ACCENT, INK, QUIET, dressed, round_ticks, row_name, step
from cmo_model.uncertainty import Risk
from cmo_model.words import Text
from cmo_model.words.explanation import field_label


def tornado(risk: Risk, t: Text, dark: bool = False, most: int = 8) -> go.Figure:
    """The lead at both ends of each figure's range, the widest bar on top; left of zero the answer is another."""
    bars = risk.tornado[:most][::-1]
    figure = go.Figure(
        go.Bar(
            x=[bar.lead_at_high - bar.lead_at_low for bar in bars],
            base=[bar.lead_at_low for bar in bars],
            y=list(range(len(bars))),
            orientation="h",
            width=0.36,
            marker={"color": [ACCENT[dark] if min(bar.lead_at_low, bar.lead_at_high) < 0 else QUIET[dark] for bar in bars]},
        )
    )
    said: list[dict[str, Any]] = []
    for place, bar in enumerate(bars):
        said += row_name(place + 0.42, field_label(t, bar.path))
    ends = [lead for bar in bars for lead in (bar.lead_at_low, bar.lead_at_high)] + [0.0]
    ticks = round_ticks(min(ends), max(ends))
    ticks = [value for value in ticks if round(value / step(ends)) % 2 == 0] if len(ticks) > 4 else ticks
    dressed(figure, dark, said, height=52 * len(bars) + 60, margin={"l": 0, "r": 0, "t": 4, "b": 36})
    pad = 0.04 * (max(ends) - min(ends) or 1.0)
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[t.money(value, cents=False) for value in ticks],
        showgrid=False,
        zeroline=False,
        range=[min(ends) - pad, max(ends) + pad],
    )
    figure.update_yaxes(visible=False, range=[-0.45, len(bars) - 0.2])
    figure.add_vline(x=0, line_width=1, line_color=INK[dark], layer="below")
    return figure
