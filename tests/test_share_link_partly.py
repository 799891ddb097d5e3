"""A link from another version, or made by hand, loads what it can, says what it left, and invents nothing."""

from typing import Any

import pytest

from cmo_model import Scenario, parameters
from cmo_model.readers import read_link
from tests.links import made, refused, said_well


def test_an_unknown_field_is_left_out_and_told() -> None:
    fragment = made(
        {"company.colour": 1, "zzz": {"year": 3}, "workload.duties": {"people": {"volume": 1.0, "delegated": 0.5, "x": 1}}}
    )
    shared = read_link(fragment)
    assert shared.scenario == Scenario().with_values({"workload.duties": {"people": {"volume": 1.0, "delegated": 0.5}}})
    assert sorted(said_well(shared)) == [
        ("link_field_dropped", "company.colour"),
        ("link_field_dropped", "workload.duties.people.x"),
        ("link_field_dropped", "zzz"),
    ]
    assert said_well(read_link(made(more=1))) == [("link_field_dropped", "more")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("company.contribution_margin", 4.0),
        ("company.contribution_margin", "0.4"),
        ("company.contribution_margin", None),
        ("company.annual_revenue", 1e13),
        ("horizon_months", 12.5),
        ("horizon_months", 5),
        ("current", "boss"),
        ("bridge", "yes"),
        ("data_culture.answers", [1, 9] + [0] * 10),
        ("data_culture.need", [1, 2]),
        ("discount_rate", True),
        ("advantage_volatility", -1),
        ("workload.duties", {}),
        ("workload.duties", 3),
        ("uncertainty", [1]),
    ],
)
def test_a_value_that_cannot_be_used_goes_back_to_its_default_and_is_told(path: str, value: Any) -> None:
    shared = read_link(made({path: value, "sales.win_rate": 0.31}, tags={path: "client", "sales.win_rate": "client"}))
    assert shared.scenario == Scenario().with_values({"sales.win_rate": 0.31})
    assert said_well(shared) == [("link_value_default", path)]
    assert shared.tags == {"sales.win_rate": "client"}, "nobody gave a default"


def test_a_name_that_cannot_be_shown_is_left_empty() -> None:
    for name in ("x" * 61, "a\u202eb", 3):
        shared = read_link(made({"name": name}))
        assert shared.scenario.name == "" and said_well(shared) == [("link_value_default", "name")]


def test_a_part_that_is_no_part_goes_back_to_its_defaults_one_by_one() -> None:
    shared = read_link(made({"customers": 3}))
    assert shared.scenario == Scenario()
    assert said_well(shared) == [("link_value_default", "customers.active"), ("link_value_default", "customers.annual_retention")]


def test_a_range_or_a_duty_that_cannot_be_used_is_told_and_the_others_stay() -> None:
    ranges = {
        **{"in_house.tenure_months": [18.0, 42.0, 72.0], "in_house.tenure": None, "horizon_months": None, "*": [1, 2, 3]},
        **{"sales.win_rate": [0.5, 0.2, 0.6], "brand.depreciation_rate": [0.5, 0.6, 7.0], "owner.leadership": 3},
    }
    duties = {"people": {"volume": 1.0, "delegated": 0.0}, "juggling": {"volume": 1.0}, "data": 3}
    known = sorted(parameters.duties().duties)
    other = next(name for name in known if name != "people")
    duties |= {other: {"volume": -1.0, "delegated": 0.0}}
    shared = read_link(made({"uncertainty": ranges, "workload.duties": duties}))
    assert shared.scenario.uncertainty == {"in_house.tenure_months": (18.0, 42.0, 72.0)}
    assert shared.scenario.workload.duties is not None and list(shared.scenario.workload.duties) == ["people"]
    assert {
        ("link_field_dropped", "uncertainty.in_house.tenure"),
        ("link_field_dropped", "uncertainty.horizon_months"),
        ("link_field_dropped", "workload.duties.juggling"),
        ("link_field_dropped", f"workload.duties.{other}"),
        *(
            ("link_value_default", f"uncertainty.{p}")
            for p in ("*", "sales.win_rate", "brand.depreciation_rate", "owner.leadership")
        ),
    } <= set(said_well(shared))


def test_a_missing_field_takes_todays_default_and_is_told() -> None:
    shared = read_link(made({"workload.duties": {"people": {"volume": 2.0}}}, without=("year", "brand", "in_house.base_salary")))
    assert shared.scenario.in_house == Scenario().in_house and shared.scenario.brand == Scenario().brand
    assert said_well(shared) == [
        ("link_field_missing", "year"),
        ("link_field_missing", "brand.annual_brand_spend"),
        ("link_field_missing", "brand.depreciation_rate"),
        ("link_field_missing", "in_house.base_salary"),
        ("link_field_missing", "workload.duties.people.delegated"),
    ]
    nothing = ("name", "workload.duties", "advantage_volatility", "uncertainty")
    bare = read_link(made(dict.fromkeys(nothing), without=nothing))
    assert not bare.notices and bare.scenario == Scenario().with_values({"name": ""})


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"acquisition.monthly_spend": 0.0}, "customers_without_spend", "acquisition.monthly_new_customers"),
        ({"jurisdiction": "CA-ZZ"}, "jurisdiction_unknown", "jurisdiction"),
        ({"jurisdiction": 3}, "type_text", "jurisdiction"),
        ({"year": 2031}, "year_unknown", "year"),
        ({"year": "2026"}, "type_whole", "year"),
        ({"schema_version": 0}, "version_unsupported", "schema_version"),
        ({"year": 2031, "sales.win_rate": 7.0, "zzz": 1}, "year_unknown", "year"),
    ],
)
def test_a_scenario_that_cannot_stand_is_refused(changes: dict[str, Any], code: str, path: str) -> None:
    assert refused(made(changes)) == [(code, path)]


def test_a_base_or_a_tag_that_is_not_known_is_told() -> None:
    for base in ("nowhere", 3, ["x"], None):
        shared = read_link(made(base=base))
        assert shared.base == "" and said_well(shared) == [("link_base_unknown", "")]
    tags = {"company.colour": "client", "year": "nobody", "sales.win_rate": ["client"], "customers.active": "consultant"}
    shared = read_link(made(tags=tags))
    assert shared.tags == {"customers.active": "consultant"}
    assert said_well(shared) == [("link_tag_dropped", p) for p in ("company.colour", "year", "sales.win_rate")]
    assert said_well(read_link(made(tags=3))) == [("link_tag_dropped", "")]
