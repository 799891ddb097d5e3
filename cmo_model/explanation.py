"""Where a figure comes from: a tree of name, value, unit, formula in words, source and children, in French or English.

Figures of the rules are explained from the graph itself: what a rule needs are its children. Figures that months make (a cost, a
margin, a month of entry) are sums over the projection; `_needs` says what each rests on. An input says whether it was entered or
is a default, and where the default comes from; a statutory line says its bands, its source and how far it can be trusted.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from cmo_model import parameters
from cmo_model.decision import Decision, decide, graph_of, quantities
from cmo_model.graph import Graph
from cmo_model.parameters import Line, Sourced, Statutory
from cmo_model.projection import CONTRACTORS, HIRES, SEATS, TERMS
from cmo_model.scenario import FIELDS, OptionName, Scenario
from cmo_model.text import Language, Text, text


class UnknownValueError(LookupError):
    """No figure has this name; `near` holds the closest names."""

    def __init__(self, name: str, near: list[str]) -> None:
        super().__init__(name)
        self.name, self.near = name, near


class Explanation(BaseModel):
    """One figure and what it rests on. `shown` is the value as written in the language; `kind` says who decided it."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    value: Any
    shown: str
    unit: str
    formula: str | None = None
    kind: str | None = None
    source: str | None = None
    address: str | None = None
    checked: datetime.date | None = None
    confidence: str | None = None
    inferred: bool = False
    note: str | None = None
    children: tuple[Explanation, ...] = ()


_UNITS = {
    **dict.fromkeys(("npv", "cost_pv", "extra_margin_pv", "advantage", "margin", *TERMS), "money"),
    **dict.fromkeys(("capability_end", "capability_today", "coverage", "loss", "capability"), "share"),
    **dict.fromkeys(("best", "base", "tipping_option", "runner_up"), "option"),
    **dict.fromkeys(("signals_say", "money_says"), "saying"),
    **dict.fromkeys(("tipping_month", "hire_month"), "month"),
    **dict.fromkeys(("need", "led", "covered", "hours_spread"), "hours_per_week"),
    "value_of_full_leadership": "money",
    "advantage_by_month": "money",
    "difference": "money",
    "extra_margin": "money",
    "cost": "money",
    "customers": "number",
    "customers_end": "number",
    "reading": "reading",
    "agree": "yes_no",
    "probability_at_threshold": "probability",
}
_FIELD_UNITS = {
    "current": "option",
    "company.sector": "sector",
}
_RULE_WORDS = {"signals.stage": "stage", "signals.say": "saying"}
_SAME_AS = {
    "verdict.signals_say": "signals.say",
}


class _Explainer:
    """The names, values and needs of one decision."""

    def __init__(self, decision: Decision, language: Language, statutory: Statutory | None) -> None:
        self.decision, self.text = decision, text(language)
        scenario = decision.scenario
        self.graph: Graph = graph_of(scenario, statutory)
        self.values: dict[str, Any] = quantities(scenario, self.graph)
        lines = statutory or parameters.statutory(scenario.jurisdiction, scenario.year)
        self.lines: Mapping[str, Line] = {line.id: line for line in lines.lines}
        self.results = _results(decision)

    def names(self) -> list[str]:
        return [*self.results, *self.graph.rules, *FIELDS, *(k for k in self.values if k.startswith("thresholds."))]

    def node(self, name: str, depth: int | None) -> Explanation:
        name = _SAME_AS.get(name, name)
        if name in self.results:
            made = self._result(name)
        elif name in self.graph.rules:
            made = self._rule(name)
        elif name.startswith("thresholds.") and name in self.values:
            made = self._threshold(name)
        elif name in FIELDS:
            made = self._field(name)
        else:
            raise UnknownValueError(name, difflib.get_close_matches(name, self.names(), 3, 0.4))
        if depth == 0:
            return made
        below = None if depth is None else depth - 1
        return made.model_copy(update={"children": tuple(self.node(need, below) for need in self.needs(name))})

    def needs(self, name: str) -> tuple[str, ...]:
        if name in self.results:
            return _needs(name, self.decision)
        if name in self.graph.rules:
            return self.graph.rules[name].needs
        if name == "workload.hours_per_week" and self.decision.scenario.workload.duties is not None:
            return ("workload.duties", "signals.complexity.hours_spread", "signals.complexity.probability_at_threshold")
        return ()

    # --- the four kinds of figure ---

    def _result(self, name: str) -> Explanation:
        t, parts = self.text, name.split(".")
        last = parts[-1]
        if parts[0] == "options":
            option = parts[1]
            label = f"{t(f'results.{last}.label')} ({t(f'options.{option}')})"
            return self._made(name, label, self.results[name], _UNITS[last], t(f"results.{last}.formula"))
        if parts[0] == "months":
            _, option, column, month = parts
            label = f"{t('results.months.label')} {t('units.month', n=month)} ({t(f'options.{option}')})"
            return self._made(name, label, self.results[name], _UNITS[column], t("results.months.formula"))
        if "advantage_by_month" in parts:
            option, month = parts[2], parts[3]
            base = t(f"options.{self.results['timing.base']}")
            formula = t("results.advantage_by_month.formula", base=base, month=month)
            label = f"{t('results.advantage_by_month.label')} ({t(f'options.{option}')}, {t('units.month', n=month)})"
            return self._made(name, label, self.results[name], "money", formula)
        if "difference" in parts:
            label = f"{t('results.difference.label')} ({t(f'terms.{last}')})"
            return self._made(name, label, self.results[name], "money", t("results.difference.formula"))
        return self._made(name, t(f"results.{last}.label"), self.results[name], _UNITS[last], t(f"results.{last}.formula"))

    def _rule(self, name: str) -> Explanation:
        rule, t = self.graph.rules[name], self.text
        value = _scalar(self.values[name])
        parts = name.split(".")
        unit = _RULE_WORDS.get(name, "zone" if parts[-1] == "zone" else rule.unit)
        if parts[0] != "loaded_salary":
            return self._made(name, t(f"rules.{name}.label"), value, unit, t(f"rules.{name}.formula"))
        seat = t(f"seats.{'in_house' if parts[1] == 'in_house' else 'coordinator'}")
        if parts[2] != "lines":
            key = f"rules.loaded_salary.{parts[2]}"
            return self._made(name, f"{t(f'{key}.label')} ({seat})", value, unit, t(f"{key}.formula"))
        line = self.lines[parts[3]]
        label = f"{getattr(line.name, t.language)} ({seat})"
        return self._made(name, label, value, unit, self._line_formula(line), line)

    def _line_formula(self, line: Line) -> str:
        t, words = self.text, []
        for band in line.bands:
            rate = float(self.values[band.rate_of]) if band.rate_of else float(band.rate or 0.0)
            shown = t.percent(rate * band.multiplier, 4)
            lower = t.money(band.lower, cents=False)
            if band.upper is None:
                words.append(t("lines.bands_open", rate=shown, lower=lower))
            else:
                words.append(t("lines.bands", rate=shown, lower=lower, upper=t.money(band.upper, cents=False)))
        if line.graduated:
            g = line.graduated
            words.append(
                t(
                    "lines.graduated",
                    low=t.percent(g.low_percent[self.decision.scenario.company.sector] / 100, 4),
                    high=t.percent(g.high_percent / 100, 4),
                    lower=t.money(g.lower, cents=False),
                    upper=t.money(g.upper, cents=False),
                )
            )
        if line.whole_above:
            w = line.whole_above
            words.append(
                t("lines.whole_above", rate=t.percent(w.rate, 4), threshold=t.money(w.threshold, cents=False))
            )
        return " ".join(words)

    def _threshold(self, name: str) -> Explanation:
        entry = parameters.thresholds()[name.removeprefix("thresholds.")]
        return self._made(name, self.text(name), entry.value, entry.unit, None, entry)

    def _field(self, name: str) -> Explanation:
        facts = FIELDS[name]
        value: Any = self.decision.scenario
        for part in name.split("."):
            value = getattr(value, part)
        label, unit = field_label(self.text, name), _FIELD_UNITS.get(name, facts.unit)
        if name == "workload.duties":
            names = [getattr(parameters.duties().duties[n].name, self.text.language) for n in value or ()]
            return self._made(name, label, None, "text").model_copy(update={"shown": ", ".join(names)})
        if name == "workload.hours_per_week":
            value = self.values[name]
        if value == facts.default:
            return self._made(name, label, value, unit, self.text("explanation.default"), parameters.defaults()[name])
        return self._made(name, label, value, unit, self.text("explanation.given")).model_copy(update={"kind": "given"})

    def _made(
        self, name: str, label: str, value: Any, unit: str, formula: str | None = None, origin: Sourced | None = None
    ) -> Explanation:
        node = Explanation(
            name=name, label=label, value=value, shown=self.text.value(value, unit), unit=unit, formula=formula
        )
        if origin is None:
            return node
        return node.model_copy(
            update={
                "kind": origin.kind,
                "source": origin.source.title or None,
                "address": origin.source.address or None,
                "checked": origin.checked,
                "confidence": origin.confidence,
                "inferred": origin.inferred,
                "note": getattr(origin.note, self.text.language) if origin.note else None,
            }
        )


def _scalar(value: Any) -> Any:
    value = getattr(value, "item", lambda: value)()
    return None if value == "" or value != value else value


def _results(decision: Decision) -> dict[str, Any]:
    """Every figure that is not a rule or an input, by its path in the JSON."""
    found: dict[str, Any] = {
        "capability_today": decision.capability_today,
        "value_of_full_leadership": decision.value_of_full_leadership,
        "best": decision.best,
        "signals.complexity.hours_spread": decision.signals.complexity.hours_spread,
        "signals.complexity.probability_at_threshold": decision.signals.complexity.probability_at_threshold,
    }
    for option, outcome in decision.options.items():
        figures = outcome.model_dump()
        terms = figures.pop("terms")
        found |= {f"options.{option}.{name}": value for name, value in figures.items()}
        found |= {f"options.{option}.terms.{name}": value for name, value in terms.items()}
    for option, columns in decision.months.items():
        for column, months in columns.items():
            found |= {f"months.{option}.{column}.{n}": value for n, value in enumerate(months, start=1)}
    if decision.timing:
        for name in ("base", "tipping_month", "tipping_option"):
            found[f"timing.{name}"] = getattr(decision.timing, name)
        for option, curve in decision.timing.advantage_by_month.items():
            found |= {f"timing.advantage_by_month.{option}.{n}": value for n, value in enumerate(curve, start=1)}
    for name in ("reading", "hire_month", "money_says", "agree", "runner_up", "margin"):
        found[f"verdict.{name}"] = getattr(decision.verdict, name)
    found |= {f"verdict.difference.{term}": value for term, value in decision.verdict.difference.items()}
    return found


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


def _needs(name: str, decision: Decision) -> tuple[str, ...]:
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
        return ("timing.base", *_term_needs("pay", option, decision), *_MARGIN_NEEDS, *_DISCOUNTING)  # type: ignore[arg-type]
    if name.startswith("verdict.difference."):
        term = name.rsplit(".", 1)[1]
        path = "extra_margin_pv" if term == "extra_margin" else f"terms.{term}"
        return (f"options.{best}.{path}", f"options.{other}.{path}")
    return {
        "timing.base": tuple(f"options.{option}.npv" for option in decision.options if option not in HIRES),
        "timing.tipping_month": tuple(at),
        "timing.tipping_option": tuple(at),
        "verdict.hire_month": ("verdict.reading", *(["timing.tipping_month"] if timing else [])),
        "verdict.money_says": ("verdict.reading", *(["timing.tipping_month"] if timing else [])),
        "verdict.agree": ("verdict.signals_say", "verdict.money_says"),
        "verdict.runner_up": tuple(f"options.{option}.npv" for option in decision.options),
        "verdict.margin": (f"options.{best}.npv", f"options.{other}.npv"),
        "signals.complexity.hours_spread": ("workload.duties",),
        "signals.complexity.probability_at_threshold": ("signals.complexity.hours", "thresholds.hours_full_time"),
    }[name]


def field_label(words: Text, path: str) -> str:
    """What a question is called; a seat's field carries the seat's name."""
    if words.has(f"fields.{path}.label"):
        return words(f"fields.{path}.label")
    seat, name = path.split(".")
    return words("seat_field", seat=words(f"seats.{seat}"), field=words(f"seat_fields.{name}.label"))


def field_help(words: Text, path: str) -> str:
    """What a question means, in plain words."""
    if words.has(f"fields.{path}.help"):
        return words(f"fields.{path}.help")
    return words(f"seat_fields.{path.split('.')[1]}.help")


def explain(
    subject: Scenario | Decision,
    name: str,
    language: Language = "fr",
    *,
    depth: int | None = None,
    statutory: Statutory | None = None,
) -> Explanation:
    """The tree behind a figure named by its path in the JSON (`options.hybrid.npv`, `signals.fee_ratio.ratio`).

    `depth` limits how far down it goes. Raises `UnknownValueError` with the closest names.
    """
    decision = subject if isinstance(subject, Decision) else decide(subject, statutory)
    return _Explainer(decision, language, statutory).node(name, depth)


def explainable(decision: Decision) -> list[str]:
    """The names `explain` knows for a decision."""
    return _Explainer(decision, "en", None).names()
