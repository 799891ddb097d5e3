"""The advantage of hiring at each month of entry (model, section 7)."""

from __future__ import annotations

import numpy as np

from cmo_model.operands import Operand, Values
from cmo_model.rules.months import Position, capability_today, live, start
from cmo_model.rules.notebook import Table
from cmo_model.scenario.options import OPTIONS, OptionName, hires


def _column(value: Operand) -> Operand:
    """A figure of cases turned so that months of entry can stand beside it."""
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim else value


def entry_advantages(
    q: Values, current: OptionName, base: OptionName, horizon: int, entries: int, bridge: bool
) -> dict[OptionName, Operand]:
    """Advantage of each hire over the base option, by month of entry: arrays of shape (cases, entries).

    Every entry is judged over the same horizon, discounted to the month before it.
    """
    today = capability_today(q, current)
    before = start(q, current, today)
    now = live(q, before, [base, *hires()], horizon, bridge=bridge, today=today).options
    first = {hire: np.asarray(now[hire].npv - now[base].npv)[..., None] for hire in hires()}
    if entries == 1:
        return first
    # The base option's life is long: one horizon after the last entry.
    table = Table()
    live(q, before, [base], entries + horizon - 1, bridge=bridge, today=today, notebook=table)
    net = table.stacked(base, "extra_margin") - table.stacked(base, "cost")
    weights = np.asarray((1 + np.asarray(q["discount_rate"])) ** (-1 / 12))[..., None] ** np.arange(1, horizon + 1)
    windows = np.lib.stride_tricks.sliding_window_view(net, horizon, axis=-1)[..., 1:, :]
    base_npv = (windows * weights[..., None, :]).sum(axis=-1)

    ahead = entries - 1
    names = ("vacant", "ramping", "settled", "mishired")
    seats = {seat: tuple(table.stacked(f"seats.{seat}", name, ahead) for name in names) for seat in OPTIONS[base].seats}
    stood = Position(
        base,
        seats,  # type: ignore[arg-type]
        table.stacked(base, "capability", ahead),
        table.stacked(base, "customers", ahead),
        table.stacked("clock", "customers_base", ahead),
    )
    columns = {name: _column(value) for name, value in q.items()}
    months = np.arange(2, entries + 1)
    later = live(columns, stood, hires(), horizon, bridge=bridge, today=_column(today), first=months).options
    return {hire: np.concatenate((first[hire], np.asarray(later[hire].npv) - base_npv), axis=-1) for hire in hires()}
