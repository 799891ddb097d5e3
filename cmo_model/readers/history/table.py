"""The bytes of a CSV file to rows of clean texts: type, encoding, separator, quotes and limits, before any cell is understood.

Encoding: a mark at the start (UTF-8 or UTF-16), else UTF-8, else Windows-1252, line by line when most of the file is UTF-8.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from cmo_model.readers.history.cells import Row, RowProblem, Table, inert
from cmo_model.readers.history.columns.headers import known_titles
from cmo_model.readers.history.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_HEADER_ROWS,
    MOST_LINES,
    MOST_ROWS,
    MOST_TOLD,
)
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.scenario.checks import has_hidden_character, visible

SEPARATORS = (";", ",", "\t", "|")
_LONGEST_LINE = MOST_COLUMNS * (MOST_CHARACTERS + 3)
_SUSPECT = re.compile("[A-Za-z][À-ÖØ-Ý][a-z]{2}|[a-z][ŽžˆƒŠš‹\ufffd][a-z]|\ufffd|Ã[©¨ªƒ‰ ]")
"""Letters that Mac Roman or doubly encoded text leaves inside words once read as Windows-1252."""
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls")


def refuse(code: str, row: int | None = None, **details: object) -> ReadError:
    """The refusal of a whole file; `history.errors.<code>` holds its words."""
    return ReadError(Problem(code, line=row, details=details))


def is_workbook(data: bytes, file_name: str) -> bool:
    """Whether the content is a workbook. Raises `ReadError` on size, emptiness, and a content that its name denies."""
    if len(data) > MOST_BYTES:
        raise refuse("file_too_large", size=len(data) / 1e6, limit=MOST_BYTES // 1024**2)
    name = file_name.casefold()
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise refuse("encrypted_or_old_xls")
    if data.startswith(b"PK\x03\x04"):
        if name.endswith((".csv", ".txt", ".tsv", ".xls")):
            raise refuse("type_mismatch")
        return True
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.strip() and (name.endswith(_WORKBOOK_NAMES) or start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml"))):
        raise refuse("type_mismatch")
    return False


def read_text(data: bytes) -> Table:
    """The rows of a CSV file. Raises `ReadError`."""
    source, problems = _decoded(data)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not source.strip("\ufeff \t\n;,|\u00a0"):
        raise refuse("file_empty")
    if (count := source.count("\n")) > MOST_LINES:
        raise refuse("too_many_rows", rows=count, limit=MOST_ROWS)
    first, _, rest = source.partition("\n")
    named = re.fullmatch(r"\s*\"?sep=([;,\t|])\"?[;,\s]*", first, re.IGNORECASE)
    lines = source.split("\n")
    filled = sum(1 for line in lines if line.strip(" ;,\t|"))
    if filled > MOST_ROWS + MOST_HEADER_ROWS:
        raise refuse("too_many_rows", rows=filled, limit=MOST_ROWS)
    _check_lengths(lines)
    separator = named[1] if named else _separator(lines)
    rows = tuple(_rows(rest if named else source, separator, 2 if named else 1))
    _check_one_separator(rows, separator)
    spaced = source.replace("\n", " ").replace("\t", " ")
    easy = spaced.isascii() and spaced.isprintable()
    invisible = 0 if easy else sum(has_hidden_character(line.replace("\t", " ")) for line in lines)
    if invisible:
        problems.append(RowProblem("invisible_removed", details={"n": invisible}, action="accepted"))
    if found := _SUSPECT.search("\n".join(lines[:MOST_ROWS])):
        text = found.string
        word = re.split(r"[\s;,|]", text[: found.start()])[-1] + re.split(r"[\s;,|]", text[found.start() :])[0]
        problems.append(RowProblem("encoding_suspect", details={"shown": inert(word)}))
    return Table(rows, tuple(problems))


def _decoded(data: bytes) -> tuple[str, list[RowProblem]]:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            source = data[2:].decode(encoding, "replace")
            if "\0" in source:
                raise refuse("binary_content")
            return source, [_told("encoding_utf16")]
    if b"\0" in data:
        even, odd = data[::2].count(0), data[1::2].count(0)
        raise refuse("encoding_unknown" if max(even, odd) > len(data) / 5 else "binary_content")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _mixed(data)


def _mixed(data: bytes) -> tuple[str, list[RowProblem]]:
    """Windows-1252 for the lines that are not UTF-8, told one by one when others are."""
    lines, bad, accented = [], [], False
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), 1):
        try:
            lines.append(line.decode("utf-8"))
            accented |= not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            bad.append(number)
    if not accented:
        return "\n".join(lines), [_told("encoding_cp1252")]
    return "\n".join(lines), [RowProblem("ok_cp1252_mixed", number, action="accepted") for number in bad[:MOST_TOLD]]


def _told(code: str) -> RowProblem:
    return RowProblem(code, action="accepted")


def _check_lengths(lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE and line.count('"') < 2:
            if max(map(line.count, SEPARATORS)) >= MOST_COLUMNS:
                raise refuse("too_many_columns", number, limit=MOST_COLUMNS)
            raise refuse("cell_too_long", number, limit=MOST_CHARACTERS)


def _separator(lines: list[str]) -> str:
    """The separator under which the titles are best known, then the one that most often gives the same number of cells."""
    sample = [line for line in lines if line.strip()][: MOST_HEADER_ROWS + 20]

    def merit(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in sample]
        known = max((known_titles(line.replace('"', "").split(separator)) for line in sample if separator in line), default=0)
        return known, max((counts.count(n) for n in {*counts} if n), default=0)

    return max(SEPARATORS, key=merit)


def _rows(source: str, separator: str, number: int) -> Iterator[Row]:
    reader = csv.reader(source.split("\n"), delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = (
                "quote_unclosed" if "unexpected end" in str(error) else "cell_too_long" if "limit" in str(error) else "quote_stray"
            )
            raise refuse(code, number, limit=MOST_CHARACTERS) from None
        while len(cells) > MOST_COLUMNS and not cells[-1].strip():
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise refuse("too_many_columns", number, limit=MOST_COLUMNS)
        whole = "".join(cells)
        easy = whole.isascii() and whole.isprintable() and "  " not in whole
        yield Row(number, tuple(map(str.strip, cells) if easy else (" ".join(visible(cell).split()) for cell in cells)))
        number += 1


def _check_one_separator(rows: tuple[Row, ...], separator: str) -> None:
    """Refuse a file whose titles are separated otherwise than its figures."""
    wide = [row for row in rows if sum(map(bool, row.cells)) > 1]
    narrow = [row for row in rows if len(row.cells) == 1 and row.cells[0]]
    if not wide or len(narrow) <= len(wide) or wide[0].number > narrow[-1].number:
        return
    for row in narrow:
        text = str(row.cells[0])
        for other in SEPARATORS:
            if other != separator and row.number > wide[0].number and text.count(other) >= len(wide[0].cells) - 1:
                marks = {"header": _mark(separator), "row_mark": _mark(other)}
                raise refuse("separator_mixed", row.number, **marks)


def _mark(separator: str) -> str:
    return "TAB" if separator == "\t" else separator
