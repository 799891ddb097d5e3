"""The card's pictures: an option's gain with its whisker, and a figure's curve with its flips.

Places are in percent, so that a drawing takes the width it is given while its words and its lines keep their size. Colours are
attributes: a reader that drops the style still has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cmo_model.exports.card.figures import Figure
from cmo_model.exports.card.markup import Markup, tag
from cmo_model.exports.report.drawings import ACCENT, INK, QUIET, shade
from cmo_model.scenario import OptionName
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.sentences.advice import brief
from cmo_model.words.sentences.risk import figure

_ROW = 18.0
"""Height of an option's drawing."""
_NEAR_END = 32.0
"""Percent from an end of a drawing within which words stand on the side where there is room."""


class Scale:
    """From the gains of the options to places across a drawing, nought and every whisker within it."""

    def __init__(self, advice: Advice) -> None:
        ends = [end for one in advice.options.values() for end in (*one.gain_quantiles, one.mean_gain)]
        self.low, self.high = min(*ends, 0.0), max(*ends, 0.0)

    def __call__(self, gain: float) -> float:
        """A gain's place, a little inside both ends."""
        return round(1 + 98 * (gain - self.low) / ((self.high - self.low) or 1.0), 2)


def gain(option: OptionName, advice: Advice, scale: Scale) -> Markup:
    """A bar from today to the mean, and the line along which 8 simulations in 10 lie; today's own is a mark."""
    one, colour, zero = advice.options[option], shade(option, advice), scale(0)
    parts = [_bar(zero, zero, 0, _ROW, QUIET)]
    if option == advice.decision.scenario.current:
        parts.append(tag("circle", cx=f"{zero}%", cy=_ROW / 2, r=5, fill=colour))
    else:
        low, high = (scale(end) for end in (one.gain_quantiles[0], one.gain_quantiles[2]))
        parts += [_bar(zero, scale(one.mean_gain), 3, _ROW - 6, colour), _bar(low, high, (_ROW - 1.5) / 2, 1.5, INK)]
        parts += [_bar(end, end, 5, _ROW - 10, INK) for end in (low, high) if high > low]
    return tag("svg", *parts, width="100%", height=_ROW, overflow="visible", aria_hidden="true")


def today(words: str, scale: Scale) -> Markup:
    """Where nought is, in a word over the bars."""
    return tag("svg", _words(scale(0), 12, words), width="100%", height=16, overflow="visible", aria_hidden="true")


def flips(found: Figure, t: Text) -> Markup:
    """The values at which the answer changes, over the curve: one in words, several in little room, two at most."""
    path, across = found.curve.path, [found.across(flip.value) for flip in found.flips]
    if len(across) > 1:
        words = [brief(flip.value, FIELDS[path].unit, t) for flip in found.flips]
        drawn = [_words(at, 11, said, side) for at, said, side in zip(across, words, ("end", "start"), strict=False)]
    elif across:
        drawn = [_words(across[0], 11, t("answer.flip", value=figure(path, found.flips[0].value, t)))]
    else:
        drawn = [_words(0, 11, t("answer.no_flip"))]
    return tag("svg", *drawn, width="100%", height=18, overflow="visible", aria_hidden="true")


def curve(found: Figure) -> Markup:
    """The lead over the figure's range, filled on either side of nought, the value entered, the flips, and the mark that moves."""
    level, (x, y) = found.down(0.0), found.points[found.at]
    ground = tag(
        "svg",
        *(_area(found, level, side) for side in (1, -1)),
        _line([(0.0, level), (100.0, level)], INK, 1),
        _line(found.points, ACCENT, 2.5),
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
        width="100%",
        height="100%",
        overflow="visible",
    )
    mark = tag(
        "g",
        tag("line", x1=f"{x}%", x2=f"{x}%", y1="0%", y2="100%", stroke=INK),
        tag("circle", cx=f"{x}%", cy=f"{y}%", r=6, fill="#fff", stroke=INK, stroke_width=2),
        class_="mark",
        visibility="hidden",
    )
    here = tag("circle", cx=f"{x}%", cy=f"{y}%", r=5.5, fill=ACCENT, stroke="#fff", stroke_width=2)
    turns = [part for flip in found.flips for part in _turn(found.across(flip.value), level)]
    return tag("svg", ground, *turns, here, mark, width="100%", height="100%", overflow="visible", aria_hidden="true")


def _turn(x: float, level: float) -> Iterable[Markup]:
    yield tag("line", x1=f"{x}%", x2=f"{x}%", y1="0%", y2=f"{level}%", stroke=INK, stroke_dasharray="2 3")
    yield tag("svg", tag("path", d="M-4.5 -1h9l-4.5 8z", fill=INK), x=f"{x}%", overflow="visible")


def _area(found: Figure, level: float, side: int) -> Markup:
    top = [(x, min(y, level) if side > 0 else max(y, level)) for x, y in found.points]
    points = _points([(0.0, level), *top, (100.0, level)])
    return tag("polygon", points=points, fill=ACCENT if side > 0 else QUIET, fill_opacity=0.16 if side > 0 else 0.5)


def _line(points: Sequence[tuple[float, float]], colour: str, width: float) -> Markup:
    return tag(
        "polyline",
        points=_points(points),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linejoin="round",
        vector_effect="non-scaling-stroke",
    )


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _bar(start: float, end: float, top: float, height: float, colour: str) -> Markup:
    """A rectangle between two places; between one and itself, a thin line."""
    left, right = sorted((start, end))
    if left == right:
        return tag("line", x1=f"{left}%", x2=f"{left}%", y1=top, y2=top + height, stroke=colour, stroke_width=1.5)
    return tag("rect", x=f"{left}%", y=top, width=f"{right - left:.2f}%", height=height, fill=colour)


def _words(x: float, y: float, words: str, side: str = "") -> Markup:
    """Words at a place, turned to where there is room."""
    side = "start" if x < _NEAR_END and side != "start" else "end" if x > 100 - _NEAR_END and side != "end" else side or "middle"
    return tag("text", words, x=f"{x}%", y=y, text_anchor=side, fill=INK)
