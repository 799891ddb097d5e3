"""Each situation has its sentence, in both languages, with the decision's own figures."""

import pytest

from cmo_model import Scenario, decide, examples
from cmo_model.readers import read_scenario
from cmo_model.scenario import hires
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences.verdict import advice, agreement, lead, pillars, priorities, search, three_signals

FRENCH, ENGLISH = text("fr"), text("en")


@pytest.mark.parametrize("current", ["owner", "consultant", "fractional", "hybrid", "in_house", "in_house_team"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_arrangement_is_spoken_of(current: str, language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    decision = decide(Scenario.model_validate({"current": current}))
    said = [advice(decision, t), lead(decision, t), search(decision, t), agreement(decision, t)]
    assert all(sentence.endswith((".", "».")) or sentence.endswith("”.") for sentence in said)
    assert t.money(decision.verdict.margin) in lead(decision, t)
    assert len(three_signals(decision, t)) == len(pillars(decision, t)) == 3


def said_of(current: str, best: str) -> tuple[str, str]:
    """Advice and search when this arrangement is in place and that one is best."""
    decision = decide(Scenario.model_validate({"current": current}))
    chosen = decision.model_copy(update={"best": best})
    return advice(chosen, FRENCH), search(chosen, FRENCH)


@pytest.mark.parametrize(
    ("current", "best", "do", "open_it"),
    [
        ("in_house", "in_house", "Gardez votre direction marketing interne.", "n'y a pas de recherche"),
        ("in_house", "in_house_team", "embauchez une personne à la coordination", "recherche d'une personne à la coordination"),
        ("in_house_team", "in_house", "sans le poste de coordination", "n'y a pas de recherche"),
        ("in_house", "fractional", "Prenez une direction marketing externalisée.", "pas d'embauche à faire"),
        ("in_house_team", "hybrid", "gardez la coordination", "pas d'embauche à faire"),
        ("hybrid", "fractional", "sans le poste de coordination", ""),
        ("fractional", "hybrid", "à temps réduit et embauchez", ""),
        ("consultant", "owner", "continuez de diriger, sans consultant", ""),
        ("fractional", "owner", "reprenez vous-même", ""),
    ],
)
def test_advice_knows_what_is_there_today(current: str, best: str, do: str, open_it: str) -> None:
    advised, searched = said_of(current, best)
    assert do in advised and open_it in searched


def test_a_tie_is_said_as_a_tie() -> None:
    decision = decide(Scenario())
    tied = decision.model_copy(update={"verdict": decision.verdict.model_copy(update={"margin": 0.0})})
    assert "autant que" in lead(tied, FRENCH) and "as much as" in lead(tied, ENGLISH)


def test_an_agreement_names_what_both_say() -> None:
    nothing = decide(Scenario())
    assert nothing.verdict.agree and agreement(nothing, ENGLISH) == "Signals and money agree: not in-house yet."


ALL_LIT = {
    "fractional": {"monthly_fee": 8_200.0},
    "workload": {"hours_per_week": 43.0},
    "data_culture": {"answers": [0] * 12, "need": [4, 4, 4]},
}


@pytest.mark.parametrize("changes", [ALL_LIT, {"current": "in_house"}, {"company": {"annual_revenue": 12e6}}])
def test_a_disagreement_gives_the_term_that_speaks_for_the_money_across_the_hire(changes: dict[str, object]) -> None:
    decision = decide(Scenario.model_validate(changes))
    verdict = decision.verdict
    assert not verdict.agree and (verdict.rival in hires()) != (decision.best in hires())
    lead_over_rival = decision.options[decision.best].npv - decision.options[verdict.rival].npv
    assert sum(verdict.rival_difference.values()) == pytest.approx(lead_over_rival, rel=1e-6)
    term, amount = max(verdict.rival_difference.items(), key=lambda item: item[1])
    assert amount > 0
    said = agreement(decision, ENGLISH)
    assert f"{ENGLISH(f'terms.{term}')}, {ENGLISH.money(amount)} in favour of “{ENGLISH(f'options.{decision.best}')}”" in said


def test_signals_ahead_of_the_money_and_behind_it_are_told_apart() -> None:
    behind = decide(read_scenario(examples.source(examples.FIRST).encode()))
    assert "looks further" in agreement(behind, ENGLISH) and "month 43" in agreement(behind, ENGLISH)
    early = behind.model_copy(update={"verdict": behind.verdict.model_copy(update={"signals_say": "internalise"})})
    assert "only in month 43" in agreement(early, ENGLISH) and "in favour of" in agreement(early, ENGLISH)


def test_a_firm_in_validation_is_told_the_articles_priorities() -> None:
    assert len(priorities(FRENCH)) == 3 and "canaux non rentables" in priorities(FRENCH)[2]


def test_a_quote_is_called_a_quote() -> None:
    owner = decide(Scenario(current="owner"))
    assert "Si vous preniez cette soumission." in three_signals(owner, FRENCH)[1].when
    assert "soumission" not in three_signals(decide(Scenario()), FRENCH)[1].when


def test_lamps_say_when_they_light_or_that_they_never_will() -> None:
    shrinking = decide(Scenario.model_validate({"workload": {"annual_growth": -0.1}}))
    assert three_signals(shrinking, ENGLISH)[0].when == "Threshold never reached at this pace."
    full = decide(Scenario.model_validate({"workload": {"hours_per_week": 40.0}}))
    assert three_signals(full, ENGLISH)[0].lit and three_signals(full, ENGLISH)[0].when == "Threshold crossed."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"customers": {"annual_retention": 0.95}}, "cannot exist"),
        ({"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}, "no acquisition cost"),
        ({}, "more than any cut"),
        ({"customers": {"annual_retention": 0.3}}, "is worth a cut"),
        ({"customers": {"annual_retention": 1.0}, "discount_rate": 0.0}, "no limit"),
    ],
)
def test_retention_never_prints_the_slogan_alone(changes: dict[str, object], words: str) -> None:
    said = dict(pillars(decide(Scenario.model_validate(changes)), ENGLISH))["Retention"]
    assert words in said


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}, "Acquisition", "no ratio to read"),
        ({"current": "owner"}, "Acquisition", "Your break-even: 2.22:1. Here"),
        ({}, "Acquisition", "2.22:1 without the fees, 4.67:1 with them. Here, the ratio of the largest profit is 4.44:1"),
        ({"leadership_effect": {"price_premium": 0.0}}, "Brand", "No price rise is assumed"),
        ({"leadership_effect": {"price_premium": 0.08, "price_elasticity": 3.5}}, "Brand", "it is not taken"),
    ],
)
def test_a_pillar_without_its_figure_says_so_in_a_sentence_of_its_own(changes: dict[str, object], place: str, words: str) -> None:
    assert words in dict(pillars(decide(Scenario.model_validate(changes)), ENGLISH))[place]


def test_lamps_without_their_figure_or_out_of_sight_say_so() -> None:
    odd = decide(
        Scenario.model_validate(
            {"in_house": {"base_salary": 0.0}, "workload": {"annual_growth": 1e-30}, "data_culture": {"answers": [None] * 12}}
        )
    )
    complexity, ratio, culture = three_signals(odd, ENGLISH)
    assert complexity.when == "Threshold out of sight at this pace."
    assert "no ratio to read" in ratio.measure and "iteration no answer" in culture.measure
    assert culture.when == "Lights when need reaches 60 and iteration or memory is under 50."


def test_the_verdict_names_the_best_of_another_reading_and_the_moneys_own() -> None:
    large = decide(Scenario.model_validate({"company": {"annual_revenue": 12e6}, "customers": {"active": 2_400.0}}))
    assert large.best in hires() and large.verdict.runner_up not in hires() and large.verdict.money_says == "internalise"
    ranked = sorted(large.options, key=lambda o: -large.options[o].npv)
    assert ranked[1] in hires()  # the second best is a sibling, and not the runner-up
    assert decide(Scenario()).verdict.money_says == "external"
