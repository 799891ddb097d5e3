"""Sheets of figures one below the other, each with its unit and its formula in words: what signals and pillars have in common."""

from __future__ import annotations

from cmo_model.decision import graph_of
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import Formula
from cmo_model.exports.workbook.inputs import unit_word
from cmo_model.graph import Graph

_SHOWN = {"word": "option", "yes_no": "option", "log": "factor", "log_per_year": "factor"}


class Rules:
    """A sheet that is filled downwards with figures of the graph of rules."""

    def __init__(self, book: Book, page: Page) -> None:
        self._page, self._text, self._row = page, book.text, 4
        self._graph: Graph = graph_of(book.decision.scenario)
        page.widths(46, 34, 18, 95)
        t = book.text
        page.heads(4, [t("workbook.heads.figure"), t("workbook.heads.value"), t("workbook.heads.unit")])
        page.put(4, 3, t("workbook.heads.formula"), look="told_head")
        page.sheet.freeze_panes(5, 1)

    def section(self, title: str, note: str = "") -> None:
        """Begin a part of the sheet."""
        self._row += 2 if self._row > 4 else 1
        self._page.section(self._row, title)
        if note:
            self._page.put(self._row, 3, note, look="told")

    def put(self, path: str, what: Formula | float) -> Formula:
        """Write the figure of a rule on the next line."""
        self._row += 1
        t, unit = self._text, self._graph.rules[path].unit
        label = t(f"rules.{path}.label")
        self._page.put(self._row, 0, label)
        self._page.put(self._row, 2, unit_word(self._page, unit), look="dated", right=True)
        self._page.put(self._row, 3, t(f"rules.{path}.formula"), look="told")
        shown = "whole" if path == "signals.lit" else _SHOWN.get(unit, unit)
        return self._page.figure(self._row, 1, path, label, what, shown)
