"""Response curves against their own formulas: differences, inverses, the points of an S."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo_model.growth.curves import Curve, Stack
from cmo_model.growth.curves.shapes import Shapes

MANY = Shapes(np.array([40.0, 10.0, 30.0]), np.array([0.2, 0.9, 0.5]), np.array([False, False, True]))
CURVES = [
    Curve("mm", "michaelis_menten", 100.0, 50.0),
    Curve("log", "log", 30.0, 20.0),
    Curve("power", "power", 5.0, b=0.3),
    Curve("soft", "hill", 100.0, 10.0, slope=0.6),
    Curve("one", "hill", 100.0, 10.0, slope=1.0),
    Curve("s", "hill", 100.0, 10.0, slope=3.0),
    Curve("mean", "mean", K=20.0, shapes=MANY),
]


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("x", [0.01, 1.0, 7.0, 30.0, 300.0])
def test_the_marginal_is_the_derivative_and_the_curvature_its_elasticity(curve: Curve, x: float) -> None:
    step = 1e-6 * x
    slope = (curve.value(x + step) - curve.value(x - step)) / (2 * step)
    assert curve.marginal(x) == pytest.approx(slope, rel=1e-5)
    bend = (math.log(curve.marginal(x * 1.0001)) - math.log(curve.marginal(x / 1.0001))) / (2 * math.log(1.0001))
    assert Stack([curve]).curvature(np.array([x]))[0] == pytest.approx(bend, abs=1e-6)


def test_the_values_are_the_formulas() -> None:
    x = 7.0
    expected = [100 * x / 57, 30 * math.log(1 + x / 20), 5 * x**0.3, 100 * x**0.6 / (10**0.6 + x**0.6), 100 * x / 17]
    assert [curve.value(x) for curve in CURVES[:5]] == pytest.approx(expected, rel=1e-14)
    r = x / 20
    assert CURVES[6].value(x) == pytest.approx(40 * r**0.2 + 10 * r**0.9 + 30 * r / (0.5 + 0.5 * r), rel=1e-14)
    together = Stack(CURVES).value(np.full(7, x))
    assert together.tolist() == pytest.approx([curve.value(x) for curve in CURVES], rel=1e-14)


def test_a_hill_of_no_slope_given_is_a_michaelis_menten() -> None:
    x = np.linspace(0, 500, 11)
    hill, plain = Curve("a", "hill", 90.0, 40.0), Curve("a", "michaelis_menten", 90.0, 40.0)
    assert Stack([hill]).value(x[:, None]) == pytest.approx(Stack([plain]).value(x[:, None]))


def test_nothing_spent_brings_nothing() -> None:
    assert [curve.value(0.0) for curve in CURVES] == [0.0] * 7
    assert [curve.marginal(0.0) for curve in CURVES] == [2.0, 1.5, math.inf, math.inf, 10.0, 0.0, math.inf]


@given(
    st.sampled_from(["michaelis_menten", "log", "power", "hill"]),
    st.floats(-3, 9),
    st.floats(-3, 9),
    st.floats(0.05, 0.95),
    st.floats(0.3, 5),
    st.floats(-2, 2),
)
def test_the_spend_at_a_marginal_has_that_marginal(family: str, a: float, k: float, b: float, s: float, at: float) -> None:
    curve = Curve("c", family, 10**a, 10**k, b, s)  # type: ignore[arg-type]
    x = max(10 ** (k + at), 1.02 * curve.inflection)
    stack = Stack([curve])
    found, fall = stack.spend_at(np.log(stack.marginal(np.array([x]))))
    assert found[0] == pytest.approx(x, rel=1e-8)
    assert fall[0] == pytest.approx(-x / stack.curvature(np.array([x]))[0], rel=1e-6)


@given(st.floats(-8, 8), st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=6))
def test_the_spend_of_a_mean_at_a_marginal_has_that_marginal(at: float, parts: list[tuple[float, bool]]) -> None:
    elasticity, saturating = np.array([e for e, _ in parts]), np.array([flag for _, flag in parts])
    curve = Curve("c", "mean", K=300.0, shapes=Shapes(np.arange(1.0, len(parts) + 1), elasticity, saturating))
    x = 300 * math.exp(at)
    found, fall = Stack([curve]).spend_at(np.log(Stack([curve]).marginal(np.array([x]))))
    assert found[0] == pytest.approx(x, rel=1e-8)
    assert fall[0] == pytest.approx(-x / Stack([curve]).curvature(np.array([x]))[0], rel=1e-6)


def test_where_an_s_turns() -> None:
    curve = CURVES[5]
    assert curve.inflection == pytest.approx(10 * 0.5 ** (1 / 3))
    x = np.linspace(0.001, 40, 400_001)
    stack = Stack([curve])
    assert x[stack.marginal(x[:, None])[:, 0].argmax()] == pytest.approx(curve.inflection, abs=2e-4)
    assert [one.inflection for one in CURVES[:5]] == [0.0] * 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"family": "logistic"},
        {"family": "mean"},
        {"family": "power", "shapes": MANY},
        {"A": 0.0},
        {"A": math.inf},
        {"A": math.nan},
        {"K": 0.0},
        {"family": "power", "b": 1.0},
        {"family": "power", "b": 0.0},
        {"family": "hill", "slope": 0.0},
        {"low": -1.0},
        {"low": 2.0, "high": 1.0},
        {"high": math.nan},
    ],
    ids=str,
)
def test_a_parameter_without_meaning_is_refused_by_the_channel_s_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="radio"):
        Curve(**({"name": "radio", "family": "log", "A": 1.0, "K": 1.0} | wrong))  # type: ignore[arg-type]
