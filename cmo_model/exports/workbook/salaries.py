"""The employer's cost of each employee seat, line by line: the law's own numbers in cells, and the rules that read them there."""

from __future__ import annotations

from typing import cast

from cmo_model import parameters
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.graph import Rule
from cmo_model.operands import Operand
from cmo_model.parameters import Sourced, Statutory
from cmo_model.rules import payroll

_FIRST = 5
"""The row of the first figure."""
_UNITS = {
    **dict.fromkeys(("lower", "upper", "threshold", "amount", "pay_above", "exemption", "ceiling", "wage"), "money"),
    **dict.fromkeys(("staff_from", "staff_to", "staff", "times", "exponent"), "plain"),
    **dict.fromkeys(("low_percent", "high_percent", "slope"), "percent"),
    **dict.fromkeys(("rate", "rate_above", "least", "spread_below", "spread_from"), "rate"),
}
"""What the law's numbers are called, and how they are written."""


class Salaries:
    """A column for each loaded salary, a row for each of its rules; the law's table below."""

    def __init__(self, book: Book, page: Page) -> None:
        self._page, t, scenario = page, book.text, book.decision.scenario
        place = parameters.statutory(scenario.jurisdiction, scenario.year)
        lines = place.lines
        self._columns = {space: column for column, space in enumerate(payroll.spaces(), start=1)}
        page.widths(42, *[21] * len(self._columns), 14, 60)
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
            return self._page.figure(
                self._law_rows[rule.name], 1, rule.name, self._law_label(rule.name), result, rule.unit, "dated"
            )
        _, space, name = rule.name.split(".", 2)
        label, row = self._label(name), self._rows[name]
        self._page.put(row, 0, label)
        look = "strong" if name == "loaded_salary" else "plain"
        return self._page.figure(row, self._columns[space], rule.name, f"{label} ({self._name(space)})", result, rule.unit, look)

    def _law_label(self, name: str) -> str:
        """What one of the law's numbers is called: `law.LINE.upper`, or `law.LINE.2.upper` of a second charge."""
        t, parts = self._page.book.text, name.split(".")
        last = parts[2] if parts[2] == "low_percent" else parts[-1]
        charge = t("workbook.salaries.charge", n=parts[2]) if parts[2].isdigit() and parts[2] != "1" else ""
        return t("workbook.salaries.number", line=t.line(parts[1]), number=t(f"workbook.salaries.{last}"), charge=charge).strip()

    def _law(self, top: int, place: Statutory) -> None:
        """The law's own numbers, one a row; afterwards the book's cells hold them by their names."""
        page, t = self._page, self._page.book.text
        page.section(top, t("method.lines", place=t(f"places.{place.jurisdiction}"), year=str(place.year)))
        page.heads(top + 1, ["", t("workbook.heads.value"), t("workbook.heads.checked")])
        page.put(top + 1, 3, t("workbook.heads.source"), look="told_head")
        numbers, row = payroll.law(place), top + 2
        page.named(row, 1, "law.sales_tax", numbers.pop("law.sales_tax"), "rate", "dated")
        self._told(row, t("workbook.salaries.sales_tax"), place.sales_tax)
        self._law_rows: dict[str, int] = {}
        for line in place.lines:
            of = f"law.{line.id}."
            own = {name: value for name, value in numbers.items() if name.startswith(of)}
            for name, value in own.items():
                if name.startswith(f"{of}low_percent."):  # of the firm's sector alone, which shapes the formulas
                    if name.endswith(f".{page.book.decision.scenario.company.sector}"):
                        page.book.cells |= dict.fromkeys((one for one in own if ".low_percent." in one), cast("Operand", value))
                    continue
                row += 1
                page.named(row, 1, name, value, _UNITS[name.rpartition(".")[2]], "dated")
                self._told(row, self._law_label(name), line)
            for made in ("low_percent", "slope") if line.graduated else ():
                row += 1
                self._law_rows[of + made] = row
                self._told(row, self._law_label(of + made), line)

    def _told(self, row: int, label: str, origin: Sourced) -> None:
        """What a number of the law is called, where it was read and when."""
        self._page.put(row, 0, label)
        self._page.put(row, 2, origin.checked, "date", "dated")
        self._page.put(row, 3, origin.source.title, look="told")


_TOTALS = ("employer_contributions", "benefits", "loaded_salary")
