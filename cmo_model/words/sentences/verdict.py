"""A decision said in sentences, in either language: its signals, its pillars, what it costs; what to do is said in `advice`.

Words come from `text/`, figures from one `Decision`; nothing is computed here but the choice of the sentence. `mark` receives the
name and the written form of each figure and returns what stands in the sentence: the page makes a figure one can touch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cmo_model import parameters
from cmo_model.decision import Decision
from cmo_model.rules.months import INVOICED
from cmo_model.scenario import Scenario
from cmo_model.scenario.options import hires
from cmo_model.words import Text

Mark = Callable[[str, str], str]


def plain(name: str, shown: str) -> str:
    """A figure as it is written, and no more."""
    del name
    return shown


def hidden_cost(decision: Decision, t: Text, mark: Mark = plain) -> str:
    """What the better hire costs on the invoice, and really."""
    hire = max(hires(), key=lambda option: decision.options[option].npv)
    invoice = sum(decision.options[hire].terms[term] for term in INVOICED)
    name, months = t(f"options.{hire}"), t.counted("months", decision.scenario.horizon_months)
    real = mark(f"options.{hire}.cost_pv", t.about(decision.options[hire].cost_pv))
    return t("cost.sentence", option=name, months=months, invoice=t.about(invoice), real=real)


def remarks(scenario: Scenario, t: Text) -> dict[str, str]:
    """What two figures say together that is allowed and yet odd, by the path of the figure to look at first."""
    spend, bought = scenario.acquisition.monthly_spend, scenario.acquisition.monthly_new_customers
    if spend > 0 and bought == 0:
        return {"acquisition.monthly_new_customers": t("remarks.spend_without_customers")}
    growth, kept = 1 + scenario.company.revenue_growth, scenario.customers.annual_retention
    needed = scenario.customers.active * (growth ** (1 / 12) - kept ** (1 / 12))
    if bought > needed:
        most = t.number(max(0.0, needed))
        return {"acquisition.monthly_new_customers": t("remarks.customers_above_growth", most=most)}
    return {}


def priorities(t: Text) -> list[str]:
    """What the article puts first for a firm in validation."""
    return [t("stage.first"), t("stage.second"), t("stage.third")]


@dataclass(frozen=True)
class SignalLine:
    """One signal: its name, whether it is lit, today's figure against the threshold, when it lights, its limit."""

    name: str
    lit: bool
    measure: str
    when: str
    limit: str


def three_signals(decision: Decision, t: Text, mark: Mark = plain) -> list[SignalLine]:
    """The three signals, in the article's order."""
    s, limits = decision.signals, parameters.thresholds()

    def figure(name: str, value: float | None, unit: str) -> str:
        return mark(f"signals.{name}", t("no_answer") if value is None else t.value(value, unit))

    def threshold(name: str, unit: str) -> str:
        return mark(f"thresholds.{name}", t.value(limits[name].value, unit))

    def when(lit: bool, name: str, months: float | None) -> str:
        if lit:
            return t("signals.crossed")
        if months is None:
            return t("signals.never")
        if months > _IN_SIGHT:
            return t("signals.far")
        return t("signals.in_months", months=mark(f"signals.{name}", t.counted("months", months)))

    complexity = t(
        "signals.complexity.measure",
        hours=figure("complexity.hours", s.complexity.hours, "hours_per_week"),
        threshold=threshold("hours_full_time", "hours_per_week"),
    )
    ratio = t("signals.fee_ratio.no_ratio")
    if s.fee_ratio.ratio is not None:
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
    rule = t("signals.data_culture.rule", need=threshold("need_score", "number"))
    if s.data_culture.document_first:
        rule = f"{rule} {t('signals.data_culture.first')}"
    hours_when = when(s.complexity.lit, "complexity.months_to_threshold", s.complexity.months_to_threshold)
    ratio_when = when(s.fee_ratio.lit, "fee_ratio.months_to_low", s.fee_ratio.months_to_low)
    if s.external.is_quote:
        ratio_when = f"{t('signals.fee_ratio.quote')} {ratio_when}"
    found = (
        ("complexity", s.complexity.lit, complexity, hours_when),
        ("fee_ratio", s.fee_ratio.lit, ratio, ratio_when),
        ("data_culture", s.data_culture.lit, culture, rule),
    )
    return [
        SignalLine(t(f"signals.{key}.name"), lit, measure, said, t(f"signals.{key}.limit")) for key, lit, measure, said in found
    ]


_IN_SIGHT = 120.0
"""Months beyond which a threshold is out of sight: ten years."""
_AXES = ("need", "iteration", "memory")


def pillars(decision: Decision, t: Text, mark: Mark = plain) -> list[tuple[str, str]]:
    """The three pillars: name and sentence."""
    names = ("acquisition", "retention", "brand")
    said = (_acquisition(decision, t, mark), _retention(decision, t, mark), _brand(decision, t, mark))
    return [(t(f"pillars.{name}"), sentence) for name, sentence in zip(names, said, strict=True)]


def _acquisition(decision: Decision, t: Text, mark: Mark) -> str:
    a, limits = decision.pillars.acquisition, parameters.thresholds()

    def ratio(name: str, value: float | None) -> str:
        return mark(f"pillars.acquisition.{name}", t("unknown") if value is None else t.money(value))

    place = t("pillars.acquisition_place", best=ratio("profit_maximising_ratio", a.profit_maximising_ratio))
    even = ratio("break_even_ratio", a.break_even_ratio)
    if a.ratio is None:
        return t("pillars.acquisition_without_spend", even=even, place=place)
    found = ratio("ratio", a.ratio)
    low, high = (
        mark(f"thresholds.{name}", t.money(limits[name].value, cents=False)) for name in ("acquisition_low", "acquisition_high")
    )
    if decision.signals.external.is_quote:
        return t("pillars.acquisition_without_fees", ratio=found, low=low, high=high, even=even, place=place)
    fees = ratio("break_even_ratio_with_fees", a.break_even_ratio_with_fees)
    return t("pillars.acquisition_sentence", ratio=found, low=low, high=high, even=even, fees=fees, place=place)


def _retention(decision: Decision, t: Text, mark: Mark) -> str:
    r = decision.pillars.retention

    def figure(name: str, value: float | None, unit: str) -> str:
        return mark(f"pillars.retention.{name}", t.rounded(value, unit))

    if r.customer_value is None:
        return t("pillars.retention_unbounded")
    value = figure("customer_value", r.customer_value, "money")
    if r.gain_from_ten_percent is None:
        return t("pillars.retention_impossible", value=value)
    cut = r.cac_cut_equal_fixed_customers
    if cut is None:
        return t("pillars.retention_without_cac", value=value)
    worth = figure("value_to_cac", r.value_to_cac, "number")
    if cut > 1:
        return t("pillars.retention_no_cut", value=value, ratio=worth)
    customers = figure("cac_cut_equal_fixed_customers", cut, "share")
    return t("pillars.retention_sentence", value=value, ratio=worth, fixed_customers=customers)


def _brand(decision: Decision, t: Text, mark: Mark) -> str:
    b, effect = decision.pillars.brand, decision.scenario.leadership_effect

    def figure(name: str, value: float, unit: str) -> str:
        return mark(f"pillars.brand.{name}", t.rounded(value, unit))

    left = mark("pillars.brand.left_after_three_years", t.percent(b.left_after_three_years, 0))
    if effect.price_premium == 0:
        return t("pillars.brand_none", left=left)
    premium = mark("leadership_effect.price_premium", t.value(effect.price_premium, "share"))
    value = figure("price_premium_value", b.price_premium_value, "money_per_year")
    if b.price_premium_value <= 0:
        return t("pillars.brand_loss", premium=premium, value=value, left=left)
    loss = figure("break_even_volume_loss", b.break_even_volume_loss, "share")
    return t("pillars.brand_sentence", premium=premium, value=value, loss=loss, left=left)
