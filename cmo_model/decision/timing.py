"""The same question asked anew at each month of entry (model, section 7): every option entered from where `base` then stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cmo_model.operands import Operand, Values
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import live
from cmo_model.rules.notebook import Table
from cmo_model.rules.roles import Position, start
from cmo_model.scenario.options import OPTIONS, OptionName

_STATES = ("vacant", "ramping", "settled", "mishired")


def entry_worths(
    q: Values, current: OptionName, base: OptionName, horizon: int, months: Sequence[int], bridge: bool, cases: int | None = None
) -> dict[OptionName, Operand]:
    """What each option is worth entered in each of these months (rising, from 2), after `base` from month 1.

    Arrays of shape (months, cases) when some figures are arrays of so many cases, else (months,): the horizon that begins in the
    month of entry, discounted to the month before it.
    """
    today = capability_today(q, current)
    table = Table()
    lived = live(q, start(q, current, today), [base], months[-1] - 1, bridge=bridge, today=today, notebook=table)
    stood = _stood(lived.position(base), table, [month - 2 for month in months], beside=cases is not None)
    first = np.asarray(months) if cases is None else np.asarray(months)[:, None]
    shape = first.shape if cases is None else (len(months), cases)
    later = live(q, stood, OPTIONS, horizon, bridge=bridge, today=today, first=first, cases=shape)
    return {option: np.asarray(run.npv) for option, run in later.options.items()}


def _stood(last: Position, table: Table, at: list[int], *, beside: bool) -> Position:
    """Where the base stood at the end of each of these months (from 0), months first, `beside` cases that it may not hang on."""

    def then(owner: str, name: str) -> Operand:
        found = np.moveaxis(table.stacked(owner, name), -1, 0)[at]
        return found[:, None] if beside and found.ndim == 1 else found

    handing = {seat: f"seats.{seat}.first_hire" for seat in last.first_hires}
    hours = last.owner_hours if last.handed is None else then(last.option, "owner_hours")
    return Position(
        last.option,
        {seat: tuple(then(f"seats.{seat}", name) for name in _STATES) for seat in OPTIONS[last.option].seats},  # type: ignore[misc]
        hours,
        then(last.option, "capability"),
        then(last.option, "customers"),
        then("clock", "customers_base"),
        last.handed,
        {seat: (then(owner, "unfilled"), then(owner, "unready")) for seat, owner in handing.items()},
    )
