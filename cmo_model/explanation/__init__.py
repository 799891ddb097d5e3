"""Where a figure comes from: a tree of name, value, unit, formula in words, source and children, in French or English.

Figures of the rules are explained from the graph itself: what a rule needs are its children. Figures that months make (a cost, a
margin, a month of entry) are sums over the projection; `needs` says what each rests on. An input says whether it was entered or
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
from cmo_model.explanation.fields import field_help, field_label, field_value
from cmo_model.explanation.needs import needs_of
from cmo_model.fields import FIELDS
from cmo_model.graph import Graph
from cmo_model.parameters import Line, Sourced, Statutory
from cmo_model.projection import TERMS
from cmo_model.scenario import Scenario
from cmo_model.text import Language, text

__all__ = ["Explanation", "UnknownValueError", "explain", "explainable", "field_help", "field_label", "field_value"]


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
    **dict.fromkeys(("best", "base", "tipping_option", "runner_up", "rival"), "option"),
    **dict.fromkeys(("signals_say", "money_says"), "saying"),
    **dict.fromkeys(("tipping_month", "hire_month"), "month"),
    **dict.fromkeys(("need", "led", "covered", "hours_spread"), "hours_per_week"),
    "value_of_full_leadership": "money",
    "advantage_by_month": "money",
    "difference": "money",
    "rival_difference": "money",
    "extra_margin": "money",
    "cost": "money",
    "customers": "number",
    "customers_base": "number",
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
            return needs_of(name, self.decision)
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
        if "difference" in parts or "rival_difference" in parts:
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
            words.append(t("lines.whole_above", rate=t.percent(w.rate, 4), threshold=t.money(w.threshold, cents=False)))
        return " ".join(words)

    def _threshold(self, name: str) -> Explanation:
        entry = parameters.thresholds()[name.removeprefix("thresholds.")]
        return self._made(name, self.text(name), entry.value, entry.unit, None, entry)

    def _field(self, name: str) -> Explanation:
        facts = FIELDS[name]
        value = self.decision.scenario.value(name)
        label, unit = field_label(self.text, name), _FIELD_UNITS.get(name, facts.unit)
        if name == "workload.duties":
            return self._duties(label, value)
        if name == "workload.hours_per_week" and self.decision.scenario.workload.duties is not None:
            return self._made(name, label, self.values[name], unit, self.text("rules.signals.complexity.hours.formula"))
        if value == facts.default:
            return self._made(name, label, value, unit, self.text("explanation.default"), parameters.defaults()[name])
        return self._made(name, label, value, unit, self.text("explanation.given")).model_copy(update={"kind": "given"})

    def _duties(self, label: str, given: Mapping[str, Any] | None) -> Explanation:
        """The duties entered, with the unit hours that are our assumption."""
        table, t = parameters.duties(), self.text
        rows = [
            f"{getattr(table.duties[name].name, t.language)} {t.number(duty.volume)} × "
            + "–".join(t.number(point) for point in table.duties[name].unit_hours)
            for name, duty in (given or {}).items()
        ]
        made = self._made("workload.duties", label, ", ".join(rows) or None, "text")
        return made.model_copy(update={"kind": table.kind, "checked": table.checked, "confidence": table.confidence})

    def _made(
        self, name: str, label: str, value: Any, unit: str, formula: str | None = None, origin: Sourced | None = None
    ) -> Explanation:
        node = Explanation(name=name, label=label, value=value, shown=self.text.value(value, unit), unit=unit, formula=formula)
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
    for name in ("reading", "hire_month", "money_says", "agree", "runner_up", "margin", "rival"):
        found[f"verdict.{name}"] = getattr(decision.verdict, name)
    found |= {f"verdict.difference.{term}": value for term, value in decision.verdict.difference.items()}
    found |= {f"verdict.rival_difference.{term}": value for term, value in decision.verdict.rival_difference.items()}
    return found


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
