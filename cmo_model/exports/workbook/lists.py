"""Sheets of rules one below the other, each with its unit and its formula in words: the signals and the pillars."""

from __future__ import annotations

from cmo_model.decision import graph_of
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.inputs import unit_word
from cmo_model.graph import Rule
from cmo_model.operands import Operand
from cmo_model.rules import NAMESPACES

_FIRST = 4


class RuleList:
    """A sheet with a place for each rule of the namespaces under one name, in the order in which they are declared."""

    def __init__(self, book: Book, page: Page, root: str) -> None:
        self._page, t = page, book.text
        page.widths(46, 34, 18, 95)
        page.heads(_FIRST, [t("workbook.heads.figure"), t("workbook.heads.value"), t("workbook.heads.unit")])
        page.put(_FIRST, 3, t("workbook.heads.formula"), look="told_head")
        page.sheet.freeze_panes(_FIRST + 1, 1)
        self._rows: dict[str, int] = {}
        rules, row = graph_of(book.decision.scenario).rules, _FIRST + 1
        for space in NAMESPACES:
            if space != root and not space.startswith(f"{root}."):
                continue
            titles = (f"{space}.name", f"{space}.title", f"workbook.{space}", space)
            page.section(row, next((t(key) for key in titles if t.has(key)), space))
            if t.has(f"{space}.limit"):
                page.put(row, 3, t(f"{space}.limit"), look="told")
            for name in rules:
                if name.rpartition(".")[0] == space:
                    row += 1
                    self._rows[name] = row
            row += 2

    def keep(self, rule: Rule, result: Operand) -> Operand:
        """Write the result of a rule on its line."""
        t, row = self._page.book.text, self._rows[rule.name]
        label = t(f"rules.{rule.name}.label")
        self._page.put(row, 0, label)
        self._page.put(row, 2, unit_word(self._page, rule.unit), look="dated", right=True)
        self._page.put(row, 3, t(f"rules.{rule.name}.formula"), look="told")
        return self._page.figure(row, 1, rule.name, label, result, rule.unit)
