"""The allocation beside scipy's SLSQP with its gradient (what pymc-marketing and Robyn run) and cvxpy: time, gap, certificate.

Random Michaelis-Menten and Hill channels with bounds; every solver is given the same problems. cvxpy is left out when it is not
installed: `uv run --group bench python -m tests.bench allocation`.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from cmo_model.growth.allocation import allocate, sweep
from cmo_model.growth.curves import Curve, Stack
from cmo_model.uncertainty.study import Array
from tests.bench.decision import pair, seconds

try:
    import cvxpy
except ImportError:
    cvxpy = None


def drawn(rng: np.random.Generator, channels: int, slopes: tuple[float, float] | None = None) -> list[Curve]:
    """Curves with bounds; S-shaped ones when slopes are given."""
    found = []
    for i in range(channels):
        k, s = 10 ** rng.uniform(3, 5), rng.uniform(*slopes) if slopes else 1.0
        low = rng.uniform(0, 0.2) * k * (rng.random() < 0.5)
        found.append(Curve(str(i), "hill", 10 ** rng.uniform(3.5, 5.5), k, slope=s, low=low, high=low + rng.uniform(1, 5) * k))
    return found


def budgets_of(curves: list[Curve], shares: Array) -> Array:
    low, high = sum(c.low for c in curves), sum(c.high for c in curves)
    return np.asarray(low + shares * (high - low))


def by_slsqp(curves: list[Curve], budget: float, start: Array | None = None) -> Array:
    """SLSQP on shares of the budget, from the equal split, as the libraries start it, unless another start is given."""
    stack = Stack(curves)
    low, high = stack.low, stack.high
    if start is None:
        start = np.clip(budget / len(curves), low, high)
    scale = stack.value(start).sum()
    found = minimize(
        lambda y: -stack.value(np.maximum(y, 1e-12) * budget).sum() / scale,
        start / budget,
        jac=lambda y: -stack.marginal(np.maximum(y, 1e-12) * budget) * budget / scale,
        bounds=list(zip(low / budget, high / budget, strict=True)),
        constraints={"type": "eq", "fun": lambda y: y.sum() - 1, "jac": np.ones_like},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 300},
    )
    return np.clip(found.x * budget, low, high)


def by_cvxpy(curves: list[Curve]) -> Callable[[float], Array]:
    """A problem compiled once, its budget a parameter, solved by Clarabel; spends as shares of the curves' K."""
    stack = Stack(curves)
    y, budget = cvxpy.Variable(len(curves)), cvxpy.Parameter(nonneg=True)
    scale, unit = stack.A.max(), stack.K.max()
    value = cvxpy.sum(cvxpy.multiply(stack.A / scale, 1 - cvxpy.inv_pos(1 + y)))
    bounds = [y >= stack.low / stack.K, y <= stack.high / stack.K]
    problem = cvxpy.Problem(cvxpy.Maximize(value), [(stack.K / unit) @ y == budget, *bounds])

    def solve(total: float) -> Array:
        budget.value = total / unit
        problem.solve(solver=cvxpy.CLARABEL)
        return np.asarray(y.value * stack.K)

    return solve


def concave(channels: int, single: tuple[float, float]) -> list[bool]:
    """A thousand budgets at once, and one budget, beside the peers."""
    rng = np.random.default_rng(channels)
    curves = drawn(rng, channels)
    many, few = (
        budgets_of(curves, np.linspace(0.02, 0.98, 1000)),
        budgets_of(curves, np.linspace(0.1, 0.9, 5 if channels > 50 else 20)),
    )
    sweep(curves, many)
    values, spends = sweep(curves, few)
    error = np.abs(spends.sum(axis=1) / few - 1).max()
    peers: list[tuple[str, Callable[[float], Array]]] = [("SLSQP", lambda budget: by_slsqp(curves, budget))]
    if cvxpy is not None:
        peers.append(("cvxpy", by_cvxpy(curves)))
    reached = []
    for (name, solve), single_goal in zip(peers, single, strict=False):
        found = np.array([solve(float(budget)) for budget in few])
        lost = (1 - Stack(curves).value(found).sum(axis=1) / values).max()
        print(f"{channels} channels: {name} loses at most {lost:.1e} of the value; our budget error {error:.1e}")

        def theirs(solve: Callable[[float], Array] = solve) -> float:
            return seconds(lambda: [solve(float(budget)) for budget in few], 1) / len(few)

        reached += [
            bool(lost >= -1e-9 and error <= 1e-12),
            pair(
                f"{channels} channels, a sweep of 1,000 / {name}",
                lambda: seconds(lambda: sweep(curves, many), 5) / 1000,
                theirs,
                1000,
            ),
            pair(
                f"{channels} channels, a single budget / {name}",
                lambda: seconds(lambda: [allocate(curves, float(budget)) for budget in few], 5) / len(few),
                theirs,
                single_goal,
            ),
        ]
    return reached


def s_shaped(channels: int, problems: int, goal: float) -> list[bool]:
    """Certificates, values beside SLSQP's from one start and from ten, and time beside one start."""
    rng = np.random.default_rng(100 + channels)
    cases = []
    for _ in range(problems):
        curves = drawn(rng, channels, (0.7, 3.0))
        cases.append((curves, float(budgets_of(curves, rng.uniform(0.05, 0.8)))))
    found = [allocate(*case) for case in cases]
    gaps = np.array([one.gap for one in found])
    lost, behind = [], []
    for (curves, budget), one in zip(cases[:40], found, strict=False):
        stack = Stack(curves)
        values = [stack.value(by_slsqp(curves, budget)).sum()]
        for _ in range(9 if channels <= 10 else 0):
            mixed = rng.random(channels)
            room = stack.high - stack.low
            start = stack.low + room * np.clip(mixed * (budget - stack.low.sum()) / (mixed * room).sum(), 0, 1)
            answer = by_slsqp(curves, budget, start)
            values.append(stack.value(answer).sum() if abs(answer.sum() / budget - 1) < 1e-6 else 0.0)
        lost.append(1 - values[0] / one.value)
        behind.append(max(values) / one.value - 1)
    print(f"\n{channels} S-shaped channels: certified gap median {np.median(gaps):.1e},", end=" ")
    print(f"p95 {np.quantile(gaps, 0.95):.1e}, max {gaps.max():.1e}")
    print(f"one start of SLSQP loses {np.mean(lost):.2%} on average, {max(lost):.1%} at most;", end=" ")
    print(f"its best start is ahead by {max(behind):.1e}")
    some = cases[:20] if channels <= 10 else cases[:3]
    return [
        bool(np.quantile(gaps, 0.95) <= (0.005 if channels <= 10 else 1e-4)),
        max(behind) <= 1e-3,
        pair(
            f"{channels} S-shaped channels / one start of SLSQP",
            lambda: seconds(lambda: [allocate(*case) for case in some], 1) / len(some),
            lambda: seconds(lambda: [by_slsqp(*case) for case in some], 1) / len(some),
            goal,
        ),
    ]


def run() -> list[bool]:
    """Concave curves at 10 and 100 channels, then S-shaped ones.

    One start of SLSQP is several times quicker than our exact search at 10 S-shaped channels, and loses up to a tenth of the value.
    """
    print(f"\n{'':<52} {'allocation':>15} {'peer':>15} {'ratio':>10}")
    return [*concave(10, (20, 15)), *concave(100, (100, 10)), *s_shaped(10, 200, 0.1), *s_shaped(100, 10, 1)]


if __name__ == "__main__":
    raise SystemExit(0 if all(run()) else 1)
