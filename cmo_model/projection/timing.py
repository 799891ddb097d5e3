"""The advantage of hiring at each month of entry (model, section 7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from cmo_model.projection.options import Position, live, over_months, start
from cmo_model.projection.seats import HIRES, SEATS, Array, Quantities
from cmo_model.scenario import OptionName


def _column(value: Any) -> Any:
    """A quantity of cases turned so that months of entry can stand beside it."""
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim else value


def entry_advantages(
    q: Quantities, current: OptionName, base: OptionName, horizon: int, entries: int, bridge: bool
) -> dict[OptionName, Array]:
    """Advantage of each hire over the base option, by month of entry: arrays of shape (cases, entries).

    Every entry is judged over the same horizon, discounted to the month before it.
    """
    before = start(q, current)
    today = before.capability
    now, _ = live(q, before, [base, *HIRES], horizon, bridge=bridge, today=today)
    first = [np.asarray(one.npv - now[0].npv)[..., None] for one in now[1:]]
    if entries == 1:
        return dict(zip(HIRES, first, strict=True))
    # The base option's life is long: one horizon after the last entry.
    (along, *_), _ = live(q, before, [base], entries + horizon - 1, bridge=bridge, today=today, record=True)
    table = along.table
    assert table is not None  # noqa: S101 - recorded above
    net = table.stacked("extra_margin") - table.stacked("cost")
    weights = np.asarray((1 + np.asarray(q["discount_rate"])) ** (-1 / 12))[..., None] ** np.arange(1, horizon + 1)
    windows = np.lib.stride_tricks.sliding_window_view(net, horizon, axis=-1)[..., 1:, :]
    base_npv = (windows * weights[..., None, :]).sum(axis=-1)

    ahead = entries - 1
    columns = {name: _column(value) for name, value in q.items()}
    seats = {
        seat: tuple(over_months([row[seat][part] for row in table.seats[:ahead]]) for part in range(4)) for seat in SEATS[base]
    }
    stood = Position(
        base,
        seats,  # type: ignore[arg-type]
        table.stacked("capability")[..., :ahead],
        table.stacked("customers")[..., :ahead],
        table.stacked("customers_base")[..., :ahead],
    )
    later, _ = live(columns, stood, HIRES, horizon, bridge=bridge, today=_column(today), first=np.arange(2, entries + 1))
    return {
        option: np.concatenate((now_one, np.asarray(one.npv) - base_npv), axis=-1)
        for option, now_one, one in zip(HIRES, first, later, strict=True)
    }
