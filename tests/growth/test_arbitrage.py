"""The split proposed: within bounds, never below today's, what cannot be told stays, and noise is said."""

import datetime

import numpy as np
import pytest

from cmo_model.growth.allocation import BudgetError
from cmo_model.growth.arbitrage import STEP, NothingToldError, arbitrate
from cmo_model.growth.channels import History
from cmo_model.growth.credit import Credit
from cmo_model.growth.diagnostic import Diagnostic, diagnose

MARGIN = 0.5


def history(spreads: tuple[float, ...], elasticities: tuple[float, ...], noise: float = 0.05, months: int = 36) -> History:
    """Revenue that follows a power of spend in each channel, with noise; spend varies by a spread of its own."""
    random = np.random.default_rng(5)
    spend = 4_000 * np.exp(random.normal(0, spreads, (months, len(spreads))))
    levels = np.array([60.0, 240.0, 120.0])[: len(spreads)]
    revenue = levels * spend ** np.array(elasticities) * np.exp(random.normal(0, noise, spend.shape))
    dates = tuple(datetime.date(2023 + m // 12, m % 12 + 1, 1) for m in range(months))
    return History(tuple("abc"[: len(spreads)]), dates, spend, revenue)


@pytest.fixture(scope="module")
def told() -> tuple[History, Diagnostic]:
    given = history((0.8, 0.8, 0.05), (0.7, 0.4, 0.5))
    found = diagnose(given, MARGIN)
    assert [one.told is not None for one in found.channels] == [True, True, False]
    return given, found


def test_the_budget_is_spent_within_bounds_and_brings_no_less_than_today(told: tuple[History, Diagnostic]) -> None:
    found = arbitrate(*told, MARGIN)
    assert found.budget == pytest.approx(found.budget_today, rel=1e-12)
    assert sum(move.proposed for move in found.moves) == pytest.approx(found.budget, rel=1e-9)
    for move in found.moves[:2]:
        assert (1 - STEP) * move.today <= move.proposed <= (1 + STEP) * move.today
    for column, move in enumerate(found.moves[:2]):
        spent = told[0].spend[:, column]
        assert spent.min() < move.proposed < spent.max() and not move.beyond
    moved, kept = sum(move.today for move in found.moves[:2]), found.moves[2].today
    assert found.budgets[[0, -1]] == pytest.approx([(1 - STEP) * moved + kept, (1 + STEP) * moved + kept])
    assert found.profit_low > 0 and not found.noisy
    assert found.gain >= 0 and found.gain_low <= found.gain <= found.gain_high
    assert found.revenue == pytest.approx(found.revenue_today + found.gain)
    assert found.profit == pytest.approx(MARGIN * found.gain)


def test_what_cannot_be_told_and_what_is_locked_keep_todays_spend(told: tuple[History, Diagnostic]) -> None:
    found = arbitrate(*told, MARGIN, locked=["a"])
    for move in (found.moves[0], found.moves[2]):
        assert move.proposed == move.today and move.marginal is None
    assert found.moves[0].locked and not found.moves[2].told
    with pytest.raises(NothingToldError) as error:
        arbitrate(*told, MARGIN, locked=["a", "b"])
    assert error.value.locked and "locked" in str(error.value) and "locked" not in str(NothingToldError(locked=False))


def test_a_budget_the_bounds_cannot_add_up_to_says_which_they_can(told: tuple[History, Diagnostic]) -> None:
    with pytest.raises(BudgetError) as error:
        arbitrate(*told, MARGIN, budget=1e6)
    assert 0 < error.value.least < error.value.most < 1e6


def test_nothing_spent_brings_nothing_back_and_has_no_ratio(told: tuple[History, Diagnostic]) -> None:
    given, _ = told
    alone = History(("a",), given.months, given.spend[:, :1], given.revenue[:, :1])
    found = arbitrate(alone, diagnose(alone, MARGIN), MARGIN, budget=0.0, bounds={"a": (0.0, 9_000.0)})
    assert (found.budget, found.ratio) == (0.0, None) and found.ratio_today is not None
    assert found.revenue == pytest.approx(0, abs=0.3 * found.revenue_today)


def test_a_free_budget_stops_where_a_dollar_no_longer_brings_back_its_own(told: tuple[History, Diagnostic]) -> None:
    wide = {"a": (1.0, 1e9), "b": (1.0, 1e9)}
    found = arbitrate(*told, MARGIN, free=True, bounds=wide)
    assert found.budget == pytest.approx(found.stops)
    for move in found.moves[:2]:
        assert move.marginal is not None
        assert MARGIN * move.marginal == pytest.approx(1.0, rel=1e-6)
        assert move.beyond
    assert found.profit == pytest.approx(MARGIN * found.gain - (found.budget - found.budget_today))
    assert found.profit >= 0


def test_a_first_order_is_worth_the_orders_to_come_and_the_budget_stops_later(told: tuple[History, Diagnostic]) -> None:
    given, plain = told
    wide, lifetime = {"a": (1.0, 1e9), "b": (1.0, 1e9)}, 1.5
    found = arbitrate(given, diagnose(given, MARGIN, credit=Credit(lifetime=lifetime)), MARGIN, free=True, bounds=wide)
    for move in found.moves[:2]:
        assert move.marginal is not None
        assert MARGIN * lifetime * move.marginal == pytest.approx(1.0, rel=1e-6)
    assert found.profit == pytest.approx(MARGIN * lifetime * found.gain - (found.budget - found.budget_today))
    assert found.stops > arbitrate(given, plain, MARGIN, bounds=wide).stops


def test_the_sweep_never_falls_and_passes_through_the_proposal(told: tuple[History, Diagnostic]) -> None:
    found = arbitrate(*told, MARGIN)
    assert np.all(np.diff(found.revenues) >= 0)
    assert np.interp(found.budget, found.budgets, found.revenues) == pytest.approx(found.revenue, rel=1e-3)
    assert len(found.budgets) == 41 and found.budgets[0] < found.budget < found.budgets[-1]


def test_no_move_is_no_gain_and_said_to_be_noise(told: tuple[History, Diagnostic]) -> None:
    still = arbitrate(*told, MARGIN, bounds={name: (move.today, move.today) for name, move in _moves(told)})
    assert still.gain == 0 and still.noisy


def _moves(told: tuple[History, Diagnostic]) -> list[tuple[str, object]]:
    return [(move.channel, move) for move in arbitrate(*told, MARGIN).moves if move.told]
