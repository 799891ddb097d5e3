"""A scenario is closed, strict, finite, bounded, and agrees with itself."""

from typing import Any

import pytest
from pydantic import ValidationError

from cmo_model import Scenario, decide, parameters
from cmo_model.scenario import SCHEMA_VERSION, leaves
from cmo_model.scenario.checks import visible
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, text


def kinds(tree: Any) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(tree)
    return {detail["type"] for detail in caught.value.errors()}


def nested(path: str, value: Any) -> dict[str, Any]:
    *parents, last = path.split(".")
    tree: dict[str, Any] = {last: value}
    for name in reversed(parents):
        tree = {name: tree}
    return tree


def test_a_file_holds_only_what_differs_at_any_depth() -> None:
    scenario = Scenario.model_validate({"in_house": {"base_salary": 90_000.0}})
    assert scenario.in_house.base_salary == 90_000.0
    assert scenario.in_house.tenure_months == Scenario().in_house.tenure_months


@pytest.mark.parametrize("tree", [{"x": 1}, {"company": {"x": 1}}, {"in_house": {"monthly_fee": 1.0}}])
def test_unknown_fields_are_refused(tree: dict[str, Any]) -> None:
    assert kinds(tree) == {"extra_forbidden"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_is_finite(value: float) -> None:
    assert kinds({"discount_rate": value}) == {"finite_number"}


@pytest.mark.parametrize("value", ["0.5", True, None, [0.5]])
def test_a_number_is_not_text_nor_anything_else(value: Any) -> None:
    assert kinds({"discount_rate": value}) <= {"float_type"}


NUMBERS = [f for f in FIELDS.values() if f.low is not None]


@pytest.mark.parametrize("facts", NUMBERS, ids=[f.path for f in NUMBERS])
def test_each_bound_holds(facts: Any) -> None:
    step = 1 if facts.whole else 1e-9
    number = int if facts.whole else float
    below = facts.low if facts.low_open else facts.low - step
    assert kinds(nested(facts.path, number(below))) & {"greater_than_equal", "greater_than"}
    above = facts.high + (1 if facts.whole or facts.high > 1e6 else 1e-6)
    assert kinds(nested(facts.path, number(above))) == {"less_than_equal"}


def test_every_question_has_a_unit_bounds_and_words_in_both_languages() -> None:
    from cmo_model.words.explanation import field_help, field_label

    for facts in FIELDS.values():
        assert facts.unit
        if facts.unit not in (
            "text",
            "place",
            "year",
            "version",
            "yes_no",
            "answers",
            "choice",
            "option",
            "sector",
            "duties",
            "ranges",
        ):
            assert facts.low is not None and facts.high is not None, facts.path
        for language in LANGUAGES:
            assert field_label(text(language), facts.path) and field_help(text(language), facts.path)
    assert {path for path, _ in leaves(Scenario())} == FIELDS.keys()


def test_customers_bought_with_no_spend_are_refused() -> None:
    assert kinds({"acquisition": {"monthly_spend": 0.0}}) == {"customers_without_spend"}


def test_a_place_or_a_year_without_parameters_says_which_exist() -> None:
    for tree, told in (
        ({"jurisdiction": "CA-ZZ"}, {"exist": ", ".join(parameters.available())}),
        ({"year": 2030}, {"first": 2025, "last": 2029}),
        ({"year": 2024}, {"first": 2025, "last": 2029}),
    ):
        with pytest.raises(ValidationError) as caught:
            Scenario.model_validate(tree)
        assert caught.value.errors()[0]["ctx"] == told
    assert Scenario(year=2029).year == 2029


def test_another_version_is_refused_and_ours_is_written() -> None:
    assert kinds({"schema_version": 999}) == {"version_unsupported"}
    assert Scenario().model_dump()["schema_version"] == SCHEMA_VERSION


HIDDEN = "\x00\u202e\u200b\n\x85\u00ad\u061c\u200d\u206a\ufff9\uffff\U000e0041\U000f0000\U00100000"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_name_with_hidden_characters_is_refused(hidden: str) -> None:
    assert kinds({"name": f"a{hidden}b"}) == {"text_control"}
    assert visible(f"a{hidden}b") in ("ab", "a b")


@pytest.mark.parametrize(
    "name", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525 Grill", "Élo & fils 🦫"]
)
def test_a_picture_made_of_several_is_a_name_as_another(name: str) -> None:
    assert Scenario.model_validate({"name": name}).name == name == visible(name)


def test_an_error_never_repeats_what_was_typed() -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate({"in_house": {"base_salary": -187_654.32}})
    assert "187" not in str(caught.value)


def test_a_scenario_never_changes() -> None:
    scenario = Scenario()
    with pytest.raises(ValidationError):
        scenario.year = 2025  # type: ignore[misc]
    assert scenario.with_values({"in_house.base_salary": 1.0}).in_house.base_salary == 1.0
    assert scenario == Scenario()
    with pytest.raises(ValidationError):
        scenario.with_values({"in_house.base_salary": -1.0})


WEEK = {
    "strategy": {"volume": 1.0},
    "campaigns": {"volume": 6.0, "delegated": 0.5},
    "sales_enablement": {"volume": 8.0},
    "people": {"volume": 2.0},
    "reactive": {"volume": 1.0},
}


def test_duties_give_the_hours_their_spread_and_the_chance_of_forty() -> None:
    scenario = Scenario.model_validate({"workload": {"duties": WEEK}})
    hours, spread, chance = scenario.hours_from_duties()
    rest = (1 + 8 + 4) / 6 + 6 * 0.5 * (0.3 + 2.4 + 1.2) / 6 + 8 * (0.1 + 1.0 + 0.5) / 6 + 2 * (1 + 6 + 3) / 6
    reactive = (0.10 + 0.80 + 0.35) / 6
    assert hours == pytest.approx(rest * (1 + reactive))
    variance = (3 / 6) ** 2 + (3 * 0.9 / 6) ** 2 + (8 * 0.4 / 6) ** 2 + (2 * 2 / 6) ** 2
    share = (0.25 / 6) ** 2
    assert spread == pytest.approx((variance * (1 + reactive) ** 2 + rest**2 * share + variance * share) ** 0.5)
    assert chance == pytest.approx(0.0, abs=1e-6)
    decision = decide(scenario)
    assert decision.signals.complexity.hours == pytest.approx(hours)
    assert decision.signals.complexity.hours_spread == pytest.approx(spread)
    assert decision.months["owner"]["need"][0] == pytest.approx(hours * 1.08 ** (1 / 12))


def test_a_week_of_exactly_forty_expected_hours_is_as_likely_above_as_below() -> None:
    one = Scenario.model_validate({"workload": {"duties": {"people": {"volume": 1.0}}}}).hours_from_duties()[0]
    duties = {"people": {"volume": 40 / one}}
    assert Scenario.model_validate({"workload": {"duties": duties}}).hours_from_duties()[2] == pytest.approx(0.5)


def test_an_empty_list_of_duties_is_refused() -> None:
    assert kinds({"workload": {"duties": {}}}) == {"too_short"}


def test_reactive_work_alone_is_a_share_of_nothing() -> None:
    alone = Scenario.model_validate({"workload": {"duties": {"reactive": {"volume": 1.0}}}})
    assert alone.hours_from_duties() == (0.0, 0.0, 0.0)


# The bounds that the formulas need, as the specification states them: the value just outside each is refused.
OUTSIDE = {
    "company.contribution_margin": (0.0, 1.01),
    "assumptions.response_elasticity": (0.0, 1.01),
    "brand.depreciation_rate": (0.0, 1.01),
    "customers.active": (0.0,),
    "consultant.hours_per_week": (0.0,),
    "fractional.hours_per_week": (0.0,),
    "assumptions.learning_months": (0.0,),
    "sales.cycle_days": (0.0,),
    **dict.fromkeys(("consultant.tenure_months", "fractional.tenure_months"), (0.99,)),
    **dict.fromkeys(("coordinator.tenure_months", "in_house.tenure_months"), (0.99,)),
    **dict.fromkeys(("consultant.mishire_months", "fractional.mishire_months"), (0.99,)),
    **dict.fromkeys(("coordinator.mishire_months", "in_house.mishire_months"), (0.99,)),
    **dict.fromkeys(("customers.annual_retention", "in_house.mishire_probability", "sales.win_rate"), (-0.01, 1.01)),
    **dict.fromkeys(("leadership_effect.acquisition_lift", "leadership_effect.retention_lift"), (-0.01, 5.01)),
    "leadership_effect.win_rate_lift": (-0.01, 1.01),
    "leadership_effect.price_premium": (-0.01, 0.51),
    "discount_rate": (-0.01, 1.01),
    "horizon_months": (5, 121),
    "timing_months": (0, 121),
    **dict.fromkeys(("company.revenue_growth", "workload.annual_growth", "in_house.salary_growth"), (-1.0,)),
    **dict.fromkeys(("owner.hourly_value", "assumptions.unmet_hour_cost", "fractional.monthly_fee"), (-0.01,)),
}


@pytest.mark.parametrize("path", OUTSIDE)
def test_the_bounds_of_the_specification_hold(path: str) -> None:
    for value in OUTSIDE[path]:
        assert kinds(nested(path, value)) & {"greater_than_equal", "greater_than", "less_than_equal"}, value


def test_an_unknown_duty_is_refused_and_a_known_one_survives_the_file() -> None:
    assert kinds({"workload": {"duties": {"juggling": {"volume": 1.0}}}}) == {"duty_unknown"}
    scenario = Scenario.model_validate({"workload": {"duties": WEEK}})
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario
    assert "duties" not in Scenario().model_dump()["workload"]
