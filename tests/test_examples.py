"""Seven invented firms whose answers differ, and that each show one case."""

from functools import cache

import pytest

from cmo_model import Advice, advise, examples
from cmo_model.readers import read_scenario
from cmo_model.words import LANGUAGES, text


@cache
def advised(name: str, seed: int = 1) -> Advice:
    return advise(read_scenario(examples.source(name).encode()), seed=seed)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("name", "reading", "month"),
    [
        ("traiteur-maskinonge", "neither_yet", None),
        ("thes-brunante", "fractional", None),
        ("logiciels-perce-neige", "hybrid", None),
        ("equipements-laurentides", "hire", 1),
        ("atelier-boreal", "fractional", 49),
        ("clinique-des-rapides", "neither_yet", None),
        ("alarmes-grand-heron", "hybrid", None),
    ],
)
def test_each_firm_has_its_own_answer(name: str, reading: str, month: int | None, seed: int) -> None:
    advice = advised(name, seed)
    assert (advice.reading, advice.search_month) == (reading, month)
    assert (advice.label == "too_close") == (name == "alarmes-grand-heron")


def test_the_clinic_that_recovered_its_taxes_would_be_answered_otherwise() -> None:
    clinic = advised("clinique-des-rapides").decision.scenario
    assert not clinic.company.recovers_sales_tax
    assert advise(clinic.with_values({"company.recovers_sales_tax": True}), dates=False).reading == "fractional"


def test_one_firms_answer_is_another_at_two_three_and_five_years() -> None:
    readings = {name: advised(name).decision.verdict.reading_by_horizon for name in examples.names()}
    assert list(readings["alarmes-grand-heron"].values()) == ["fractional", "hybrid", "hire"]


def test_each_firm_has_a_two_line_story_in_both_languages_and_its_own_name() -> None:
    assert len(examples.names()) == 7 and examples.FIRST in examples.names()
    for name in examples.names():
        for language in LANGUAGES:
            t = text(language)
            assert t(f"examples.{name}.story").count("\n") == 1
            assert t(f"examples.{name}.name") == advised(name).decision.scenario.name


def test_signals_and_calculation_are_compared_both_ways() -> None:
    for name, agree in (("equipements-laurentides", True), ("atelier-boreal", True), ("logiciels-perce-neige", False)):
        advice = advised(name)
        assert (advice.decision.verdict.signals_say == advice.says) == agree, name


def test_an_unknown_example_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        examples.source("../scenario")
