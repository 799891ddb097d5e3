"""Rules are linked by name, and say who misses what."""

import numpy as np
import pytest

from cmo_model import parameters
from cmo_model import rules as formulas
from cmo_model.graph import Graph, MissingValueError, Rule, namespace, unit
from cmo_model.rules import payroll
from cmo_model.rules.value import RIVALS, worth
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, text


@unit("money")
def twice(x: float) -> float:
    return 2 * x


@unit("money")
def total(twice: float, shop__rent: float) -> float:
    return twice + shop__rent


RULES = namespace("till", (total, twice))


def test_a_rule_takes_its_namespace_first_and_full_names_next() -> None:
    assert {rule.name: rule.needs for rule in RULES} == {
        "till.total": ("till.twice", "shop.rent"),
        "till.twice": ("x",),
    }
    assert Graph(RULES).compute({"x": 3, "shop.rent": 1}) == {"till.twice": 6, "till.total": 7}


def test_arrays_pass_through_the_same_rules() -> None:
    found = Graph(RULES).compute({"x": np.array([1.0, 2.0]), "shop.rent": 1.0})
    assert found["till.total"].tolist() == [3.0, 5.0]


def test_a_given_value_replaces_its_rule() -> None:
    assert Graph(RULES).compute({"till.twice": 10, "shop.rent": 1}) == {"till.twice": 10, "till.total": 11}


def test_a_missing_value_names_who_needs_it() -> None:
    with pytest.raises(MissingValueError, match=r"shop\.rent is needed by till\.total"):
        Graph(RULES).compute({"x": 3})


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two rules are named till\.twice"):
        Graph([*RULES, Rule("till.twice", twice, ("x",))])


PLACES = [(place, year) for place, years in parameters.available().items() for year in years]


@pytest.mark.parametrize(("place", "year"), PLACES)
def test_the_graph_is_complete_wherever_there_are_parameters(place: str, year: int) -> None:
    graph = Graph(formulas.rules(parameters.statutory(place, year).lines))
    lines = parameters.statutory(place, year).lines
    known = (
        FIELDS.keys()
        | {f"thresholds.{name}" for name in parameters.thresholds()}
        | payroll.law_of(lines).keys()
        | {"law.sales_tax"}
    )
    assert graph.inputs() <= known


@pytest.mark.parametrize(("place", "year"), PLACES)
def test_every_rule_has_a_unit(place: str, year: int) -> None:
    assert [rule.name for rule in formulas.rules(parameters.statutory(place, year).lines) if not rule.unit] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_name_and_a_formula_in_words(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    for rule in formulas.rules(parameters.statutory("CA-QC", 2026).lines):
        parts = rule.name.split(".")
        if parts[0] == "law" or (parts[0] == "loaded_salary" and parts[2] == "lines"):
            continue  # a line's name and formula come from its parameters
        key = f"rules.loaded_salary.{parts[2]}" if parts[0] == "loaded_salary" else f"rules.{rule.name}"
        assert t.has(f"{key}.label") and t.has(f"{key}.formula"), key


def test_whatever_is_made_from_options_has_its_unit() -> None:
    units = {rule.name: rule.unit for rule in worth("fractional", tuple(OPTIONS)).rules.values()}
    chosen = {"best": "option", "verdict.reading": "reading", "timing.base": "option", "verdict.cash_best": "option"}
    chosen |= {f"verdict.{rival}": "option" for rival in RIVALS}
    assert {name: of for name, of in units.items() if of != "money"} == chosen
