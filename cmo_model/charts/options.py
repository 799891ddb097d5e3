"""The six options by what they would gain over today."""

from __future__ import annotations

import plotly.graph_objects as go

from cmo_model.charts import tables
from cmo_model.charts.look import ACCENT, INK, QUIET, look, row_name
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.sentences.advice import compared, gain

_ROOM = 0.3
"""Of the bars' width, left at their right to the amounts."""


def options(advice: Advice, t: Text, dark: bool = False) -> go.Figure:
    """Mean gain of the six options over today, best first, as horizontal bars with where they are 8 times in 10.

    Given to Plotly whole: this chart follows every change of a figure, and a figure built by steps is validated at each.
    """
    table = tables.gains(advice).sort_values("gain", kind="stable")
    values, lows, highs = (table[name].tolist() for name in ("gain", "low", "high"))
    bars = {
        "type": "bar",
        "x": values,
        "y": list(range(len(values))),
        "orientation": "h",
        "width": 0.4,
        "marker": {"color": [ACCENT[dark] if best else QUIET[dark] for best in table["best"]]},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - value for high, value in zip(highs, values, strict=True)],
            "arrayminus": [value - low for low, value in zip(lows, values, strict=True)],
            "color": INK[dark],
            "thickness": 1,
            "width": 3,
        },
    }
    said = []
    for place, (name, best) in enumerate(zip(table.index, table["best"], strict=True)):
        said += row_name(place + 0.42, t(f"options.{name}"), gain(advice, str(name), t), best)
    low, high = min(0.0, *lows), max(0.0, *highs)
    reach = [low, high + _ROOM * (high - low)]
    zero = {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 1, "color": INK[dark]}}
    common = look(dark)
    layout = common | {
        "height": 46 * len(values) + 24,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 8},
        "xaxis": common["xaxis"] | {"visible": False, "range": reach},
        "yaxis": common["yaxis"] | {"visible": False, "range": [-0.45, len(values) - 0.25]},
        "annotations": said,
        "shapes": [zero | {"layer": "below"}],
    }
    return go.Figure({"data": [bars], "layout": layout})


def options_in_words(advice: Advice, t: Text) -> str:
    """The chart for who cannot see it."""
    values = ". ".join(f"{name}, {shown}" for name, shown, *_ in compared(advice, t).values())
    return t("chart.alt", values=values)
