"""What happened, out of the files that people keep: both languages, blanks, and every refusal in words."""

import datetime
import io

import openpyxl
import pytest

from cmo_model.checkback import MEASURES
from cmo_model.readers import ReadError
from cmo_model.readers.actuals import LARGEST, ReadActuals, actuals_words, held, read_actuals
from cmo_model.readers.history import asked, said
from cmo_model.words import LANGUAGES, text
from tests.checkback.kept import as_csv, kept, lived


def read(source: str, **answers: str) -> ReadActuals:
    return read_actuals(source.encode(), kept(), "actuals.csv", answers)


def refused(source: str) -> str:
    with pytest.raises(ReadError) as error:
        read(source)
    said_of = {language: [actuals_words(one, text(language)) for one in error.value.problems] for language in LANGUAGES}
    assert said_of["fr"] != said_of["en"]
    return error.value.problems[0].code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_languages_read_the_same(language: str) -> None:
    found = read_actuals(as_csv(language=language), kept()).actuals
    assert found is not None and found.months == tuple(range(1, 13))
    for measure in MEASURES:
        assert found.figures[measure] == pytest.approx(lived()[measure][:12], rel=0.01)


def test_a_workbook_reads_the_same_as_its_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Month", "Sales", "Customers"])
    for month in (1, 2, 3):
        sheet.append([datetime.date(2026, month, 1), 1000.5 * month, 10 * month])
    data = io.BytesIO()
    book.save(data)
    found = read_actuals(data.getvalue(), kept(), "actuals.xlsx").actuals
    assert found == read("Month,Sales,Customers\n2026-01,1000.5,10\n2026-02,2001,20\n2026-03,3001.5,30").actuals


def test_months_of_any_order_with_holes_are_kept_apart() -> None:
    found = read("month,customers,sales\n2026-05,12,\n2026-01,10,100\n2026-02,-,110\n")
    assert found.actuals is not None
    assert found.actuals.months == (2, 3, 6)
    assert found.actuals.figures == {"customers": (10.0, None, 12.0), "sales": (100.0, 110.0, None)}
    codes = [problem.code for problem in found.problems]
    assert codes.count("actual_month_missing") == 3 and codes.count("actual_blank") == 1  # December, March and April
    for problem in found.problems:
        assert all(said(problem, text(language))[0] for language in LANGUAGES)


def test_a_measure_left_out_and_another_column_are_told() -> None:
    found = read("Mois;Ventes;Météo;Total\n2026-01;1;beau;2\n2026-02;2;gris;3\n2026-03;3;beau;4")
    assert found.actuals is not None and set(found.actuals.figures) == {"sales"}
    assert [problem.code for problem in found.problems] == ["column_ignored", "actual_month_missing"]


def test_dates_that_all_begin_a_month_in_one_order_are_read_so() -> None:
    found = read("mois;ventes\n01/02/2026;1\n01/03/2026;2\n01/04/2026;3")
    assert found.actuals is not None and found.actuals.months == (3, 4, 5)
    found = read("month,sales\n2/1/2026,1\n3/1/2026,2\n4/1/2026,3")
    assert found.actuals is not None and found.actuals.months == (3, 4, 5)


def test_what_reads_in_two_ways_is_asked() -> None:
    source = "mois;ventes\n2026-01;1,234\n2026-02;2,345\n2026-03;3,456"
    found = read(source)
    assert found.actuals is None and [one.code for one in found.questions] == ["decimal"]
    assert all(asked(found.questions[0], text(language))[0] for language in LANGUAGES)
    answered = read(source, decimal=".")
    assert answered.actuals is not None and answered.actuals.figures["sales"] == (1234.0, 2345.0, 3456.0)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "file_empty"),
        ("a,b\n1,2", "actuals_titles"),
        ("month,weather\n2026-01,fine", "actuals_titles"),
        ("month,sales\n", "no_rows"),
        ("month,sales,revenue\n2026-01,1,2", "actuals_twice_titled"),
        ("month,sales\n2025-11,1\n2025-12,1\n2026-01,1", "actuals_before"),
        ("month,sales\n2027-10,1\n2027-11,1\n2027-12,1", "actuals_after"),
        ("month,sales\n2026-01,1\n2026-01,2\n2026-02,1", "actuals_month_twice"),
        ("month,sales\nQ1 2026,1\nQ2 2026,2\nQ3 2026,1", "actuals_not_a_month"),
        ("month,sales\n2026-01,1\n2026-02,2", "actuals_too_few"),
        ("month,hours\n2026-01,10\n2026-02,2000\n2026-03,10", "actuals_too_large"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_words(source: str, code: str) -> None:
    assert refused(source) == code


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("month,sales\n2026-01,x\n2026-02,2\n2026-03,1", "number_format"),
        ("month,sales\n2026-01,-5\n2026-02,2\n2026-03,1", "actual_negative"),
        ("month,cost\n2026-01,-5\n2026-02,2\n2026-03,1", "actual_negative"),
        ("month,customers\n2026-01,1.5\n2026-02,2\n2026-03,1", "count_invalid"),
        ("month,sales\n2026-13,5\n2026-02,2\n2026-03,1", "date_invalid"),
    ],
)
def test_a_row_that_cannot_be_read_stops_everything_and_is_told(source: str, code: str) -> None:
    found = read(source)
    assert found.actuals is None
    assert [one.code for one in found.problems if one.action == "refused"] == [code]
    for problem in found.problems:
        assert all(all(said(problem, text(language))[:2]) for language in LANGUAGES)


def test_no_figure_is_larger_than_a_scenario_takes() -> None:
    """A year of the largest sales, or the largest of the others, can be typed as a scenario's."""
    assert 12 * LARGEST["sales"] <= 1e12 and LARGEST["cost"] <= 1e10 and LARGEST["hours"] <= 1000.0 and LARGEST["customers"] <= 1e9


def test_what_is_typed_is_held_as_a_file_of_it_is() -> None:
    found = read(as_csv().decode()).actuals
    assert found is not None
    columns = {measure: dict(zip(found.months, column, strict=True)) for measure, column in found.figures.items()}
    typed = {measure: {month: value for month, value in column.items() if value is not None} for measure, column in columns.items()}
    names = {measure: measure.upper() for measure in MEASURES}
    assert held(typed, names) == found
    few, large = {"sales": {1: 1.0, 5: 2.0}}, {"cost": dict.fromkeys((1, 2, 3), 2e10)}
    for wrong, code in ((few, "actuals_too_few"), (large, "actuals_too_large")):
        with pytest.raises(ReadError) as error:
            held(wrong, names)  # type: ignore[arg-type]
        assert [one.code for one in error.value.problems] == [code]
        assert all(("COST" in actuals_words(error.value.problems[0], text(one))) == ("cost" in wrong) for one in LANGUAGES)


def test_a_refusal_never_repeats_a_figure() -> None:
    with pytest.raises(ReadError) as error:
        read("month,sales\n2026-01,1\n2026-02,98765432101234\n2026-03,1")
    assert "98765432101234" not in str(error.value) + actuals_words(error.value.problems[0], text("en")).replace(",", "")
