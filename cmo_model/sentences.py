"""A decision said in sentences, in either language: what the page, the terminal and, later, the files all print.

Words come from `text/`, figures from one `Decision`; nothing is computed here but the choice of the sentence. `mark` receives the
name and the written form of each figure and returns what stands in the sentence: the page makes a figure one can touch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cmo_model import parameters
from cmo_model.decision import Decision
from cmo_model.text import Text

Mark = Callable[[str, str], str]


def plain(name: str, shown: str) -> str:
    """A figure as it is written, and no more."""
    del name
    return shown


def advice(decision: Decision, t: Text) -> str:
    """What to do, in one sentence."""
    kind = "keep" if decision.best == decision.scenario.current else "take"
    return t(f"verdict.{kind}.{decision.best}")


def lead(decision: Decision, t: Text, mark: Mark = plain) -> str:
    """By how much, to the cent, over which horizon and against what."""
    months = t.counted("months", decision.scenario.horizon_months)
    other = t(f"options.{decision.verdict.runner_up}")
    if decision.verdict.margin == 0:
        return t("verdict.tie", months=months, option=other)
    amount = mark("verdict.margin", t.money(decision.verdict.margin))
    return t("verdict.amount", months=months, amount=amount, option=other)


def search(decision: Decision, t: Text, mark: Mark = plain) -> str:
    """When to open the search."""
    timing, verdict = decision.timing, decision.verdict
    if timing is None:
        return t("verdict.staffed")
    if verdict.hire_month == 1:
        return t("verdict.now")
    if timing.tipping_option is None:
        return t("verdict.never", months=t.counted("months", decision.scenario.timing_months))
    return t(
        "verdict.later",
        month=mark("timing.tipping_month", str(verdict.hire_month)),
        option=t(f"options.{timing.tipping_option}"),
        base=t(f"options.{timing.base}"),
    )


def agreement(decision: Decision, t: Text, mark: Mark = plain) -> str:
    """Whether signals and money say the same and, where not, what in the money makes the difference."""
    verdict = decision.verdict
    if verdict.agree:
        return t("verdict.agree", says=t(f"says.{verdict.money_says}"))
    said = t("verdict.disagree", signals=t(f"says.{verdict.signals_say}"), money=t(f"says.{verdict.money_says}"))
    if verdict.money_says == "prepare":
        return f"{said} {t('verdict.because_later', month=mark('timing.tipping_month', str(verdict.hire_month)))}"
    term, amount = max(verdict.difference.items(), key=lambda item: abs(item[1]))
    favoured = decision.best if amount >= 0 else verdict.runner_up
    shown = mark(f"verdict.difference.{term}", t.money(abs(amount)))
    because = t("verdict.because_term", term=t(f"terms.{term}"), amount=shown, option=t(f"options.{favoured}"))
    return f"{said} {because}"


@dataclass(frozen=True)
class Lamp:
    """One signal: its name, whether it is lit, today's figure against the threshold, when it lights, its limit."""

    name: str
    lit: bool
    measure: str
    when: str
    limit: str


def lamps(decision: Decision, t: Text, mark: Mark = plain) -> list[Lamp]:
    """The three signals, in the article's order."""
    s, limits = decision.signals, parameters.thresholds()

    def figure(name: str, value: float | None, unit: str) -> str:
        return mark(f"signals.{name}", t.value(value, unit))

    def threshold(name: str, unit: str) -> str:
        return mark(f"thresholds.{name}", t.value(limits[name].value, unit))

    def when(lit: bool, name: str, months: float | None) -> str:
        if lit:
            return t("signals.crossed")
        if months is None:
            return t("signals.never")
        return t("signals.in_months", months=mark(f"signals.{name}", t.counted("months", months)))

    complexity = t(
        "signals.complexity.measure",
        hours=figure("complexity.hours", s.complexity.hours, "hours_per_week"),
        threshold=threshold("hours_full_time", "hours_per_week"),
    )
    ratio = t(
        "signals.fee_ratio.measure",
        ratio=figure("fee_ratio.ratio", s.fee_ratio.ratio, "share"),
        low=threshold("fee_ratio_low", "share"),
        high=threshold("fee_ratio_high", "share"),
    )
    culture = t(
        "signals.data_culture.measure",
        **{axis: figure(f"data_culture.{axis}", getattr(s.data_culture, axis), "score") for axis in _AXES},
    )
    rule = t(
        "signals.data_culture.rule",
        need=threshold("need_score", "number"),
        capability=threshold("capability_score", "number"),
    )
    hours_when = when(s.complexity.lit, "complexity.months_to_threshold", s.complexity.months_to_threshold)
    ratio_when = when(s.fee_ratio.lit, "fee_ratio.months_to_low", s.fee_ratio.months_to_low)
    if s.external.is_quote:
        ratio_when = f"{t('signals.fee_ratio.quote')} {ratio_when}"
    found = (
        ("complexity", s.complexity.lit, complexity, hours_when),
        ("fee_ratio", s.fee_ratio.lit, ratio, ratio_when),
        ("data_culture", s.data_culture.lit, culture, rule),
    )
    return [Lamp(t(f"signals.{key}.name"), lit, measure, said, t(f"signals.{key}.limit")) for key, lit, measure, said in found]


_AXES = ("need", "iteration", "memory")


def pillars(decision: Decision, t: Text, mark: Mark = plain) -> list[tuple[str, str]]:
    """The three pillars: name and sentence."""
    names = ("acquisition", "retention", "brand")
    said = (_acquisition(decision, t, mark), _retention(decision, t, mark), _brand(decision, t, mark))
    return [(t(f"pillars.{name}"), sentence) for name, sentence in zip(names, said, strict=True)]


def _acquisition(decision: Decision, t: Text, mark: Mark) -> str:
    a, limits = decision.pillars.acquisition, parameters.thresholds()

    def ratio(name: str, value: float | None) -> str:
        return mark(f"pillars.acquisition.{name}", t.value(value, "ratio"))

    return t(
        "pillars.acquisition_sentence",
        ratio=ratio("ratio", a.ratio),
        low=mark("thresholds.acquisition_low", t.number(limits["acquisition_low"].value)),
        high=mark("thresholds.acquisition_high", t.value(limits["acquisition_high"].value, "ratio")),
        even=ratio("break_even_ratio", a.break_even_ratio),
        fees=ratio("break_even_ratio_with_fees", a.break_even_ratio_with_fees),
    )


def _retention(decision: Decision, t: Text, mark: Mark) -> str:
    r = decision.pillars.retention

    def figure(name: str, value: float | None, unit: str) -> str:
        return mark(f"pillars.retention.{name}", t.value(value, unit))

    value = figure("customer_value", r.customer_value, "money")
    if r.gain_from_ten_percent is None:
        return t("pillars.retention_impossible", value=value)
    cut = r.cac_cut_equal_fixed_customers
    if cut is None:
        return t("pillars.retention_without_cac", value=value)
    worth = figure("value_to_cac", r.value_to_cac, "number")
    budget = figure("cac_cut_equal_fixed_budget", r.cac_cut_equal_fixed_budget, "share")
    if cut > 1:
        return t("pillars.retention_no_cut", value=value, ratio=worth, fixed_budget=budget)
    customers = figure("cac_cut_equal_fixed_customers", cut, "share")
    return t("pillars.retention_sentence", value=value, ratio=worth, fixed_customers=customers, fixed_budget=budget)


def _brand(decision: Decision, t: Text, mark: Mark) -> str:
    b, effect = decision.pillars.brand, decision.scenario.leadership_effect

    def figure(name: str, value: float, unit: str) -> str:
        return mark(f"pillars.brand.{name}", t.value(value, unit))

    return t(
        "pillars.brand_sentence",
        premium=mark("leadership_effect.price_premium", t.value(effect.price_premium, "share")),
        value=figure("price_premium_value", b.price_premium_value, "money_per_year"),
        loss=figure("break_even_volume_loss", b.break_even_volume_loss, "share"),
        left=figure("left_after_three_years", b.left_after_three_years, "share"),
    )
