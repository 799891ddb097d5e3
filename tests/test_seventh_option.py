"""A seventh way to staff the direction and a rule of its own, added by data alone: every surface carries them."""

import datetime
import types
from types import MappingProxyType
from typing import Annotated

import pytest
from pydantic import Field

from cmo_model import decide, explain, parameters, rules
from cmo_model.decision.comparison import difference
from cmo_model.exports import Handout
from cmo_model.exports.workbook import workbook
from cmo_model.graph import unit
from cmo_model.operands import Operand
from cmo_model.scenario import OPTIONS, Option, Scenario
from cmo_model.scenario import fields as questions
from cmo_model.scenario.options import SEATS
from cmo_model.scenario.parts import Contractor, Growth, MonthlyMoney, Months, MonthsFromOne, Notice, PositiveWeekHours, Share
from cmo_model.uncertainty import assess
from cmo_model.words import Text, text
from tests.exports.evaluated import Evaluation
from tests.exports.recalculated import disagreements

WORDS = {
    "options.agency": "Agence",
    "seats.agency": "Agence",
    "subjects.agency": "Agence",
    "verdict.keep.agency": "Gardez l'agence.",
    "advice.keep.agency": "garder l'agence",
    "advice.take.agency": "prendre une agence",
    "verdict.take.agency": "Prenez l'agence.",
    "workbook.sheets.agency": "Agence",
    "rules.signals.agency.hourly_price.label": "Prix d'une heure d'agence",
    "rules.signals.agency.hourly_price.formula": "Honoraires d'un an ÷ (52 × heures).",
}


class Agency(Contractor):
    """An agency that leads: dearer by the month, many hours, never mis-hired."""

    monthly_fee: MonthlyMoney = 6_000.0
    fee_growth: Growth = 0.02
    hours_per_week: PositiveWeekHours = 22.0
    leadership: Share = 0.85
    months_to_fill: Months = 0.25
    months_to_ramp: Months = 0.5
    tenure_months: MonthsFromOne = 60.0
    mishire_probability: Share = 0.0
    mishire_months: MonthsFromOne = 3.0
    notice_months: Notice = 2.0


class WithAgency(Scenario):
    """The questions, and those of the agency."""

    agency: Annotated[Agency, Field()] = Agency()


@unit("money_per_hour")
def hourly_price(agency__monthly_fee: Operand, agency__hours_per_week: Operand) -> Operand:
    """A year of fees over a year of hours."""
    return 12 * agency__monthly_fee / (52 * agency__hours_per_week)


@pytest.fixture
def seventh(monkeypatch: pytest.MonkeyPatch) -> Text:
    """The table with one row more, its seat, its questions, its rule and its words, which are returned."""
    french = text("fr")
    monkeypatch.setitem(SEATS, "agency", "contractor")
    monkeypatch.setitem(OPTIONS, "agency", Option(("agency",), "fractional"))
    room = types.ModuleType(hourly_price.__module__)
    room.hourly_price = hourly_price  # type: ignore[attr-defined]
    monkeypatch.setitem(rules.NAMESPACES, "signals.agency", room)
    for facts in questions._facts(WithAgency, ""):
        if facts.path.startswith("agency."):
            monkeypatch.setitem(questions.FIELDS, facts.path, facts)
            monkeypatch.setitem(parameters.defaults(), facts.path, parameters.defaults()["fractional.monthly_fee"])
    monkeypatch.setattr(french, "_words", MappingProxyType(dict(french._words) | WORDS))
    return french


@pytest.mark.usefixtures("seventh")
def test_the_decision_takes_the_best_of_seven_and_its_explanation_adds_up() -> None:
    decision = decide(WithAgency())
    assert list(decision.options) == list(OPTIONS) and len(decision.options) == 7
    assert decision.best == "agency" == max(decision.options, key=lambda name: decision.options[name].npv)
    tree = explain(decision, "options.agency.npv", "fr")
    margin, cost, tail = tree.children
    assert tree.label == "Valeur nette (Agence)" and tree.value == margin.value - cost.value + tail.value
    fees = next(child for child in cost.children if child.name == "options.agency.terms.fees")
    assert {"agency.monthly_fee", "agency.fee_growth", "agency.tenure_months"} <= {child.name for child in fees.children}
    month = explain(decision, "months.agency.led.3", "fr", depth=1)
    assert "Agence" in month.label and "months.seats.agency.productive.3" in {child.name for child in month.children}
    price = explain(decision, "signals.agency.hourly_price", "fr", depth=1)
    assert price.value == pytest.approx(12 * 6_000 / (52 * 22)) and len(price.children) == 2


@pytest.mark.usefixtures("seventh")
def test_a_comparison_moves_by_the_agencys_own_figures() -> None:
    first = decide(WithAgency())
    second = decide(first.scenario.with_values({"agency.monthly_fee": 9_500.0}))
    found = difference(first, second)
    [move] = found.moves
    assert move.paths == ("agency.monthly_fee",) and move.moved == pytest.approx(found.together, abs=0.01)
    assert second.best != "agency"


@pytest.mark.parametrize("current", ["fractional", "agency", "in_house"])
def test_the_workbook_carries_it_to_the_cent(current: str, seventh: Text) -> None:
    scenario = WithAgency().with_values({"current": current, "horizon_months": 9, "timing_months": 3})
    decision = decide(scenario)
    risk = assess(scenario, 256, decision=decision)
    live = Evaluation(workbook(Handout(risk, seventh, datetime.date(2026, 11, 25))), seventh)
    assert disagreements(live(), decision, seventh) == []
    for changes in ({"agency.monthly_fee": 9_500.0}, {"agency.tenure_months": 14.0, "in_house.base_salary": 88_000.0}):
        assert disagreements(live(changes), decide(scenario.with_values(changes)), seventh) == [], changes
