"""The map of answers: firms by two of their figures, each a point whose shape is its answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from cmo_model.charts.look import ACCENT, INK, TODAY, dressed, round_ticks
from cmo_model.scenario import Reading
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import Text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences.advice import brief

SHAPES: dict[Reading, str] = {"hire": "circle", "hybrid": "diamond", "fractional": "circle-open", "neither_yet": "x-thin-open"}
"""The more of the direction is inside, the fuller the shape."""
_PALE = 0.45
_WIDE = 30.0
"""How many times its least a figure's most is from which its scale is of proportions."""


@dataclass(frozen=True)
class Point:
    """A firm on the map: what it is known by, its two figures, its answer, whether that is a change or too close, what it says."""

    key: int
    across: float
    up: float
    reading: Reading
    changes: bool
    close: bool
    told: str


def answers_map(points: Sequence[Point], across: str, up: str, t: Text, dark: bool = False) -> go.Figure:
    """Firms by the fields `across` and `up`; a change that is advised is in colour, what is too close to call pale."""
    figure = go.Figure()
    for reading, shape in SHAPES.items():
        ours = [point for point in points if point.reading == reading]
        if not ours:
            continue
        colours = [ACCENT[dark] if point.changes else TODAY[dark] for point in ours]
        marker = {
            "symbol": shape,
            "size": 12,
            "color": colours,
            "opacity": [_PALE if point.close else 1.0 for point in ours],
            "line": {"width": 2, "color": colours},
        }
        figure.add_scatter(
            x=[point.across for point in ours],
            y=[point.up for point in ours],
            mode="markers",
            marker=marker,
            customdata=[point.key for point in ours],
            hovertext=[escape(point.told) for point in ours],
            hoverinfo="text",
            showlegend=False,
            unselected={"marker": {"opacity": 1.0}},
        )
        known = {"symbol": shape, "size": 12, "color": INK[dark], "line": {"width": 2, "color": INK[dark]}}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=known, name=t(f"answers.{reading}"))
    legend = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.02,
        "yanchor": "bottom",
        "itemclick": False,
        "itemdoubleclick": False,
    }
    dressed(figure, dark, height=460, margin={"l": 62, "r": 8, "t": 8, "b": 50}, showlegend=True, legend=legend)
    figure.update_xaxes(**_axis([point.across for point in points], across, t))
    figure.update_yaxes(**_axis([point.up for point in points], up, t))
    return figure


def _axis(values: Sequence[float], path: str, t: Text) -> dict[str, object]:
    """The scale of a figure: of proportions where it is wide, with round values named as its unit is."""
    low, high = min(values), max(values)
    wide = low > 0 and high > _WIDE * low
    if wide:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        ticks = [part * 10.0**power for power in powers for part in (1, 3) if low / 1.3 <= part * 10.0**power <= high * 1.3]
        ends = [math.log10(low / 1.3), math.log10(high * 1.3)]
    else:
        room = 0.06 * (high - low or abs(high) or 1.0)
        ends = [low - room, high + room]
        ticks = round_ticks(*ends) or [low, high]
    return {
        "type": "log" if wide else "linear",
        "range": ends,
        "tickvals": ticks,
        "ticktext": [brief(value, FIELDS[path].unit, t) for value in ticks],
        "showgrid": True,
        "gridcolor": "rgba(128,128,128,0.18)",
        "zeroline": False,
        "title": {"text": field_label(t, path), "standoff": 8, "font": {"size": 14}},
    }
