"""Every value the decision rests on, as given that day: who gave it, and where a default comes from and when it was checked."""

from __future__ import annotations

from cmo_model.exports.handout import ledger
from cmo_model.exports.workbook.book import Book, Page


def write(book: Book, page: Page) -> None:
    """Fill the sheet; addresses and the link are plain text, never something to click."""
    t, handout = book.text, book.handout
    page.widths(52, 26, 20, 50, 13, 60)
    page.paragraph(2, 4, t("workbook.ledger.note", date=t.date(handout.day)), characters=150)
    row = 3
    if handout.claim != "full":
        page.put(row, 0, t(f"page.claim.{handout.claim}"))
        row += 1
    if handout.link:
        page.put(row, 0, t("cli.labelled", name=t("bar.link"), said=handout.link))
        row += 1
    row += 1
    page.heads(row, [t("workbook.heads.figure"), t("workbook.heads.value"), t("workbook.heads.giver")])
    for column, head in enumerate((t("workbook.heads.source"), t("workbook.heads.checked"), t("workbook.heads.address")), start=3):
        page.put(row, column, head, look="told_head")
    page.sheet.freeze_panes(row + 1, 1)
    page.sheet.repeat_rows(row)
    for entry in ledger(handout):
        row += 1
        page.put(row, 0, entry.label)
        page.put(row, 1, entry.value, right=True)
        page.put(row, 2, entry.given_by, right=True)
        page.put(row, 3, entry.source, look="told_wrapped")
        page.put(row, 4, entry.checked, "date", "dated")
        page.put(row, 5, entry.address, look="told_wrapped")
        page.fit(row, (entry.source, 54), (entry.address, 64))
