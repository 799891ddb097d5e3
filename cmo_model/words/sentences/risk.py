"""A risk said in sentences, in either language: what would change the answer, and what to find out.

As in `sentences`, words come from `text/` and figures from one object; the page, the terminal and the files all print these.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.decision import Decision
from cmo_model.scenario import Reading, Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Curve, Flip, Risk, deciding, entered, ranges
from cmo_model.uncertainty.risk import Bar
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value


def figure(path: str, value: float, t: Text) -> str:
    """A figure as its unit is written, to a reader's precision and not to the last digit of a bisection."""
    return t.rounded(value, FIELDS[path].unit)


def information(risk: Risk, t: Text) -> list[str]:
    """The figures worth more than what it costs to know them, the most valuable first."""
    said = [
        t(
            "risk.information_row",
            figure=field_label(t, row.path),
            worth=t.about(row.value),
            way=t(f"learn.{row.way}"),
            cost=t.about(row.cost),
        )
        for row in risk.information
        if row.value > row.cost
    ]
    return said or [t("risk.information_none")]


def tornado(risk: Risk, t: Text, most: int = 8) -> list[str]:
    """What the widest bars say."""
    return [
        t(
            "risk.tornado_row",
            figure=field_label(t, bar.path),
            low=figure(bar.path, bar.low, t),
            high=figure(bar.path, bar.high, t),
            lead_low=t.about(bar.lead_at_low),
            lead_high=t.about(bar.lead_at_high),
        )
        for bar in risk.tornado[:most]
    ]


def nearest_flips(flips: Mapping[str, tuple[Flip, ...]], scenario: Scenario, t: Text) -> list[str]:
    """The first flip on each side of today's value, as sentences, the nearest first.

    Near is counted in widths of the figure's own range of uncertainty; figures that are not uncertain come after, by proportion.
    """
    spread = ranges(scenario)
    rows: list[tuple[bool, float, str]] = []
    for path, found in flips.items():
        value = entered(scenario, path)
        above = next((flip for flip in found if flip.value > value), None)
        below = next((flip for flip in reversed(found) if flip.value <= value), None)
        for key, flip in (("up", above), ("down", below)):
            if flip is None:
                continue
            reading = flip.after if key == "up" else flip.before
            said = t(
                f"risk.flip_{key}",
                reading=t(f"readings.{reading}"),
                figure=field_label(t, path),
                value=figure(path, flip.value, t),
                today=figure(path, value, t),
            )
            width = spread[path].high - spread[path].low if path in spread else max(abs(value), 0.05)
            rows.append((path not in spread, abs(flip.value - value) / width, said))
    return [said for _, _, said in sorted(rows)]


def nearest_flip(risk: Risk, bar: Bar, t: Text) -> list[str]:
    """The nearest value of a figure within its own range at which the answer changes, in a sentence, if there is one."""
    inside = tuple(flip for flip in risk.flips.get(bar.path, ()) if bar.low <= flip.value <= bar.high)
    return nearest_flips({bar.path: inside}, risk.advice.decision.scenario, t)[:1]


def three_flips(risk: Risk, decision: Decision, t: Text) -> list[str]:
    """The figures that matter most, three at most: those that change the answer somewhere in their range, and where."""
    said = [one for bar in deciding(risk.tornado, decision.verdict.reading) for one in nearest_flip(risk, bar, t)]
    return said if len(said) == 3 else [*said, t("risk.flip_no_other" if said else "risk.flips_none_plausible")]


def along(curve: Curve, reading: Reading, t: Text) -> list[str]:
    """At each value of a curve, as it would be typed, the best answer and by how much; `reading` is the one it is drawn for."""
    ours, said = t(f"answers.{reading}"), []
    for value, lead, best in zip(curve.values, curve.leads, curve.best, strict=True):
        blanks = {"value": field_value(t, curve.path, value), "answer": ours, "lead": t.about(abs(lead))}
        said.append(t("answer.ahead", **blanks) if lead >= 0 else t("answer.instead", best=t(f"answers.{best}"), **blanks))
    return said
