"""A table that somebody opens on the page: read as the command reads it, within bounds, and each row a scenario of its own."""

import io

import openpyxl
import pandas as pd
import pytest

from cmo_model import advise, examples
from cmo_model.pages.questions import FIRST
from cmo_model.portfolio import verdicts, work
from cmo_model.readers import ReadError
from cmo_model.readers.firms_sheet import MOST_FIRMS, MOST_KINDS, Sheet, read_sheet, sheet_words, template
from cmo_model.readers.scenario_file import remedy
from cmo_model.skin.draft import example_scenario
from cmo_model.words import LANGUAGES, Text, text
from tests.portfolio.books import book, spoiled

T = text("fr")


def workbook(**sheets: list[list[object]]) -> bytes:
    made, written = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(written)
    return written.getvalue()


def rows_of(table: pd.DataFrame) -> list[list[object]]:
    return [[*table.columns], *table.astype(object).where(table.notna(), None).to_numpy().tolist()]


def refused(read: Sheet) -> list[tuple[int, str, str]]:
    return [(one.at, one.column, remedy(one.problem, T)) for one in read.refused]


def test_a_row_opened_as_a_scenario_is_given_the_advice_of_its_row() -> None:
    table = book(12, 3)
    read = read_sheet(table.to_csv(index=False).encode())
    told = work(table).verdicts.set_index("name")
    assert read.numbers == tuple(range(2, 14)) and not read.refused
    for at, name in enumerate(read.firms.names):
        one = advise(read.firm(at))
        assert one.decision.scenario.name == name
        said = told.loc[name]
        assert (one.advised, one.label, round(one.gain.mean_gain, 2)) == (said["advised"], said["label"], said["gain_over_today"])
        assert one.hire_from == (None if pd.isna(said["hire_from"]) else said["hire_from"])


def test_parts_of_a_group_are_what_the_whole_table_is() -> None:
    table = book(20, 4)
    firms = read_sheet(table.to_csv(index=False).encode()).firms
    heard: list[float] = []
    parts = [verdicts(part, progress=heard.append) for group in firms.groups for part in group.parts(3)]
    whole = work(table).verdicts.drop(columns=["row", "name"])
    assert pd.concat(parts).sort_index().astype(whole.dtypes.to_dict()).equals(whole)
    assert len(heard) >= len(parts) and all(0 < share <= 1 for share in heard)


def test_the_same_rows_are_refused_as_by_the_command_each_by_its_number_in_the_file() -> None:
    table, bad = spoiled(700)
    table["name"] = table["name"].str.replace("\u202e", "")  # what is invisible is taken out, and told, as in a history
    bad = {row: column for row, column in bad.items() if column != "name" or table["name"][row - 1] != "ab"}
    command = work(table, language="fr").refused
    read = read_sheet(table.to_csv(index=False).encode())
    assert {(row, column) for row, column, _ in refused(read)} == {(row + 1, column) for row, column in bad.items()}
    assert refused(read) == [(row + 1, column, said) for row, column, said in command.itertuples(index=False)]
    assert read.refused_rows == len(bad)


def test_a_workbook_is_read_as_the_same_table_in_text_and_which_sheet_is_asked() -> None:
    table = book(6, 7)
    text_read = read_sheet(table.to_csv(index=False).encode())
    rows = rows_of(table)
    one = read_sheet(workbook(Feuille=[["Mes clients"], [], *rows]), "clients.xlsx")
    assert one.numbers == tuple(range(4, 10))
    assert [one.firm(at) for at in range(6)] == [text_read.firm(at) for at in range(6)]
    data = workbook(A=rows, B=[["name", "workload.hours_per_week"], ["x", 12]])
    asked = read_sheet(data, "clients.xlsx")
    assert asked.question is not None and asked.question.choices == ("A", "B") and not asked.firms.groups
    chosen = read_sheet(data, "clients.xlsx", "B")
    assert chosen.firms.names == ["x"] and chosen.firm(0).workload.hours_per_week == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_read_back_as_what_it_was_written_of(language: str) -> None:
    first, t = example_scenario(examples.FIRST), text(language)
    read = read_sheet(template(t, FIRST, first).encode())
    assert not read.refused and not read.firms.unread and len(read.firms.names) == 1
    assert all(read.firm(0).value(path) == first.value(path) for path in ("name", *FIRST))


def test_the_invented_firms_are_all_read() -> None:
    read = read_sheet(examples.clients())
    assert len(read.firms.names) == 24 and not read.refused and not read.firms.unread


def test_a_row_of_too_few_or_too_many_cells_is_refused_alone() -> None:
    read = read_sheet(b"name,workload.hours_per_week\na,12\nb\nc,1,2\nd,15,\n")
    assert refused(read) == [(row, "", T("errors.firms_cells")) for row in (3, 4)]
    assert read.firms.names == ["a", "d"] and read.numbers == (2, 5)


def csv_of(rows: int) -> bytes:
    return b"workload.hours_per_week\n" + b"12\n" * rows


def test_as_many_firms_as_said_are_read_and_no_more() -> None:
    assert len(read_sheet(csv_of(MOST_FIRMS)).firms.names) == MOST_FIRMS
    for data in (csv_of(MOST_FIRMS + 1), csv_of(60_001), b"x" * (5 * 1024 * 1024 + 1)):
        with pytest.raises(ReadError) as error:
            read_sheet(data)
        assert [problem.code for problem in error.value.problems] == ["firms_too_many"]
        assert "2\u00a0000" in sheet_words(error.value.problems[0], T)


@pytest.mark.parametrize("t", [text(language) for language in LANGUAGES], ids=LANGUAGES)
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "", "file_empty"),
        (b"\n\n", "", "file_empty"),
        (b"name,workload.hours_per_week\n", "", "firms_empty"),
        (b"name,city\na,Laval\n", "", "firms_no_column"),
        (b"name,company.anual_revenue\na,1\n", "", "firms_column_slip"),
        (b"PK\x03\x04 and no more", "a.xlsx", "not_xlsx"),
        (b"<html><table></table></html>", "a.csv", "type_mismatch"),
    ],
)
def test_a_file_that_is_no_table_of_firms_is_refused_in_words(data: bytes, name: str, code: str, t: Text) -> None:
    with pytest.raises(ReadError) as error:
        read_sheet(data, name)
    assert [problem.code for problem in error.value.problems] == [code]
    assert sheet_words(error.value.problems[0], t)


def test_amounts_and_hours_are_read_as_the_page_reads_them() -> None:
    head = "Client;Chiffre d'affaires;Marge;Heures par semaine;Aujourd'hui"
    rows = ["A;2,5 M;45 %;18 h;Vous-même", "B;850k$;0,45;12;", "C;2 millions $;45;8;", "Total;3;0,5;7;", "D;1,5 Mo;0,4;9 min;"]
    read = read_sheet("\n".join([head, *rows]).encode())
    found = [read.firm(at) for at in (0, 1)]
    assert [one.company.annual_revenue for one in found] == [2_500_000, 850_000]
    assert [(one.company.contribution_margin, one.workload.hours_per_week) for one in found] == [(0.45, 18), (0.45, 12)]
    assert found[0].current == "owner" and not read.firms.unread
    codes = {(one.at, one.column, one.problem.code) for one in read.refused}
    assert codes == {
        (4, "company.contribution_margin", "firms_share"),
        (5, "name", "firms_total"),
        (6, "company.annual_revenue", "firms_unit"),
        (6, "workload.hours_per_week", "firms_number"),
    } or codes == {
        (4, "company.contribution_margin", "firms_share"),
        (5, "name", "firms_total"),
        (6, "company.annual_revenue", "firms_number"),
        (6, "workload.hours_per_week", "firms_number"),
    }


def test_a_table_of_too_many_kinds_of_firms_is_refused() -> None:
    def kinds(many: int) -> bytes:
        return "\n".join(
            ["uncertainty", *(f'"{{""in_house.tenure_months"": [18, 42, {50 + at}]}}"' for at in range(many))]
        ).encode()

    assert len(read_sheet(kinds(MOST_KINDS)).firms.groups) == MOST_KINDS
    with pytest.raises(ReadError) as error:
        read_sheet(kinds(MOST_KINDS + 1))
    assert [problem.code for problem in error.value.problems] == ["firms_too_varied"]


def test_a_way_to_staff_the_direction_goes_by_what_the_screen_calls_it() -> None:
    names = ["Vous-même", "yourself", "OWNER", "Direction externalisée", "Fractional CMO", "in_house", "Le patron"]
    read = read_sheet("\n".join(["current", *names]).encode())
    found = [read.firm(at).current for at in range(len(names) - 1)]
    assert found == ["owner", "owner", "owner", "fractional", "fractional", "in_house"]
    assert [(row, column) for row, column, _ in refused(read)] == [(8, "current")]
