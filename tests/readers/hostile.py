"""Workbooks made to hold a server up."""

from tests.readers.files import SHEET

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def styles(*formats: str, uses: int = 1) -> bytes:
    numbered = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + n % len(formats)}" applyNumberFormat="1"/>' for n in range(uses))
    return f"<styleSheet {MAIN}><numFmts>{numbered}</numFmts><cellXfs>{used}</cellXfs></styleSheet>".encode()


def workbook(names: str = "", sheets: int = 1) -> bytes:
    listed = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets))
    return f"<workbook {MAIN} {LINKS}><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>".encode()


def named(name: str, value: str) -> str:
    return f'<definedName name="_xlnm.{name}" localSheetId="0">{value}</definedName>'


HOSTILE = {
    "formats": {"xl/styles.xml": styles("[" * 200_000, uses=100)},
    "formats in UTF-16": {"xl/styles.xml": styles("[" * 200_000, uses=100).decode().encode("utf-16")},
    "print area": {"xl/workbook.xml": workbook(named("Print_Area", "'" * 40_000))},
    "print titles": {"xl/workbook.xml": workbook(named("Print_Titles", "$A$1:" * 20_000))},
    "a thousand sheets of one part": {"xl/workbook.xml": workbook(sheets=1_000)},
    "two sheets of one part": {"xl/workbook.xml": workbook(sheets=2)},
    "a comment": {SHEET: f"<worksheet {MAIN}><!--{'ab' * 10_000_000}--><sheetData/></worksheet>".encode()},
}
