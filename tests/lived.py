"""A path lived month by month through the engine: entries chained one position after the other."""

from collections.abc import Sequence

import numpy as np

from cmo_model import Scenario
from cmo_model.decision import MONTHLY, quantities
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import live
from cmo_model.rules.notebook import Table
from cmo_model.rules.roles import start
from cmo_model.scenario import OptionName

STATES = ("vacant", "ramping", "settled", "mishired")


def path_months(
    scenario: Scenario, path: Sequence[tuple[int, OptionName]], months: int
) -> tuple[dict[str, list[float]], list[dict[str, tuple[float, ...]]]]:
    """Columns of the months along a path of (month, option) from today's arrangement; and each month's seats."""
    q = quantities(scenario)
    today = capability_today(q, scenario.current)
    position = start(q, scenario.current, today)
    columns: dict[str, list[float]] = {name: [] for name in MONTHLY}
    seats: list[dict[str, tuple[float, ...]]] = []
    entries = [(1, scenario.current), *path] if not path or path[0][0] > 1 else list(path)
    for (first, option), (end, _) in zip(entries, [*entries[1:], (months + 1, scenario.current)], strict=True):
        span = min(end, months + 1) - first
        if span <= 0:
            continue
        table = Table()
        run = live(q, position, [option], span, bridge=scenario.bridge, today=today, first=first, notebook=table)
        position = run.position(option)
        for name in MONTHLY:
            owner = "clock" if name in ("need", "customers_base") else option
            columns[name] += np.asarray(table.columns[owner].get(name, [0.0] * span), float).tolist()
        lived = {seat: table.columns[f"seats.{seat}"] for seat in position.seats}
        seats += [{seat: tuple(float(of[name][n]) for name in STATES) for seat, of in lived.items()} for n in range(span)]
    return columns, seats
