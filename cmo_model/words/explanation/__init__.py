"""Where a figure comes from: a tree of name, value, unit, formula in words, source and children, in French or English.

Figures of the rules are explained from the graph itself: what a rule needs are its children. Figures that months make (a cost, a
margin, a month of entry) are sums over the projection; `needs` says what each rests on. An input says whether it was entered or
is a default, and where the default comes from; a statutory line says its bands, its source and how far it can be trusted.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from cmo_model import parameters
from cmo_model.decision import Decision, decide, graph_of, quantities
from cmo_model.decision.records import PLAIN
from cmo_model.graph import Graph
from cmo_model.parameters import Line, Sourced, Statutory
from cmo_model.rules import value
from cmo_model.rules.market import CLOCK
from cmo_model.rules.months import unit_of
from cmo_model.scenario import OPTIONS, Scenario, hires, workload
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, Language, Text, text
from cmo_model.words.columns import column_name
from cmo_model.words.explanation.law import line_formula
from cmo_model.words.explanation.questions import default_origin, field_help, field_label, field_value
from cmo_model.words.explanation.trail import Trail, entry_needs, trail_of

__all__ = [
    "Explanation",
    "UnknownValueError",
    "default_origin",
    "explain",
    "explainable",
    "field_help",
    "field_label",
    "field_value",
]


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

    def facts(self, t: Text) -> list[str]:
        """What is known of the figure itself: who decided it, the day it was checked, how sure that is."""
        known = (
            t(f"kinds.{self.kind}") if self.kind else "",
            t("explanation.checked", date=t.date(self.checked)) if self.checked else "",
            t("explanation.confidence", word=t(f"confidences.{self.confidence}")) if self.confidence else "",
            t("explanation.inferred") if self.inferred else "",
        )
        return [fact for fact in known if fact]


_UNITS = {
    **value.FIGURES,
    **value.CASH,
    **dict.fromkeys(("capability_today",), "share"),
    **dict.fromkeys(("tipping_option",), "option"),
    **dict.fromkeys(("tipping_month",), "month"),
    "hours_spread": workload.hours_spread.unit,  # type: ignore[attr-defined]
    "probability_at_threshold": workload.probability_at_threshold.unit,  # type: ignore[attr-defined]
}
"""Units of the figures that no rule of the graph gives."""
_SAME_AS = {
    "verdict.signals_say": "signals.say",
}
_SHARED_BY_OPTIONS = ("need", "customers_base")
"""Columns of every option's months that are the clock's own."""


class _Explainer:
    """The names, values and needs of one decision."""

    def __init__(self, decision: Decision, language: Language, statutory: Statutory | None) -> None:
        self.decision, self.text = decision, text(language, decision.scenario.jurisdiction)
        scenario = decision.scenario
        self.graph: Graph = graph_of(scenario, statutory)
        self.values = quantities(scenario, statutory=statutory)
        self.rules = value.worth(scenario.current, tuple(OPTIONS)).rules
        lines = statutory or parameters.statutory(scenario.jurisdiction, scenario.year)
        self.lines: Mapping[str, Line] = {line.id: line for line in lines.lines}
        self.results = _results(decision)

    def names(self) -> list[str]:
        return [
            *self.results,
            *(rule for rule in self.graph.rules if not rule.startswith("law.")),
            *FIELDS,
            *(k for k in self.values if k.startswith("thresholds.")),
        ]

    def node(self, name: str, depth: int | None) -> Explanation:
        name = self._own_name(name)
        if name.startswith("months."):
            made = self._month(name)
        elif name in self.results:
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
        children = [self.node(need, 0 if _earlier(need, name) else below) for need in self.needs(name)]
        return made.model_copy(update={"children": tuple(children)})

    def _own_name(self, name: str) -> str:
        if name.startswith("months.") and name.count(".") == 3 and (parts := name.split("."))[2] in _SHARED_BY_OPTIONS:
            return f"months.{CLOCK}.{parts[2]}.{parts[3]}"
        return _SAME_AS.get(name, name)

    def needs(self, name: str) -> tuple[str, ...]:
        """What a figure rests on: as a rule says it, or as the trail of the months and the options has it."""
        if name in self.graph.rules:
            return tuple(need for need in self.graph.rules[name].needs if not need.startswith("law."))
        if name in _BY_HAND:
            return _BY_HAND[name]
        if name == "workload.hours_per_week" and self.decision.scenario.workload.duties is not None:
            return ("workload.duties", "signals.complexity.hours_spread", "signals.complexity.probability_at_threshold")
        if name.startswith("verdict.reading_by_horizon."):
            return ("horizon_months", "verdict.reading")
        if name.startswith(("timing.", "verdict.hire_month")) and name != "timing.base":
            return self._of_timing(name)
        return self.trail.rests(name) if name.startswith("months.") or name in self.results else ()

    def _of_timing(self, name: str) -> tuple[str, ...]:
        timing = self.decision.timing
        if name.startswith("verdict."):
            return ("verdict.reading", *(["timing.tipping_month"] if timing else []))
        assert timing is not None  # noqa: S101 - the figure exists
        if name.startswith("timing.comparator_by_month."):
            at = int(name.rpartition(".")[2])
            return ("timing.base", *entry_needs(self.decision.scenario, timing.base, timing.comparator_by_month[at - 1], at))
        if name.startswith("timing.advantage_by_month."):
            _, _, hire, month = name.split(".")
            comparator = timing.comparator_by_month[int(month) - 1]
            if month == "1":
                return (f"options.{hire}.npv", f"options.{comparator}.npv")
            needs = entry_needs(self.decision.scenario, timing.base, hire, int(month))
            return ("timing.base", f"timing.comparator_by_month.{month}", *needs)
        return tuple(f"timing.advantage_by_month.{hire}.{timing.tipping_month or 1}" for hire in hires())

    @cached_property
    def trail(self) -> Trail:
        return trail_of(self.decision)

    # --- the four kinds of figure ---

    def _result(self, name: str) -> Explanation:
        t, parts = self.text, name.split(".")
        last = parts[-1]
        if parts[0] == "options":
            option = parts[1]
            if "by_year" in parts:
                label = f"{t('results.by_year.label', year=last)} ({t(f'options.{option}')})"
                return self._made(name, label, self.results[name], "money", t("results.by_year.formula"))
            label = f"{t(f'results.{last}.label')} ({t(f'options.{option}')})"
            return self._made(name, label, self.results[name], _UNITS.get(last, "money"), t(f"results.{last}.formula"))
        if "advantage_by_month" in parts:
            option, month = parts[2], parts[3]
            names = {"base": self.results["timing.base"], "other": self.results[f"timing.comparator_by_month.{month}"]}
            of = {key: t(f"options.{name}") for key, name in names.items()}
            formula = t("results.advantage_by_month.formula", month=month, **of)
            label = f"{t('results.advantage_by_month.label')} ({t(f'options.{option}')}, {t('units.month', n=month)})"
            return self._made(name, label, self.results[name], "money", formula)
        if "comparator_by_month" in parts:
            label = f"{t('results.comparator_by_month.label')} ({t('units.month', n=last)})"
            formula = t("results.comparator_by_month.formula", base=t(f"options.{self.results['timing.base']}"), month=last)
            return self._made(name, label, self.results[name], "option", formula)
        if "reading_by_horizon" in parts:
            label = t("results.reading_by_horizon.label", months=last)
            return self._made(name, label, self.results[name], "reading", t("results.reading_by_horizon.formula"))
        if "difference" in parts or "rival_difference" in parts:
            label = f"{t('results.difference.label')} ({t(f'terms.{last}')})"
            return self._made(name, label, self.results[name], "money", t("results.difference.formula"))
        unit = self.rules[name].unit if name in self.rules else "month" if last == "hire_month" else _UNITS[last]
        return self._made(name, t(f"results.{last}.label"), self.results[name], unit, t(f"results.{last}.formula"))

    def _month(self, name: str) -> Explanation:
        """A value of a month, of an option, of a seat or of what all options share."""
        t = self.text
        value = self.trail.values.get(name, self.results.get(name))  # a cost that an option never bears is on no trail
        if value is None:
            raise UnknownValueError(name, difflib.get_close_matches(name, self.trail.values, 3, 0.4))
        owner, column, month = _parted(name)
        of = t(f"options.{owner}") if owner in OPTIONS else t(f"seats.{owner.split('.')[1]}") if owner.startswith("seats.") else ""
        kind = owner.rpartition(".")[2]
        bridge = t(f"workbook.seats.{kind}") if kind in ("bridge", "first_hire") else ""
        label = f"{column_name(t, owner, column)} ({', '.join(filter(None, (of, bridge, t('units.month', n=month))))})"
        return self._made(name, label, value, unit_of(column), t("results.months.formula"))

    def _rule(self, name: str) -> Explanation:
        rule, t = self.graph.rules[name], self.text
        value = _scalar(self.values[name])
        parts = name.split(".")
        unit = rule.unit
        if parts[0] != "loaded_salary":
            return self._made(name, t(f"rules.{name}.label"), value, unit, t(f"rules.{name}.formula"))
        seat = t(f"seats.{'in_house' if parts[1] == 'in_house' else 'coordinator'}")
        if parts[2] != "lines":
            key = f"rules.loaded_salary.{parts[2]}"
            return self._made(name, f"{t(f'{key}.label')} ({seat})", value, unit, t(f"{key}.formula"))
        line = self.lines[parts[3]]
        label = f"{t.line(line.id)} ({seat})"
        return self._made(name, label, value, unit, line_formula(line, self.values, t), line)

    def _threshold(self, name: str) -> Explanation:
        entry = parameters.thresholds()[name.removeprefix("thresholds.")]
        return self._made(name, self.text(name), entry.value, entry.unit, None, entry)

    def _field(self, name: str) -> Explanation:
        facts = FIELDS[name]
        value = self.decision.scenario.value(name)
        label, unit = field_label(self.text, name), facts.unit
        if name == "workload.duties":
            return self._duties(label, value)
        if name == "workload.hours_per_week" and self.decision.scenario.workload.duties is not None:
            return self._made(name, label, self.values[name], unit, self.text("rules.signals.complexity.hours.formula"))
        if value == self.decision.scenario.default(name):
            origin, said = default_origin(self.text, name)
            made = self._made(name, label, value, unit, self.text("explanation.default"), origin)
            return made.model_copy(update={"note": said})
        return self._made(name, label, value, unit, self.text("explanation.given")).model_copy(update={"kind": "given"})

    def _duties(self, label: str, given: Mapping[str, Any] | None) -> Explanation:
        """The duties entered, with the unit hours that are our assumption."""
        table, t = parameters.duties(), self.text
        rows = [
            f"{t(f'parameters.duties.{name}.name')} {t.number(duty.volume)} × "
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
                "note": self.text.note(origin.note),
            }
        )


_BY_HAND = {
    "signals.complexity.hours_spread": ("workload.duties",),
    "signals.complexity.probability_at_threshold": ("signals.complexity.hours_spread", "thresholds.hours_full_time"),
}
"""What duties give: they are not run through the rules."""


def _parted(name: str) -> tuple[str, str, str]:
    """Owner, column and month of `months.seats.in_house.engaged.3` or `months.clock.fee.fractional.3`."""
    *parts, month = name.removeprefix("months.").split(".")
    if parts[0] == "seats":
        return ".".join(parts[:-1]), parts[-1], month
    return parts[0], ".".join(parts[1:]), month


def _earlier(need: str, name: str) -> bool:
    """Whether a value of a month is of the month before: a tree goes down one month at a time, when asked."""
    return need.startswith("months.") and name.startswith("months.") and _parted(need)[2] != _parted(name)[2]


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
        terms, cash = figures.pop("terms"), figures.pop("cash") or {}
        found |= {f"options.{option}.cash.by_year.{n}": value for n, value in enumerate(cash.pop("by_year", ()), start=1)}
        found |= {f"options.{option}.cash.{name}": value for name, value in cash.items()}
        found |= {f"options.{option}.{name}": value for name, value in figures.items()}
        found |= {f"options.{option}.terms.{name}": value for name, value in terms.items()}
    for option, columns in decision.months.items():
        for column, months in columns.items():
            found |= {f"months.{option}.{column}.{n}": value for n, value in enumerate(months, start=1)}
    if decision.timing:
        for name in ("base", "tipping_month", "tipping_option"):
            found[f"timing.{name}"] = getattr(decision.timing, name)
        for n, option in enumerate(decision.timing.comparator_by_month, start=1):
            found[f"timing.comparator_by_month.{n}"] = option
        for option, curve in decision.timing.advantage_by_month.items():
            found |= {f"timing.advantage_by_month.{option}.{n}": value for n, value in enumerate(curve, start=1)}
    found |= {f"verdict.reading_by_horizon.{months}": one for months, one in decision.verdict.reading_by_horizon.items()}
    for name in ("hire_month", *PLAIN):
        found[f"verdict.{name}"] = getattr(decision.verdict, name)
    found |= {f"verdict.difference.{term}": value for term, value in decision.verdict.difference.items()}
    found |= {f"verdict.rival_difference.{term}": value for term, value in decision.verdict.rival_difference.items()}
    return found


def explain(
    subject: Scenario | Decision,
    name: str,
    language: Language = LANGUAGES[0],
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
    return _Explainer(decision, LANGUAGES[0], None).names()
