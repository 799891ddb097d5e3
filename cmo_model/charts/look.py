"""The look that all charts share: colours, fonts, round ticks, rows under their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

INK = {False: "#161616", True: "#ecebe6"}
ACCENT = {False: "#1b6480", True: "#6fb7d1"}
QUIET = {False: "#aeb6ba", True: "#55626a"}
CONFIG: dict[str, Any] = {"displayModeBar": False, "staticPlot": True}
"""No tool bar and no drag: on a phone a chart must not catch the scrolling finger."""


def look(dark: bool) -> dict[str, Any]:
    """The layout that every figure begins with."""
    axis = {"fixedrange": True, "tickfont": {"color": INK[dark], "size": 13}}
    return {
        "template": "none",
        "font": {"family": "Source Sans, sans-serif", "size": 15, "color": INK[dark]},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": axis,
        "yaxis": axis,
    }


def dressed(figure: go.Figure, dark: bool, said: Sequence[dict[str, Any]] = (), **layout: Any) -> None:
    """Give a figure the common look, and what is written on it besides what it already says."""
    written = [*(one.to_plotly_json() for one in figure.layout.annotations), *said]
    figure.update_layout(look(dark) | {"annotations": written} | layout)


def row_name(place: float, name: str, amount: str = "", bold: bool = False) -> list[dict[str, Any]]:
    """A name at the left of a row and an amount at its right, above its bar; annotations, to be given to a figure all at once."""
    common: dict[str, Any] = {"y": place, "showarrow": False, "xref": "paper", "yref": "y", "yanchor": "middle"}
    weight = "<b>{}</b>" if bold else "{}"
    said = [{"x": 0, "xanchor": "left", "text": weight.format(name), **common}]
    if amount:
        said.append({"x": 1, "xanchor": "right", "text": weight.format(amount), **common})
    return said


def step(ends: Sequence[float]) -> float:
    """A round distance that fits three to six times between the ends."""
    span = max(max(ends) - min(ends), 1.0)
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if span / (power * part) <= 6)


def round_ticks(low: float, high: float) -> list[float]:
    """Three to six round values between two ends, zero among them when they straddle it."""
    apart = step([low, high])
    return [apart * place for place in range(math.ceil(low / apart), math.floor(high / apart) + 1)]
