"""The steps of the allocation's arithmetic, each by what it promises."""

import numpy as np
import pytest

from cmo_model.growth.curves import Curve, Stack
from cmo_model.growth.curves.multiplier import Envelope, settled


@pytest.mark.parametrize("worth", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(("low", "slope"), [(0.0, 3.0), (3.0, 3.0), (40.0, 3.0), (0.0, 1.3), (0.3, 1.3), (0.0, 1.9), (3.0, 1.9)])
def test_the_chord_from_the_low_bound_touches_the_curve_at_its_own_slope_whatever_the_currency(
    low: float, slope: float, worth: float
) -> None:
    stack = Stack([Curve("s", "hill", worth, 100.0, slope=slope)])
    envelope = Envelope(stack, np.array([[low]]), np.array([[1e6]]))
    [touch] = envelope.touch[0]
    rise = stack.value(np.array([touch])) - stack.value(np.array([low]))
    assert stack.marginal(np.array([touch])) * (touch - low) == pytest.approx(rise, rel=1e-9, abs=0)
    assert touch > stack.inflection[0] > low
    assert np.exp(envelope.entry[0]) == pytest.approx(stack.marginal(np.array([touch])), rel=1e-9, abs=0)


def test_a_chord_that_does_not_touch_before_the_high_bound_ends_there() -> None:
    stack = Stack([Curve("s", "hill", 1.0, 100.0, slope=3.0)])
    assert Envelope(stack, np.array([[3.0]]), np.array([[90.0]])).touch[0] == 90.0


def test_only_a_spend_between_its_bounds_falls_as_the_marginal_climbs() -> None:
    stack = Stack([Curve("log", "log", 100.0, 10.0)])
    envelope = Envelope(stack, np.full((5, 1), 1.0), np.full((5, 1), 20.0))
    marginals = stack.marginal(np.array([[0.5], [1.0], [5.0], [20.0], [30.0]]))[:, 0]
    spend, fall = envelope.spend(np.log(marginals), taken=False)
    assert spend[:, 0] == pytest.approx([1.0, 1.0, 5.0, 20.0, 20.0]) and fall[:, 0] == pytest.approx([0, 0, 15.0, 0, 0])


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_what_rounding_left_goes_to_the_free_spends_first_then_wherever_there_is_room(scale: float) -> None:
    falls = np.full((1, 3), scale)
    low, high = np.array([[1.0, 2.0, 3.0]]), np.array([[10.0, 20.0, 3.0]])
    free = settled(np.array([[4.0, 2.0, 3.0]]), np.array([9.5]), low, high, falls)
    assert free.tolist() == [[4.5, 2.0, 3.0]]
    held = settled(low.copy(), np.array([6.0 + 2.7]), low, high, falls)
    assert held[0] == pytest.approx([1.9, 3.8, 3.0])
    above = settled(high.copy(), np.array([33.0 - 2.7]), low, high, falls)
    assert above[0] == pytest.approx([9.1, 18.2, 3.0])
    assert settled(low.copy(), np.array([6.0]), low, high, falls).tolist() == low.tolist()
