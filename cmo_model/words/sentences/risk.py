"""A risk said in sentences, in either language: how sure, what would change the answer, what to find out, when.

As in `sentences`, words come from `text/` and figures from one object; the page, the terminal and the files all print these.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.decision import Decision
from cmo_model.scenario import Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Flip, Risk, Zones, deciding, ranges
from cmo_model.words import Text
from cmo_model.words.explanation import field_label


def chance(value: float, t: Text) -> str:
    """A probability, no finer than a tenth of a percent, and never quite certain."""
    if value > 0.999:
        return t("risk.over", chance=t.percent(0.999, 1))
    if 0 < value < 0.001:
        return t("risk.under", chance=t.percent(0.001, 1))
    return t.percent(value, 1)


def sure(risk: Risk, decision: Decision, t: Text) -> list[str]:
    """How sure the reading is, what not knowing costs, and the numerical error of both."""
    if not risk.ranges:
        return [t("risk.certain")]
    share = risk.readings[risk.reading]
    label = t(f"risk.labels.{risk.label}")
    said = [t("risk.sure", reading=t(f"readings.{risk.reading}"), chance=chance(share, t), label=label)]
    regret = t.money(risk.regret, cents=False)
    if decision.signals.external.is_quote or (risk.regret_months or 0.0) < 0.05:
        said.append(t("risk.regret_alone", regret=regret))
    else:
        said.append(t("risk.regret", regret=regret, months=t.counted("months", risk.regret_months or 0.0)))
    if risk.leader != decision.best:
        said.append(t("risk.leader", option=t(f"options.{risk.leader}")))
    if len(risk.tied) > 1:
        said.append(t("risk.tied", options=", ".join(t(f"options.{option}") for option in risk.tied)))
    return said


def error(risk: Risk, t: Text) -> str:
    """The numerical error, and how to draw the same figures again."""
    return t(
        "risk.error",
        error=chance(risk.readings_error[risk.reading], t),
        regret=t.money(risk.regret_error, cents=False),
        draws=t.number(risk.draws, 0),
        sets=str(risk.sets),
        seed=str(risk.seed),
    )


def figure(path: str, value: float, t: Text) -> str:
    """A figure as its unit is written, to a reader's precision and not to the last digit of a bisection."""
    unit = FIELDS[path].unit
    if unit.startswith("money"):
        per = unit.removeprefix("money").lstrip("_")
        amount = t.money(value, cents=abs(value) < 1000)
        return t(f"units.{per}", n=amount) if per else amount
    return t.value(value, unit)


def information(risk: Risk, t: Text) -> list[str]:
    """The figures worth more than what it costs to know them, the most valuable first."""
    said = [
        t(
            "risk.information_row",
            figure=field_label(t, row.path),
            worth=t.money(row.value, cents=False),
            way=t(f"learn.{row.way}"),
            cost=t.money(row.cost, cents=False),
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
            lead_low=t.money(bar.lead_at_low, cents=False),
            lead_high=t.money(bar.lead_at_high, cents=False),
        )
        for bar in risk.tornado[:most]
    ]


def nearest_flips(flips: Mapping[str, tuple[Flip, ...]], scenario: Scenario, t: Text) -> list[str]:
    """The first flip on each side of today's value, as sentences, the nearest first.

    Near is counted in widths of the figure's own range of uncertainty; figures that are not uncertain come after, by proportion.
    """
    today, spread = scenario.quantities(), ranges(scenario)
    rows: list[tuple[bool, float, str]] = []
    for path, found in flips.items():
        value = float(today[path])
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


def three_flips(risk: Risk, decision: Decision, t: Text) -> list[str]:
    """The figures that matter most, three at most: those that change the answer somewhere in their range, and where."""
    said = []
    for path in deciding(risk.tornado, decision.verdict.reading):
        said += nearest_flips({path: risk.flips.get(path, ())}, decision.scenario, t)[:1]
    return said if len(said) == 3 else [*said, t("risk.flip_no_other" if said else "risk.flips_none_plausible")]


def tipping(risk: Risk, decision: Decision, t: Text) -> list[str]:
    """When hiring tips over the draws, or that it does not."""
    if risk.tipping is None:
        return []
    months = t.counted("months", decision.scenario.timing_months)
    said = [t("when.never", chance=chance(risk.tipping.never, t), months=months)]
    if risk.tipping.quantiles is not None:
        low, middle, high = (t.number(mark, 0) for mark in risk.tipping.quantiles)
        said.append(t("when.tips", low=low, middle=middle, high=high))
    return said


def zone(found: Zones, t: Text) -> list[str]:
    """Stay, prepare or hire, and why."""
    note = t(
        "when.zone_note",
        advantage=t.money(found.yearly_advantage, cents=False),
        base=t(f"options.{found.base}"),
        above=t("units.per_year", n=t.money(found.hire_above, cents=False)),
        below=t("units.per_year", n=t.money(found.stay_below, cents=False)),
        enter=t.money(found.cost_to_enter, cents=False),
        leave=t.money(found.cost_to_leave, cents=False),
        volatility=t.money(found.volatility, cents=False),
    )
    return [t(f"when.zone.{found.zone}", base=t(f"options.{found.base}")), note]


def curve(decision: Decision, t: Text) -> str:
    """What to see in the curve of the months of entry."""
    if decision.timing is None:
        return ""
    base = t(f"options.{decision.timing.base}")
    said = t("when.curve_sentence", base=base)
    return said if decision.timing.base == decision.scenario.current else f"{said} {t('when.through', base=base)}"
