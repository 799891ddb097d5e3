"""Which assumption explains a gap: right on firms whose truth is known, silent inside, honest on what it cannot tell."""

import numpy as np
import pytest

from cmo_model import Scenario
from cmo_model.checkback import EFFECT, Actuals, explained
from cmo_model.checkback.candidates import candidates
from cmo_model.checkback.expected import MEASURES, drawn, expected, walked
from cmo_model.checkback.gap import laid_out
from cmo_model.checkback.likeness import Marks
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.study import Array
from tests.checkback.firms import KINDS, Firm, actuals_of, firm_of, is_right

SCENARIO = Scenario()
BANDS, LIVES = expected(SCENARIO, "fractional"), drawn(SCENARIO, "fractional")


def outside(kind: str, count: int) -> list[Firm]:
    random, found = np.random.default_rng((7, KINDS.index(kind))), []
    while len(found) < count:
        firm = firm_of(kind, random)
        if not firm.explanation.inside:
            found.append(firm)
        else:
            assert firm.explanation.changes == ()
    return found


def test_the_assumption_that_changed_is_the_one_named() -> None:
    """A small sample of the study in `tests.bench.checkback`: six firms of each kind."""
    firms = [firm for kind in KINDS for firm in outside(kind, 6)]
    assert len(firms) == 30
    assert np.mean([is_right(firm) for firm in firms]) >= 0.8


def test_nothing_is_named_for_firms_within_their_ranges() -> None:
    """Nine in ten are inside, and none of these is given an assumption to correct."""
    others = drawn(SCENARIO, "fractional", seed=11)
    found = [explained(SCENARIO, "fractional", BANDS, actuals_of(others, 18, case), lives=LIVES) for case in range(0, 1024, 8)]
    inside = [one for one in found if one.inside]
    assert abs(len(inside) / len(found) - 0.9) < 0.07
    assert all(one.changes == () and one.share == 0 for one in inside)


def test_a_path_that_never_leaves_the_band_is_inside_whatever_its_shape() -> None:
    """It goes from one edge to the other each month."""
    figures = {}
    for measure in MEASURES:
        band = BANDS[measure]
        figures[measure] = tuple((band.low if month % 2 else band.high)[month] for month in range(24))
    found = explained(SCENARIO, "fractional", BANDS, Actuals(months=tuple(range(1, 25)), figures=figures), lives=LIVES)
    assert found.distance == pytest.approx(1.0) and found.inside and found.changes == ()


@pytest.mark.parametrize(
    ("path", "truth", "measures"),
    [
        ("fractional.monthly_fee", 14_000.0, ("cost",)),
        ("workload.hours_per_week", 55.0, ("hours",)),
        ("customers.annual_retention", 0.45, ("customers", "sales")),
    ],
)
def test_the_value_that_fits_is_near_the_true_one(path: str, truth: float, measures: tuple[str, ...]) -> None:
    lived = walked(SCENARIO, "fractional", {path: np.array([truth])})
    whole = actuals_of(lived, 20)
    some = Actuals(months=whole.months, figures={name: whole.figures[name] for name in measures})  # type: ignore[index]
    found = explained(SCENARIO, "fractional", BANDS, some, lives=LIVES)
    assert [one.path for one in found.changes] == [path]
    assert found.changes[0].fitted == pytest.approx(truth, rel=0.06) and found.share > 0.8


def test_two_assumptions_are_named_where_none_does_alone() -> None:
    changes = {"fractional.monthly_fee": np.array([15_000.0]), "customers.annual_retention": np.array([0.4])}
    found = explained(SCENARIO, "fractional", BANDS, actuals_of(walked(SCENARIO, "fractional", changes), 20), lives=LIVES)
    assert {one.path for one in found.changes} == changes.keys() and found.share > 0.7


def test_what_the_months_cannot_tell_is_said_beside() -> None:
    """With three months of customers alone, fewer who stay and fewer who come look the same."""
    lived = walked(SCENARIO, "fractional", {"customers.annual_retention": np.array([0.3])})
    three = Actuals(months=(1, 2, 3), figures={"customers": tuple(lived["customers"][0, :3].tolist())})
    found = explained(SCENARIO, "fractional", BANDS, three, lives=LIVES)
    assert not found.inside
    assert {"customers.annual_retention", "company.revenue_growth"} <= {one.path for one in (*found.changes, *found.alike)}


def test_a_month_that_nobody_knows_counts_for_nothing() -> None:
    lived = walked(SCENARIO, "fractional", {"fractional.monthly_fee": np.array([14_000.0])})
    whole = actuals_of(lived, 20)
    holes = {
        name: tuple(None if at % 3 == 0 else value for at, value in enumerate(column)) for name, column in whole.figures.items()
    }
    found = explained(SCENARIO, "fractional", BANDS, Actuals(months=whole.months, figures=holes), lives=LIVES)
    assert [one.path for one in found.changes] == ["fractional.monthly_fee"]


def test_the_same_months_give_the_same_explanation() -> None:
    firm = outside("retention", 1)[0]
    again = explained(firm.scenario, firm.option, firm.bands, firm.actuals)  # its lives drawn again
    assert again == firm.explanation


def test_an_assumption_stays_within_its_bounds_and_steps_are_those_of_its_range() -> None:
    for path, one in candidates(SCENARIO, "in_house_team").items():
        steps = one.reached()
        values: Array = one.at(steps)
        assert (np.diff(values) > 0).all() and 0.0 in steps, path
        assert one.at(np.array([-1.0, 0.0, 1.0])) == pytest.approx([max(one.low, one.least), one.value, min(one.high, one.most)])
        for name, figures in one.changes(SCENARIO, values).items():
            low, high = FIELDS[name].low, FIELDS[name].high
            assert low is None or (figures >= low).all()
            assert high is None or (figures <= high).all()


def test_the_effects_of_leadership_are_one_assumption() -> None:
    found = candidates(SCENARIO, "in_house")
    assert EFFECT in found and not set(CLAIMED) & found.keys()
    halved = found[EFFECT].changes(SCENARIO, np.array([0.5]))
    assert {path: float(value[0]) for path, value in halved.items()} == {
        path: pytest.approx(float(SCENARIO.value(path)) / 2) for path in CLAIMED
    }
    none = SCENARIO.with_values(dict.fromkeys(CLAIMED, 0.0))
    assert EFFECT not in candidates(none, "in_house")


def test_what_no_seat_of_the_option_has_is_no_assumption_of_it() -> None:
    found = candidates(SCENARIO, "owner")
    assert not any(path.startswith(("in_house.", "consultant.", "coordinator.")) for path in found)


@pytest.mark.parametrize("months", [(1, 2), (1, 1, 2), (3, 2, 4), (0, 1, 2), (23, 24, 25)])
def test_months_rise_from_the_day_and_are_three_at_least(months: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="months"):
        Actuals(months=months, figures={"sales": (1.0,) * len(months)})


def test_something_has_to_be_known() -> None:
    with pytest.raises(ValueError, match="figure"):
        Actuals(months=(1, 2, 3), figures={"sales": (None, None, None)})
    with pytest.raises(ValueError, match="figure"):
        Actuals(months=(1, 2, 3), figures={"sales": (1.0, 2.0)})


def test_sales_a_customer_wander_in_shares_whatever_they_amount_to() -> None:
    """They tell an effect of leadership, which moves the price, from fewer customers, unless their wandering hides it."""
    random = np.random.default_rng(3)
    lived = walked(SCENARIO, "fractional")
    for times in (1.0, 1_000.0):
        dear = lived | {"sales": times * lived["sales"]}
        known = actuals_of(dear, 24, 0, 0.01, random).known()
        marks = Marks({measure: dear[measure][0] for measure in MEASURES}, known)
        assert marks.least(laid_out(known)).max() < 0.03 + 1e-9


def test_what_no_change_leads_to_is_said_to_be_beyond_and_nothing_is_named() -> None:
    """Half the customers gone in the first month, and twice the hours: the figures entered were not those."""
    half = [0.5 * value for value in BANDS["customers"].central[:6]]
    twice = [2.0 * value for value in BANDS["hours"].central[:6]]
    actuals = Actuals(months=(1, 2, 3, 4, 5, 6), figures={"customers": tuple(half), "hours": tuple(twice)})
    found = explained(SCENARIO, "fractional", BANDS, actuals, lives=LIVES)
    assert found.beyond and not found.inside and found.changes == () and found.share == 0
