"""The workbook: the whole decision as live formulas, for an accountant who wants to follow a figure or change one.

Any figure may be typed over, and everything follows but what is marked as of the day: the sentences, the months of entry and the
risk. What shapes the formulas (who leads today, the place, the horizon, the bridge) is fixed; another needs a new file.
"""

from __future__ import annotations

from cmo_model.exports.handout import Handout
from cmo_model.exports.workbook import (
    assumptions,
    audit,
    clock,
    day,
    inputs,
    months,
    options,
    pillars,
    salaries,
    seats,
    signals,
    verdict,
    words,
)
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.scenario import OPTIONS

__all__ = ["SHEETS", "workbook"]

_PORTRAIT = ("verdict", "words")
_WIDE = {"seats": 3} | dict.fromkeys(OPTIONS, 2)
SHEETS = (
    *("verdict", "inputs", "salaries", "signals", "pillars", "options", "clock", "seats"),
    *OPTIONS,
    *("day", "ledger", "audit", "words"),
)
"""The sheets in the order of their tabs; each is named by `workbook.sheets` in the reader's language."""


def workbook(handout: Handout) -> bytes:
    """The decision as an Excel workbook; the same handout always gives the same bytes."""
    book = Book(handout)
    pages = {key: Page(book, key, landscape=key not in _PORTRAIT, wide=_WIDE.get(key, 1)) for key in SHEETS}
    screen = audit.screen(handout.decision, handout.text)
    words.write(book, pages["words"])
    inputs.write(book, pages["inputs"])
    salaries.write(book, pages["salaries"])
    signals.write(book, pages["signals"])
    pillars.write(book, pages["pillars"])
    common = clock.write(book, pages["clock"])
    seated = seats.write(book, pages["seats"])
    totals = {option: months.write(book, pages[option], option, common, seated) for option in OPTIONS}
    options.write(book, pages["options"], totals)
    verdict.write(book, pages["verdict"], screen)
    day.write(book, pages["day"])
    assumptions.write(book, pages["ledger"])
    verdict.status(book, pages["verdict"], audit.write(book, pages["audit"], screen))
    pages["verdict"].sheet.activate()
    return book.bytes()
