"""The parts of a long table put together as one file, Parquet, CSV or XLSX, part after part, and the refused rows beside it."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cmo_model.commands.parts import REFUSED, together
from cmo_model.commands.terminal import whole
from cmo_model.exports.verdicts import MOST_SHEET, Put, sheet
from cmo_model.portfolio import SCHEMA

KINDS = (".parquet", ".csv", ".xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""


class SheetFullError(Exception):
    """A sheet has no room for so many rows."""


def put_together(folder: Path, out: Path, beside: Path) -> tuple[int, int]:
    """The parts as one file, and the refused rows as another where there are some; how many rows each tells of."""
    told, rows = 0, set[int]()
    with whole(out) as written, whole(beside) as aside, _writer(written, out.suffix.casefold()) as put, _csv(aside) as refuse_row:
        for verdicts, refused in together(folder):
            told += len(verdicts)
            if out.suffix.casefold() == ".xlsx" and told > MOST_SHEET:
                raise SheetFullError
            put(verdicts)
            refuse_row(refused)
            rows |= {*refused["row"].to_pylist()}
    if not rows:
        beside.unlink()
    return told, len(rows)


@contextlib.contextmanager
def _writer(path: Path, kind: str) -> Iterator[Put]:
    if kind == ".parquet":
        with pq.ParquetWriter(path, SCHEMA) as writer:
            yield writer.write_table
    elif kind == ".csv":
        with _csv(path, SCHEMA) as put:
            yield put
    else:
        with sheet(path) as put:
            yield put


@contextlib.contextmanager
def _csv(path: Path, schema: pa.Schema = REFUSED) -> Iterator[Put]:
    """Plain text, marked as UTF-8 for a spreadsheet; what one would take for a formula stands behind an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(schema.names)

        def put(table: pa.Table) -> None:
            writer.writerows(zip(*([_inert(cell) for cell in column.to_pylist()] for column in table.columns), strict=True))

        yield put


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
