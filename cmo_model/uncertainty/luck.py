"""The odds of luck: what can happen to *her*. Each seat fills, fails, leaves, as an event and not in expectation.

A seat is in one state at a time; each month draws whether it fills, whether the hire is a mistake, whether it becomes ready and
whether it leaves. State by state the mean over many lives is the expectation that the decision uses, exactly; so are fees, pay,
recruiting and severance, which are sums over states. What is left uncovered and what capability yields are curves, and a life of
ups and downs is worth a little less than an even one: the mean value falls short of the expectation by what luck itself costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cmo_model.decision import graph_of, quantities
from cmo_model.projection import Lived, Quantities, start
from cmo_model.projection.options import live
from cmo_model.projection.seats import Bridge, Occupancy
from cmo_model.scenario import OPTIONS, OptionName, Scenario

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Luck:
    """Net value of an option over so many lives: mean, its error, the 10, 50 and 90 % marks; and the expectation beside it."""

    mean: float
    error: float
    marks: tuple[float, float, float]
    expectation: float
    paid_mean: float
    paid_error: float
    paid_expectation: float


class _Events:
    """The chances of a seat's months: one stream of uniform numbers for each seat and use, whatever the order they are asked in."""

    def __init__(self, seat: str, lives: int, seed: int) -> None:
        self._lives = lives
        uses = ("leave", "drop", "fill", "fail", "ready")
        self._streams = {use: np.random.default_rng([seed, *f"{seat}.{use}".encode()]) for use in uses}

    def happens(self, use: str, chance: Any) -> Array:
        """1 for the lives in which it happens this month, 0 for the others."""
        return np.asarray(self._streams[use].random(self._lives) < chance, float)


class _EventSeat(Occupancy):
    """A seat whose months are events."""

    def __init__(self, q: Quantities, seat: str, state: tuple[Any, ...], lives: int, seed: int) -> None:
        vacant, ramping, productive, mishired = (np.full(lives, float(part)) for part in state)
        super().__init__(q, seat, vacant, ramping, productive, mishired)
        self.happens = _Events(seat, lives, seed).happens  # type: ignore[method-assign]


class _EventBridge(Bridge):
    """A bridge that ends when the first hire comes and is ready, by the same events as the seat it covers."""

    def __init__(self, q: Quantities, engaged: Any, lives: int, seed: int) -> None:
        super().__init__(q, engaged)
        self.happens = _Events("in_house", lives, seed).happens  # type: ignore[method-assign]


def luck(scenario: Scenario, lives: int = 4096, seed: int = 1) -> dict[OptionName, Luck]:
    """The spread of what can happen under each option, with every figure as entered."""
    values = quantities(scenario, graph_of(scenario))

    def seat(q: Quantities, name: str, *state: Any) -> Occupancy:
        return _EventSeat(q, name, state, lives, seed)

    def bridge(q: Quantities, engaged: Any) -> Bridge:
        return _EventBridge(q, engaged, lives, seed)

    before = start(values, scenario.current)

    def run(**more: Any) -> list[Lived]:
        months, bridging, today = scenario.horizon_months, scenario.bridge, before.capability
        return live(values, before, OPTIONS, months, bridge=bridging, today=today, record=True, **more)[0]

    rate = scenario.discount_rate
    weights = (1 + rate) ** (-np.arange(1, scenario.horizon_months + 1) / 12)
    found: dict[OptionName, Luck] = {}
    for drawn, expected in zip(run(seat=seat, bridge_seat=bridge), run(), strict=True):
        value = np.broadcast_to(np.asarray(drawn.npv, float), (lives,))
        paid, on_average = (_paid(one, weights) for one in (drawn, expected))
        paid = np.broadcast_to(paid, (lives,))
        low, middle, high = np.quantile(value, (0.1, 0.5, 0.9))
        found[drawn.option] = Luck(
            mean=float(value.mean()),
            error=_error(value),
            marks=(float(low), float(middle), float(high)),
            expectation=float(expected.npv),
            paid_mean=float(paid.mean()),
            paid_error=_error(paid),
            paid_expectation=float(on_average),
        )
    return found


def _error(values: Array) -> float:
    """Half-width of the 95 % interval of a mean."""
    return float(1.96 * values.std(ddof=1) / np.sqrt(len(values)))


def _paid(one: Lived, weights: Array) -> Array:
    """What the seats cost: the part of the value that is a plain sum over states."""
    table = one.table
    assert table is not None  # noqa: S101 - recorded
    terms = ("fees", "pay", "overhead", "recruiting", "severance")
    return np.asarray(sum(table.stacked(term) @ weights for term in terms))
