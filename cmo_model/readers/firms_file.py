"""A file of firms, CSV or Parquet, as tables of so many rows: it is read as it goes, and only one table of it is held.

A CSV file is UTF-8 (with or without a mark) or Windows-1252, separated by `;`, `,`, tabs or `|`, whichever makes the most titles
known; lines that hold nothing are no rows. Each table has a column `row`, the firm's number in the file from 1.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cmo_model.readers.firms import ROW, Refused, columns_of, known
from cmo_model.readers.history.table import SEPARATORS
from cmo_model.readers.shared import Problem, ReadError

_LOOKED_AT = 1024 * 1024
"""Bytes by which the encoding is told."""
MOST_TITLES = 1_000
"""Columns of a table of firms."""


@dataclass(frozen=True)
class Part:
    """So many rows of a file; `refused` are those of which not even the cells can be told, `at` their number in the file."""

    number: int
    table: pd.DataFrame
    refused: tuple[Refused, ...] = ()


class FirmsFile:
    """A file of firms. Raises `ReadError` where it is none, or its titles cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_parquet = path.suffix.casefold() in (".parquet", ".pq")
        if self._is_parquet:
            with _parquet(path) as file:
                self.titles, self.rows = [*file.schema_arrow.names], file.metadata.num_rows
        else:
            with path.open("rb") as counted:
                lines = sum(block.count(b"\n") for block in iter(lambda: counted.read(_LOOKED_AT), b""))
            self.rows = max(lines - 1, 1)  # about: what a bar of progress needs
            with self._text() as opened:
                self.titles = self._reader(opened)[0]
        if len(self.titles) > MOST_TITLES or not self.rows:
            raise ReadError(Problem("firms_empty" if not self.rows else "firms_file"))
        columns_of(self.titles)

    def parts(self, size: int) -> Iterator[Part]:
        """The file by so many rows. Raises `ReadError` where it holds none, or cannot be read on."""
        parts = self._of_parquet(size) if self._is_parquet else self._of_text(size)
        first = next(parts, None)
        if first is None:
            raise ReadError(Problem("firms_empty"))
        yield from itertools.chain([first], parts)

    def _of_parquet(self, size: int) -> Iterator[Part]:
        begin = 0
        with _parquet(self.path) as file:
            try:
                for number, batch in enumerate(file.iter_batches(size)):
                    yield Part(number, _numbered(batch.to_pandas(), range(begin + 1, begin + len(batch) + 1)))
                    begin += len(batch)
            except (pa.ArrowException, OSError):
                raise ReadError(Problem("firms_file")) from None

    def _of_text(self, size: int) -> Iterator[Part]:
        with self._text() as opened:
            titles, rows = self._reader(opened)
            numbered = enumerate((row for row in rows if row is None or any(row)), 1)
            for number in itertools.count():
                taken = [*itertools.islice(numbered, size)]
                if not taken:
                    return
                whole = [(at, row[: len(titles)]) for at, row in taken if row is not None and _fits(row, titles)]
                refused = (Refused(at, "", Problem("firms_cells")) for at, row in taken if row is None or not _fits(row, titles))
                table = pd.DataFrame([row for _, row in whole], columns=titles, dtype=object)
                yield Part(number, _numbered(table, [at for at, _ in whole]), tuple(refused))

    def _text(self) -> TextIO:
        with self.path.open("rb") as opened:
            begin = opened.read(_LOOKED_AT)
        if b"\0" in begin:
            raise ReadError(Problem("firms_file"))
        try:
            begin.decode("utf-8") if len(begin) < _LOOKED_AT else begin.rpartition(b"\n")[0].decode("utf-8")
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
        return self.path.open(encoding=encoding, errors="surrogateescape", newline="")  # what is left over is refused in its cell

    def _reader(self, opened: TextIO) -> tuple[list[str], Iterator[list[str] | None]]:
        """The titles, and the rows after them; none for a row that is no row."""
        first = opened.readline()
        if first.casefold().startswith("sep=") and first[4:5] in SEPARATORS:
            separator, first = first[4], opened.readline()
        else:
            separator = max(SEPARATORS, key=lambda mark: (known(next(csv.reader([first], delimiter=mark), [])), first.count(mark)))
        titles = next(csv.reader([first], delimiter=separator), [])
        return titles, _rows(csv.reader(opened, delimiter=separator))


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _fits(row: list[str], titles: list[str]) -> bool:
    return len(row) >= len(titles) and not any(row[len(titles) :])


def _numbered(table: pd.DataFrame, rows: range | list[int]) -> pd.DataFrame:
    table[ROW] = pd.Series(rows, index=table.index, dtype="int64")
    return table


def _parquet(path: Path) -> closing[pq.ParquetFile]:
    try:
        return closing(pq.ParquetFile(path))
    except (pa.ArrowException, OSError):
        raise ReadError(Problem("firms_file")) from None
