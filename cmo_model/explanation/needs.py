"""What each figure of the projection rests on: the children of its explanation."""

from __future__ import annotations

from cmo_model.decision import Decision
from cmo_model.projection import CONTRACTORS, HIRES, SEATS, TERMS
from cmo_model.scenario import OptionName

_LEADING = ("tenure_months", "mishire_probability", "mishire_months", "months_to_fill", "months_to_ramp")


def _touched(option: OptionName, decision: Decision) -> list[str]:
    """Seats that cost something in an option: its own, and those of today that bridge or are ended."""
    seats = [*SEATS[option], *SEATS[decision.scenario.current]]
    return list(dict.fromkeys(seats))


def _term_needs(term: str, option: OptionName, decision: Decision) -> list[str]:
    seats = _touched(option, decision)
    contractors = [s for s in seats if s in CONTRACTORS]
    employees = [s for s in seats if s not in CONTRACTORS]
    hours = "hours_per_week" if option in ("owner", "consultant") else "oversight_hours"
    if term == "owner_time":
        return [f"owner.{hours}", "owner.hourly_value"]
    if term == "unmet_hours":
        needs = ["workload.hours_per_week", "workload.annual_growth", f"owner.{hours}", "assumptions.unmet_hour_cost"]
        return needs + [f"{s}.hours_per_week" for s in seats]
    if term == "fees":
        fees = [f"{s}.{f}" for s in contractors for f in ("monthly_fee", "fee_growth")]
        if "hybrid" in (option, decision.scenario.current):
            fees.append("hybrid_fractional_share")
        return fees + ["workload.annual_growth", "fractional.follows_need", "fractional.most_hours_per_week"] * bool(fees)
    if term == "pay":
        spaces = {s: "coordinator_in_team" if (option, s) == ("in_house_team", "coordinator") else s for s in employees}
        return [n for s in employees for n in (f"loaded_salary.{spaces[s]}.loaded_salary", f"{s}.salary_growth")]
    if term == "overhead":
        return [f"{s}.monthly_overhead" for s in employees]
    fields = {
        "recruiting": ("recruiting_fee_rate", "base_salary", "onboarding_cost", *_LEADING),
        "severance": ("severance_weeks", "base_salary", "mishire_probability", "mishire_months"),
    }[term]
    return [f"{s}.{f}" for s in employees for f in fields]


_MARGIN_NEEDS = (
    *("capability_today", "company.annual_revenue", "company.revenue_growth", "company.contribution_margin"),
    *("customers.active", "customers.annual_retention", "acquisition.monthly_new_customers"),
    *("leadership_effect.acquisition_lift", "leadership_effect.retention_lift", "leadership_effect.win_rate_lift"),
    *("leadership_effect.price_premium", "leadership_effect.price_elasticity", "pillars.brand.price_premium_value"),
)
_DISCOUNTING = ("discount_rate", "horizon_months")


def needs_of(name: str, decision: Decision) -> tuple[str, ...]:
    """What a figure of the projection rests on."""
    parts, current = name.split("."), decision.scenario.current
    if parts[0] == "options":
        option: OptionName = parts[1]  # type: ignore[assignment]
        here = f"options.{option}"
        if parts[2] == "terms":
            return (*_term_needs(parts[3], option, decision), *_DISCOUNTING)
        return {
            "npv": (f"{here}.extra_margin_pv", f"{here}.cost_pv"),
            "cost_pv": tuple(f"{here}.terms.{term}" for term in TERMS),
            "extra_margin_pv": (f"{here}.capability_end", *_MARGIN_NEEDS, *_DISCOUNTING),
            "advantage": (f"{here}.npv", f"options.{current}.npv"),
            "customers_end": (f"{here}.capability_end", *_MARGIN_NEEDS),
            "capability_end": _capability_needs(option, decision),
        }[parts[2]]
    if parts[0] == "months":
        return ()
    if name == "capability_today":
        return _coverage_needs(current)
    if name == "value_of_full_leadership":
        return ("capability_today", f"options.{current}.extra_margin_pv", *_MARGIN_NEEDS[1:])
    if name in ("best", "verdict.reading"):
        return tuple(f"options.{option}.npv" for option in decision.options)
    return _verdict_needs(name, decision)


def _coverage_needs(option: OptionName) -> tuple[str, ...]:
    hours = "hours_per_week" if option in ("owner", "consultant") else "oversight_hours"
    seats = [f"{seat}.{field}" for seat in SEATS[option] for field in ("hours_per_week", "leadership")]
    shares = ["hybrid_fractional_share"] if option == "hybrid" else []
    needs = ("workload.hours_per_week", f"owner.{hours}", "owner.leadership", *seats, *shares)
    return (*needs, "assumptions.coverage_exponent")


def _capability_needs(option: OptionName, decision: Decision) -> tuple[str, ...]:
    turnover = [f"{seat}.{field}" for seat in _touched(option, decision) for field in _LEADING]
    return (
        *("capability_today", *_coverage_needs(option), *turnover, "workload.annual_growth"),
        *("assumptions.learning_months", "assumptions.memory", "assumptions.ramp_productivity"),
        "assumptions.mishire_productivity",
    )


def _verdict_needs(name: str, decision: Decision) -> tuple[str, ...]:
    best, other, timing = decision.best, decision.verdict.runner_up, decision.timing
    tipping = timing.tipping_month if timing else None
    at = [f"timing.advantage_by_month.{h}.{tipping or 1}" for h in HIRES] if timing else []
    if name.startswith("timing.advantage_by_month."):
        _, _, option, month = name.split(".")
        base = timing.base if timing else best
        if month == "1":
            return (f"options.{option}.npv", f"options.{base}.npv")
        needs = [need for term in TERMS for need in _term_needs(term, option, decision)]  # type: ignore[arg-type]
        return tuple(dict.fromkeys(("timing.base", *needs, *_MARGIN_NEEDS, *_DISCOUNTING)))
    if name.startswith(("verdict.difference.", "verdict.rival_difference.")):
        term = name.rsplit(".", 1)[1]
        path = "extra_margin_pv" if term == "extra_margin" else f"terms.{term}"
        against = decision.verdict.rival if "rival" in name else other
        return (f"options.{best}.{path}", f"options.{against}.{path}")
    return {
        "timing.base": tuple(f"options.{option}.npv" for option in decision.options if option not in HIRES),
        "timing.tipping_month": tuple(at),
        "timing.tipping_option": tuple(at),
        "verdict.hire_month": ("verdict.reading", *(["timing.tipping_month"] if timing else [])),
        "verdict.money_says": ("verdict.reading", *(["timing.tipping_month"] if timing else [])),
        "verdict.agree": ("verdict.signals_say", "verdict.money_says"),
        "verdict.rival": tuple(f"options.{option}.npv" for option in decision.options),
        "verdict.runner_up": tuple(f"options.{option}.npv" for option in decision.options),
        "verdict.margin": (f"options.{best}.npv", f"options.{other}.npv"),
        "signals.complexity.hours_spread": ("workload.duties",),
        "signals.complexity.probability_at_threshold": ("signals.complexity.hours_spread", "thresholds.hours_full_time"),
    }[name]
