"""The words that formulas show, each in a cell: a live answer is read there and never written into a formula."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import Formula, is_number, same, where
from cmo_model.projection import OPTIONS

KEYS = (
    *("unknown", "signals.lit", "signals.unlit", "yes_no.yes", "yes_no.no"),
    *("zones.below", "zones.band", "zones.inside", "zones.above", "stages.validation", "stages.growth"),
    *("says.external", "says.prepare", "says.internalise"),
    *("readings.neither_yet", "readings.fractional", "readings.hybrid", "readings.hire"),
    *(f"options.{option}" for option in OPTIONS),
    *("workbook.audit.agrees", "workbook.audit.changed", "chart.all_below"),
)


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.words` holds the cell of every word."""
    page.widths(110)
    page.paragraph(2, 0, book.text("workbook.words.note"), characters=90)
    for row, key in enumerate(KEYS, start=4):
        cell = page.put(row, 0, book.text(key))
        book.words[key] = page.name(f"word.{key}", row, 0, cell)


def unless_zero(book: Book, under: Formula, answer: Formula) -> Formula:
    """The answer, or the word for none where what it divides by is zero."""
    return where(same(under, 0), book.words["unknown"], answer)


def if_known(book: Book, needed: Formula, answer: Formula) -> Formula:
    """The answer, or the word for none where what it needs has none."""
    return where(is_number(needed), answer, book.words["unknown"])
