"""The employer's cost of each employee seat, line by line: the law's own numbers in cells, and formulas that read them there."""

from __future__ import annotations

from cmo_model import parameters
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import Formula, least, most, plus, rounded, where, whole
from cmo_model.parameters import Line

SPACES = {"in_house": "in_house", "coordinator": "coordinator", "coordinator_in_team": "coordinator"}
"""Each loaded salary and the seat it is of; a team's coordinator is hired onto a payroll that holds the director."""
_FIRST = 8
"""The row of the first line."""
LAW = ("from", "to", "rate", "rate_from", "rate_to", "step")
"""What the law says of a line, from the second column on; bands beyond the first stand further right."""


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.cells` holds every line and total by its path."""
    t, scenario = book.text, book.decision.scenario
    lines = parameters.statutory(scenario.jurisdiction, scenario.year).lines
    page.widths(42, 21, 21, 21, 17, 17, 19, 14, 60)
    page.paragraph(2, 4, t("cost.salaries_note"), characters=130)
    seats = [t("seats.in_house"), t("seats.coordinator"), t("workbook.salaries.coordinator_in_team")]
    page.heads(4, [t("workbook.heads.per_year"), *seats], height=32)
    law = _FIRST + len(lines) + 5
    place, year = t(f"places.{scenario.jurisdiction}"), str(scenario.year)
    page.section(law - 1, t("method.lines", place=place, year=year))
    page.heads(law, ["", *(t(f"workbook.salaries.{name}") for name in LAW), t("workbook.heads.checked")], height=48)
    page.put(law, len(LAW) + 2, t("workbook.heads.source"), look="told_head")
    page.sheet.freeze_panes(5, 1)
    charges = {line.id: _law(page, row, line) for row, line in enumerate(lines, start=law + 1)}
    for column, space in enumerate(SPACES, start=1):
        _seat(page, column, space, lines, charges)


def _label(page: Page, row: int, column: int, label: str) -> None:
    if column == 1:
        page.put(row, 0, label)


def _seat(page: Page, column: int, space: str, lines: tuple[Line, ...], charges: dict[str, Charge]) -> None:
    """One column: pay, payroll before the hire, lines, totals."""
    book, t = page.book, page.book.text
    q, seat, prefix = book.cells, SPACES[space], f"loaded_salary.{space}"
    seat_name = t(f"seats.{seat}") if space == seat else t("workbook.salaries.coordinator_in_team")

    def put(row: int, name: str, label: str, what: Formula) -> Formula:
        _label(page, row, column, label)
        return page.figure(row, column, f"{prefix}.{name}", f"{label} ({seat_name})", what, "money")

    pay = put(5, "cash_pay", t("rules.loaded_salary.cash_pay.label"), q[f"{seat}.base_salary"] * (1 + q[f"{seat}.bonus_rate"]))
    before = q["company.annual_payroll"]
    if space == "coordinator_in_team":
        before = before + q["loaded_salary.in_house.cash_pay"]
    _label(page, 6, column, t("rules.loaded_salary.payroll_before.label"))
    payroll = page.named(6, column, f"{prefix}.payroll_before", before, "money", "dated")
    _label(page, 7, column, t("workbook.salaries.payroll_after"))
    after = page.named(7, column, f"{prefix}.payroll_after", payroll + pay, "money", "dated")
    charged = []
    for row, line in enumerate(lines, start=_FIRST):
        what = charges[line.id].of(pay, payroll, after)
        charged.append(put(row, f"lines.{line.id}", getattr(line.name, t.language), what))
    row = _FIRST + len(lines)
    rules = "rules.loaded_salary"
    contributions = put(row, "employer_contributions", t(f"{rules}.employer_contributions.label"), plus(charged))
    rate, base = q[f"{seat}.benefits_rate"], q[f"{seat}.base_salary"]
    benefits = put(row + 1, "benefits", t(f"{rules}.benefits.label"), rate * base)
    _label(page, row + 2, column, t(f"{rules}.loaded_salary.label"))
    label = f"{t(f'{rules}.loaded_salary.label')} ({seat_name})"
    page.figure(row + 2, column, f"{prefix}.loaded_salary", label, pay + contributions + benefits, "money", "strong")


class Charge:
    """One statutory line: the cells of its law, and what a seat adds to it."""

    def __init__(self, line: Line, cells: dict[str, Formula], bands: list[tuple[Formula, Formula | None, Formula]]) -> None:
        self.line, self.cells, self.bands = line, cells, bands

    def of(self, pay: Formula, before: Formula, after: Formula) -> Formula:
        """What the seat adds in a year: on its pay, or what it makes the levy on the whole payroll grow by."""
        if self.bands:
            return plus(
                [rate * most((pay if upper is None else least(pay, upper)) - lower, 0) for lower, upper, rate in self.bands]
            )
        return self._levy(after) - self._levy(before)

    def _levy(self, payroll: Formula) -> Formula:
        c = self.cells
        if self.line.whole_above:
            return where(payroll > c["from"], c["rate"] * payroll, 0)
        # The percentage climbs in a straight line and is rounded half up to two decimals, in whole cents so that it is exact.
        start = rounded(c["rate_from"] * 1e6, 0) - c["step"] * (c["from"] / 1e6)
        between = whole((start * 1e8 + c["step"] * rounded(payroll * 100, 0) + 5e9) / 1e10)
        hundredths = where(payroll <= c["from"], c["rate_from"] * 1e4, where(payroll >= c["to"], c["rate_to"] * 1e4, between))
        return payroll * hundredths / 1e4


def _law(page: Page, row: int, line: Line) -> Charge:
    """The law's own numbers of one line; a line of several bands has its further bands further right."""
    cells: dict[str, Formula] = {}
    bands: list[tuple[Formula, Formula | None, Formula]] = []

    def put(name: str, column: int, what: Formula | float, unit: str) -> Formula:
        cells[name] = page.named(row, column, f"law.{line.id}.{name}", what, unit, "dated")
        return cells[name]

    page.put(row, 0, getattr(line.name, page.book.text.language))
    for n, band in enumerate(line.bands):
        at, mark = (1, "") if n == 0 else (len(LAW) + 3 + 3 * (n - 1), f"_{n + 1}")
        lower = put(f"from{mark}", at, band.lower, "money")
        upper = None if band.upper is None else put(f"to{mark}", at + 1, band.upper, "money")
        rate: Formula | float = page.book.cells[band.rate_of] if band.rate_of else band.rate or 0.0
        bands.append((lower, upper, put(f"rate{mark}", at + 2, rate * band.multiplier, "rate")))
    if line.graduated:
        g = line.graduated
        put("from", 1, g.lower, "money")
        put("to", 2, g.upper, "money")
        put("rate_from", 4, g.low_percent[page.book.decision.scenario.company.sector] / 100, "rate")
        put("rate_to", 5, g.high_percent / 100, "rate")
        span = (cells["to"] - cells["from"]) / 1e6
        put("step", 6, whole((cells["rate_to"] - cells["rate_from"]) * 100 / span * 1e4 + 0.5), "whole")
    if line.whole_above:
        put("from", 1, line.whole_above.threshold, "money")
        put("rate", 3, line.whole_above.rate, "rate")
    page.put(row, len(LAW) + 1, line.checked, "date", "dated")
    page.put(row, len(LAW) + 2, line.source.title, look="told_wrapped")
    page.fit(row, (line.source.title, 58))
    return Charge(line, cells, bands)
