"""A decision as tables: what charts draw, screens print and files carry, from the same figures."""

from __future__ import annotations

import pandas as pd

from cmo_model.decision import Decision

FIGURES = ("npv", "cost_pv", "extra_margin_pv", "advantage")


def options(decision: Decision) -> pd.DataFrame:
    """One row an option, in the table's order: npv, real cost, margin gained and advantage in dollars; whether it is best."""
    rows = {name: {f: getattr(outcome, f) for f in FIGURES} for name, outcome in decision.options.items()}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("option")
    return table.assign(best=table.index == decision.best)


def difference(decision: Decision) -> pd.Series:
    """What makes the verdict's lead, term by term in dollars, the heaviest first; terms of no weight are left out."""
    terms = pd.Series(decision.verdict.difference, name="difference")
    return terms[terms.round(2) != 0].sort_values(key=abs, ascending=False)


def entry(decision: Decision) -> pd.DataFrame:
    """One row a month of entry: the advantage of each hire over the base option in dollars, and that of the better one."""
    curves = decision.timing.advantage_by_month if decision.timing else {}
    table = pd.DataFrame(dict(curves)).rename_axis("month")
    table.index += 1
    return table.assign(better=table.max(axis=1))
