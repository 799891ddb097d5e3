"""The inputs sheet: every figure in a cell to type in, what shapes the formulas fixed, and the thresholds of the articles."""

from __future__ import annotations

from typing import Any

from cmo_model import parameters
from cmo_model.exports.handout import ledger
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formulas import Cells, Formula
from cmo_model.scenario.fields import FIELDS, FieldFacts, unread
from cmo_model.scenario.options import SEATS
from cmo_model.words.explanation import field_help, field_label, field_value

FIXED = (
    "name",
    "current",
    "jurisdiction",
    "year",
    "company.sector",
    "company.recovers_sales_tax",
    "in_house.executive",
    "coordinator.executive",
    "bridge",
    "horizon_months",
    "timing_months",
)
"""What shapes the formulas or only serves the figures of the day: another value needs a new file."""
_BEFORE: dict[str, tuple[str, ...]] = {
    "judging": ("discount_rate",),
    "firm": ("company.", "customers.", "acquisition."),
    "sales": ("sales.", "brand."),
    "effect": ("leadership_effect.",),
    "owner": ("owner.",),
}
_SHARES = {"fractional": ("hybrid_fractional_share",)}


def _groups() -> dict[str, tuple[str, ...]]:
    """The figures by subject: where their paths start."""
    seats = {seat: (f"{seat}.", *_SHARES.get(seat, ())) for seat in ("fractional", "consultant", "in_house", "coordinator", *SEATS)}
    return _BEFORE | seats | {"assumptions": ("assumptions.",)}


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.cells` holds every figure, answer and threshold by its path."""
    t = book.text
    page.widths(50, 20, 18, 18, 90)
    page.paragraph(2, 4, t("workbook.inputs.note"), characters=180)
    page.heads(4, [t("workbook.heads.figure"), t("workbook.heads.value"), t("workbook.heads.unit"), t("workbook.heads.giver")])
    page.put(4, 4, t("workbook.heads.meaning"), look="told_head")
    page.sheet.freeze_panes(5, 1)
    page.sheet.repeat_rows(4)
    hidden = unread(book.decision.scenario.jurisdiction, book.decision.scenario.year)
    asked = {path: facts for path, facts in FIELDS.items() if path not in hidden}
    giver = {entry.path: entry.given_by for entry in ledger(book.handout)}
    row = _group(page, 5, t("signals.complexity.name"), ("workload.hours_per_week", "workload.annual_growth"), giver)
    for group, starts in _groups().items():
        paths = tuple(p for p, facts in asked.items() if p.startswith(starts) and p not in FIXED and facts.unit != "duties")
        row = _group(page, row, t(f"subjects.{group}"), paths, giver)
    row = _culture(page, row, giver)
    row = _thresholds(page, row)
    _fixed(page, row, giver)


def _group(page: Page, row: int, title: str, paths: tuple[str, ...], giver: dict[str, str]) -> int:
    t, scenario = page.book.text, page.book.decision.scenario
    page.section(row, title)
    for path in paths:
        row += 1
        built = path == "workload.hours_per_week" and scenario.workload.duties is not None
        value = page.book.decision.signals.complexity.hours if built else scenario.value(path)
        page.put(row, 0, field_label(t, path))
        unit = FIELDS[path].unit
        page.named(row, 1, path, value, unit if unit.startswith(("money", "share")) else "plain", "dated" if built else "input")
        page.put(row, 2, unit_word(page, unit), look="dated", right=True)
        page.put(row, 3, giver.get(path, ""), look="dated", right=True)
        page.put(row, 4, t("workbook.inputs.built") if built else field_help(t, path), look="told")
        if not built:
            page.sheet.data_validation(row, 1, row, 1, _bounds(page, row, FIELDS[path]))
    return row + 2


def unit_word(page: Page, unit: str) -> str:
    """The name of a unit beside its figure; none for words."""
    return page.book.text(f"workbook.units.{unit}") if unit in UNITS else ""


UNITS = (
    *("money", "money_per_year", "money_per_month", "money_per_day", "money_per_hour", "share", "share_per_year", "count"),
    *("hours_per_week", "months", "weeks", "days", "working_days", "ratio", "score", "number"),
)


AXES = ("iteration", "reliability", "memory")


def _bounds(page: Page, row: int, facts: FieldFacts) -> dict[str, Any]:
    """What a cell takes: a number within its field's bounds, an open end left out."""
    t = page.book.text
    low, high = t.number(facts.low or 0.0, 4), t.number(facts.high or 0.0, 4)
    refused = {"error_title": t("workbook.bounds.title"), "ignore_blank": facts.default is None}
    if facts.low_open:
        cell = f"$B${row + 1}"
        formula = f"=AND(ISNUMBER({cell}),{cell}>{facts.low},{cell}<={facts.high})"
        return refused | {"validate": "custom", "value": formula, "error_message": t("workbook.bounds.above", low=low, high=high)}
    within = {"validate": "decimal", "criteria": "between", "minimum": facts.low, "maximum": facts.high}
    return refused | within | {"error_message": t("workbook.bounds.between", low=low, high=high)}


def _culture(page: Page, row: int, giver: dict[str, str]) -> int:
    """The fifteen answers, 0 to 4; a blank cell is "I don't know"."""
    t, scenario = page.book.text, page.book.decision.scenario
    page.section(row, t("culture.title"))
    page.put(row, 4, t("workbook.inputs.answers"), look="told")
    refused = {"error_title": t("workbook.bounds.title"), "error_message": t("workbook.bounds.answer")}
    whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 4, "ignore_blank": True}
    answers: dict[str, list[Formula]] = {}
    asked = [("need", "need", 1, 3), *(("answers", axis, n, n + 3) for axis, n in zip(AXES, (1, 5, 9), strict=True))]
    for group, axis, first, last in asked:
        path = f"data_culture.{group}"
        given = scenario.value(path)[first - 1 : last]
        answers.setdefault(path, []).extend(page.run(row + 1, 1, list(given)).cells)
        for n, answer in enumerate(given, start=first):
            row += 1
            key = f"culture.{group}.q{n}"
            page.put(row, 0, t(f"{key}.ask"), look="wrap")
            page.sheet.set_row(row, 32)
            page.named(row, 1, f"{path}.{n}", answer, "plain", "input")
            page.put(row, 2, t(f"rules.signals.data_culture.{axis}.label"), look="note")
            page.put(row, 3, giver.get(path, ""), look="dated", right=True)
            page.put(row, 4, ", ".join(f"{score} = {t(f'{key}.a{score}')}" for score in range(5)), look="told")
            page.sheet.data_validation(row, 1, row, 1, refused | whole)
    page.book.cells |= {path: Cells(tuple(cells)) for path, cells in answers.items()}  # type: ignore[misc]
    return row + 2


def _thresholds(page: Page, row: int) -> int:
    """Where signals light and zones begin, as the articles or we have it; shown, not to be typed over."""
    t = page.book.text
    page.section(row, t("workbook.inputs.thresholds"))
    for name, entry in parameters.thresholds().items():
        row += 1
        path = f"thresholds.{name}"
        page.put(row, 0, t(path))
        page.named(row, 1, path, entry.value, entry.unit)
        page.put(row, 2, unit_word(page, entry.unit), look="dated", right=True)
        page.put(row, 3, t(f"kinds.{entry.kind}"), look="dated", right=True)
        page.put(row, 4, entry.source.title, look="told")
    return row + 2


def _fixed(page: Page, row: int, giver: dict[str, str]) -> None:
    t, scenario = page.book.text, page.book.decision.scenario
    page.section(row, t("workbook.inputs.fixed"))
    page.put(row, 4, t("workbook.inputs.fixed_note"), look="told")
    hidden = unread(scenario.jurisdiction, scenario.year)
    paths = [
        *(path for path in FIXED if path not in hidden),
        *(("workload.duties",) if scenario.workload.duties is not None else ()),
        "advantage_volatility",
    ]
    for path in paths:
        row += 1
        page.put(row, 0, field_label(t, path))
        page.put(row, 1, field_value(t, path, scenario.value(path)), look="dated", right=True)
        page.put(row, 3, giver.get(path, ""), look="dated", right=True)
        page.put(row, 4, field_help(t, path), look="told")
