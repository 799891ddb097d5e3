"""What an employer pays in each place: worked cases, the properties of its lines, and a place that files alone add."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import Scenario, decide, parameters
from cmo_model.decision import quantities
from cmo_model.exports import workbook
from cmo_model.graph import Graph
from cmo_model.parameters import Line
from cmo_model.readers import read_link, read_scenario, write_link, write_scenario
from cmo_model.rules import payroll
from cmo_model.scenario.fields import unread
from cmo_model.words import _text, catalogue, text
from cmo_model.words.explanation import explain
from cmo_model.words.sentences.place import standing_in
from tests.conftest import case_file
from tests.exports.firms import made_of
from tests.exports.recalculated import Recalculation, disagreements

PROVINCES, FRANCE, PUBLISHED = (case_file(f"{name}.json") for name in ("payroll_provinces", "payroll_france", "payroll"))
PLACES = parameters.available()
LAWS = [parameters.statutory(place, year) for place, years in PLACES.items() for year in years]
PREFIX = "loaded_salary.in_house."


def paid(place: str, pay: float, year: int = 2026, executive: bool = False, **company: float) -> dict[str, float]:
    """What a year of a pay costs its employer in charges, by line."""
    seat = {"base_salary": pay, "bonus_rate": 0.0, "executive": executive}
    given = {"jurisdiction": place, "year": year, "company": company, "in_house": seat}
    values = quantities(Scenario.model_validate(given))
    lines = f"{PREFIX}lines."
    return {name.removeprefix(lines): float(value) for name, value in values.items() if name.startswith(lines)}


@pytest.mark.parametrize("case", PROVINCES, ids=[f"{c['jurisdiction']}-{c['year']}-{n}" for n, c in enumerate(PROVINCES)])
def test_a_province_pays_the_worked_case(case: dict[str, Any]) -> None:
    lines = paid(case["jurisdiction"], case["cash_pay"], case["year"], annual_payroll=case["annual_payroll"])
    assert {name: lines[name] for name in case["lines"]} == pytest.approx(case["lines"], abs=0.005)
    assert [*lines] == ["cpp_base_and_first", "cpp_second", "employment_insurance", "health_levy", "workers_compensation"]
    assert sum(lines.values()) - lines["workers_compensation"] == pytest.approx(case["total_without_accident_premium"], abs=0.005)


@pytest.mark.parametrize("case", FRANCE, ids=[f"{c['staff']}-{c['executive']}-{c['gross_annual']}" for c in FRANCE])
def test_france_pays_the_worked_case(case: dict[str, Any]) -> None:
    lines = paid("FR", case["gross_annual"], executive=case["executive"], staff=case["staff"])
    relief = lines.pop("general_relief")
    assert relief / 12 == pytest.approx(-case["relief_monthly"], abs=0.005)
    monthly = {name: amount / 12 for name, amount in lines.items() if amount or name in case["lines_monthly"]}
    assert monthly == pytest.approx(case["lines_monthly"], abs=0.005)
    assert (case["gross_annual"] + sum(lines.values()) + relief) / 12 == pytest.approx(case["employer_cost_monthly"], abs=0.005)


ELSEWHERE = [case for case in PUBLISHED if case["jurisdiction"] != "CA-QC" and case["id"] != "ca_recruiter_80k"]


@pytest.mark.parametrize("case", ELSEWHERE, ids=[case["id"] for case in ELSEWHERE])
def test_what_governments_and_simulators_publish_is_found(case: dict[str, Any]) -> None:
    [(name, expected)] = case["expected_output"].items()
    assert _found(name, case) == pytest.approx(expected, abs=case["tolerance"])


def _found(name: str, case: dict[str, Any]) -> float:
    inputs, year = case["inputs"], int(re.findall(r"\d{4}", str(case["year"]))[-1])
    if name.startswith("cpp"):
        lines = paid("CA-ON", float(inputs["salary"]), year)
        both = ("cpp_base_and_first", "cpp_second")
        return sum(lines[part] for part in {"cpp": both[:1], "cpp2": both[1:], "cpp_total_employer": both}[name])
    if name in ("eht", "he_levy"):
        [(_, whole)] = inputs.items()  # the levy on a whole payroll is what its last hire adds to nothing
        return paid(case["jurisdiction"], float(whole), year, annual_payroll=0.0)["health_levy"]
    if name == "rgdu_year":
        figures = (inputs["gross_year"], inputs["smic_year"], 3.0, 0.02, 1.75, 0.3821)
        return inputs["gross_year"] * float(payroll.relief_share(*map(np.float64, figures)))  # type: ignore[arg-type]
    staff = {"<11": 5}.get(inputs["headcount"], inputs["headcount"])
    lines = paid("FR", 12.0 * inputs["gross_month"], executive=bool(inputs.get("cadre")), staff=staff)
    return -lines["general_relief"] / 12 if name == "rgdu_month" else inputs["gross_month"] + sum(lines.values()) / 12


def test_published_maxima_of_2026() -> None:
    lines = paid("CA-AB", 200_000.0)
    assert (lines["cpp_base_and_first"], lines["cpp_second"]) == pytest.approx((4_230.45, 416.00))
    assert lines["employment_insurance"] == pytest.approx(1_572.30, abs=0.005)
    assert paid("CA-BC", 1_200_000.0, annual_payroll=0.0)["health_levy"] == pytest.approx(11_700.0)


def test_the_accident_rate_of_a_place_is_its_own_and_labelled() -> None:
    rates = {place: Scenario(jurisdiction=place).company.accident_premium_rate for place in PLACES}
    assert (rates["CA-ON"], rates["CA-BC"], rates["FR"], rates["CA-QC"]) == (0.0123, 0.0155, 0.0208, 0.0048)
    for place in ("CA-ON", "CA-BC", "FR"):
        assert "moyenne" in (explain(Scenario(jurisdiction=place), "company.accident_premium_rate", "fr").note or "").lower()
    for path in ("in_house.base_salary", "fractional.monthly_fee", "coordinator.base_salary"):
        assert "Québec" in (explain(Scenario(jurisdiction="CA-AB"), path, "fr").note or "")
        assert "Québec" not in (explain(Scenario(jurisdiction="FR"), path, "fr").note or "")
    given = Scenario.model_validate({"jurisdiction": "FR", "company": {"accident_premium_rate": 0.01}})
    assert given.company.accident_premium_rate == 0.01


# --- properties of the lines ---

LEVIES = [line for law in LAWS for line in law.lines if line.levy]


@settings(max_examples=200)
@given(st.sampled_from(LEVIES), st.floats(0, 9e6), st.floats(0, 3e5), st.floats(0, 3e5))
def test_two_hires_one_after_the_other_pay_what_they_pay_together(line: Line, before: float, first: float, second: float) -> None:
    together = added(line, first + second, before)
    assert added(line, first, before) + added(line, second, before + first) == pytest.approx(together, abs=1e-3)


def added(line: Line, pay: float, before: float) -> float:
    [rule] = [rule for rule in payroll.seat_rules("in_house", "in_house", (), [line]) if ".lines." in rule.name]
    figures: dict[str, Any] = {name: np.float64(value) for name, value in payroll.law_of([line]).items()}
    figures |= {f"{PREFIX}cash_pay": pay, "company.annual_payroll": before, "company.sector": np.str_("general")}
    return float(Graph([rule, *payroll.law_rules([line])]).compute(figures)[rule.name])


def test_who_crosses_the_ceiling_pays_for_the_exemption_lost() -> None:
    assert paid("CA-ON", 100_000.0, annual_payroll=4_900_000.0)["health_levy"] == pytest.approx(1_950.0)  # reaches 5 M$ exactly
    assert paid("CA-ON", 100_000.0, annual_payroll=4_900_000.01)["health_levy"] == pytest.approx(1_950.0 + 19_500.0, abs=0.01)
    for place, ceiling in (("CA-BC", 1.5e6), ("CA-MB", 5e6)):  # where both formulas meet there is no step
        assert paid(place, 0.02, annual_payroll=ceiling - 0.01)["health_levy"] < 0.01


CENTS = st.integers(0, 10**7).map(lambda cents: cents / 100)


@settings(max_examples=150)
@given(
    st.sampled_from([*PLACES]),
    st.integers(0, 6 * 10**7).map(lambda cents: cents / 100),
    CENTS,
    st.floats(0, 9e6),
    st.integers(1, 300),
    st.booleans(),
)
def test_no_line_is_negative_but_a_relief_and_more_pay_never_costs_less(
    place: str, pay: float, more: float, before: float, staff: int, executive: bool
) -> None:
    low, high = (paid(place, one, executive=executive, staff=staff, annual_payroll=before) for one in (pay, pay + more))
    relief = {line.id for line in parameters.statutory(place, 2026).lines if line.relief}
    assert all(amount >= -1e-6 or name in relief for lines in (low, high) for name, amount in lines.items())
    assert all(low[name] <= 0 for name in relief)
    assert pay + sum(low.values()) <= pay + more + sum(high.values()) + 1e-6


@pytest.mark.parametrize(
    ("place", "at", "step"),
    [  # where the law itself has a step, what a cent more of pay costs
        ("FR", 48_060.0, 0.0021 * 48_060.0),  # the technical balance is due on all pay once it exceeds the ceiling
        ("FR", 3 * 22_404.20, 0.02 * 3 * 22_404.20),  # the relief ends
    ],
)
def test_the_steps_of_the_law_are_these(place: str, at: float, step: float) -> None:
    under, over = (sum(paid(place, pay, staff=15).values()) for pay in (at - 0.01, at + 0.01))
    assert over - under == pytest.approx(step, abs=7.0)  # the relief's share moves by steps of a ten-thousandth


def test_staff_and_status_count_in_france_alone() -> None:
    assert sum(paid("FR", 60_000.0, staff=10).values()) < sum(paid("FR", 60_000.0, staff=11).values())
    assert sum(paid("FR", 60_000.0, staff=49).values()) < sum(paid("FR", 60_000.0, staff=50).values())
    assert sum(paid("FR", 60_000.0).values()) < sum(paid("FR", 60_000.0, executive=True).values())
    for place in PLACES.keys() - {"FR"}:
        assert paid(place, 60_000.0, staff=3) == paid(place, 60_000.0, staff=300, executive=True)
        assert {"company.staff", "in_house.executive", "coordinator.executive"} <= unread(place, 2026)
    assert unread("FR", 2026) == {"company.annual_payroll", "company.sector"}
    payroll_made = {"company.annual_payroll", "company.sector"}
    assert payroll_made <= unread("CA-AB", 2026) and payroll_made & unread("CA-ON", 2026) == {"company.sector"}
    assert not payroll_made & unread("CA-QC", 2026)


def test_a_sector_on_holiday_pays_no_health_fund_in_2026() -> None:
    def fund(year: int, sector: str) -> float:
        scenario = Scenario.model_validate({"year": year, "company": {"sector": sector}})
        return decide(scenario).loaded_salary["in_house"].lines["health_services_fund"]

    assert fund(2026, "primary_on_holiday") == 0 < fund(2026, "primary_manufacturing") < fund(2026, "general")
    assert fund(2025, "primary_on_holiday") == fund(2025, "primary_manufacturing")
    assert "congé" in (explain(Scenario.model_validate({"company": {"sector": "primary_on_holiday"}}),
                               f"{PREFIX}lines.health_services_fund", "fr").formula or "")  # fmt: skip


# --- the year ---


def test_the_latest_known_year_stands_in_and_it_is_said() -> None:
    day = datetime.date(2026, 11, 27)
    assert decide(Scenario(year=2028)).loaded_salary == decide(Scenario(year=2026)).loaded_salary
    assert standing_in(Scenario(year=2026), day, text("fr")) == ""
    assert standing_in(Scenario(year=2027), day, text("fr")).startswith(
        "Les taux de 2027 ne sont pas publiés ici\u00a0: ceux de 2026"
    )
    assert standing_in(Scenario(year=2027), day, text("en")).startswith("2027 rates are not published here yet: 2026's are used")


def test_no_place_is_older_than_fourteen_months_without_a_line_that_says_so() -> None:
    for place, years in PLACES.items():
        scenario = Scenario(jurisdiction=place, year=years[-1])
        for day in (datetime.date.today(), datetime.date(years[-1] + 1, 3, 1), datetime.date(years[-1] + 3, 1, 1)):
            old = (day.year - years[-1]) * 12 + day.month - 1 >= 14
            assert bool(standing_in(scenario, day, text("fr", place))) == old, (place, day)


# --- its words, its currency ---


@pytest.mark.parametrize("language", ["fr", "en"])
def test_france_counts_in_euros_and_speaks_of_its_own_contracts(language: str) -> None:
    t, home = text(language, "FR"), text(language)
    assert t.money(1_234.56) == {"fr": "1\u202f234,56\u00a0€", "en": "€1,234.56"}[language]
    assert "€" in t.money_code() and t.tag == {"fr": "fr-FR", "en": "en-GB"}[language]
    for key in catalogue(language):
        said = str(catalogue(language)[key])
        if set(re.findall(r"{(\w+)}", said)) <= {"dollar", "dollars", "sign", "full_name"} and "{" in said:
            assert "dollar" not in t(key) and "$" not in t(key), key
    for term in ("CDI",):
        assert term in t("answers.hire") and term not in home("answers.hire")


def test_the_articles_figures_are_said_to_be_quebecs() -> None:
    for language in ("fr", "en"):
        assert "Québec" in text(language, "FR")("method.articles_note")


# --- a place that a file alone adds ---

PLACE = """
currency: CHF
locales: {fr: fr_CH, en: en_CH}
defaults:
  in_house.base_salary: {value: 150000, kind: assumption, source: {title: "", address: ""}, checked: 2026-11-27, confidence: low}
places: {CH-GE: {}}
words:
  fr: {places: {CH-GE: "Genève"}, parameters: {lines: {avs: "AVS", family: "Allocations familiales"}}}
  en: {places: {CH-GE: "Geneva"}, parameters: {lines: {avs: "OASI", family: "Family allowances"}}}
"""
SEASON = """
places:
  CH-GE:
    sales_tax: {rate: 0.081, kind: law, source: {title: "A fixture", address: ""}, checked: 2026-11-27, confidence: low}
lines:
  - {id: avs, kind: law, source: {title: "A fixture", address: ""}, checked: 2026-11-27, confidence: low,
     bands: [{rate: 0.053}, {amount: 120, staff: [10, null]}]}
  - {id: family, kind: law, source: {title: "A fixture", address: ""}, checked: 2026-11-27, confidence: low,
     exemption: {exemption: 500000, rate: 0.02, ceiling: 900000, rate_above: 0.02}}
"""


@pytest.fixture
def geneva(tmp_path: Path) -> Iterator[str]:
    """A place of two small files."""
    (tmp_path / "place.yaml").write_text(PLACE, "utf-8")
    (tmp_path / "2026.yaml").write_text(SEASON, "utf-8")
    parameters.GROUPS["CH-GE"] = tmp_path
    _forget()
    yield "CH-GE"
    del parameters.GROUPS["CH-GE"]
    _forget()


def _forget() -> None:
    for kept in (parameters.available, parameters.place, parameters.statutory, catalogue, _text):
        kept.cache_clear()


def test_a_place_added_by_a_file_alone_is_decided_explained_linked_and_written(geneva: str, tmp_path: Path) -> None:
    scenario = Scenario.model_validate({"jurisdiction": geneva, "company": {"staff": 12, "annual_payroll": 890_000.0}})
    decision = decide(scenario)
    pay = 150_000.0 * 1.05
    assert decision.loaded_salary["in_house"].lines == pytest.approx(
        {"avs": 0.053 * pay + 120, "family": 0.02 * (890_000 + pay) - 0.02 * 390_000}
    )
    t = text("fr", geneva)
    assert t.money(1.5) == "1,50\u00a0CHF" and t("roi.chart") == "Ventes par CHF de publicité"
    assert explain(decision, f"{PREFIX}lines.avs", "fr").label.startswith("AVS")
    assert read_link(write_link(scenario)).scenario == scenario.with_values({"name": ""})
    assert read_scenario(write_scenario(scenario)) == scenario
    recalculated = Recalculation(workbook.workbook(made_of(scenario)), t, tmp_path)
    assert disagreements(recalculated(), decision, t) == []
