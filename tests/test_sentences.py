"""Each situation has its sentence, in both languages, with the advice's own figures."""

import datetime
import re
from functools import cache
from typing import Any

import pytest

from cmo_model import Scenario, advise, decide
from cmo_model.scenario import OPTIONS, hires
from cmo_model.uncertainty import Advice
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.verdict import pillars, priorities, three_signals

FRENCH, ENGLISH = text("fr"), text("en")
DAY = datetime.date(2026, 11, 25)


@cache
def on(current: str) -> Advice:
    return advise(Scenario.model_validate({"current": current}))


def with_(advice: Advice, **changes: Any) -> Advice:
    return advice.model_copy(update=changes)


@pytest.mark.parametrize("current", OPTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_arrangement_is_spoken_of(current: str, language: str) -> None:
    t, advice = text(language), on(current)  # type: ignore[arg-type]
    said = [said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, DAY, t), said_of.agreement(advice, t)]
    said += [*said_of.sure(advice, t), *said_of.beside(advice, t), said_of.error(advice, t)]
    assert all(sentence.endswith((".", "».", "”.", ").")) for sentence in said)
    assert len(three_signals(advice.decision, t)) == len(pillars(advice.decision, t)) == 3
    assert not any(re.search(r"\$[\d,]+\.\d|,\d\d\s\$", sentence) for sentence in said)  # no cents on what is uncertain


@pytest.mark.parametrize(
    ("current", "advised", "do", "open_it"),
    [
        ("in_house", "in_house", "Gardez votre direction marketing interne.", "personne à recruter"),
        ("in_house", "in_house_team", "embauchez une personne à la coordination", "recruter une personne à la coordination"),
        ("in_house_team", "in_house", "sans le poste de coordination", "personne à recruter"),
        ("in_house", "fractional", "Engagez une direction marketing externalisée.", "pas d'embauche à faire"),
        ("in_house_team", "hybrid", "gardez la coordination", "pas d'embauche à faire"),
        ("hybrid", "fractional", "sans le poste de coordination", ""),
        ("fractional", "hybrid", "à temps réduit et embauchez", ""),
        ("consultant", "owner", "continuez de diriger, sans consultant", ""),
        ("fractional", "owner", "reprenez vous-même", ""),
        ("owner", "owner", "continuez de vous en occuper vous-même", ""),
    ],
)
def test_advice_knows_what_is_there_today(current: str, advised: str, do: str, open_it: str) -> None:
    advice = with_(on(current), advised=advised, label="clear")
    assert do in said_of.headline(advice, FRENCH) and open_it in said_of.when(advice, DAY, FRENCH)


def test_a_tie_is_said_as_a_tie_and_names_both() -> None:
    close = with_(on("fractional"), advised="hybrid", rival="fractional", label="too_close", tied=("hybrid", "fractional"))
    said = said_of.headline(close, FRENCH).replace("\u00a0", " ")
    assert said.startswith("C'est serré : engager une direction externalisée à temps réduit")
    assert said.endswith("ou garder votre direction externalisée.")
    tied = with_(close, runner_up="fractional")
    assert "vaudrait autant" in said_of.lead(tied, FRENCH) and "worth as much" in said_of.lead(tied, ENGLISH)


def test_a_date_is_named_only_where_the_draws_agree() -> None:
    advice = on("fractional")
    assert advice.when is not None
    chances = tuple(0.7 for _ in advice.when.months)
    seen = advice.when.model_copy(update={"chance": chances})
    later = with_(advice, advised="fractional", hire_from=43, when=seen)
    assert "vers mai 2030" in said_of.when(later, DAY, FRENCH) and "70" in said_of.when(later, DAY, FRENCH)
    assert said_of.when(with_(advice, advised="in_house", hire_from=1), DAY, ENGLISH) == "Start recruiting now."
    never = said_of.when(with_(advice, advised="fractional", hire_from=None, p_ever=0.4), DAY, FRENCH)
    assert "n'est pas en vue" in never and "40 %" in never.replace("\u00a0", " ")
    for advised, month in (("in_house", None), ("in_house", 7), ("fractional", 1)):
        said = said_of.when(with_(advice, advised=advised, reading=OPTIONS[advised].reading, hire_from=month), DAY, ENGLISH)
        assert said == "No date is sure enough to start recruiting: the simulations do not agree."


def test_gains_are_over_today_and_over_the_next() -> None:
    advice = on("owner")
    moved = with_(advice, advised="hybrid", runner_up="fractional", tied=("hybrid",))
    first, second = said_of.gains(moved, FRENCH)
    assert "par rapport à aujourd'hui" in first and FRENCH.about(moved.gain.mean_gain) in first
    assert "de plus que le deuxième" in second
    stayed = with_(advice, advised="owner", runner_up="hybrid", tied=("owner",))
    assert len(said_of.gains(stayed, FRENCH)) == 1
    assert len(said_of.gains(with_(moved, runner_up="owner"), FRENCH)) == 1


def test_an_amount_is_rounded_to_what_is_known() -> None:
    assert [ENGLISH.about(x) for x in (42_472.35, -774.4, 8.49, 1_605_819.0, 0.0)] == ["$42,000", "−$770", "$8", "$1,600,000", "$0"]


def test_what_the_answer_hangs_on_is_told() -> None:
    advice = on("fractional")
    verdict = advice.decision.verdict.model_copy(update={"reading_by_horizon": {"24": "fractional", "36": "hybrid", "60": "hire"}})
    changed = with_(advice, advised="hybrid", reading="hybrid", decision=advice.decision.model_copy(update={"verdict": verdict}))
    said = " ".join(said_of.beside(changed, ENGLISH))
    assert "over 2 years" in said and "over 5 years" in said
    steady = verdict.model_copy(update={"reading_by_horizon": dict.fromkeys(("24", "36", "60"), "hybrid")})
    same = advice.decision.model_copy(update={"verdict": steady, "best": "hybrid"})
    assert said_of.beside(with_(changed, decision=same), ENGLISH) == []
    other = with_(changed, decision=same.model_copy(update={"best": "fractional"}))
    assert "without their uncertainty" in " ".join(said_of.beside(other, ENGLISH))


def test_signals_and_calculation_are_two_readings() -> None:
    advice = with_(on("fractional"), advised="fractional", reading="fractional", hire_from=None, label="clear")

    def signalling(says: str) -> Advice:
        verdict = advice.decision.verdict.model_copy(update={"signals_say": says})
        return with_(advice, decision=advice.decision.model_copy(update={"verdict": verdict, "best": "fractional"}))

    assert said_of.agreement(signalling("external"), ENGLISH) == "Signals and calculation agree: do not hire in-house yet."
    tied = with_(signalling("external"), label="too_close")
    assert said_of.agreement(tied, ENGLISH).endswith("The calculation cannot tell the two options apart.")
    apart = said_of.agreement(signalling("internalise"), ENGLISH)
    term, amount = max(advice.decision.verdict.rival_difference.items(), key=lambda item: item[1])
    assert "By the signals" in apart and f"{ENGLISH(f'terms.{term}')}, about {ENGLISH.about(amount)}" in apart


@pytest.mark.parametrize("revenue", [2e6, 20e6])
def test_the_rival_is_the_best_on_the_other_side_of_the_hire(revenue: float) -> None:
    decision = decide(Scenario.model_validate({"company": {"annual_revenue": revenue}}))
    assert (decision.best in hires()) == (revenue > 1e7)
    across = {one: of.npv for one, of in decision.options.items() if (one in hires()) != (decision.best in hires())}
    assert decision.verdict.rival == max(across, key=lambda one: across[one])


@pytest.mark.parametrize("current", ["in_house", "fractional"])
def test_the_lead_over_the_other_side_of_the_hire_is_split_into_its_parts(current: str) -> None:
    decision = on(current).decision
    verdict = decision.verdict
    assert (verdict.rival in hires()) != (decision.best in hires())
    lead = decision.options[decision.best].npv - decision.options[verdict.rival].npv
    assert sum(verdict.rival_difference.values()) == pytest.approx(lead, rel=1e-6)


def test_a_firm_in_validation_is_told_the_articles_priorities() -> None:
    assert len(priorities(FRENCH)) == 3 and "canaux non rentables" in priorities(FRENCH)[2]


def test_a_quote_is_called_a_quote() -> None:
    owner = decide(Scenario(current="owner"))
    assert "Si vous preniez cette soumission." in three_signals(owner, FRENCH)[1].when
    assert "soumission" not in three_signals(decide(Scenario()), FRENCH)[1].when


def test_signals_say_when_they_light_or_that_they_never_will() -> None:
    shrinking = decide(Scenario.model_validate({"workload": {"annual_growth": -0.1}}))
    assert three_signals(shrinking, ENGLISH)[0].when == "Threshold never reached at this pace."
    full = decide(Scenario.model_validate({"workload": {"hours_per_week": 40.0}}))
    assert three_signals(full, ENGLISH)[0].lit and three_signals(full, ENGLISH)[0].when == "Threshold crossed."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"customers": {"annual_retention": 0.95}}, "10% more cannot be"),
        ({"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}, "no acquisition cost"),
        ({}, "more than any cut"),
        ({"customers": {"annual_retention": 0.3}}, "less for each new one"),
        ({"customers": {"annual_retention": 1.0}, "discount_rate": 0.0}, "no limit"),
    ],
)
def test_retention_never_prints_the_slogan_alone(changes: dict[str, object], words: str) -> None:
    said = dict(pillars(decide(Scenario.model_validate(changes)), ENGLISH))["Retention"]
    assert words in said


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}, "Acquisition", "no sales per ad dollar"),
        ({"current": "owner"}, "Acquisition", "You break even at $2.22. Your profit"),
        ({}, "Acquisition", "$2.22, and at $5.47 when it pays the fees too. Your profit peaks near $4.44"),
        ({"leadership_effect": {"price_premium": 0.0}}, "Brand", "No price rise is assumed"),
        ({"leadership_effect": {"price_premium": 0.08, "price_elasticity": 3.5}}, "Brand", "it is not taken"),
    ],
)
def test_a_pillar_without_its_figure_says_so_in_a_sentence_of_its_own(changes: dict[str, object], place: str, words: str) -> None:
    assert words in dict(pillars(decide(Scenario.model_validate(changes)), ENGLISH))[place]


def test_signals_without_their_figure_or_out_of_sight_say_so() -> None:
    odd = decide(
        Scenario.model_validate(
            {"in_house": {"base_salary": 0.0}, "workload": {"annual_growth": 1e-30}, "data_culture": {"answers": [None] * 12}}
        )
    )
    complexity, ratio, culture = three_signals(odd, ENGLISH)
    assert complexity.when == "Threshold out of sight at this pace."
    assert "nothing to compare" in ratio.measure and "speed (no answer)" in culture.measure
    assert culture.when == "Lit when the need reaches 60. Write things down first, hire next."


def test_the_verdict_names_the_second_and_the_best_of_another_reading() -> None:
    large = decide(Scenario.model_validate({"company": {"annual_revenue": 12e6}, "customers": {"active": 2_400.0}}))
    ranked = sorted(large.options, key=lambda o: -large.options[o].npv)
    verdict = large.verdict
    assert (large.best, verdict.runner_up) == tuple(ranked[:2])
    assert verdict.margin == large.options[ranked[0]].npv - large.options[ranked[1]].npv
    other = next(option for option in ranked if OPTIONS[option].reading != verdict.reading)
    assert verdict.reading_runner_up == other and verdict.reading_margin >= verdict.margin
