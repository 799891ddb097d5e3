"""Verdicts on many firms as a workbook of plain cells: a text never becomes a formula, and only one batch of rows is held."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import xlsxwriter

from cmo_model.portfolio import SCHEMA

MOST_SHEET = 1_048_575
"""Rows under the titles of a sheet."""
Put = Callable[[pa.Table], None]
"""Writes more rows."""


def verdicts_book(verdicts: pd.DataFrame) -> bytes:
    """The workbook of a table of verdicts, as the command writes it."""
    made = BytesIO()
    with sheet(made) as put:
        put(pa.Table.from_pandas(verdicts, SCHEMA, preserve_index=False))
    return made.getvalue()


@contextlib.contextmanager
def sheet(book: Path | BytesIO) -> Iterator[Put]:
    """A workbook of one sheet, written as it goes."""
    with xlsxwriter.Workbook(book, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
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
