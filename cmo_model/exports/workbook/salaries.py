"""The employer's cost of each employee seat, line by line: the law's own numbers in cells, and the rules that read them there."""

from __future__ import annotations

from typing import cast

from cmo_model import parameters
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formulas import Formula
from cmo_model.graph import Rule
from cmo_model.operands import Operand
from cmo_model.parameters import Statutory
from cmo_model.rules import payroll

_FIRST = 5
"""The row of the first figure."""
_LAW = ("from", "to", "rate", "rate_from", "rate_to", "step")
"""What the law says of a line, from the second column on; bands beyond the first stand further right."""
_PLACES = {
    **{"lower": "from", "threshold": "from", "upper": "to", "rate": "rate"},
    **{"low_percent": "rate_from", "high_percent": "rate_to", "slope": "step"},
}
_UNITS = {"lower": "money", "upper": "money", "threshold": "money", "rate": "rate"}


class Salaries:
    """A column for each loaded salary, a row for each of its rules; the law's table below."""

    def __init__(self, book: Book, page: Page) -> None:
        self._page, t, scenario = page, book.text, book.decision.scenario
        place = parameters.statutory(scenario.jurisdiction, scenario.year)
        lines = place.lines
        self._columns = {space: column for column, space in enumerate(payroll.spaces(), start=1)}
        page.widths(42, *[21] * len(self._columns), 17, 17, 19, 14, 60)
        page.paragraph(2, 4, t("cost.salaries_note"), characters=130)
        page.heads(4, [t("workbook.heads.per_year"), *map(self._name, self._columns)], height=32)
        names = ("cash_pay", "payroll_before", *(f"lines.{line.id}" for line in lines))
        self._rows = {name: row for row, name in enumerate((*names, *_TOTALS), start=_FIRST)}
        page.sheet.freeze_panes(_FIRST, 1)
        self._law(_FIRST + len(self._rows) + 2, place)

    def _name(self, space: str) -> str:
        t = self._page.book.text
        return t(f"seats.{space}") if t.has(f"seats.{space}") else t(f"workbook.salaries.{space}")

    def _label(self, name: str) -> str:
        t = self._page.book.text
        if name.startswith("lines."):
            return t.line(name.removeprefix("lines."))
        return t(f"rules.loaded_salary.{name}.label")

    def keep(self, rule: Rule, result: Operand) -> Operand:
        """Write the result of a rule in its cell: of a loaded salary, or of the law."""
        if rule.name.startswith("law."):
            _, line, name = rule.name.split(".")
            return self._page.figure(self._law_rows[line], _column(name), rule.name, name, result, rule.unit, "dated")
        _, space, name = rule.name.split(".", 2)
        label, row = self._label(name), self._rows[name]
        self._page.put(row, 0, label)
        look = "strong" if name == "loaded_salary" else "plain"
        return self._page.figure(row, self._columns[space], rule.name, f"{label} ({self._name(space)})", result, rule.unit, look)

    def _law(self, top: int, place: Statutory) -> None:
        """The law's own numbers; afterwards the book's cells hold them by their names."""
        page, t, scenario = self._page, self._page.book.text, self._page.book.decision.scenario
        lines = place.lines
        page.section(top, t("method.lines", place=t(f"places.{scenario.jurisdiction}"), year=str(scenario.year)))
        page.heads(top + 1, ["", *(t(f"workbook.salaries.{name}") for name in _LAW), t("workbook.heads.checked")], height=48)
        page.put(top + 1, len(_LAW) + 2, t("workbook.heads.source"), look="told_head")
        self._law_rows = {line.id: row for row, line in enumerate(lines, start=top + 2)}
        for line in lines:
            row = self._law_rows[line.id]
            page.put(row, 0, self._label(f"lines.{line.id}"))
            page.put(row, len(_LAW) + 1, line.checked, "date", "dated")
            page.put(row, len(_LAW) + 2, line.source.title, look="told_wrapped")
            page.fit(row, (line.source.title, 58))
            for n, band in enumerate(line.bands, start=1):
                if band.rate_of:
                    rate = page.book.cells[band.rate_of]
                    page.put(row, _column(f"{n}.rate"), rate if isinstance(rate, Formula) else None, "rate", "dated")
        sector, numbers = f".{scenario.company.sector}", payroll.law(place)
        row, tax = top + 2 + len(lines), place.sales_tax
        page.put(row, 0, t("workbook.salaries.sales_tax"))
        page.named(row, _column("rate"), "law.sales_tax", numbers.pop("law.sales_tax"), "rate", "dated")
        page.put(row, len(_LAW) + 1, tax.checked, "date", "dated")
        page.put(row, len(_LAW) + 2, tax.source.title, look="told_wrapped")
        page.fit(row, (tax.source.title, 58))
        for name, value in numbers.items():
            _, of, what = name.split(".", 2)
            if what.startswith("low_percent."):  # of the firm's sector alone, which shapes the formulas
                if what.endswith(sector):
                    same = [one for one in numbers if one.startswith(f"law.{of}.low_percent.")]
                    page.book.cells |= dict.fromkeys(same, cast("Operand", value))
                continue
            page.named(self._law_rows[of], _column(what), name, value, _UNITS.get(what.split(".")[-1], "percent"), "dated")


_TOTALS = ("employer_contributions", "benefits", "loaded_salary")


def _column(name: str) -> int:
    """The column of one of the law's numbers: `upper`, or `2.upper` of a second band."""
    band, _, last = name.rpartition(".")
    column = 1 + _LAW.index(_PLACES[last])
    return column if band in ("", "1") else column + len(_LAW) + 2 + 3 * (int(band) - 2)
