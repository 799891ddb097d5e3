"""Excel workbooks: dates, numbers, errors and limits, and the words of what a cell holds."""

import datetime
import io

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from cmo_model.readers.history import history_words, limits, read_history, said
from cmo_model.readers.shared import ReadError
from cmo_model.words import text
from tests.readers.files import HEAD, SHEET, TITLES, book, csv, good_row, saved, text_cell, with_parts, with_sheet

TITLE = HEAD.split(";")


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_history(data).problems]


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        read_history(data)
    return error.value.problems[0].code


def test_dates_with_and_without_a_time_are_one_month() -> None:
    days = [datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 2, 13, 5), "2026-01-03", 46026]
    read = read_history(book([TITLE, *([day, "SEA", 1, 9, 1] for day in days)]))
    assert read.history is not None and read.history.spend.tolist() == [[4]]
    assert read.preview[0] == ("2026-01-01", "SEA", "1", "9", "1")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["2026-01", "SEA", datetime.date(2026, 1, 1), 9, 1], "number_format"),
        (["2026-01", "SEA", True, 9, 1], "number_format"),
        (["2026-01", "SEA", 1e16, 9, 1], "number_format"),
        (["2026-01", "SEA", None, None, None], "value_missing"),
        (["2026-01", "SEA", None, 9, 1], "blank_zero"),
        (["2026-01", "#N/A", 1, 9, 1], "number_not_finite"),
        (["#REF!", "SEA", 1, 9, 1], "number_not_finite"),
        ([datetime.time(3), "SEA", 1, 9, 1], "date_invalid"),
        (["2026-01", "SEA", 1, 9, 1.5], "count_invalid"),
    ],
)
def test_a_cell_that_is_no_figure_is_told(row: list[object], code: str) -> None:
    assert code in codes(book([TITLE, row, ["2026-02", "SEA", 1, 9, 1]]))


def test_a_cached_result_is_read_and_its_absence_is_told() -> None:
    kept = read_history(with_sheet(TITLES + good_row(2, "<f>50+50</f><v>100</v>")))
    assert kept.history is not None and kept.history.spend.tolist() == [[100]]
    read = read_history(with_sheet(TITLES + good_row(2, "<f>50+50</f>")))
    what, _, fix = said(next(p for p in read.problems if p.code == "formula_no_value"), text("fr"))
    assert what.replace("\u00a0", " ") == "Ligne 2, colonne « Dépenses » : la cellule contient une formule sans résultat."
    assert fix == "Ouvrez puis enregistrez le fichier dans Excel."


def test_a_cell_that_is_no_number_is_named() -> None:
    with pytest.raises(ReadError) as error:
        read_history(with_sheet(TITLES + good_row(2, "<v>NaN</v>")))
    words = history_words(error.value.problems[0], text("en"))
    assert words == "Cell C2: “NaN” is not an amount. Write the amount, or 0."


def test_the_far_cell_is_named_and_the_rest_is_read() -> None:
    data = with_sheet(TITLES + good_row(2) + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>')
    read = read_history(data)
    assert read.history is not None and read.problems[1].details["cell"] == "XFD1048576"


def test_each_limit_of_a_workbook_is_refused() -> None:
    assert refused(with_parts(book(), {f"p{n}": b"" for n in range(limits.MOST_PARTS)})) == "not_xlsx"
    assert refused(with_parts(book(), {"big": b"\1\2" * 8_000_000, "two": bytes(range(256)) * 70_000})) == "expands_too_much"
    assert refused(with_sheet("<c/>" * limits.MOST_MARKS)) == "expands_too_much"
    assert refused(with_sheet(TITLES + f'<row r="2">{"<c/>" * (limits.MOST_ROW_CELLS + 1)}</row>')) == "expands_too_much"


def test_blank_rows_end_the_table() -> None:
    rows = [TITLE, ["2026-01", "SEA", 1, 9, 1], *([[]] * (limits.MOST_BLANK_ROWS + 5)), ["2026-02", "SEA", 1, 9, 1]]
    read = read_history(book(rows))
    assert read.history is not None and len(read.history.months) == 1 and "far_cells_ignored" in [p.code for p in read.problems]


def test_a_wide_sheet_stops_at_the_last_column() -> None:
    extra = [f"x{n}" for n in range(80)]
    read = read_history(book([[*TITLE, *extra], ["2026-01", "SEA", 1, 9, 1, *extra]]))
    assert read.history is not None and len(read.headers) == limits.MOST_COLUMNS


def test_what_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert refused(out.getvalue()) == "file_empty"
    assert refused(with_parts(book(), {SHEET: b"<worksheet"})) in ("unreadable_xlsx", "file_empty")
    assert refused(with_parts(book(), {"xl/workbook.xml": b"<x"})) == "unreadable_xlsx"
    zipped = with_parts(book(), {})
    assert refused(zipped.replace(b"xl/workbook.xml", b"xl/workbxxx.xml")) == "not_xlsx"
    chart = openpyxl.Workbook()
    chart.active.append(TITLE)
    chart.active.append(["2026-01", "SEA", 1, 9, 1])
    drawn = BarChart()
    drawn.add_data(Reference(chart.active, min_col=3, min_row=1, max_row=2))
    chart.create_chartsheet("Graphique", 0).add_chart(drawn)
    assert [question.code for question in read_history(saved(chart)).questions] == ["sheet"]


def test_totals_and_blank_columns_at_the_end_do_not_count() -> None:
    data = csv("2026-01;SEA;1;9;1;;", "2026-01;Total : tout;5;5;5;;", "Grand total;;5;5;5;;", head=HEAD + ";;")
    read = read_history(data)
    assert read.history is not None and read.history.spend.tolist() == [[1]] and read.ignored == 2
    wide = csv("2026-01;SEA;1;9;1" + ";" * 80)
    assert read_history(wide).history is not None
    with pytest.raises(ReadError, match="too_many_rows"):
        read_history(csv(*["2026-01;SEA;1;9;1"] * (limits.MOST_ROWS + 50)))
