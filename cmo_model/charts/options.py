"""The six ways by net value."""

from __future__ import annotations

import plotly.graph_objects as go

from cmo_model.charts import tables
from cmo_model.charts.look import ACCENT, INK, QUIET, look, row_name
from cmo_model.decision import Decision
from cmo_model.words import Text


def options(decision: Decision, t: Text, dark: bool = False) -> go.Figure:
    """Net value of the six ways, best first, as horizontal bars under their name and amount.

    Given to Plotly whole: this chart follows every change of a figure, and a figure built by steps is validated at each.

    Where every way costs more than it brings, the bars grow rightwards from zero all the same: the shortest is the best.
    """
    table = tables.options(decision).sort_values("npv")
    values = table["npv"].tolist()
    bars = {
        "type": "bar",
        "x": values,
        "y": list(range(len(values))),
        "orientation": "h",
        "width": 0.4,
        "marker": {"color": [ACCENT[dark] if best else QUIET[dark] for best in table["best"]]},
    }
    said = []
    for place, (name, value, best) in enumerate(zip(table.index, values, table["best"], strict=True)):
        said += row_name(place + 0.42, t(f"options.{name}"), t.money(value, cents=False), best)
    low, high = min(0.0, *values), max(0.0, *values)
    reach = [high, low] if high == 0 else [low, high]
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


def options_in_words(decision: Decision, t: Text) -> tuple[str, str]:
    """What to see in the chart, and its alternative for who cannot see it."""
    table = tables.options(decision).sort_values("npv", ascending=False)
    first, second = table.index[:2]
    gap = t.money(float(table["npv"].iloc[0] - table["npv"].iloc[1]))
    sentence = t("chart.sentence", best=t(f"options.{first}"), amount=gap, other=t(f"options.{second}"))
    if table["npv"].max() <= 0:
        sentence = f"{sentence} {t('chart.all_below')}"
    values = ". ".join(f"{t(f'options.{name}')}, {t.money(value)}" for name, value in table["npv"].items())
    return sentence, t("chart.alt", values=values)
