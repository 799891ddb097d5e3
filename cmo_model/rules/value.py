"""What each option is worth, which is best, by how much and against whom (model, section 7).

The rules are made from the table of options, as those of the payroll are from the law's lines. `outcomes` gives what the rules
start from, off options lived to the horizon; `worth` the rules.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from cmo_model.graph import Function, Graph, Rule, unit
from cmo_model.operands import Operand, Values, Word, first_greatest, pick, total
from cmo_model.rules.capability import capability_today
from cmo_model.rules.cash import CashRun
from cmo_model.rules.months import TERMS, Lives, tail_pv
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.roles import start
from cmo_model.scenario.options import OPTIONS, OptionName, without_hire

FIGURES = {
    "npv": "money",
    "cost_pv": "money",
    "extra_margin_pv": "money",
    "tail_pv": "money",
    "capability_end": "share",
    "customers_end": "number",
    "advantage": "money",
}
"""Figures of an option, in the order they are shown, with their units."""
CASH = {"peak_need": "money", "peak_month": "month", "payback_month": "month"}
"""Figures of an option's cash, beside its years."""
HIDDEN = ("owner_time", "unmet_hours")
"""Terms that the cash alone leaves out."""
PARTS = ("extra_margin", "tail", *TERMS)
"""What a lead is made of."""


def lives(q: Values, current: OptionName, bridge: bool, notebook: Notebook) -> Lives:
    """Every option entered from today, and the firm fully led beside them; not lived yet."""
    today = notebook.constant("options", "capability_today", capability_today(q, current))
    before = start(q, current, today)
    return Lives(q, before, OPTIONS, bridge=bridge, today=today, notebook=notebook, led=True, against=current)


def outcomes(lived: Lives, notebook: Notebook) -> dict[str, Operand]:
    """The discounted terms and margin of every option lived, its cash and how it ends, by full name; as of the last month lived."""
    found = {"capability_today": lived.today}
    if led := lived.led:
        found |= {"led.extra_margin_pv": led.extra_margin_pv, "led.customers_end": led.customers}
    found |= {"base.customers_end": lived.clock.customers_base, "base.discount_end": lived.clock.discount}
    for option, run in lived.options.items():
        here = f"options.{option}"
        found |= {f"{here}.terms.{term}": notebook.discounted(option, term) for term in TERMS}
        found |= {f"{here}.extra_margin_pv": run.extra_margin_pv, f"{here}.capability_end": run.capability}
        found[f"{here}.customers_end"] = run.customers
        if option in lived.cash:
            found |= {f"{here}.cash.{name}": one for name, one in _cash(lived.cash[option], notebook.month).items()}
    return found


def _cash(cash: CashRun, horizon: int) -> dict[str, Operand]:
    """What cash comes to over the months lived; no month where it has none."""
    found = {f"by_year.{year}": amount for year, amount in enumerate(cash.by_year, start=1)}
    found["peak_need"] = -cash.low
    found["peak_month"] = np.where(np.equal(cash.low_month, 0), np.nan, cash.low_month)
    found["payback_month"] = np.where(np.equal(cash.even, 0), np.nan, horizon + 1 - cash.even)
    return found


@unit("money")
def _sum(*terms: Operand) -> Operand:
    return total([*terms])


@unit("money")
def _less(mine: Operand, theirs: Operand) -> Operand:
    return mine - theirs


@unit("money")
def _net(margin: Operand, cost: Operand, tail: Operand) -> Operand:
    return margin - cost + tail


@unit("money")
def _visible(margin: Operand, tail: Operand, *seats: Operand) -> Operand:
    return margin + tail - total([*seats])


@unit("money")
def _both_less(margin: Operand, tail: Operand, own_margin: Operand, own_tail: Operand) -> Operand:
    return (margin + tail) - (own_margin + own_tail)


_tail = unit("money")(lambda customers, base, discount, margin: tail_pv(customers, base, discount, margin))


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


def _other_than_best(option: OptionName) -> Function:
    @unit("money")
    def kept(best: Word, npv: Operand) -> Operand:
        return np.where(np.equal(best, option), -np.inf, npv)

    return kept


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


RIVALS = {
    "runner_up": ("best", _other_than_best),
    "reading_runner_up": ("verdict.reading", _of_other_reading),
    "rival": ("verdict.reading", _across_the_hire),
}
"""Those the best is held against: what they are sorted out by, and the rule that leaves out who is none of them."""
LEADS = {"difference": "runner_up", "rival_difference": "rival"}
"""The leads that are split into their parts."""


@cache
def worth(current: OptionName, names: tuple[OptionName, ...]) -> Graph:
    """The rules from terms to the best option and what makes its lead, for the arrangement of today and the table's `names`."""

    def every(figure: str) -> tuple[str, ...]:
        return tuple(f"options.{name}.{figure}" for name in names)

    end = ("base.customers_end", "base.discount_end", "tail_margin")
    rules = [Rule("led.tail_pv", _tail, ("led.customers_end", *end))]
    for name in names:
        here = f"options.{name}"
        seats = (f"{here}.terms.{term}" for term in TERMS if term not in HIDDEN)
        rules += [
            Rule(f"{here}.cost_pv", _sum, tuple(f"{here}.terms.{term}" for term in TERMS)),
            Rule(f"{here}.tail_pv", _tail, (f"{here}.customers_end", *end)),
            Rule(f"{here}.npv", _net, (f"{here}.extra_margin_pv", f"{here}.cost_pv", f"{here}.tail_pv")),
            Rule(f"{here}.advantage", _less, (f"{here}.npv", f"options.{current}.npv")),
            Rule(f"verdict.visible.{name}", _visible, (f"{here}.extra_margin_pv", f"{here}.tail_pv", *seats)),
        ]
        rules += [Rule(f"verdict.{rival}.{name}", of(name), (by, f"{here}.npv")) for rival, (by, of) in RIVALS.items()]
    base = tuple(name for name in names if name in without_hire())
    ours = (f"options.{current}.extra_margin_pv", f"options.{current}.tail_pv")
    rules += [
        Rule("value_of_full_leadership", _both_less, ("led.extra_margin_pv", "led.tail_pv", *ours)),
        Rule("best", _among(names), every("npv")),
        Rule("verdict.reading", _reading, ("best",)),
        Rule("verdict.cash_best", _among(names), tuple(f"verdict.visible.{name}" for name in names)),
        Rule("timing.base", _among(base), tuple(f"options.{name}.npv" for name in base)),
        *(Rule(f"verdict.{rival}", _among(names), tuple(f"verdict.{rival}.{name}" for name in names)) for rival in RIVALS),
        Rule("verdict.margin", _ahead(names, cost=False), ("best", "verdict.runner_up", *every("npv"))),
        Rule("verdict.reading_margin", _ahead(names, cost=False), ("best", "verdict.reading_runner_up", *every("npv"))),
    ]
    for lead, rival in LEADS.items():
        for part in PARTS:
            figure = f"terms.{part}" if part in TERMS else f"{part}_pv"
            rules.append(Rule(f"verdict.{lead}.{part}", _ahead(names, part in TERMS), ("best", f"verdict.{rival}", *every(figure))))
    return Graph(rules)
