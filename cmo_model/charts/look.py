"""The look that all charts share: colours, fonts, round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

INK = {False: "#161616", True: "#ecebe6"}
ACCENT = {False: "#1b6480", True: "#6fb7d1"}
TODAY = {False: "#55595c", True: "#b4b7b6"}
QUIET = {False: "#aeb6ba", True: "#55626a"}
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""It answers the pointer; no tool bar and no drag: on a phone a chart must not catch the scrolling finger."""


def look(dark: bool) -> dict[str, Any]:
    """The layout that every figure begins with."""
    axis = {"fixedrange": True, "tickfont": {"color": INK[dark], "size": 13}}
    return {
        "template": "none",
        "font": {"family": "Source Sans, sans-serif", "size": 15, "color": INK[dark]},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": INK[dark], "font": {"color": INK[not dark]}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": axis,
        "yaxis": axis,
    }


def dressed(figure: go.Figure, dark: bool, **layout: Any) -> None:
    """Give a figure the common look."""
    figure.update_layout(look(dark) | layout)


def step(ends: Sequence[float]) -> float:
    """A round distance that fits three to six times between the ends."""
    span = max(max(ends) - min(ends), 1.0)
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if span / (power * part) <= 6)


def round_ticks(low: float, high: float) -> list[float]:
    """Three to six round values between two ends, zero among them when they straddle it."""
    apart = step([low, high])
    return [apart * place for place in range(math.ceil(low / apart), math.floor(high / apart) + 1)]
