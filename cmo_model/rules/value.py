"""What each option is worth, which is best, by how much and against whom (model, section 7).

The rules are made from the table of options, as those of the payroll are from the law's lines. `outcomes` lives the options and
gives what the rules start from; `worth` and `saying` are the rules, the second of which need the timing of a hire as well.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from cmo_model.graph import Function, Graph, Rule, unit
from cmo_model.operands import Condition, Operand, Values, Word, first_greatest, pick, total
from cmo_model.rules.months import TERMS, capability_today, live, start
from cmo_model.rules.notebook import Notebook
from cmo_model.scenario.options import OPTIONS, OptionName, without_hire

FIGURES = {
    "npv": "money",
    "cost_pv": "money",
    "extra_margin_pv": "money",
    "capability_end": "share",
    "customers_end": "number",
    "advantage": "money",
}
"""Figures of an option, in the order they are shown, with their units."""


def outcomes(q: Values, current: OptionName, horizon: int, bridge: bool, notebook: Notebook) -> dict[str, Operand]:
    """Every option lived from today: its discounted terms and margin, and how it ends, by full name."""
    today = notebook.constant("options", "capability_today", capability_today(q, current))
    lives = live(q, start(q, current, today), OPTIONS, horizon, bridge=bridge, today=today, notebook=notebook, led=True)
    found = {"capability_today": today, "led.extra_margin_pv": lives.led.extra_margin_pv}
    for option, run in lives.options.items():
        here = f"options.{option}"
        found |= {f"{here}.terms.{term}": notebook.discounted(option, term) for term in TERMS}
        found |= {f"{here}.extra_margin_pv": run.extra_margin_pv, f"{here}.capability_end": run.capability}
        found[f"{here}.customers_end"] = run.customers
    return found


@unit("money")
def _sum(*terms: Operand) -> Operand:
    return total([*terms])


@unit("money")
def _less(mine: Operand, theirs: Operand) -> Operand:
    return mine - theirs


@unit("reading")
def _reading(best: Word) -> Word:
    names: dict[str, Operand] = {name: option.reading for name, option in OPTIONS.items()}  # type: ignore[misc]
    return pick(best, names)  # type: ignore[return-value]


def _among(names: tuple[OptionName, ...]) -> Function:
    """The first of the greatest of figures given in the order of `names`."""

    @unit("option")
    def greatest(*worth: Operand) -> Word:
        return first_greatest(dict(zip(names, worth, strict=True)))

    return greatest


def _ahead(names: tuple[OptionName, ...], cost: bool) -> Function:
    """How far one option is ahead of another in a figure; a cost counts for who bears less."""

    @unit("money")
    def ahead(best: Word, other: Word, *figures: Operand) -> Operand:
        of = dict(zip(names, figures, strict=True))
        mine, theirs = pick(best, of), pick(other, of)
        return theirs - mine if cost else mine - theirs

    return ahead


def _of_other_reading(option: OptionName) -> Function:
    @unit("money")
    def kept(reading: Word, npv: Operand) -> Operand:
        return np.where(np.equal(reading, OPTIONS[option].reading), -np.inf, npv)

    return kept


def _across_the_hire(option: OptionName) -> Function:
    @unit("money")
    def kept(reading: Word, npv: Operand) -> Operand:
        hired = np.equal(reading, "hire")
        return np.where(hired, -np.inf, npv) if OPTIONS[option].is_hire else np.where(hired, npv, -np.inf)

    return kept


@cache
def worth(current: OptionName, names: tuple[OptionName, ...]) -> Graph:
    """The rules from terms to the best option and what makes its lead, for the arrangement of today and the table's `names`."""

    def every(figure: str) -> tuple[str, ...]:
        return tuple(f"options.{name}.{figure}" for name in names)

    rules = []
    for name in names:
        here = f"options.{name}"
        rules += [
            Rule(f"{here}.cost_pv", _sum, tuple(f"{here}.terms.{term}" for term in TERMS)),
            Rule(f"{here}.npv", _less, (f"{here}.extra_margin_pv", f"{here}.cost_pv")),
            Rule(f"{here}.advantage", _less, (f"{here}.npv", f"options.{current}.npv")),
            Rule(f"verdict.others.{name}", _of_other_reading(name), ("verdict.reading", f"{here}.npv")),
            Rule(f"verdict.across.{name}", _across_the_hire(name), ("verdict.reading", f"{here}.npv")),
        ]
    base = tuple(name for name in names if name in without_hire())
    rules += [
        Rule("value_of_full_leadership", _less, ("led.extra_margin_pv", f"options.{current}.extra_margin_pv")),
        Rule("best", _among(names), every("npv")),
        Rule("verdict.reading", _reading, ("best",)),
        Rule("timing.base", _among(base), tuple(f"options.{name}.npv" for name in base)),
        Rule("verdict.runner_up", _among(names), tuple(f"verdict.others.{name}" for name in names)),
        Rule("verdict.rival", _among(names), tuple(f"verdict.across.{name}" for name in names)),
        Rule("verdict.margin", _ahead(names, cost=False), ("best", "verdict.runner_up", *every("npv"))),
    ]
    figures = {"extra_margin": "extra_margin_pv"} | {term: f"terms.{term}" for term in TERMS}
    for lead, other in (("difference", "verdict.runner_up"), ("rival_difference", "verdict.rival")):
        for term, figure in figures.items():
            rules.append(Rule(f"verdict.{lead}.{term}", _ahead(names, term in TERMS), ("best", other, *every(figure))))
    return Graph(rules)


@unit("saying")
def _money_says(reading: Word, tipping_month: Operand) -> Word:
    """Internalise when a hire is best now, prepare when one becomes best later, stay outside otherwise."""
    return np.where(np.equal(reading, "hire"), "internalise", np.where(np.isnan(tipping_month), "external", "prepare"))


@unit("month")
def _hire_month(reading: Word, tipping_month: Operand) -> Operand:
    return np.where(np.equal(reading, "hire"), 1, tipping_month)


@unit("yes_no")
def _agree(signals_say: Word, money_says: Word) -> Condition:
    return np.equal(signals_say, money_says)


SAYING = Graph(
    [
        Rule("verdict.money_says", _money_says, ("verdict.reading", "timing.tipping_month")),
        Rule("verdict.hire_month", _hire_month, ("verdict.reading", "timing.tipping_month")),
        Rule("verdict.agree", _agree, ("signals.say", "verdict.money_says")),
    ]
)
"""What the money says of hiring, beside what the signals say; the tipping month is NaN when there is none."""
