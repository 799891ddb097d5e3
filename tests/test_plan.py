"""The plan of a hire, worked backwards."""

import datetime

from cmo_model import Scenario, decide, examples
from cmo_model.decision.plan import plan
from cmo_model.readers import read_scenario

DAY = datetime.date(2026, 11, 22)


def test_the_search_opens_in_the_month_given_and_the_contract_ends_once_the_hire_is_ready() -> None:
    first = read_scenario(examples.source(examples.FIRST).encode())
    steps = {step.name: step for step in plan(decide(first), 43, DAY)}
    assert [s.month for s in steps.values()] == [43, 46, 47, 53, 53]
    assert steps["search"].day == datetime.date(2030, 5, 1)
    assert steps["external_ends"].day == datetime.date(2031, 3, 1)


def test_a_hire_at_once_by_an_owner_who_leads_alone_has_no_contract_to_end() -> None:
    large = read_scenario(examples.source("equipements-laurentides").encode())
    now = large.with_values({"current": "owner", "company.annual_revenue": 6e7, "fractional.monthly_fee": 20_000.0})
    assert [step.name for step in plan(decide(now), 1, DAY)] == ["search", "offer", "arrival", "handover"]
    fast = now.with_values({"in_house.months_to_fill": 0.0})
    assert [step.name for step in plan(decide(fast), 1, DAY)] == ["search", "arrival", "handover"]


def test_the_contract_that_ends_is_todays_for_a_search_now_and_that_of_the_base_for_a_later_one() -> None:
    found = decide(Scenario(current="owner"))
    assert found.timing is not None
    based = found.model_copy(update={"timing": found.timing.model_copy(update={"base": "fractional"})})
    ends = [any(step.name == "external_ends" for step in plan(based, month, DAY)) for month in (1, 2, 3)]
    assert ends == [False, True, True]


def test_without_a_hire_in_sight_there_is_no_plan() -> None:
    assert plan(decide(Scenario()), None, DAY) == () == plan(decide(Scenario(current="in_house")), 1, DAY)


def test_without_a_bridge_the_contract_ends_as_the_search_opens() -> None:
    later = decide(read_scenario(examples.source(examples.FIRST).encode()))
    unbridged = later.scenario.model_copy(update={"bridge": False})
    steps = {step.name: step.month for step in plan(later.model_copy(update={"scenario": unbridged}), 43, DAY)}
    assert steps["external_ends"] == steps["search"] == 43
