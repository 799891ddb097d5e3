"""What the till may look like: the cash of each option against today, month by month, over the draws of the advice."""

from __future__ import annotations

import numpy as np

from cmo_model.decision import quantities
from cmo_model.decision.records import Record
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import Lives
from cmo_model.rules.roles import start
from cmo_model.scenario import OPTIONS, OptionName, Scenario
from cmo_model.uncertainty.advice import ADVICE_DRAWS, SETS, shape_of
from cmo_model.uncertainty.ranges import inputs, ranges
from cmo_model.uncertainty.study import QUANTILES


class CashPaths(Record):
    """The sum since the start, in dollars against carrying on as today, after each month: 10, 50 and 90 % of the draws.

    `lowest` is the lowest sum of each draw, nought at most, the worst first.
    """

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    lowest: tuple[float, ...]

    def chance_below(self, reserve: float) -> float:
        """The share of the draws that ask for more than a reserve, in dollars, at some month."""
        return float(np.mean(np.array(self.lowest) < -reserve))


def cash_paths(scenario: Scenario, seed: int = 1) -> dict[OptionName, CashPaths]:
    """The paths of every option but today's, which is what they are counted against."""
    drawn = inputs(ranges(scenario))
    _, power = shape_of(ADVICE_DRAWS)
    u = np.concatenate([drawn.points(power if drawn.names else 0, seed, which) for which in range(SETS)])
    values = quantities(scenario, drawn.values(u))
    today = capability_today(values, scenario.current)
    before = start(values, scenario.current, today)
    lives = Lives(*(values, before, OPTIONS), bridge=scenario.bridge, today=today, against=scenario.current, cases=(len(u),))
    seen: dict[OptionName, list[tuple[float, ...]]] = {option: [] for option in lives.cash}
    for _ in range(scenario.horizon_months):
        lives.advance(1)
        for option, cash in lives.cash.items():
            total = np.broadcast_to(np.asarray(cash.total, float), (len(u),))
            seen[option].append(tuple(np.quantile(total, QUANTILES).tolist()))
    return {
        option: CashPaths(
            **dict(zip(("low", "middle", "high"), zip(*seen[option], strict=True), strict=True)),
            lowest=tuple(np.sort(np.broadcast_to(np.asarray(cash.low, float), (len(u),))).tolist()),
        )
        for option, cash in lives.cash.items()
    }
