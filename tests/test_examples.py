"""Five invented firms whose honest verdicts differ."""

import pytest

from cmo_model import Decision, decide, examples
from cmo_model.readers import read_scenario
from cmo_model.words import LANGUAGES, text


def decision(name: str) -> Decision:
    return decide(read_scenario(examples.source(name).encode()))


@pytest.mark.parametrize(
    ("name", "reading", "month"),
    [
        ("traiteur-maskinonge", "neither_yet", None),
        ("clinique-des-rapides", "fractional", None),
        ("logiciels-perce-neige", "hybrid", None),
        ("equipements-laurentides", "hire", 1),
        ("atelier-boreal", "fractional", 43),
    ],
)
def test_each_firm_has_its_own_verdict(name: str, reading: str, month: int | None) -> None:
    verdict = decision(name).verdict
    assert (verdict.reading, verdict.hire_month) == (reading, month)


def test_each_firm_has_a_two_line_story_in_both_languages_and_its_own_name() -> None:
    assert len(examples.names()) == 5 and examples.FIRST in examples.names()
    for name in examples.names():
        for language in LANGUAGES:
            t = text(language)
            assert t(f"examples.{name}.story").count("\n") == 1
            assert t(f"examples.{name}.name") == decision(name).scenario.name


def test_signals_and_money_are_compared_both_ways() -> None:
    assert decision("equipements-laurentides").verdict.agree
    later = decision("atelier-boreal").verdict
    assert not later.agree and (later.signals_say, later.money_says) == ("external", "prepare")


def test_an_unknown_example_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        examples.source("../scenario")
