"""What the articles claim is told whole, in two languages, each in its own typography, and nowhere as proof."""

import re
from collections import Counter
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from cmo_model import Scenario, decide, parameters
from cmo_model.parameters.schema import Claim, Claims, Stands
from cmo_model.words import catalogue

BOOK = parameters.claims()
FRENCH, ENGLISH = catalogue("fr"), catalogue("en")
TEXTS = [f"parameters.claims.{c.id}.{part}" for c in BOOK.claims for part in ("claim", "when", "how")]


def faults_in_french(text: str) -> list[str]:
    """Spaces and marks that Québec French does not write."""
    return re.findall(r" [;!?]|«[^ ]|[^ ]»|\w:(?!\d)|\d[%$]|\d\.\d|\d,\d{3}\b|[—!]", text)


def faults_in_english(text: str) -> list[str]:
    """Marks that belong to French."""
    return re.findall(r" [;:!?%]|[«»]|\d,(?!\d{3}\b)\d|\d \d{3}\b|\d ?\$|[—!]", text)


def test_every_claim_has_a_name_of_its_own_and_a_known_article() -> None:
    names = [claim.id for claim in BOOK.claims]
    assert len(set(names)) == len(names)
    assert {claim.article for claim in BOOK.claims} == BOOK.articles.keys()


def test_the_three_pillars_come_first_and_then_the_signals() -> None:
    names = [claim.id for claim in BOOK.claims]
    order = ["acquisition_ratio", "retention_over_acquisition", "brand_asset", "full_time_hours", "fee_ratio", "fast_iteration"]
    order += ["diagnostic", "arbitrage", "transfer", "validation_priorities", "wider_duties"]
    assert [name for name in names if name in order] == order


def test_every_verdict_on_a_claim_is_used() -> None:
    assert Counter(claim.stands for claim in BOOK.claims).keys() == set(get_args(Stands))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_whole_and_short_in_both_languages(name: str) -> None:
    for text in (FRENCH[name], ENGLISH[name]):
        assert 20 <= len(text) <= 320, len(text)
        assert text == " ".join(text.split()) and text.rstrip('»" ').endswith(".")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_keeps_the_marks_of_its_language(name: str) -> None:
    assert not faults_in_french(FRENCH[name])
    assert not faults_in_english(ENGLISH[name])


def figures(text: str) -> Counter[str]:
    """Numbers as both languages would write them without separators."""
    joined = re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", text)
    return Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", joined)))


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_give_the_same_figures(name: str) -> None:
    assert figures(FRENCH[name]) == figures(ENGLISH[name])


def test_the_checks_see_the_faults_they_look_for() -> None:
    for wrong in ("oui ; non", "vrai ?", "« mot»", "«mot »", "soit: un", "10%", "0.5", "1,234 $"):
        assert faults_in_french(wrong), wrong
    assert not faults_in_french("Soit « 3:1 » : 1 234 $, ou 10,5 %; non.")
    for wrong in ("yes ; no", "true ?", "« word »", "0,5", "1 234", "10 %", "5 $"):
        assert faults_in_english(wrong), wrong
    assert not faults_in_english("Take 3:1: $1,234, or 10.5%; no.")


def test_an_address_is_one_or_is_empty() -> None:
    for source in (source for claim in BOOK.claims for source in claim.sources):
        assert source.title and re.fullmatch(r"(https?://[^\s]+)?", source.address)
    assert all(article.address.startswith("https://") for article in BOOK.articles.values())


def test_a_figure_cited_from_memory_says_so() -> None:
    """The loss of 50% to 60% a year was not seen again at its source."""
    for name in TEXTS:
        if "50 % à 60 %" in FRENCH[name]:
            assert "de mémoire" in FRENCH[name] and "from memory" in ENGLISH[name], name


def test_the_loaded_salary_in_the_text_is_the_one_computed() -> None:
    scenario = Scenario()
    seat = scenario.in_house.model_copy(update={"base_salary": 100_000})
    computed = decide(scenario.model_copy(update={"in_house": seat})).loaded_salary["in_house"].loaded_salary
    assert f"${round(computed, -3):,.0f}" in ENGLISH["parameters.claims.loaded_salary.when"]


def test_the_thresholds_in_the_text_are_the_ones_in_force() -> None:
    value = {name: entry.value for name, entry in parameters.thresholds().items()}
    said = {claim.id: ENGLISH[f"parameters.claims.{claim.id}.claim"] for claim in BOOK.claims}
    assert f"{value['acquisition_low']:.0f}:1 to {value['acquisition_high']:.0f}:1" in said["acquisition_ratio"]
    assert f"{100 * value['fee_ratio_low']:.0f}-{value['fee_ratio_high']:.0%}" in said["fee_ratio"]
    assert f"{value['hours_full_time']:.0f} h" in said["full_time_hours"]


def test_a_claim_of_an_unknown_article_is_refused() -> None:
    claim: dict[str, Any] = BOOK.claims[0].model_dump() | {"article": "another"}
    with pytest.raises(ValidationError, match="no such article"):
        Claims.model_validate({"articles": {}, "claims": [claim]})
    with pytest.raises(ValidationError):
        Claim.model_validate(claim | {"stands": "proven"})
