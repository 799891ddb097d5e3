"""Verdicts on many firms as a workbook of plain cells, in words for people or as data: a text never becomes a formula."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import xlsxwriter

from cmo_model.portfolio import SCHEMA

MOST_SHEET = 1_048_575
"""Rows under the titles of a sheet."""
_PLAIN, _WIDTH = {"strings_to_formulas": False, "strings_to_urls": False}, 30
Put = Callable[[pa.Table], None]
"""Writes more rows."""


def answers_book(titles: Sequence[str], rows: Iterable[Sequence[str | float]]) -> bytes:
    """The answers in words as a workbook; a number stays one, to the dollar."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, _PLAIN) as book:
        page, bold, whole = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        page.freeze_panes(1, 1)
        page.set_column(0, len(titles) - 1, _WIDTH)
        page.write_row(0, 0, titles, bold)
        for at, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(at, place, cell)
                else:
                    page.write_number(at, place, cell, whole)
    return made.getvalue()


@contextlib.contextmanager
def sheet(book: Path) -> Iterator[Put]:
    """A workbook of one sheet, written as it goes."""
    with xlsxwriter.Workbook(book, _PLAIN | {"constant_memory": True}) as made:
        page = made.add_worksheet()
        page.freeze_panes(1, 0)
        page.write_row(0, 0, SCHEMA.names)
        at = 0

        def put(table: pa.Table) -> None:
            nonlocal at
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                at += 1
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(at, place, cell)
                    elif cell is not None:
                        page.write_number(at, place, cell)

        yield put
