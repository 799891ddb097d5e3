"""Life paths: what can happen to *her*. Each seat fills, fails, leaves, as an event and not in expectation.

A seat is in one state at a time; each month draws whether it fills, whether the hire is a mistake, whether it becomes ready and
whether it leaves. State by state the mean over many lives is the expectation that the decision uses, exactly; so are fees, pay,
recruiting and severance, which are sums over states. What is left uncovered and what capability yields are curves, and a life of
ups and downs is worth a little less than an even one: the mean value falls short of the expectation by what luck itself costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cmo_model.decision import quantities
from cmo_model.operands import Operand, Values, total
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import Lives
from cmo_model.rules.notebook import Notebook, Table
from cmo_model.rules.roles import Seating, start
from cmo_model.rules.seats import FirstHire, Seat, State
from cmo_model.scenario import OPTIONS, OptionName, Scenario
from cmo_model.uncertainty.study import Array

_PAID = ("fees", "pay", "overhead", "recruiting", "severance")
"""What the seats cost: the part of the value that is a plain sum over states."""


@dataclass(frozen=True)
class LifePaths:
    """Net value of an option over so many lives: mean, its error, the 10, 50 and 90 % quantiles; the expectation beside it.

    `gain_quantiles` are those of its gain over today's arrangement, life by life.

    `peak_need` is the most cash to be found in eight lives of ten, against carrying on as today, whose own is none.
    """

    mean: float
    error: float
    quantiles: tuple[float, float, float]
    gain_quantiles: tuple[float, float, float]
    expectation: float
    peak_need: float | None
    paid_mean: float
    paid_error: float
    paid_expectation: float


class _Events:
    """The chances of a seat's months: one stream of uniform numbers for each seat and use, whatever the order they are asked in.

    The lives are `times` copies of the same luck, one after the other.
    """

    def __init__(self, seat: str, lives: int, seed: int, times: int) -> None:
        self._lives, self._times = lives // times, times
        uses = ("leave", "drop", "fill", "fail", "ready")
        self._streams = {use: np.random.default_rng([seed, *f"{seat}.{use}".encode()]) for use in uses}

    def happens(self, use: str, chance: Operand) -> Array:
        """1 for the lives in which it happens this month, 0 for the others."""
        return np.asarray(np.tile(self._streams[use].random(self._lives), self._times) < chance, float)


class _EventSeat(Seat):
    """A seat whose months are events."""

    def __init__(self, q: Values, seat: str, state: State, notebook: Notebook, events: _Events, lives: int) -> None:
        super().__init__(q, seat, tuple(np.full(lives, float(part)) for part in state), notebook)  # type: ignore[arg-type]
        self.happens = events.happens  # type: ignore[method-assign]


class _EventHire(FirstHire):
    """A first hire that comes and is ready by the same events as its seat."""

    def __init__(self, q: Values, seat: str, state: tuple[Operand, Operand], notebook: Notebook, events: _Events) -> None:
        super().__init__(q, seat, state, notebook)
        self.happens = events.happens  # type: ignore[method-assign]


@dataclass(frozen=True)
class AsEvents(Seating):
    """Seats whose months are drawn: so many lives, which are so many `times` the same luck where several firms share it."""

    lives: int
    seed: int
    times: int = 1

    def _events(self, seat: str) -> _Events:
        return _Events(seat, self.lives, self.seed, self.times)

    def seat(self, q: Values, seat: str, state: State, notebook: Notebook) -> Seat:  # noqa: D102 - said by `Seating`
        return _EventSeat(q, seat, state, notebook, self._events(seat), self.lives)

    def first_hire(  # noqa: D102
        self, q: Values, seat: str, state: tuple[Operand, Operand], notebook: Notebook
    ) -> FirstHire:
        return _EventHire(q, seat, state, notebook, self._events(seat))


def life_paths(scenario: Scenario, lives: int = 4096, seed: int = 1) -> dict[OptionName, LifePaths]:
    """The spread of what can happen under each option, with every figure as entered."""
    values = quantities(scenario)
    today = capability_today(values, scenario.current)
    before = start(values, scenario.current, today)

    def run(seating: Seating) -> tuple[Lives, Table]:
        table, months, bridge = Table(), scenario.horizon_months, scenario.bridge
        kept = Lives(
            *(values, before, OPTIONS), bridge=bridge, today=today, notebook=table, seating=seating, against=scenario.current
        )
        return kept.advance(months), table

    (drawn, drawn_table), (expected, expected_table) = run(AsEvents(lives, seed)), run(Seating())
    found: dict[OptionName, LifePaths] = {}
    values_of = {option: np.broadcast_to(np.asarray(run.npv, float), (lives,)) for option, run in drawn.options.items()}
    for option, value in values_of.items():
        paid = np.broadcast_to(_paid(drawn_table, option), (lives,))
        found[option] = LifePaths(
            mean=float(value.mean()),
            error=_error(value),
            quantiles=_quantiles(value),
            gain_quantiles=_quantiles(value - values_of[scenario.current]),
            expectation=float(expected.options[option].npv),
            peak_need=_peak_need(drawn, option),
            paid_mean=float(paid.mean()),
            paid_error=_error(paid),
            paid_expectation=float(_paid(expected_table, option)),
        )
    return found


def _quantiles(value: Array) -> tuple[float, float, float]:
    low, middle, high = np.quantile(value, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)


def _peak_need(drawn: Lives, option: OptionName) -> float | None:
    return float(np.quantile(-np.asarray(drawn.cash[option].low), 0.8)) if option in drawn.cash else None


def _error(values: Array) -> float:
    """Half-width of the 95 % interval of a mean."""
    return float(1.96 * values.std(ddof=1) / np.sqrt(len(values)))


def _paid(table: Table, option: OptionName) -> Operand:
    """What an option costs; a cost that no life changes is one figure, where the others are one a life."""
    discount = table.stacked("clock", "discount")
    columns = (table.stacked(option, term) for term in _PAID if term in table.columns[option])
    return total([np.asarray(column @ discount) for column in columns])
