"""The bytes of an Excel workbook to rows of cells, within bounds that hold before anything is unpacked.

Size and type come first (see `table`), then the zip's directory alone, then the start of each XML part; only then openpyxl reads,
without formulas or links, and stops at the first row, column or run of blank rows past the limits.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import warnings
import zipfile
import zlib
from functools import lru_cache
from typing import Any

import defusedxml  # type: ignore[import-untyped]  # noqa: F401  openpyxl reads XML through it once it is installed
import openpyxl  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from cmo_model.readers.history.cells import Cell, Flaw, Question, Row, RowProblem, Table, inert
from cmo_model.readers.history.limits import (
    MOST_BLANK_ROWS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_COMMENT,
    MOST_FORMAT,
    MOST_MARKS,
    MOST_NAMES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROW_CELLS,
    MOST_TOLD,
    MOST_UNPACKED,
    RATIO_FROM,
)
from cmo_model.readers.history.numbers import DOLLAR, currencies_of
from cmo_model.readers.history.table import refuse
from cmo_model.readers.shared import ReadError
from cmo_model.scenario.checks import visible

_HIDDEN = re.compile(rb"<(?:\w{1,20}:)?row [^<>]{0,300}?hidden=\"(?:1|true)\"")
_NO_RESULT = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^<>]{0,100}>\s*<f(?:\s[^<>]{0,200})?(?:/>|>[^<]{0,9000}</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_NOT_FINITE = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?![^<>]{0,100}t="(?:s|str|e|inlineStr|b|d)")[^<>]{0,100}>(?:<f[^<>]{0,200}>[^<]{0,9000}</f>)?'
    rb"<v>\s*(-?(?:nan|inf|infinity))\s*</v>",
    re.IGNORECASE,
)
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s[^<>]{0,2000}?:id\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,300})[\"']")
_RELATION = re.compile(
    rb"<(?:\w{1,20}:)?Relationship\s(?=[^<>]{0,3000}?\bId\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,300})[\"'])"
    rb"[^<>]{0,3000}?\bTarget\s{0,9}=\s{0,9}[\"']/?(?:xl/)?([^\"'<>]{0,300})[\"']"
)
_NAMES = re.compile(rb"<(?:\w{1,20}:)?definedName\b[^<]*<")
_LONG_FORMAT = re.compile(rb"\bformatCode\s{0,9}=\s{0,9}(?:\"[^\"]{%d}|'[^']{%d})" % (MOST_FORMAT + 1, MOST_FORMAT + 1))
_LONG_COMMENT = re.compile(rb"<!--(?:(?!-->).){%d}" % MOST_COMMENT, re.DOTALL)
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
_DTD = (b"<!DOCTYPE", b"<!ENTITY")


def read_workbook(data: bytes, sheet: str = "") -> Table:
    """The rows of a workbook's sheet, or the question of which sheet. Raises `ReadError`."""
    try:
        _preflight(data)
        return _opened(data, sheet)
    except ReadError:
        raise
    except Exception:  # openpyxl answers a broken part with almost any exception
        raise refuse("unreadable_xlsx") from None


def _preflight(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = [part.filename.casefold() for part in parts]
            if len(parts) > MOST_PARTS or len({*names}) < len(names) or any(".." in n or n.startswith("/") for n in names):
                raise refuse("not_xlsx")
            if not {"[content_types].xml", "xl/workbook.xml"} <= {*names}:
                raise refuse("not_xlsx")
            if any("vbaproject" in name for name in names):
                raise refuse("macro_not_allowed")
            swollen = (p for p in parts if p.file_size > RATIO_FROM and p.file_size > MOST_RATIO * max(p.compress_size, 1))
            if sum(part.file_size for part in parts) > MOST_UNPACKED or any(swollen):
                raise refuse("expands_too_much")
            if sum(_marks(archive, part) for part in parts) > MOST_MARKS:
                raise refuse("expands_too_much")
            _check_parts(archive)
    except ReadError:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        raise refuse("not_xlsx") from None


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many XML marks a part holds, in any encoding; a document type is refused, and a wrong sum is found here."""
    with archive.open(part) as opened:
        start = opened.read(4096)
        if any(mark in start.replace(b"\0", b"").upper() for mark in _DTD):
            raise refuse("dtd_not_allowed")
        found = start.count(b"<")
        while chunk := opened.read(RATIO_FROM):
            found += chunk.count(b"<")
    return found


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what takes openpyxl a time out of proportion: long formats, names, comments, several sheets of one part."""
    named = {part.filename.casefold(): part for part in archive.infolist()}
    texts = [name for name in named if name.endswith((".xml", ".rels"))]
    held = {name: archive.read(named[name]).replace(b"\0", b"") for name in texts}
    book = held["xl/workbook.xml"]
    sheets = _SHEET.findall(book)
    targets = dict(_RELATION.findall(held.get("xl/_rels/workbook.xml.rels", b"")))
    parts = [targets.get(one, one) for one in sheets]
    if len(parts) > MOST_PARTS or len({*parts}) < len(parts):
        raise refuse("not_xlsx")
    if sum(map(len, _NAMES.findall(book))) > MOST_NAMES:
        raise refuse("expands_too_much")
    if any(_LONG_FORMAT.search(xml) or _LONG_COMMENT.search(xml) for xml in held.values()):
        raise refuse("expands_too_much")


def _opened(data: bytes, sheet: str) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of the styles and extensions that it leaves out
        try:
            book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except Exception as error:
            raise refuse("dtd_not_allowed" if "Forbidden" in type(error).__name__ else "unreadable_xlsx") from None
        try:
            return _chosen(book, data, sheet)
        finally:
            book.close()


def _chosen(book: Any, data: bytes, sheet: str) -> Table:
    sheets = {_sheet_name(one): one for one in book.worksheets}
    if sheet in sheets:
        return _read_sheet(book, sheets[sheet], data)
    raw = {name: _raw(data, one) for name, one in sheets.items()}
    filled = tuple(name for name, xml in raw.items() if _CELL.search(xml) or b"<v" in xml)
    if not filled:
        raise refuse("file_empty")
    first = sheets[filled[0]]
    if len(filled) == 1 and book._sheets[0] is first and first.sheet_state == "visible":
        return _read_sheet(book, first, data)
    return Table(question=Question("sheet", filled[:MOST_PARTS]), workbook=True)


def _sheet_name(sheet: Any) -> str:
    return visible(str(sheet.title))[:MOST_CHARACTERS]


def _raw(data: bytes, sheet: Any) -> bytes:
    """The sheet's part as written, for what openpyxl does not say: hidden rows, formulas without a result, cells far away."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(sheet._worksheet_path)


def _read_sheet(book: Any, sheet: Any, data: bytes) -> Table:
    xml = _raw(data, sheet)
    if found := _NOT_FINITE.search(xml):
        raise refuse("number_not_finite", cell=found[1].decode(), shown=found[2].decode())
    if max(row.count(b"<c") + row.count(b":c") for row in _ROW.split(xml)) > MOST_ROW_CELLS:
        raise refuse("expands_too_much")
    unsolved = {found[1].decode() for found in _NO_RESULT.finditer(xml)}
    sheet.reset_dimensions()
    rows: list[Row] = []
    problems: list[RowProblem] = []
    blank, width = 0, 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        clean = [_cell(cell.value, cell) for cell in cells[:MOST_COLUMNS]]
        for place in range(len(clean)):
            if clean[place] == "" and unsolved and f"{get_column_letter(place + 1)}{number}" in unsolved:
                clean[place] = Flaw("formula_no_value")
        while clean and clean[-1] == "":
            clean.pop()
        blank = 0 if clean else blank + 1
        width = max(width, len(clean))
        if blank > MOST_BLANK_ROWS:
            break
        if clean:
            rows.append(Row(number, tuple(clean)))
    last = rows[-1].number if rows else 0
    far = [found[1].decode() + found[2].decode() for found in _CELL.finditer(xml) if _is_far(found, last)]
    if far and rows:
        problems.append(RowProblem("far_cells_ignored", details={"cell": far[-1], "n": len(far)}))
    if hidden := len(_HIDDEN.findall(xml)):
        problems.append(RowProblem("hidden_rows", details={"n": hidden}))
    padded = tuple(Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in rows)
    return Table(padded, tuple(problems[:MOST_TOLD]), workbook=True, epoch=book.epoch.date())


def _is_far(found: re.Match[bytes], last_row: int) -> bool:
    letters, row = found[1].decode(), int(found[2])
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place > MOST_COLUMNS or row > last_row + MOST_BLANK_ROWS


@lru_cache(maxsize=256)
def _currency_of(number_format: str) -> str:
    """The currency that a format of numbers shows beside them, other than a dollar of nowhere."""
    found = currencies_of(number_format) - {DOLLAR}
    return found.pop() if len(found) == 1 else ""


def _cell(value: Any, cell: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        number = float(value) if abs(value) < 1e300 else math.inf
        if not math.isfinite(number):
            return Flaw("number_not_finite", str(value)[:9])
        shown_in = _currency_of(cell.number_format or "")
        return f"{number:.15g} {shown_in}" if shown_in else number
    if isinstance(value, datetime.datetime):
        return value.date()
    text = " ".join(visible(str(value)).split())
    return Flaw("number_not_finite", inert(text)) if text in _ERRORS else text
