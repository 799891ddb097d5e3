"""Files as people and attackers make them, built in memory."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl

HEAD = "Mois;Canal;Dépenses;Revenus;Nouveaux clients"
ROWS = tuple(f"2026-{month:02};{channel};{month}00,50;{month} 000;{month}" for month in range(1, 7) for channel in ("SEA", "Meta"))


def csv(*rows: str, head: str = HEAD, encoding: str = "utf-8", end: str = "\n") -> bytes:
    """A French CSV; without rows, twelve good ones."""
    return end.join((head, *(rows or ROWS))).encode(encoding)


def one(spend: str = "1000,50", month: str = "2026-01", channel: str = "SEA", revenue: str = "4000", customers: str = "3") -> bytes:
    """Good rows and one with a cell to judge, on row 2, in a tab-separated file so that the cell may hold a comma."""
    rows = [
        (month, channel, spend, revenue, customers),
        ("2026-02", "SEA", "1100", "4100", "4"),
        ("2026-03", "SEA", "1200", "4200", "5"),
    ]
    return "\n".join("\t".join(row) for row in [tuple(HEAD.split(";")), *rows]).encode()


def book(rows: list[list[Any]] | None = None, **sheets: list[list[Any]]) -> bytes:
    """A workbook of these sheets, or of one with French titles and three good rows."""
    good = [HEAD.split(";"), *([f"2026-0{m}", "SEA", 100.5 * m, 900 * m, m] for m in (1, 2, 3))]
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, cells in (sheets or {"Feuil1": rows or good}).items():
        sheet = workbook.create_sheet(name)
        for row in cells:
            sheet.append(row)
    return saved(workbook)


def saved(workbook: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_sheet(cells: str, before: str = "", encoding: str = "utf-8", dimension: str = "A1") -> bytes:
    """A workbook whose only sheet is this XML."""
    start = f'<?xml version="1.0" encoding="{encoding}"?>{before}<worksheet {MAIN}><dimension ref="{dimension}"/>'
    xml = f"{start}<sheetData>{cells}</sheetData></worksheet>"
    return with_parts(book(), {SHEET: xml.encode(encoding)})


def text_cell(at: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


TITLES = (
    f'<row r="1">{"".join(text_cell(f"{column}1", title) for column, title in zip("ABCDE", HEAD.split(";"), strict=True))}</row>'
)


def good_row(number: int, spend: str = "<v>100</v>", kind: str = "") -> str:
    """A row of figures whose spend is this XML."""
    month = text_cell(f"A{number}", f"2026-{(number - 2) % 12 + 1:02}")
    figures = f'<c r="C{number}"{kind}>{spend}</c><c r="D{number}"><v>900</v></c><c r="E{number}"><v>2</v></c>'
    return f'<row r="{number}">{month}{text_cell(f"B{number}", "SEA")}{figures}</row>'
