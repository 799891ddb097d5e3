"""Decision tables as figures, one look for all: direct labels, one accent, the reader's numbers, nothing to hover for.

A specification depends on nothing but the decision and the language, so that an unchanged chart is not redrawn.
"""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go

from cmo_model import tables
from cmo_model.decision import Decision
from cmo_model.explanation import field_label
from cmo_model.text import Text
from cmo_model.uncertainty import Risk, Tipping

_INK = {False: "#161616", True: "#ecebe6"}
_ACCENT = {False: "#1b6480", True: "#6fb7d1"}
_QUIET = {False: "#aeb6ba", True: "#55626a"}
CONFIG: dict[str, Any] = {"displayModeBar": False, "staticPlot": True}
"""No tool bar and no drag: on a phone a chart must not catch the scrolling finger."""


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
        marker={"color": [_ACCENT[dark] if best else _QUIET[dark] for best in table["best"]]},
    )
    figure = go.Figure(bars)
    for place, (name, value, best) in enumerate(zip(table.index, values, table["best"], strict=True)):
        weight = "<b>{}</b>" if best else "{}"
        common: dict[str, Any] = {"y": place + 0.42, "showarrow": False, "xref": "paper", "yanchor": "middle"}
        name, amount = weight.format(t(f"options.{name}")), weight.format(t.money(value, cents=False))
        figure.add_annotation(x=0, xanchor="left", text=name, **common)
        figure.add_annotation(x=1, xanchor="right", text=amount, **common)
    low, high = min(0.0, *values), max(0.0, *values)
    reach = [high, low] if high == 0 else [low, high]
    _dressed(figure, dark, height=46 * len(values) + 24, margin={"l": 0, "r": 0, "t": 4, "b": 8})
    figure.update_xaxes(visible=False, range=reach)
    figure.update_yaxes(visible=False, range=[-0.45, len(values) - 0.25])
    figure.add_vline(x=0, line_width=1, line_color=_INK[dark], layer="below")
    return figure


def options_in_words(decision: Decision, t: Text) -> tuple[str, str]:
    """What to see in the chart, and its alternative for who cannot see it."""
    table = tables.options(decision).sort_values("npv", ascending=False)
    first, second = table.index[:2]
    gap = t.money(float(table["npv"].iloc[0] - table["npv"].iloc[1]))
    sentence = t("chart.sentence", best=t(f"options.{first}"), amount=gap, other=t(f"options.{second}"))
    values = ". ".join(f"{t(f'options.{name}')}, {t.money(value)}" for name, value in table["npv"].items())
    return sentence, t("chart.alt", values=values)


def _dressed(figure: go.Figure, dark: bool, **layout: Any) -> None:
    """The look that all charts share."""
    figure.update_layout(
        template="none",
        font={"family": "Source Sans, sans-serif", "size": 15, "color": _INK[dark]},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        **layout,
    )
    figure.update_xaxes(fixedrange=True, tickfont={"color": _INK[dark], "size": 13})
    figure.update_yaxes(fixedrange=True, tickfont={"color": _INK[dark], "size": 13})


def entry(decision: Decision, tipping: Tipping | None, t: Text, dark: bool = False) -> go.Figure:
    """The advantage of the better hire by month of entry, crossing zero at the tipping month, in its band of 8 draws in 10."""
    table = tables.entry(decision)
    months = table.index.tolist()
    figure = go.Figure()
    if tipping is not None:
        low, _, high = tipping.band
        band = {"fill": "toself", "fillcolor": _ACCENT[dark], "opacity": 0.16, "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add_scatter(x=months + months[::-1], y=[*high, *low[::-1]], mode="lines", **band)
        figure.add_annotation(
            x=months[-1], y=high[-1], text=t("when.band"), showarrow=False, xanchor="right", yanchor="bottom", font={"size": 13}
        )
    figure.add_scatter(x=months, y=table["better"].tolist(), mode="lines", line={"color": _ACCENT[dark], "width": 3})
    figure.add_hline(y=0, line_width=1, line_color=_INK[dark])
    tip = decision.timing.tipping_month if decision.timing else None
    if tip is not None:
        height = float(table["better"].loc[tip])
        figure.add_scatter(x=[tip], y=[height], mode="markers", marker={"color": _ACCENT[dark], "size": 11})
        month = f"<b>{t('units.month', n=str(tip))}</b>"
        figure.add_annotation(x=tip, y=height, text=month, showarrow=False, yshift=-20)
    _dressed(figure, dark, height=340, margin={"l": 4, "r": 4, "t": 20, "b": 44})
    reach = [float(table["better"].min()), float(table["better"].max()), 0.0]
    if tipping is not None:
        reach += [*tipping.band[0], *tipping.band[2]]
    ticks = _round_ticks(min(reach), max(reach))
    title = {"text": t("when.axis"), "standoff": 8, "font": {"size": 14}}
    figure.update_xaxes(title=title, showgrid=False, zeroline=False, range=[1 - 0.2 * len(months), len(months) + 0.5])
    figure.update_yaxes(
        tickvals=ticks,
        ticktext=[t.money(value, cents=False) for value in ticks],
        showgrid=True,
        gridcolor=_QUIET[dark],
        gridwidth=0.5,
        zeroline=False,
        ticklabelposition="inside top",
        title=None,
    )
    return figure


def _step(ends: list[float]) -> float:
    """A round distance that fits three to six times between the ends."""
    span = max(max(ends) - min(ends), 1.0)
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if span / (power * part) <= 6)


def _round_ticks(low: float, high: float) -> list[float]:
    """Three to six round values between two ends, zero among them when they straddle it."""
    step = _step([low, high])
    return [step * place for place in range(math.ceil(low / step), math.floor(high / step) + 1)]


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
            marker={"color": [_ACCENT[dark] if min(bar.lead_at_low, bar.lead_at_high) < 0 else _QUIET[dark] for bar in bars]},
        )
    )
    for place, bar in enumerate(bars):
        common: dict[str, Any] = {"y": place + 0.42, "showarrow": False, "yanchor": "middle"}
        figure.add_annotation(x=0, xref="paper", xanchor="left", text=field_label(t, bar.path), **common)
    ends = [lead for bar in bars for lead in (bar.lead_at_low, bar.lead_at_high)] + [0.0]
    ticks = [value for value in _round_ticks(min(ends), max(ends)) if round(value / _step(ends)) % 2 == 0]
    _dressed(figure, dark, height=52 * len(bars) + 60, margin={"l": 0, "r": 0, "t": 4, "b": 36})
    pad = 0.04 * (max(ends) - min(ends) or 1.0)
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[t.money(value, cents=False) for value in ticks],
        showgrid=False,
        zeroline=False,
        range=[min(ends) - pad, max(ends) + pad],
    )
    figure.update_yaxes(visible=False, range=[-0.45, len(bars) - 0.2])
    figure.add_vline(x=0, line_width=1, line_color=_INK[dark], layer="below")
    return figure


def entry_in_words(decision: Decision, t: Text) -> str:
    """The curve of the months of entry for who cannot see it."""
    table = tables.entry(decision)["better"]
    return t(
        "when.curve_alt",
        first=t.money(float(table.iloc[0])),
        last=t.money(float(table.iloc[-1])),
        months=str(len(table)),
    )
