"""What is expected by month: the decision's own months, and a band that holds what one firm can see."""

import numpy as np
import pytest

from cmo_model import Scenario, decide
from cmo_model.checkback import MEASURES, MOST_MONTHS, expected
from cmo_model.checkback.expected import drawn, walked
from cmo_model.decision import quantities
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.uncertainty import AsEvents

SCENARIO = Scenario()


@pytest.mark.parametrize("option", OPTIONS)
def test_the_central_path_is_that_of_the_decision(option: str) -> None:
    """Customers, outlay and need to the last digit; sales are what margin is taken of."""
    months = decide(SCENARIO).months[option]
    bands = expected(SCENARIO, option, draws=64)
    for measure, column in (("customers", "customers"), ("cost", "outlay"), ("hours", "need")):
        assert bands[measure].central == pytest.approx(months[column][:MOST_MONTHS], abs=1e-4)


def test_without_a_premium_sales_are_the_margin_over_its_share() -> None:
    scenario = SCENARIO.with_values({"leadership_effect.price_premium": 0.0})
    months = decide(scenario).months["in_house"]
    base = np.array(months["customers_base"]) * scenario.company.annual_revenue / scenario.customers.active / 12
    margin = np.array(months["extra_margin"]) + base * scenario.company.contribution_margin
    sales = walked(scenario, "in_house", months=36)["sales"][0]
    assert sales == pytest.approx(margin / scenario.company.contribution_margin)


def test_with_a_premium_margin_is_sales_less_the_variable_cost_of_what_is_sold() -> None:
    """By hand: a price p sells p^(−ε) as much, at the variable cost of today's price."""
    months, q = decide(SCENARIO).months["in_house"], quantities(SCENARIO)
    customers, capability = np.array(months["customers"]), np.array(months["capability"])
    price = 1 + (capability - decide(SCENARIO).capability_today) * float(q["leadership_effect.price_premium"])
    each = SCENARIO.company.annual_revenue / SCENARIO.customers.active / 12
    sales = customers * each * price ** (1 - SCENARIO.leadership_effect.price_elasticity)
    assert walked(SCENARIO, "in_house", months=36)["sales"][0] == pytest.approx(sales)


def test_who_comes_without_ads_is_as_expected_where_retention_is_another() -> None:
    """Without effects of leadership, customers of each month are those kept at the true rate and who was expected to come."""
    without = {"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0, **dict.fromkeys(CLAIMED, 0.0)}
    scenario = SCENARIO.with_values(without)
    active, growth = scenario.customers.active, 1 + scenario.company.revenue_growth
    path, customers = [], active
    for month in range(1, MOST_MONTHS + 1):
        start, end = (active * growth ** (at / 12) for at in (month - 1, month))
        customers = customers * 0.6 ** (1 / 12) + end - start * 0.8 ** (1 / 12)
        path.append(customers)
    assert walked(scenario, "fractional", {"customers.annual_retention": np.array([0.6])})["customers"][0] == pytest.approx(path)


def test_a_life_is_one_firm_and_its_luck_can_be_shared() -> None:
    lives = walked(SCENARIO, "fractional", cases=200, seating=AsEvents(200, 5))
    fees = lives["cost"][:, 0]
    assert {*np.round(fees / fees.max(), 6)} <= {0.0, 1.0}  # there or not, never in part
    twice = walked(SCENARIO, "fractional", cases=400, seating=AsEvents(400, 5, times=2))
    assert (twice["cost"][:200] == twice["cost"][200:]).all()


@pytest.mark.parametrize("option", ["fractional", "in_house", "hybrid"])
def test_the_band_holds_four_firms_in_five_that_are_within_their_ranges(option: str) -> None:
    """Other draws and other lives than those that it was made of."""
    bands, others = expected(SCENARIO, option), drawn(SCENARIO, option, seed=9)
    shares = []
    for measure in MEASURES:
        low, high = np.array(bands[measure].low), np.array(bands[measure].high)
        shares.append(((others[measure] >= low) & (others[measure] <= high)).mean())
    assert min(shares) > 0.77 and np.mean(shares) < 0.92


def test_nobody_counts_closer_than_a_hundredth() -> None:
    """Without any uncertainty a band still has a width, on both sides."""
    certain = Scenario.model_validate({"uncertainty": {"*": None}})
    for band in expected(certain, "owner").values():
        assert all(low < middle < high for low, middle, high in zip(band.low, band.middle, band.high, strict=True))
