"""Each situation has its sentence, in both languages, with the decision's own figures."""

import pytest

from cmo_model import Scenario, decide
from cmo_model.sentences import advice, agreement, lamps, lead, pillars, search
from cmo_model.text import LANGUAGES, text

FRENCH, ENGLISH = text("fr"), text("en")


@pytest.mark.parametrize("current", ["owner", "consultant", "fractional", "hybrid", "in_house", "in_house_team"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_arrangement_is_spoken_of(current: str, language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    decision = decide(Scenario.model_validate({"current": current}))
    said = [advice(decision, t), lead(decision, t), search(decision, t), agreement(decision, t)]
    assert all(sentence.endswith((".", "».")) or sentence.endswith("”.") for sentence in said)
    assert t.money(decision.verdict.margin) in lead(decision, t)
    assert len(lamps(decision, t)) == len(pillars(decision, t)) == 3


def test_an_in_house_seat_needs_no_search() -> None:
    decision = decide(Scenario(current="in_house"))
    assert decision.timing is None and search(decision, FRENCH).startswith("Le poste interne existe déjà")


def test_a_tie_is_said_as_a_tie() -> None:
    decision = decide(Scenario())
    tied = decision.model_copy(update={"verdict": decision.verdict.model_copy(update={"margin": 0.0})})
    assert "autant que" in lead(tied, FRENCH) and "as much as" in lead(tied, ENGLISH)


def test_an_agreement_names_what_both_say_and_a_disagreement_its_reason() -> None:
    nothing = decide(Scenario())
    assert nothing.verdict.agree and "stay external" in agreement(nothing, ENGLISH)
    lit = decide(
        Scenario.model_validate(
            {
                "fractional": {"monthly_fee": 8_200.0},
                "workload": {"hours_per_week": 43.0},
                "data_culture": {"answers": [0] * 12, "need": [4, 4, 4]},
            }
        )
    )
    assert lit.verdict.signals_say == "internalise" and lit.verdict.money_says != "internalise"
    term, amount = max(lit.verdict.difference.items(), key=lambda item: abs(item[1]))
    assert ENGLISH(f"terms.{term}") in agreement(lit, ENGLISH) and ENGLISH.money(abs(amount)) in agreement(lit, ENGLISH)


def test_a_quote_is_called_a_quote() -> None:
    owner = decide(Scenario(current="owner"))
    assert "Si vous preniez cette soumission." in lamps(owner, FRENCH)[1].when
    assert "soumission" not in lamps(decide(Scenario()), FRENCH)[1].when


def test_lamps_say_when_they_light_or_that_they_never_will() -> None:
    shrinking = decide(Scenario.model_validate({"workload": {"annual_growth": -0.1}}))
    assert lamps(shrinking, ENGLISH)[0].when == "Threshold never reached at this pace."
    full = decide(Scenario.model_validate({"workload": {"hours_per_week": 40.0}}))
    assert lamps(full, ENGLISH)[0].lit and lamps(full, ENGLISH)[0].when == "Threshold crossed."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"customers": {"annual_retention": 0.95}}, "cannot exist"),
        ({"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}, "no acquisition cost"),
        ({}, "more than any cut"),
        ({"customers": {"annual_retention": 0.3}}, "is worth a cut"),
    ],
)
def test_retention_never_prints_the_slogan_alone(changes: dict[str, object], words: str) -> None:
    said = dict(pillars(decide(Scenario.model_validate(changes)), ENGLISH))["Retention"]
    assert words in said
