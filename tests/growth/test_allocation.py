"""The allocation against worked cases, random allocations, another solver, and what any best split must satisfy."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from cmo_model.growth import allocation
from cmo_model.growth.allocation import Allocation, BudgetError, allocate, free_allocation, sweep
from cmo_model.growth.curves import Curve, Stack, s_curves
from cmo_model.growth.curves.multiplier import relaxed
from cmo_model.growth.curves.shapes import Shapes
from cmo_model.uncertainty.study import Array
from tests.conftest import case_file

GOLD = {case["id"]: case for case in case_file("evidence.json")}
CONCAVE = ("michaelis_menten", "log", "power", "hill", "mean")


def drawn(seed: int, channels: int, families: tuple[str, ...] = CONCAVE, slopes: tuple[float, float] = (0.4, 1.0)) -> list[Curve]:
    """Random curves, half of them with a low bound and most with a high one."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(channels):
        k = 10 ** rng.uniform(3, 5)
        low = rng.uniform(0, 0.3) * k * (rng.random() < 0.5)
        high = low + rng.uniform(0.5, 4) * k if rng.random() < 0.7 else 40 * k
        family = families[rng.integers(len(families))]
        a = 10 ** rng.uniform(0, 2) if family == "power" else 10 ** rng.uniform(3, 5)
        b, slope = rng.uniform(0.1, 0.9), rng.uniform(*slopes)
        shapes = Shapes(a * rng.random(5), rng.uniform(0.1, 0.9, 5), rng.random(5) < 0.5) if family == "mean" else None
        found.append(Curve(str(i), family, a, k, b, slope, low, high, shapes))  # type: ignore[arg-type]
    return found


def budget_of(curves: list[Curve], share: float) -> float:
    low = sum(c.low for c in curves)
    return low + share * (min(sum(c.high for c in curves), 4 * sum(c.K for c in curves)) - low)


def by_slsqp(curves: list[Curve], budget: float, starts: int, seed: int = 0) -> float:
    """The best of so many starts of the solver that the marketing libraries use, with its gradient."""
    stack, rng, best = Stack(curves), np.random.default_rng(seed), 0.0
    for _ in range(starts):
        start = feasible(curves, budget, rng)
        scale = stack.value(start).sum() or 1.0
        with np.errstate(all="ignore"):
            found = minimize(
                lambda y, scale=scale: -stack.value(np.maximum(y * budget, 1e-300)).sum() / scale,
                start / budget,
                jac=lambda y, scale=scale: -stack.marginal(np.maximum(y * budget, 1e-9)) * budget / scale,
                bounds=[(c.low / budget, min(c.high / budget, 1.0)) for c in curves],
                constraints={"type": "eq", "fun": lambda y: y.sum() - 1, "jac": lambda y: np.ones_like(y)},
                method="SLSQP",
                options={"ftol": 1e-12, "maxiter": 300},
            )
        x = np.clip(found.x * budget, [c.low for c in curves], [c.high for c in curves])
        if abs(x.sum() - budget) <= 1e-10 * budget:
            best = max(best, float(stack.value(x).sum()))
    return best


def feasible(curves: list[Curve], budget: float, rng: np.random.Generator) -> Array:
    """A random allocation of the whole budget within the bounds."""
    low, high = np.array([c.low for c in curves]), np.array([c.high for c in curves])
    x = low.copy()
    for _ in range(60):
        left = budget - x.sum()
        if left <= 1e-12 * budget:
            break
        x = np.minimum(x + left * rng.dirichlet(np.ones(len(curves))), high)
    room = high - x
    return np.asarray(x + max(budget - x.sum(), 0.0) * room / max(room.sum(), 1e-300))


def check(curves: list[Curve], budget: float, found: Allocation) -> None:
    """What any answer owes: the budget, the bounds, the value of its own spends, equal marginals, the right side at bounds."""
    assert sum(found.spend) == pytest.approx(budget, rel=1e-12, abs=0)
    assert found.value == pytest.approx(sum(c.value(x) for c, x in zip(curves, found.spend, strict=True)), rel=1e-12)
    for curve, x, marginal, bound in zip(curves, found.spend, found.marginals, found.bound, strict=True):
        assert curve.low <= x <= curve.high
        assert marginal == curve.marginal(x)
        if x <= 1e-12 * budget and not bound:
            continue  # the rounding of the budget is of its size: its marginal says nothing
        if bound == "":
            assert marginal == pytest.approx(found.multiplier, rel=1e-6)
        elif bound == "low":
            assert x == curve.low
            # a slope a hair under 1 is steep only below the rounding of the budget
            assert curve.marginal(max(x, 1e-12 * budget)) <= found.multiplier * (1 + 1e-6) or curve.inflection > 0
        else:
            assert x == curve.high
            assert marginal >= found.multiplier * (1 - 1e-6) or curve.inflection > 0


def gold_curves(inputs: dict[str, Any], **bounds: float) -> list[Curve]:
    return [
        Curve(str(i), "michaelis_menten", a, k, **bounds) for i, (a, k) in enumerate(zip(inputs["A"], inputs["K"], strict=True))
    ]


def test_the_worked_split_is_found() -> None:
    case = GOLD["waterfill_mm"]
    found = allocate(gold_curves(case["inputs"]), case["inputs"]["B"])
    assert found.spend == pytest.approx(case["expected"]["x"], abs=1e-5)
    assert found.multiplier == pytest.approx(case["expected"]["lam"], abs=1e-6)
    assert found.value == pytest.approx(case["expected"]["f"], abs=1e-5)
    assert (found.bound, found.gap) == (("", "", ""), 0.0)


def test_the_worked_bounded_split_is_found() -> None:
    case = GOLD["waterfill_mm_bounded"]
    found = allocate(gold_curves(case["inputs"], low=0.7 * 100 / 3, high=1.3 * 100 / 3), 100.0)
    assert found.spend == pytest.approx(case["expected"]["x"], abs=1e-4)
    assert found.value == pytest.approx(case["expected"]["f"], abs=1e-6)
    assert found.bound == ("high", "", "low")


def test_the_trap_of_two_equal_s_curves_is_avoided() -> None:
    given_, expected = GOLD["s_curve_trap"]["inputs"], GOLD["s_curve_trap"]["expected"]
    found = allocate([Curve(name, "hill", 1.0, given_["k"], slope=given_["s"]) for name in "ab"], given_["B"])
    assert sorted(found.spend) == [0.0, 12.0]
    assert found.value == pytest.approx(expected["exact"], abs=1e-6)
    assert found.gap <= 1e-9


def test_the_best_jump_that_does_not_fit_is_still_found() -> None:
    found = allocate([Curve("s", "hill", 100.0, 10.0, slope=3.0), Curve("mm", "michaelis_menten", 60.0, 8.0)], 10.0)
    assert found.spend == pytest.approx((10.0, 0.0), abs=1e-9)
    assert found.value == pytest.approx(50.0, abs=1e-9)


@pytest.mark.parametrize(
    "families", [("michaelis_menten",), ("log",), ("power",), ("hill",), ("mean",), CONCAVE], ids=lambda f: f[0] + str(len(f))
)
@pytest.mark.parametrize("seed", range(4))
def test_a_concave_answer_is_the_best(families: tuple[str, ...], seed: int) -> None:
    curves = drawn(seed, 6, families)
    budget = budget_of(curves, (0.03, 0.3, 0.6, 0.95)[seed])
    found = allocate(curves, budget)
    check(curves, budget, found)
    assert found.gap == 0.0
    rng, stack = np.random.default_rng(seed), Stack(curves)
    others = np.array([feasible(curves, budget, rng) for _ in range(1000)])
    assert stack.value(others).sum(axis=1).max() <= found.value * (1 + 1e-12)
    assert by_slsqp(curves, budget, 10) <= found.value * (1 + 1e-9)


@settings(max_examples=60, deadline=None)
@example(113, 2, 0.25, True)  # a spend one rounding below its bound
@example(67061, 2, 1.0, False)  # a small spend above its bound by the rounding of the whole budget
@given(st.integers(0, 10**6), st.integers(1, 12), st.floats(0.001, 1), st.booleans())
def test_every_answer_keeps_its_promises(seed: int, channels: int, share: float, bent: bool) -> None:
    curves = drawn(seed, channels, slopes=(0.5, 3.0) if bent else (0.5, 1.0))
    budget = budget_of(curves, share)
    found = allocate(curves, budget)
    check(curves, budget, found)
    order = np.random.default_rng(seed).permutation(channels)
    shuffled = allocate([curves[i] for i in order], budget)
    assert shuffled.value == pytest.approx(found.value, rel=1e-8)
    if not bent:
        assert shuffled.spend == pytest.approx([found.spend[i] for i in order], rel=1e-6, abs=1e-9 * budget)
    more = min(budget * 1.01, sum(c.high for c in curves))
    assert allocate(curves, more).value >= found.value * (1 - 1e-9)


@pytest.mark.parametrize("families", [("michaelis_menten",), ("log",), CONCAVE], ids=len)
def test_a_sweep_is_each_budget_allocated(families: tuple[str, ...]) -> None:
    curves = drawn(3, 8, families)
    budgets = [budget_of(curves, share) for share in np.linspace(0, 1, 25)]
    values, spends = sweep(curves, budgets)
    alone = [allocate(curves, budget) for budget in budgets]
    assert values.tolist() == pytest.approx([one.value for one in alone], rel=1e-12)
    assert np.allclose(spends, [one.spend for one in alone], rtol=1e-8, atol=1e-9)
    assert np.all(np.diff(values) > 0)


def test_a_sweep_of_s_curves_is_each_budget_allocated() -> None:
    curves = drawn(5, 4, ("hill",), (1.2, 3.0))
    budgets = [budget_of(curves, share) for share in (0.1, 0.5, 0.9)]
    values, _ = sweep(curves, budgets)
    assert values.tolist() == [allocate(curves, budget).value for budget in budgets]
    assert sweep(curves, [])[1].shape == (0, 4)


def test_s_shaped_answers_beat_ten_starts_and_carry_a_small_certificate() -> None:
    gaps = []
    for seed in range(30):
        curves = drawn(seed, 10, ("hill",), (0.7, 3.0))
        budget = budget_of(curves, np.random.default_rng(seed).uniform(0.05, 0.9))
        found = allocate(curves, budget)
        check(curves, budget, found)
        gaps.append(found.gap)
        if seed < 6:
            assert by_slsqp(curves, budget, 10) <= found.value * (1 + 1e-7)
    assert np.quantile(gaps, 0.95) <= 0.005
    assert max(gaps) <= 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_s_shaped_answers_are_those_of_a_grid(seed: int) -> None:
    """Every split of 120 equal steps over four channels, by dynamic programming: the answer is above it, its ceiling too."""
    curves = [Curve(c.name, "hill", c.A, c.K, slope=c.slope, low=0.0, high=math.inf) for c in drawn(seed, 4, ("hill",), (1.1, 4.0))]
    budget = sum(c.K for c in curves) * (0.3, 0.5, 0.8, 1.0, 1.5, 0.1)[seed]
    steps = 120
    grid = np.linspace(0, budget, steps + 1)
    best = np.zeros(1)
    for curve in curves:
        values = Stack([curve]).value(grid[:, None])[:, 0]
        before = best if len(best) > 1 else np.where(np.arange(steps + 1) == 0, 0.0, -np.inf)
        best = np.array([max(before[j - i] + values[i] for i in range(j + 1)) for j in range(steps + 1)])
    found = allocate(curves, budget)
    check(curves, budget, found)
    assert best[-1] <= found.value * (1 + 1e-12)
    assert best[-1] >= found.value * 0.98


def test_equal_s_curves_do_not_exhaust_the_search() -> None:
    curves = [Curve(str(i), "hill", 1.0, 10.0, slope=3.0) for i in range(10)]
    found = allocate(curves, 50.0)
    counts = [n * Curve("x", "hill", 1.0, 10.0, slope=3.0).value(50.0 / n) for n in range(1, 11)]
    assert found.value >= max(counts) * (1 - 1e-9)
    assert found.gap <= 0.005


def test_the_search_stops_once_the_gap_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def counted(*given: Any) -> Any:
        rounds.append(len(given[1]))
        return relaxed(*given)

    monkeypatch.setattr(s_curves, "relaxed", counted)
    assert allocate([Curve("s", "hill", 9.0, 4.0, slope=2.5, low=1.0), Curve("a", "log", 9.0, 4.0)], 40.0).gap == 0
    assert rounds == [1]
    rounds.clear()
    assert allocate(nearly_equal(12, 0), 30.0).gap == 0
    assert 1 < len(rounds) < s_curves.ROUNDS


def nearly_equal(channels: int, seed: int) -> list[Curve]:
    rng = np.random.default_rng(seed)
    return [Curve(str(i), "hill", 1 + rng.random() / 100, 10 + rng.random() / 10, slope=3.0, low=1.0) for i in range(channels)]


def test_many_nearly_equal_s_curves_do_as_well_as_feeding_the_best_few_alike() -> None:
    """More boxes than are searched: what is tried beside each of them then makes the answer."""
    for seed in range(4):
        curves, budget = nearly_equal(30, seed), 57.0
        stack = Stack(curves)
        order = np.argsort(-stack.value(np.full(30, 12.0)))
        fed = [np.ones(30) for _ in range(30)]
        for most, spend in enumerate(fed, 1):
            spend[order[:most]] += (budget - 30.0) / most
        found = allocate(curves, budget)
        assert found.value >= max(stack.value(spend).sum() for spend in fed)
        assert found.gap <= 0.03


def test_a_search_cut_short_says_how_much_better_another_split_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    curves = nearly_equal(12, 0)
    best = allocate(curves, 30.0)
    assert best.gap == 0
    for rounds in (1, 2, 4, 8, 16):
        monkeypatch.setattr(s_curves, "ROUNDS", rounds)
        found = allocate(curves, 30.0)
        assert found.value <= best.value * (1 + 1e-9) and found.value * (1 + found.gap) >= best.value * (1 - 1e-12)


@pytest.mark.parametrize(("seed", "channels"), [(20, 4), (310, 4), (335, 3)])
def test_the_order_of_the_channels_changes_nothing(seed: int, channels: int) -> None:
    """In the last two the best split is found only by looking at both sides of one channel's chord, whichever it is."""
    curves = drawn(seed, channels, ("hill",), (1.5, 4.0))
    budget = budget_of(curves, np.random.default_rng(seed).uniform(0.05, 0.9))
    values = [allocate(curves[turn:] + curves[:turn], budget).value for turn in range(channels)]
    assert values == pytest.approx([max(values)] * channels, rel=1e-9, abs=0)


def test_the_last_dollar_brings_the_same_wherever_it_may_go() -> None:
    """To the rounding of the numbers, where the value alone would leave marginals apart by a hundred-thousandth."""
    for seed in range(60):
        curves = drawn(seed, 6, ("hill",), (1.1, 4.0))
        budget = budget_of(curves, (seed % 17 + 1) / 19)
        found = allocate(curves, budget)
        each = zip(found.spend, found.marginals, found.bound, strict=True)
        free = [marginal for spend, marginal, bound in each if not bound and spend > 1e-12 * budget]
        assert free == pytest.approx([found.multiplier] * len(free), rel=1e-12)


def test_budgets_at_the_ends_and_beyond() -> None:
    for curves in (drawn(1, 5), drawn(1, 5, ("michaelis_menten",)), drawn(2, 5, ("hill",), (1.5, 3.0))):
        least, most = sum(c.low for c in curves), sum(c.high for c in curves)
        assert allocate(curves, least).spend == pytest.approx([c.low for c in curves])
        assert allocate(curves, most).spend == pytest.approx([c.high for c in curves])
        assert set(allocate(curves, most).bound) == {"high"}
        for budget in (most * 1.001, -1.0, math.nan):
            with pytest.raises(BudgetError) as refused:
                allocate(curves, budget)
            assert (refused.value.least, refused.value.most) == pytest.approx((least, most))
    with pytest.raises(BudgetError, match=r"5\.0 to inf"):
        allocate([Curve("a", "log", 1.0, 1.0, low=5.0)], 4.0)


@pytest.mark.parametrize("short", [1e-1, 1e-3, 1e-6])
def test_budgets_just_within_the_ends(short: float) -> None:
    for seed in range(6):
        curves = [Curve(c.name, c.family, c.A, c.K, c.b, c.slope, c.low, 4 * c.K, c.shapes) for c in drawn(seed, 4)]
        least, most = sum(c.low for c in curves), sum(c.high for c in curves)
        for budget in (least + short * (most - least), most - short * (most - least)):
            check(curves, budget, allocate(curves, budget))


def test_locked_channels_and_one_channel() -> None:
    locked = Curve("locked", "power", 3.0, b=0.4, low=25.0, high=25.0)
    for free in (Curve("a", "log", 9.0, 4.0), Curve("a", "hill", 9.0, 4.0, slope=2.5), Curve("a", "power", 9.0, b=0.5)):
        assert allocate([locked, free], 40.0).spend == pytest.approx((25.0, 15.0), rel=1e-14)
        assert allocate([free], 40.0).spend == (40.0,)
    assert allocate([locked], 25.0).spend == (25.0,)
    assert allocate([Curve("a", "log", 9.0, 4.0)], 0.0).value == 0.0
    with pytest.raises(ValueError, match="a curve"):
        allocate([], 0.0)


@pytest.mark.parametrize(("scale", "worth"), list(itertools.product((1e-3, 1.0, 1e9), (1e-3, 1e9))))
def test_extreme_scales_change_nothing(scale: float, worth: float) -> None:
    for slopes in ((0.4, 1.0), (1.2, 3.0)):
        curves = drawn(11, 6, ("michaelis_menten", "log", "hill"), slopes)
        budget = budget_of(curves, 0.4)
        plain = allocate(curves, budget)
        scaled = [Curve(c.name, c.family, c.A * worth, c.K * scale, c.b, c.slope, c.low * scale, c.high * scale) for c in curves]
        found = allocate(scaled, budget * scale)
        check(scaled, budget * scale, found)
        assert found.value == pytest.approx(plain.value * worth, rel=1e-9)


@pytest.mark.parametrize("family", CONCAVE)
def test_tiny_and_huge_channels_side_by_side(family: str) -> None:
    sizes = [10.0 ** (3 * i - 3) for i in range(5)]
    both = np.array([0.4, 0.6]), np.array([False, True])
    shapes = [Shapes(np.full(2, size), *both) if family == "mean" else None for size in sizes]
    curves = [
        Curve(str(i), family, size, size, 0.3 + 0.1 * i, 0.9, shapes=own)  # type: ignore[arg-type]
        for i, (size, own) in enumerate(zip(sizes, shapes, strict=True))
    ]
    for budget in (1e-3, 1.0, 1e4, 1e9):
        check(curves, budget, allocate(curves, budget))


def test_a_free_budget_stops_where_the_last_dollar_brings_itself_back() -> None:
    curves = [Curve("mm", "michaelis_menten", 100.0, 50.0), Curve("s", "hill", 100.0, 10.0, slope=3.0, low=1.0), *drawn(4, 4)]
    margin = 0.6
    found = free_allocation(curves, margin)
    assert found.multiplier == pytest.approx(1 / margin)
    for curve, x, marginal, bound in zip(curves, found.spend, found.marginals, found.bound, strict=True):
        assert bound or margin * marginal == pytest.approx(1, rel=1e-9)
        grid = np.linspace(curve.low, min(curve.high, max(4 * x, 100 * curve.K)), 200_001)
        profit = margin * Stack([curve]).value(grid[:, None])[:, 0] - grid
        assert margin * curve.value(x) - x >= profit.max() - 1e-9 * abs(profit.max())
    assert found.value == pytest.approx(allocate(curves, sum(found.spend)).value, rel=1e-9)
    for wrong in (0.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="margin"):
            free_allocation(curves, wrong)
    with pytest.raises(ValueError, match="search"):
        free_allocation([Curve("search", "power", 1e9, b=0.9999)], 1.0)


def test_an_exact_answer_has_no_gap_however_small_its_value() -> None:
    for worth in (0.01, 100.0):
        curves = [Curve("search", "power", worth, b=0.5), Curve("social", "power", 2 * worth, b=0.4)]
        found = allocate(curves, 0.4)
        assert (found.value < 1) == (worth < 1)
        assert found.gap == free_allocation(curves, 3.0).gap == 0
        short = allocation._reported(Stack(curves), np.array(found.spend), found.value * 1.25)
        assert short.gap == pytest.approx(0.25)
