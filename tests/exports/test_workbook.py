"""The workbook follows the engine to the cent: as written, with inputs changed, in what it caches; nothing else in it is live."""

import random
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cmo_model import Scenario, decide, parameters
from cmo_model.examples import FIRST, names
from cmo_model.exports import Handout
from cmo_model.exports.workbook import sheets, workbook
from cmo_model.exports.workbook.audit import screen
from cmo_model.rules.months import TERMS
from cmo_model.scenario import OPTIONS, OptionName, place
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.uncertainty import Risk, assess
from cmo_model.words import Language, text
from tests.exports.evaluated import Evaluation
from tests.exports.firms import DAY, EDGES, LINK, PAYLOADS, WIDE, example, handout, on
from tests.exports.recalculated import (
    Recalculation,
    audit_rows,
    cells_of,
    disagreements,
    named_cell,
    opened,
    random_scenario,
    varied,
)

FRENCH, ENGLISH = text("fr"), text("en")

ONE_BY_ONE: dict[OptionName, dict[str, Any]] = {
    "owner": {"owner.hours_per_week": 11.5, "data_culture.need": (4, None, 4)},
    "fractional": {"fractional.monthly_fee": 9_876.54, "in_house.base_salary": 81_234.56, "workload.hours_per_week": 44.0},
    "hybrid": {"hybrid_fractional_share": 0.35, "coordinator.base_salary": 64_321.09, "discount_rate": 0.031},
    "in_house_team": {"company.annual_payroll": 1_950_000.0, "assumptions.memory": 0.9},
}
"""Ten inputs changed one at a time; the other two arrangements of today are recalculated by `tests.exports.libreoffice`."""
NO_ANSWER: dict[OptionName, dict[str, Any]] = {
    "owner": {"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0},
    "fractional": {"workload.hours_per_week": 0.0, "customers.annual_retention": 1.0, "discount_rate": 0.0},
    "hybrid": {"assumptions.coverage_exponent": 0.0, "leadership_effect.price_premium": 0.0, "company.annual_revenue": 0.0},
    "in_house_team": {
        **{"in_house.base_salary": 0.0, "fractional.monthly_fee": 0.0, "in_house.benefits_rate": 0.0},
        **{"data_culture.answers": (None,) * 12, "data_culture.need": (None,) * 3},
    },
}
"""Where something has no answer: no customer bought, nobody leaves, no need, no salary, no reply."""


@cache
def _risk() -> Risk:
    """Any risk: a workbook prints it and computes nothing with it."""
    return assess(Scenario(), 256)


def _of(scenario: Scenario, language: Language = "fr", link: str = "") -> Handout:
    return Handout(on(_risk(), decide(scenario)), text(language, scenario.jurisdiction), DAY, link=link)


@cache
def _first(edge: str = "", language: Language = "fr") -> Handout:
    return _of(example(FIRST).with_values(EDGES.get(edge, {})), language, LINK)


def _called(name: str) -> Handout:
    given = _first()
    scenario = given.decision.scenario.model_copy(update={"name": name})
    return replace(given, risk=on(given.risk, given.decision.model_copy(update={"scenario": scenario})))


@pytest.mark.parametrize("seed", range(40))
def test_worked_out_from_its_formulas_it_says_what_the_engine_says(seed: int) -> None:
    """Forty firms of any arrangement and place, ten changes each: many figures at once, one at a time, none that has an answer."""
    rng = random.Random(seed)
    scenario = random_scenario(rng, horizon_months=rng.choice((6, 7, 9)))
    given, where = _of(scenario), {"place": scenario.jurisdiction, "year": scenario.year}
    t, hidden = given.text, unread(scenario.jurisdiction, scenario.year)
    live = Evaluation(workbook(given), t)
    assert disagreements(live(), given.decision, t) == []
    one_by_one, no_answer = rng.choice(list(ONE_BY_ONE.values())), rng.choice(list(NO_ANSWER.values()))
    alone = ({path: value} for path, value in one_by_one.items() if path not in hidden)
    changed = [varied(rng, **where), varied(rng, 40, **where) | no_answer, *alone]
    for changes in changed + [varied(rng, 1, **where) for _ in range(10 - len(changed))]:
        decision = decide(scenario.with_values(changes))
        assert disagreements(live(cells_of(changes)), decision, t) == [], changes


def test_another_readers_recalculation_says_the_same(tmp_path: Path) -> None:
    """The package `formulas` is nobody's of ours: one file, read whole and changed."""
    rng = random.Random(place("hybrid"))
    scenario = random_scenario(rng, current="hybrid", jurisdiction="CA-QC")
    given = _of(scenario)
    live = Recalculation(workbook(given), FRENCH, tmp_path)
    assert disagreements(live(), given.decision, FRENCH) == []
    assert live.sentence == FRENCH("workbook.audit.agrees")
    for changes in (varied(rng), varied(rng, 40) | NO_ANSWER["hybrid"]):
        assert disagreements(live(cells_of(changes)), decide(scenario.with_values(changes)), FRENCH) == [], changes
        assert live.sentence == FRENCH("workbook.audit.changed")


def _cached(given: Handout) -> None:
    """Every formula holds a value that is no error, and every figure is the engine's."""
    data, t = workbook(given), given.text
    formulas, values = opened(data), opened(data, values=True)
    for sheet in formulas.worksheets:
        for row, worth in zip(sheet.iter_rows(), values[sheet.title].iter_rows(values_only=True), strict=True):
            for cell, value in zip(row, worth, strict=True):
                if cell.data_type == "f":
                    where = (sheet.title, cell.coordinate, cell.value)
                    assert value is not None or cell.value.startswith("=IF("), where  # a blank word is read as none
                    assert not str(value).startswith("#"), where
    audit = values[t("workbook.sheets.audit")]
    rows = audit_rows(values, t)
    assert disagreements({path: audit.cell(row, 3).value for path, row in rows.items()}, given.decision, t) == []
    assert [path for path, row in rows.items() if audit.cell(row, 4).value != 0] == []
    shown = screen(given.decision, t)
    assert {path: audit.cell(row, 2).value for path, row in rows.items()} == pytest.approx(shown)
    assert values[t("workbook.sheets.verdict")]["A8"].value == t("workbook.audit.agrees")


@pytest.mark.parametrize("name", names())
def test_the_values_beside_the_formulas_are_the_engines(name: str) -> None:
    _cached(_of(example(name)))


@pytest.mark.parametrize("edge", ["staffed", "no spend", "nobody leaves", "no culture", "no name"])
def test_the_edges_cache_no_error_and_no_wrong_figure(edge: str) -> None:
    _cached(_first(edge, "en"))


@pytest.mark.parametrize("current", OPTIONS)
def test_every_month_of_every_option_is_the_engines(current: OptionName) -> None:
    given = _of(Scenario().with_values({"current": current, "horizon_months": 30, "year": 2025}))
    values = opened(workbook(given), values=True)

    def column(sheet: str, title: str) -> list[float]:
        page = values[FRENCH(f"workbook.sheets.{sheet}")]
        [head] = [cell for row in page.iter_rows(max_row=20) for cell in row if cell.value == title]
        return [page.cell(row, head.column).value for row in range(page.max_row - 29, page.max_row + 1)]

    for option, months in given.decision.months.items():
        held = np.array(column(option, FRENCH("workbook.columns.held")))
        lost = np.array(column(option, FRENCH("workbook.columns.lost")))
        for name, expected in months.items():
            if name == "cash" and option == current:
                got = [0.0] * 30
            elif name == "loss":
                got = np.divide(lost, held, out=np.zeros(30), where=held != 0).tolist()
            elif name in ("need", "customers_base"):
                got = column("clock", FRENCH(f"workbook.columns.{name}"))
            else:
                got = column(option, FRENCH(f"terms.{name}" if name in TERMS else f"workbook.columns.{name}"))
            assert got == pytest.approx(expected, rel=1e-9, abs=1e-9), (option, name)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_name_stays_plain_text(payload: str) -> None:
    data = workbook(_called(payload))
    book = opened(data)
    held = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and payload in cell.value:
                    assert cell.data_type == "s", (sheet.title, cell.coordinate)
                    held += 1
        assert sheet.oddFooter.center.text is None and payload not in str(sheet.oddFooter.left.text)
    assert held >= len(sheets())
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name.lower()]
        for name in parts.namelist():
            assert b"hyperlink" not in parts.read(name) or name.endswith("styles.xml") or payload.startswith("=HYPERLINK"), name


def test_hidden_characters_are_left_out() -> None:
    hidden = _called("A\u202eB\u200b\x07C\ufeff")
    cells = [str(cell.value) for sheet in opened(workbook(hidden)).worksheets for row in sheet.iter_rows() for cell in row]
    assert any("ABC" in cell for cell in cells)
    assert not any(mark in cell for cell in cells for mark in "\u202e\u200b\x07\ufeff")


def test_the_same_handout_gives_the_same_bytes() -> None:
    assert workbook(_first()) == workbook(_first())


def test_it_opens_protected_but_for_its_inputs_with_every_name() -> None:
    book = opened(workbook(_first()))
    assert [sheet.title for sheet in book.worksheets] == [FRENCH(f"workbook.sheets.{key}") for key in sheets()]
    assert book.properties.title == FRENCH("product") and not book.properties.creator
    assert book.properties.created.date() == DAY
    inputs = book[FRENCH("workbook.sheets.inputs")]
    answers = {f"data_culture.{group}.{n}" for group, most in (("need", 3), ("answers", 12)) for n in range(1, most + 1)}
    figures = {path for path, facts in FIELDS.items() if isinstance(facts.default, float)} - unread("CA-QC", 2026)
    figures |= {"assumptions.memory", "assumptions.tail_months"}
    unlocked = {(inputs.title, cell.coordinate) for row in inputs.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {named_cell(book, path) for path in figures | answers}
    checked = {str(area) for rule in inputs.data_validations.dataValidation for area in rule.sqref.ranges}
    assert checked == {cell for _, cell in unlocked}
    for sheet in book.worksheets:
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet is inputs or all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    for path in (
        "best",
        "verdict.margin",
        "options.in_house.npv",
        "signals.fee_ratio.ratio",
        "loaded_salary.in_house.loaded_salary",
    ):
        sheet, cell = named_cell(book, path)
        assert book[sheet][cell].data_type == "f"
    assert all(name.isascii() for name in book.defined_names)
    assert any(LINK in str(cell.value) for row in book[FRENCH("workbook.sheets.ledger")].iter_rows() for cell in row)


def test_an_input_takes_what_its_field_takes() -> None:
    book = opened(workbook(_first()))
    rules = {str(rule.sqref): rule for rule in book[FRENCH("workbook.sheets.inputs")].data_validations.dataValidation}
    margin = rules[named_cell(book, "company.contribution_margin")[1]]
    assert (margin.type, margin.operator, float(margin.formula1), float(margin.formula2)) == ("decimal", None, 0.0001, 1.0)
    growth = rules[named_cell(book, "company.revenue_growth")[1]]
    assert growth.type == "custom" and ">-1" in growth.formula1 and "<=5" in growth.formula1
    answer = rules[named_cell(book, "data_culture.answers.12")[1]]
    assert answer.type == "whole" and answer.allowBlank


def test_hours_built_from_duties_are_a_value_with_a_note() -> None:
    name = next(iter(parameters.duties().duties))
    given = _of(Scenario().with_values({"workload.duties": {name: {"volume": 3.0, "delegated": 0.5}}}))
    book = opened(workbook(given))
    sheet, cell = named_cell(book, "workload.hours_per_week")
    assert book[sheet][cell].protection.locked
    assert book[sheet][cell].value == pytest.approx(given.decision.signals.complexity.hours)
    _cached(given)


def test_what_follows_no_change_is_dated() -> None:
    for given in (handout(), _first(language="en"), _first("staffed")):
        t = given.text
        book = opened(workbook(given))
        for key, note in (("verdict", "workbook.verdict.dated"), ("day", "workbook.day.note"), ("ledger", "workbook.ledger.note")):
            said = [cell.value for row in book[t(f"workbook.sheets.{key}")].iter_rows() for cell in row]
            best = t(f"options.{given.decision.best}")
            assert t(note, date=t.date(DAY), seed=str(given.advice.seed), option=best) in said
        assert not [cell for row in book[t("workbook.sheets.day")].iter_rows() for cell in row if cell.data_type == "f"]


def test_a_long_name_and_a_large_firm_over_ten_years_fit() -> None:
    given = _first("wide")
    data = workbook(given)
    assert len(data) <= 1_000_000
    values = opened(data, values=True)
    assert values[FRENCH("workbook.sheets.verdict")]["A2"].value.startswith(str(WIDE["name"]))
    sheet, cell = named_cell(values, "company.annual_revenue")
    assert values[sheet][cell].value == 987_654_321.0
    assert values[FRENCH("workbook.sheets.in_house")].max_row == 7 + 120
    _cached(given)
