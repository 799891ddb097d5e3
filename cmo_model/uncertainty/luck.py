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
    """The chances of a month, the same for every option: one stream of uniform numbers a seat."""

    def __init__(self, lives: int, seed: int) -> None:
        self._lives, self._seed = lives, seed

    def of(self, seat: str, use: str) -> np.random.Generator:
        """A stream of its own for each seat and use, whatever the order they are asked in."""
        return np.random.default_rng([self._seed, *(seat + "." + use).encode()])

    @property
    def lives(self) -> int:
        """How many lives are drawn."""
        return self._lives


class _EventSeat(Occupancy):
    """A seat whose months are events. Shares its chances of filling and becoming ready with the bridge that covers it."""

    def __init__(self, q: Quantities, seat: str, state: tuple[Any, Any, Any, Any], events: _Events) -> None:
        super().__init__(q, seat, *(np.full(events.lives, float(part)) for part in state))
        self._chance = {use: events.of(seat, use) for use in ("leave", "fill", "fail", "ready")}
        self._lives = events.lives

    def _happens(self, use: str, chance: float) -> Array:
        return (self._chance[use].random(self._lives) < chance).astype(float)

    def step(self) -> None:
        """One month."""
        self.before = self.engaged
        away, dropped_now = self._happens("leave", self._leave), self._happens("leave", self._drop)
        gone, lost, dropped = away * self.settled, away * self.ramping, dropped_now * self.mishired
        self.leaves = gone + lost + dropped
        self.let_go = dropped
        vacant = self.vacant + self.leaves
        self.hires = vacant * self._happens("fill", self._fill)
        failed = self.hires * self._happens("fail", self._fails)
        ramping = self.ramping - lost + self.hires - failed
        ready = ramping * self._happens("ready", self._ready)
        self.vacant = vacant - self.hires
        self.ramping = ramping - ready
        self.settled = self.settled - gone + ready
        self.mishired = self.mishired - dropped + failed
        self.engaged = self.ramping + self.settled + self.mishired
        self.productive = self.settled + self._ramp_worth * self.ramping + self._mishire_worth * self.mishired


class _EventBridge(Bridge):
    """A bridge that ends when the first hire comes and is ready, by the same events as the seat it covers."""

    def __init__(self, q: Quantities, engaged: Any, events: _Events) -> None:
        super().__init__(q, engaged)
        self._unfilled, self._unready = np.ones(events.lives), np.zeros(events.lives)
        self._chance = {use: events.of("in_house", use) for use in ("fill", "ready")}
        self._lives = events.lives

    def step(self) -> None:
        """One month."""
        filled = self._unfilled * (self._chance["fill"].random(self._lives) < self._fill)
        ready = self._chance["ready"].random(self._lives) < self._ready
        self._unready = (self._unready + filled) * ~ready
        self._unfilled = self._unfilled - filled
        self._settle()


def luck(scenario: Scenario, lives: int = 4096, seed: int = 1) -> dict[OptionName, Luck]:
    """The spread of what can happen under each option, with every figure as entered."""
    values = quantities(scenario, graph_of(scenario))
    events = _Events(lives, seed)

    def seat(q: Quantities, name: str, *state: Any) -> Occupancy:
        return _EventSeat(q, name, (state[0], state[1], state[2], state[3]), events)

    def bridge(q: Quantities, engaged: Any) -> Bridge:
        return _EventBridge(q, engaged, events)

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
