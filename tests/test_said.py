"""Sentences as they come out, at nought, one, two and many, negative, absent, tied: a table that a person reads.

`cases/sentences.yaml` holds what each says in both languages, spaces that hold written as plain ones.
"""

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cmo_model import Decision, Scenario, advise, decide
from cmo_model.growth.transfer import Transfer
from cmo_model.uncertainty import Advice
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import transfer as transfers
from cmo_model.words.sentences.verdict import pillars, three_signals

CASES: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "cases" / "sentences.yaml").read_text("utf-8"))
DAY = datetime.date(2026, 3, 1)


@cache
def plain() -> Advice:
    return advise(Scenario(), 64)


@cache
def certain() -> Advice:
    return advise(Scenario.model_validate({"uncertainty": {"*": None}}), 64)


def but(**changed: Any) -> Advice:
    return plain().model_copy(update=changed)


def fractional(**changed: Any) -> Advice:
    return but(**{"advised": "fractional", "label": "clear", "hire_from": None, "rival": "hybrid"} | changed)


def firm(changes: dict[str, Any]) -> Decision:
    return decide(Scenario.model_validate(changes))


def pillar(place: int, changes: dict[str, Any]) -> Callable[[Text], str]:
    return lambda t: pillars(firm(changes), t)[place][1]


NO_ADS = {"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}
BLANK = {"data_culture": {"answers": [None] * 12, "need": [None] * 3}}
SAID: dict[str, Callable[[Text], str]] = {
    **{f"months: {n}": lambda t, n=n: t.counted("months", n) for n in (0, 1, 2, 36)},  # type: ignore[misc]
    **{f"years: {n}": lambda t, n=n: t.counted("years", n) for n in (1, 2)},  # type: ignore[misc]
    "days: 1": lambda t: t.counted("days", 1),
    "weeks: 2": lambda t: t.counted("weeks", 2),
    "first of a month": lambda t: t.date(DAY),
    "amount: 0": lambda t: t.about(0),
    "amount: below nought": lambda t: t.about(-5_432),
    "amount: large": lambda t: t.about(1_234_567),
    "amount: to the cent": lambda t: t.money(1234.56),
    "amount: none": lambda t: t.value(None, "money"),
    **{f"figures of one's own: {n}": lambda t, n=n: t.counted("mine", n) for n in (1, 3)},  # type: ignore[misc]
    **{f"still the example's: {n}": lambda t, n=n: t.counted("borrowed", n) for n in (1, 8)},  # type: ignore[misc]
    **{f"differences that move nothing: {n}": lambda t, n=n: t.counted("still", n) for n in (1, 7)},  # type: ignore[misc]
    **{f"smaller differences: {n}": lambda t, n=n: t.counted("smaller", n) for n in (1, 4)},  # type: ignore[misc]
    "a tie": lambda t: said_of.headline(but(label="too_close", advised="fractional", rival="in_house"), t),
    "a tie, in the signals' line": lambda t: said_of.agreement(but(label="too_close"), t),
    "the second cannot be told apart": lambda t: said_of.lead(but(tied=(plain().runner_up,)), t),
    "today's arrangement wins": lambda t: said_of.headline(fractional(), t),
    "nothing is uncertain": lambda t: said_of.sure(certain(), t)[0],
    "gain certain": lambda t: " ".join(said_of.gains(certain(), t)),
    "almost certain": lambda t: said_of.chance(0.999, t),
    "almost impossible": lambda t: said_of.chance(0.002, t),
    "no chance": lambda t: said_of.chance(0.0, t),
    "hire now": lambda t: said_of.when(but(advised="in_house", reading="hire", hire_from=1), DAY, t),
    "hire never in sight": lambda t: said_of.when(fractional(p_ever=0.02), DAY, t),
    "hire as likely as not": lambda t: said_of.when(fractional(p_ever=0.5), DAY, t),
    "already in-house": lambda t: said_of.when(advise(Scenario(current="in_house"), 64, dates=False), DAY, t),
    "threshold crossed": lambda t: three_signals(firm({"workload": {"hours_per_week": 40.0}}), t)[0].when,
    "threshold never": lambda t: three_signals(firm({"workload": {"annual_growth": -0.1}}), t)[0].when,
    "threshold far": lambda t: three_signals(firm({"workload": {"annual_growth": 0.01}}), t)[0].when,
    "no answer on data": lambda t: three_signals(firm(BLANK), t)[2].measure,
    "a quote": lambda t: three_signals(firm({"current": "owner"}), t)[1].when,
    "no advertising": pillar(0, NO_ADS),
    "no advertising, retention": pillar(1, NO_ADS),
    "retention at its limit": pillar(1, {"customers": {"annual_retention": 0.95}}),
    "retention without end": pillar(1, {"customers": {"annual_retention": 1.0}, "discount_rate": 0.0}),
    "no price rise": pillar(2, {"leadership_effect": {"price_premium": 0.0}}),
    "a price rise that loses": pillar(2, {"leadership_effect": {"price_premium": 0.08, "price_elasticity": 3.5}}),
    "nothing flips": lambda t: t("risk.flips_none"),
    "only one flips": lambda t: t("risk.flip_no_other"),
    "nothing worth knowing": lambda t: t("risk.information_none"),
    "no plan": lambda t: t("when.plan_none"),
    "transfer unanswered": lambda t: " ".join(transfers.standing(Transfer(), t)),
    "cash: never below": lambda t: t("cost.no_peak", option=t("options.in_house")),
    "cash: never back": lambda t: t("cost.no_payback"),
    "a remark": lambda t: t("remarks.spend_without_customers"),
    "I don't know": lambda t: t("page.unknown"),
}


def test_the_table_has_every_case_and_no_other() -> None:
    assert list(CASES) == list(SAID)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAID)
def test_a_sentence_comes_out_as_it_is_read(name: str, language: str) -> None:
    assert SAID[name](text(language)).replace("\u00a0", " ") == CASES[name][language]
