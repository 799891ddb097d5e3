"""The words that formulas show, each in a cell: a live answer is read there and never written into a formula."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.scenario import OPTIONS

_KEYS = (
    *("unknown", "signals.lit", "signals.unlit", "yes_no.yes", "yes_no.no"),
    *("zones.below", "zones.band", "zones.inside", "zones.above", "stages.validation", "stages.growth"),
    *("says.external", "says.prepare", "says.internalise"),
    *("readings.neither_yet", "readings.fractional", "readings.hybrid", "readings.hire"),
)
_ITS_OWN = ("workbook.audit.agrees", "workbook.audit.changed")


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.words` holds the cell of every word."""
    page.widths(110)
    page.paragraph(2, 0, book.text("workbook.words.note"), characters=90)
    for row, key in enumerate((*_KEYS, *(f"options.{option}" for option in OPTIONS), *_ITS_OWN), start=4):
        book.words[key] = page.named(row, 0, f"word.{key}", book.text(key), "text")
