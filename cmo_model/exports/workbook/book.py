"""The file being written: its sheets, its looks, the cells that other cells refer to, and the figures to reconcile.

A cell is put once, with what it is worth, and comes back as a `Formula` that points to it. Everything is locked, without a
password, but the cells to type in. What a user typed is only ever written as plain text.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cmo_model.charts import look
from cmo_model.exports.handout import Handout
from cmo_model.exports.workbook.formulas import Cells, Formula, formula, held, shown
from cmo_model.operands import Operand
from cmo_model.scenario.checks import visible
from cmo_model.words import WORD_FAMILIES

ACCENT, QUIET, SOFT = look.ACCENT[False], look.QUIET[False], "#5b6770"
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "strong": {"bold": True},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "said": {"font_size": 12, "text_wrap": True},
    "advice": {"bold": True, "font_size": 14, "text_wrap": True},
    "section": {"bold": True, "font_size": 12, "font_color": ACCENT, "valign": "bottom"},
    "head": {"bold": True, "font_color": ACCENT, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": QUIET},
    "note": {"font_color": SOFT, "text_wrap": True},
    "dated": {"font_color": SOFT},
    "wrap": {"text_wrap": True},
    "told": {"font_color": SOFT, "indent": 1},
    "told_wrapped": {"font_color": SOFT, "indent": 1, "text_wrap": True},
    "told_head": {"bold": True, "font_color": ACCENT, "valign": "bottom", "bottom": 1, "bottom_color": QUIET, "indent": 1},
    "input": {"bg_color": "#e8eef6", "font_color": "#1f4e8c", "locked": False, "border": 1, "border_color": "#c9d6e6"},
}
_LEFT = frozenset({"title", "said", "advice", "section", "note", "told", "told_wrapped", "told_head"})
_PERCENTS = {"share": 2, "share_per_year": 2, "probability": 1, "rate": 4}
"""Decimals of the shares that are written in percent."""
_NUMBERS = {
    **{"month": "0", "whole": "#,##0", "count": "#,##0", "months": "#,##0.0", "score": "0.0"},
    **dict.fromkeys(("factor", "log", "log_per_year"), "0.000000"),
    **{"plain": "General", "number": "#,##0.00##", "percent": "0.00##", "date": "yyyy-mm-dd"},
}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are: looking in each for functions newer than Excel 2010 takes half of all the time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")


@dataclass(frozen=True)
class Figure:
    """A live figure of the decision: its path, what it is called, where it is, its unit."""

    path: str
    label: str
    cell: Formula
    unit: str


class Book:
    """One workbook in one language.

    `cells` finds what later formulas read of a named cell by its path, `words` the cell of a word that formulas show; `screen` is
    what the app showed, by path: a figure that stands there is reconciled.
    """

    def __init__(self, handout: Handout, screen: Mapping[str, Any]) -> None:
        self.handout, self.decision, self.text, self.screen = handout, handout.decision, handout.text, screen
        self.cells: dict[str, Operand] = {}
        self.words: dict[str, Formula] = {}
        self.figures: list[Figure] = []
        self._styles: dict[tuple[str, str, bool], Any] = {}
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.file = xlsxwriter.Workbook(self._buffer, options)
        self.file.set_properties(
            {"title": handout.text("product"), "created": datetime.datetime.combine(handout.day, datetime.time.min)}
        )

    def style(self, unit: str, look: str, right: bool = False) -> Any:
        """The format of a unit in a look, made once."""
        key = (unit, look, right)
        if key not in self._styles:
            made = {"valign": "top", "font_name": "Calibri", "font_size": 11} | _LOOKS[look]
            if unit != "text":
                made["num_format"] = self.number_format(unit)
            if look in _LEFT:
                made["align"] = "left"
            elif unit != "text" or right:
                made["align"] = "right"
            self._styles[key] = self.file.add_format(made)
        return self._styles[key]

    def number_format(self, unit: str) -> str:
        """How a unit is written, as an en-US code; the reader's program puts in its own separators."""
        if unit == "compared":  # an amount, or nothing for what is left out of a comparison
            return f'[<-1E+299]"";{self.number_format("money")}'
        if unit.startswith("money"):
            return self.text.money_code()
        if unit in _PERCENTS:
            return self.text.percent_code(_PERCENTS[unit])
        return _NUMBERS.get(unit, "#,##0.00")

    def vocabulary(self, unit: str, path: str) -> dict[str, Formula]:
        """The cells of the words in which figures of a unit are said, by their codes; yes and no for any."""
        yes, no = ("signals.lit", "signals.unlit") if path.endswith(".lit") else ("yes_no.yes", "yes_no.no")
        family = f"{WORD_FAMILIES[unit]}." if unit in WORD_FAMILIES else None
        found = {key.removeprefix(family): cell for key, cell in self.words.items() if family and key.startswith(family)}
        return found | {"yes": self.words[yes], "no": self.words[no]}

    def bytes(self) -> bytes:
        """The finished file."""
        self.file.close()
        return self._buffer.getvalue()


class Page:
    """One sheet, titled and dated, locked but for its inputs. Rows and columns count from 0; printed on `wide` pages."""

    def __init__(self, book: Book, key: str, *, landscape: bool = False, wide: int = 1) -> None:
        t = book.text
        self.book, self.title = book, t(f"workbook.sheets.{key}")
        self.sheet = book.file.add_worksheet(self.title, worksheet_class=_Sheet)
        self._prefix = f"'{self.title}'!"
        self.sheet.hide_gridlines(2)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.sheet.set_paper(1)
        self.sheet.fit_to_pages(wide, 0)
        if wide > 1:
            self.sheet.repeat_columns(0)
        self.sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        self.sheet.set_footer("&L&A&R&P / &N")
        if landscape:
            self.sheet.set_landscape()
        self.put(0, 0, self.title, look="title")
        self.sheet.set_row(0, 26)
        self.put(1, 0, t("workbook.made", firm=visible(book.handout.firm), date=t.date(book.handout.day)), look="dated")

    def put(self, row: int, column: int, what: Any, unit: str = "text", look: str = "plain", right: bool = False) -> Formula:
        """Write text, a number, a blank or a formula, and return the cell as a formula refers to it."""
        style = self.book.style(unit, look, right)
        worth = what
        if isinstance(what, Formula):
            worth = what.value
            shown = "#NUM!" if isinstance(worth, float) and not math.isfinite(worth) else worth
            self.sheet.write_formula(row, column, "=" + what.text.replace(self._prefix, ""), style, shown)
        elif what is None:
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(what, str):
            self.sheet.write_string(row, column, visible(what), style)
        elif isinstance(what, datetime.date):
            self.sheet.write_datetime(row, column, datetime.datetime.combine(what, datetime.time.min), style)
        else:
            self.sheet.write_number(row, column, what, style)
        return Formula(self._prefix + xl_rowcol_to_cell(row, column), worth)

    def named(self, row: int, column: int, path: str, what: Any, unit: str, look: str = "plain") -> Formula:
        """Put a cell, give it the name of its path, and refer to it by that name."""
        cell = self.put(row, column, what, unit, look)
        name = path.replace(".", "_")
        self.book.file.define_name(name, f"={self._prefix}{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}")
        found = Formula(name, cell.value)
        self.book.cells[path] = found  # type: ignore[assignment]
        return found

    def figure(self, row: int, column: int, path: str, label: str, what: object, unit: str, look: str = "plain") -> Operand:
        """Put a live figure, named; reconciled when the screen shows it. What later rules are run on."""
        given, words = formula(what), self.book.vocabulary(unit, path)
        plain = not isinstance(what, Formula) and isinstance(given.value, (int, float)) and not isinstance(given.value, bool)
        written = given.value if plain else shown(given, words, self.book.words["unknown"])
        cell = self.named(row, column, path, written, unit, look)
        if path in self.book.screen:
            self.book.figures.append(Figure(path, label, cell, unit))
        self.book.cells[path] = found = held(cell, given, words)  # type: ignore[assignment]
        return found  # type: ignore[return-value]

    def mirror(self, row: int, column: int, path: str, unit: str, look: str = "plain") -> None:
        """Show a figure that stands elsewhere."""
        words = self.book.vocabulary(unit, path)
        self.put(row, column, shown(formula(self.book.cells[path]), words, self.book.words["unknown"]), unit, look)

    def run(self, row: int, column: int, values: list[Any], down: bool = True) -> Cells:
        """A run of cells downwards, or to the right, as a formula refers to it."""
        places = [(row + n, column) if down else (row, column + n) for n in range(len(values))]
        return Cells(tuple(Formula(self._prefix + xl_rowcol_to_cell(*at), value) for at, value in zip(places, values, strict=True)))

    def heads(self, row: int, heads: list[str], look: str = "head", height: float | None = None) -> None:
        """A row of column titles; all but the first stand at the right."""
        for column, head in enumerate(heads):
            self.put(row, column, head, look=look, right=column > 0)
        if height:
            self.sheet.set_row(row, height)

    def section(self, row: int, title: str) -> None:
        """The title of a part of the sheet."""
        self.put(row, 0, title, look="section")
        self.sheet.set_row(row, 24)

    def paragraph(self, row: int, last_column: int, said: str, look: str = "note", characters: int = 110) -> None:
        """A sentence across the sheet, as high as it needs; `characters` is about what one line holds."""
        if last_column:
            self.sheet.merge_range(row, 0, row, last_column, "", self.book.style("text", look))
        self.put(row, 0, said, look=look)
        line = 19 if look == "advice" else 17 if look == "said" else 15.5
        self.sheet.set_row(row, line * max(1, math.ceil(len(said) / characters)) + 2)

    def fit(self, row: int, *said: tuple[str, float]) -> None:
        """Make a row high enough for its wrapped texts, each given with the width of its column."""
        lines = max(math.ceil(len(text) / width) for text, width in said)
        if lines > 1:
            self.sheet.set_row(row, 15.5 * lines)

    def widths(self, *widths: float) -> None:
        """Column widths from the first; the last holds for all that follow."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, 220 if column == len(widths) - 1 else column, width)
