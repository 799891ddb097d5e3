"""A decision as tables: what charts draw, screens print and files carry, from the same figures."""

from __future__ import annotations

import pandas as pd

from cmo_model.decision import Decision
from cmo_model.rules.months import INVOICED
from cmo_model.scenario.options import hires, without_hire
from cmo_model.uncertainty import Advice


def gains(advice: Advice) -> pd.DataFrame:
    """One row an option, in the table's order: mean gain over today, its 10 and 90 % quantiles, in dollars; if it is advised."""
    rows = {
        name: {"gain": one.mean_gain, "low": one.gain_quantiles[0], "high": one.gain_quantiles[2]}
        for name, one in advice.options.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("option")
    return table.assign(best=table.index == advice.advised)


def difference(decision: Decision) -> pd.Series:
    """What makes the verdict's lead, term by term in dollars, the heaviest first; terms of no weight are left out."""
    terms = pd.Series(decision.verdict.difference, name="difference")
    return terms[terms.round(2) != 0].sort_values(key=abs, ascending=False)


def entry(decision: Decision) -> pd.DataFrame:
    """One row a month of entry: the lead of each hire over the best option without one in dollars, and that of the better one."""
    curves = decision.timing.advantage_by_month if decision.timing else {}
    table = pd.DataFrame(dict(curves)).rename_axis("month")
    table.index += 1
    return table.assign(better=table.max(axis=1))


def costs(decision: Decision) -> pd.DataFrame:
    """One row an option: what is invoiced or paid, what is not, and the whole, in dollars over the horizon."""
    terms = cost_terms(decision)
    invoice = terms[list(INVOICED)].sum(axis=1)
    return pd.DataFrame({"invoice": invoice, "hidden": terms.sum(axis=1) - invoice, "total": terms.sum(axis=1)})


def cost_terms(decision: Decision) -> pd.DataFrame:
    """One row an option, one column a term of the cost, in dollars over the horizon."""
    return pd.DataFrame({name: one.terms for name, one in decision.options.items()}).T.rename_axis("option")


def sides(decision: Decision) -> pd.DataFrame:
    """One row a term of the cost; the best way without a hire, then the better hire, in dollars. Weightless terms are left out."""
    pair = [max(names, key=lambda name: decision.options[name].npv) for names in (without_hire(), hires())]
    table = cost_terms(decision).loc[pair].T
    return table[(table.abs() >= 0.5).any(axis=1)]


def ratios(decision: Decision) -> pd.Series:
    """Revenue for a dollar of advertising: the firm's, what breaks even without and with the fees, what profits most."""
    names = ("ratio", "break_even_ratio", "break_even_ratio_with_fees", "profit_maximising_ratio")
    found = {name: getattr(decision.pillars.acquisition, name) for name in names}
    if decision.signals.external.is_quote:
        found["break_even_ratio_with_fees"] = None
    return pd.Series({name: value for name, value in found.items() if value is not None}, dtype=float, name="ratio")
