"""The corpus of bad inputs: for each entry the file it describes, and the answer it asks for."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from cmo_model.readers.history import asked, history_words, read_history, said
from cmo_model.readers.shared import ReadError
from cmo_model.words import LANGUAGES, text
from tests.readers.files import HEAD, ROWS, SHEET, TITLES, book, csv, good_row, one, saved, text_cell, with_parts, with_sheet

MIXED = (HEAD + "\n" + "\n".join([*ROWS] * 70)).encode() + b"\n2026-01;Caf\xe9;1,5;2;1"


def many(rows: int) -> bytes:
    return csv(*(f"2026-01;{n};1;2" for n in range(rows)), head="Mois;Canal;Coût;Revenu")


# entry, file, its name, action, code
CSV = [
    ("C01", csv(encoding="utf-8-sig"), "", "accepted", "ok"),
    ("C02", csv(encoding="cp1252"), "", "accepted", "encoding_cp1252"),
    ("C03", "\ufeff".encode("utf-16-le") + csv().decode().replace(";", "\t").encode("utf-16-le"), "", "accepted", "encoding_utf16"),
    ("C04", csv(encoding="utf-16-le"), "", "file", "encoding_unknown"),
    (
        "C05",
        "Month;Channel;Spend;Revenue\n2026-01;Référencement;1,5;2,5".encode("mac-roman"),
        *("", "warned", "encoding_suspect"),
    ),
    ("C06", MIXED, "", "accepted", "ok_cp1252_mixed"),
    ("C07", one(channel="+ADw-script+AD4-"), "", "accepted", "ok"),
    ("C08", csv("2026-01;SEA;1\x00;2;3"), "", "file", "binary_content"),
    ("C09", csv("2026-01;SEA;1 234,56 $;9 000,00 $;3"), "", "accepted", "ok"),
    ("C10", b'Month,Channel,Spend,Revenue\n2026-01,SEA,"1,234.56","9,000.00"', "", "accepted", "ok"),
    ("C11", b"sep=;\n" + csv(), "", "accepted", "ok"),
    ("C12", csv(*(row.replace(",", ".").replace(";", ",") for row in ROWS)), "", "file", "separator_mixed"),
    ("C13", csv('2026-01;"SEA;1;2;3', *ROWS * 200), "", "file", "quote_unclosed"),
    ("C14", csv(end="\r"), "", "accepted", "ok"),
    ("C14", csv(end="\r\n") + b"\n2026-07;SEA;1;2;3", "", "accepted", "ok"),
    ("C15", b"", "", "file", "file_empty"),
    ("C15", b"\xef\xbb\xbf", "", "file", "file_empty"),
    ("C15", b"\n\r\n;;;\n", "", "file", "file_empty"),
    ("C16", HEAD.encode(), "", "file", "no_rows"),
    ("C17", "\n".join(ROWS).encode(), "", "file", "header_missing"),
    ("C18", csv("2026-01;SEA;1;2;3", head="Mois;Canal;Dépenses;Dépenses;Revenus"), "", "file", "header_duplicate"),
    ("C19", csv("2026-01;SEA;1;2;3", head="Month;Channel;Spend;spend\u00a0;Revenue"), "", "file", "header_duplicate"),
    ("C20", csv(*(row + ";9" for row in ROWS)), "", "file", "row_too_long"),
    ("C21", csv(*ROWS[:3], "2026-02;SEA;1", *ROWS[4:]), "", "refused", "row_length"),
    ("C21", csv(*ROWS[:3], "2026-02;SEA;1;2;3;4", *ROWS[4:]), "", "refused", "row_length"),
    (
        "C22",
        ("Rapport mensuel;;;;\nLogo;;;;\n" + csv().decode() + "\nTotal;;4 200,00;42 000;42").encode(),
        "",
        "warned",
        "total_row_skipped",
    ),
    ("C23", csv(ROWS[0], ";Meta;1;2;3"), "", "refused", "value_missing"),
    ("C24", csv("2026-01;SEA;1;2;x;y", head="Mois;Canal;Coût;Revenu;notes;owner"), "", "warned", "column_ignored"),
    ("C25", csv("2026-01;SEA;1", head="Mois;Canal;Coût"), "", "refused", "column_missing"),
    *(("C26", one(channel=name), "", "accepted", "ok") for name in ("NA", "null", "None", "Infinity")),
    ("C27", csv(ROWS[0] * 300_000)[:6_000_000], "", "file", "file_too_large"),
    ("C28", many(250_000), "", "file", "too_many_rows"),
    ("C29", b"a;" * 2_400_000, "", "file", "too_many_columns"),
    ("C29", csv(*ROWS, head=";".join(map(str, range(200_000)))), "", "file", "too_many_columns"),
    ("C30", csv("2026-01;" + "x" * 1_000_000 + ";1;2;3"), "", "file", "cell_too_long"),
    ("C30", csv("2026-01;" + "x" * 121 + ";1;2;3"), "", "refused", "cell_too_long"),
    *(("N01", one(spend=s), "", "accepted", "ok") for s in ("1\u00a0234,56\u00a0$", "1\u202f234,56")),
    *(("N02", one(spend=s), "", "asked", "decimal") for s in ("1,234", "1.234")),
    ("N03", csv("2026-01;SEA;1,234.50;9;1", "2026-02;SEA;1.234,50;9;1"), "", "refused", "amount_style_mixed"),
    *(("N04", one(spend=s), "", "refused", "spend_negative") for s in ("(1 500,00) $", "1500-", "\u22121500", "-1500", "-$1500")),
    *(
        ("N05", one(spend=s), "", "refused", "number_not_finite")
        for s in ("NaN", "nan", "inf", "-inf", "1e400", "#DIV/0!", "#N/A", "#REF!")
    ),
    *(("N06", one(spend=s), "", "refused", "number_format") for s in ("1e3", "0x1F", "1_000", "12%", "½")),
    *(("N07", one(spend=s), "", "accepted", "ok") for s in ("\uff11\uff12\uff13\uff14", "\u0661\u0662\u0663\u0664")),
    *(("N08", one(spend=s), "", "refused", "number_format") for s in ("1 23 4", "--5", "1,2,3", "12 000 000 000 000 000")),
    *(("N09", one(spend=s), "", "refused", "unit_unclear") for s in ("12 k$", "1,2 M")),
    ("N10", csv("2026-01;SEA;1 $;9;1", "2026-02;SEA;1 €;9;1"), "", "refused", "currency_mixed"),
    ("N10", csv("2026-01;SEA;1 $;9;1", "2026-02;SEA;1 US$;9;1"), "", "refused", "currency_mixed"),
    *(("N11", one(customers=s), "", "refused", "count_invalid") for s in ("2,5", "-3")),
    ("N11", csv("2026-01;SEA;1;9;0", "2026-02;SEA;1;9;0"), "", "refused", "customers_none"),
    ("N12", one(spend="1000000000000000"), "", "warned", "amount_huge"),
    ("N13", csv("2026-01;SEA;0;9;1", "2026-02;SEA;0;9;1"), "", "warned", "spend_zero"),
    ("D01", csv("03/04/2026;SEA;1;9;1", "13/04/2026;SEA;1;9;1"), "", "accepted", "date_order_proved"),
    *(
        ("D02", one(month=s), "", "accepted", "ok")
        for s in ("janv. 2026", "févr.-25", "Jan-26", "2026-01", "202601", "T1 2025", "Août 2025", "March 2025")
    ),
    ("D03", one(month="45997"), "", "asked", "date_serial"),
    *(
        ("D04", one(month=s), "", "refused", "date_invalid")
        for s in ("31/02/2026", "2026-13", "0026-01-01", "9999-12-31", "demain")
    ),
    ("D05", csv("2026-03;SEA;1;9;1", "2026-03;SEA;2;9;1"), "", "warned", "month_duplicate"),
    ("D06", csv("2026-02;SEA;1;9;1", "2026-04;SEA;2;9;1"), "", "warned", "month_gap"),
    ("T07", one(channel="S\u202eE\u200bA"), "", "accepted", "invisible_removed"),
]

GOOD = book()


def swollen() -> bytes:
    return with_parts(GOOD, {SHEET: b" " * 25_000_000})


def million_rows() -> bytes:
    return with_parts(GOOD, {SHEET: b"<row/>" * 5_500_000})


def with_dtd(dtd: str, encoding: str = "utf-8") -> bytes:
    return with_sheet(TITLES, f"<!DOCTYPE x [{dtd}]>", encoding)


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9))


def doubled() -> bytes:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<x/>")
    return out.getvalue()


def broken_sum() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        part = archive.getinfo(SHEET)
        at = part.header_offset + 30 + len(part.filename) + 20
    return GOOD[:at] + bytes([GOOD[at] ^ 255]) + GOOD[at + 1 :]


def hidden(sheet_state: str = "hidden") -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(GOOD))
    workbook.create_sheet("Notes", 0)["A1"] = "Voir l'autre feuille"
    workbook["Feuil1"].sheet_state = sheet_state
    return saved(workbook)


def hidden_rows() -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(GOOD))
    workbook.active.row_dimensions[3].hidden = True
    return saved(workbook)


def of_1904() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active.append(HEAD.split(";"))
    workbook.active.append([datetime.datetime(2026, 1, 15), "SEA", 1, 9, 1])
    return saved(workbook)


FAR = with_sheet(TITLES + good_row(2) + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>')
XLSX = [
    ("X01", swollen, "", "file", "expands_too_much"),
    ("X02", million_rows, "", "file", "expands_too_much"),
    ("X03", lambda: FAR, "", "warned", "far_cells_ignored"),
    ("X04", lambda: with_dtd(LAUGHS), "", "file", "dtd_not_allowed"),
    ("X05", lambda: with_dtd(f'<!ENTITY a "{"h" * 20_000}">'), "", "file", "dtd_not_allowed"),
    ("X06", lambda: with_dtd('<!ENTITY a SYSTEM "file:///etc/hostname">'), "", "file", "dtd_not_allowed"),
    ("X06", lambda: with_dtd('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'), "", "file", "dtd_not_allowed"),
    ("X07", lambda: with_dtd(LAUGHS, "utf-16"), "", "file", "dtd_not_allowed"),
    ("X08", lambda: GOOD[: len(GOOD) // 2], "", "file", "not_xlsx"),
    ("X08", broken_sum, "", "file", "not_xlsx"),
    ("X08", doubled, "", "file", "not_xlsx"),
    ("X08", lambda: with_parts(GOOD, {f"p{n}": b"" for n in range(10_000)}), "", "file", "not_xlsx"),
    ("X08", lambda: with_parts(GOOD, {"../../x": b""}), "", "file", "not_xlsx"),
    ("X09", csv, "a.xlsx", "file", "type_mismatch"),
    ("X09", lambda: GOOD, "a.csv", "file", "type_mismatch"),
    ("X09", lambda: b"MZ\x90\x00\x03", "a.xlsx", "file", "type_mismatch"),
    ("X09", lambda: b"<html><table><tr><td>1", "a.xls", "file", "type_mismatch"),
    ("X10", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx", "file", "encrypted_or_old_xls"),
    ("X11", lambda: with_parts(GOOD, {"xl/vbaProject.bin": b"x"}), "a.xlsm", "file", "macro_not_allowed"),
    ("X12", lambda: with_sheet(TITLES + good_row(2, "<v>NaN</v>")), "", "file", "number_not_finite"),
    ("X12", lambda: with_sheet(TITLES + good_row(2, "<v>1e999</v>")), "", "refused", "number_not_finite"),
    ("X12", lambda: with_sheet(TITLES + good_row(2, "<v>#DIV/0!</v>", ' t="e"')), "", "refused", "number_not_finite"),
    ("X13", lambda: book([HEAD.split(";"), ["2026-01", "SEA", "=1+1", 9, 1]]), "", "refused", "formula_no_value"),
    ("X14", lambda: book([HEAD.split(";"), ["2026-01", "SEA", "'1\u00a0234,56", "9 000", "1"]]), "", "accepted", "ok"),
    ("X15", hidden, "", "asked", "sheet"),
    ("X15", lambda: book(Vide=[], Feuil1=[HEAD.split(";"), ["2026-01", "SEA", 1, 9, 1]]), "", "asked", "sheet"),
    ("X16", hidden_rows, "", "warned", "hidden_rows"),
    ("X17", of_1904, "", "accepted", "ok"),
    ("X18", lambda: with_sheet(TITLES + good_row(2), dimension="A1:XFD1048576"), "", "accepted", "ok"),
]
ALL = [*((e, data, n, a, c) for e, data, n, a, c in CSV), *((e, make, n, a, c) for e, make, n, a, c in XLSX)]


@pytest.mark.parametrize(("entry", "data", "name", "action", "code"), ALL, ids=[f"{row[0]}-{n}" for n, row in enumerate(ALL)])
def test_an_entry_of_the_corpus_gets_the_answer_it_asks_for(entry: str, data: object, name: str, action: str, code: str) -> None:
    content: bytes = data() if callable(data) else data  # type: ignore[assignment]
    if action == "file":
        with pytest.raises(ReadError) as refused:
            read_history(content, name)
        assert [problem.code for problem in refused.value.problems] == [code]
        for language in LANGUAGES:
            assert history_words(refused.value.problems[0], text(language))
        return
    read = read_history(content, name)
    for language in LANGUAGES:
        assert all(all(said(problem, text(language))[:2]) for problem in read.problems)
        assert all(asked(question, text(language)) for question in read.questions)
    if action == "asked":
        assert code in [question.code for question in read.questions] and read.history is None
        return
    assert (code, action) in [(problem.code, problem.action) for problem in read.problems]
    assert (read.history is None) == (action == "refused")
    if action == "accepted":
        assert not read.questions


def test_every_csv_and_xlsx_entry_is_here() -> None:
    wanted = {*(f"C{n:02}" for n in range(1, 31)), *(f"N{n:02}" for n in range(1, 14)), *(f"D0{n}" for n in range(1, 7))}
    assert wanted | {f"X{n:02}" for n in range(1, 19)} <= {entry for entry, *_ in ALL}


def test_a_mac_workbook_has_the_right_year() -> None:
    history = read_history(of_1904()).history
    assert history is not None and history.months == (datetime.date(2026, 1, 1),)
