"""`cmo-model portfolio`: the same bytes whoever works and however often it was stopped; what is refused is told beside."""

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cmo_model.commands import main, parts, results
from cmo_model.commands.parts import MOST_ATTEMPTS, Job
from cmo_model.portfolio import COLUMNS, advise_table
from cmo_model.words import LANGUAGES, text
from tests.portfolio.books import BAD, book, spoiled

finish = parts.finish
finished = parts._finished


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["portfolio", *map(str, arguments), "--lang", "en"])


@pytest.fixture
def firms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of 130 firms, which takes several parts."""
    monkeypatch.setattr(parts, "SIEVED", 20)
    monkeypatch.setattr(parts, "ADVISED", 3)
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    path = tmp_path / "firms.csv"
    book(130).to_csv(path, index=False)
    return path


def test_one_process_two_and_a_cluster_write_the_same_bytes(firms: Path, tmp_path: Path) -> None:
    book(130).to_parquet(tmp_path / "firms.parquet", index=False)
    written = set()
    for number, (file, who) in enumerate(
        [
            (firms, ("--workers", 1)),
            (firms, ("--workers", 2)),
            (firms, ("--dask", "local")),
            (tmp_path / "firms.parquet", ("--workers", 1)),
        ]
    ):
        out = tmp_path / f"out{number}.parquet"
        result = run(file, "--out", out, "--sieve", *who)
        assert result.exit_code == 0, result.output
        written.add(out.read_bytes())
        assert {one.name for one in tmp_path.iterdir() if "out" in one.name} == {f"out{n}.parquet" for n in range(number + 1)}
    assert len(written) == 1


def test_what_is_written_is_what_the_function_gives(firms: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    pd.read_csv(firms).head(7).to_csv(few, index=False)
    expected = advise_table(book(130).head(7))
    for kind in ("parquet", "csv", "xlsx"):
        assert run(few, "--out", tmp_path / f"out.{kind}", "--workers", 1).exit_code == 0
    read = {
        "parquet": pd.read_parquet(tmp_path / "out.parquet"),
        "csv": pd.read_csv(tmp_path / "out.csv"),
        "xlsx": pd.read_excel(tmp_path / "out.xlsx"),
    }
    for found in read.values():
        pd.testing.assert_frame_equal(found.astype(expected.dtypes), expected)


# --- whoever dies, nothing is lost nor done twice ---


def dies_once(folder: Path, number: int, table: pd.DataFrame, job: Job) -> int:
    """Ends its process, as a worker killed would, the first time that it works on the third part."""
    mark = Path(os.environ["MARK"])
    if number == 2 and not mark.exists():
        mark.touch()
        os._exit(9)
    return finish(folder, number, table, job)


def dies_always(folder: Path, number: int, table: pd.DataFrame, job: Job) -> int:
    if number == 2:
        os._exit(9)
    return finish(folder, number, table, job)


def dies_once_afar(table: pd.DataFrame, folder: Path, job: Job) -> pd.DataFrame:
    mark = Path(os.environ["MARK"])
    if table["part"].iloc[0] == 2 and not mark.exists():
        mark.touch()
        os._exit(9)
    return finished(table, folder, job)


@pytest.mark.parametrize(("who", "name", "instead"), [("--workers", "finish", dies_once), ("--dask", "_finished", dies_once_afar)])
def test_a_worker_killed_in_the_middle_loses_and_repeats_nothing(
    firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, name: str, instead: Callable[..., object]
) -> None:
    assert run(firms, "--out", tmp_path / "whole.csv", "--sieve", "--workers", 1).exit_code == 0
    monkeypatch.setattr(parts, name, instead)
    result = run(firms, "--out", tmp_path / "out.csv", "--sieve", who, 2 if who == "--workers" else "local")
    assert (tmp_path / "mark").exists() and result.exit_code == 0, (result.output, result.exception)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_part_that_brings_every_worker_down_is_told_and_the_rest_is_kept(
    firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "finish", dies_always)
    result = run(firms, "--out", tmp_path / "out.csv", "--sieve", "--workers", 2)
    assert result.exit_code == 2 and text("en")("portfolio.part") in result.output and MOST_ATTEMPTS == 3
    assert not (tmp_path / "out.csv").exists()
    monkeypatch.setattr(parts, "finish", finish)
    assert run(firms, "--out", tmp_path / "out.csv", "--sieve", "--workers", 1).exit_code == 0


def test_a_run_that_was_stopped_goes_on_where_it_was(firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[int] = []

    def counted(stop: int) -> Callable[..., int]:
        def one(folder: Path, number: int, table: pd.DataFrame, job: Job) -> int:
            if len(worked) == stop:
                raise click.Abort
            worked.append(number)
            return finish(folder, number, table, job)

        return one

    out = tmp_path / "out.csv"
    monkeypatch.setattr(parts, "finish", counted(3))
    assert run(firms, "--out", out, "--sieve", "--workers", 1).exit_code == 1 and worked == [0, 1, 2] and not out.exists()
    (tmp_path / "out.csv.parts" / ".part-000003.parquet.1").write_bytes(b"half a part")
    monkeypatch.setattr(parts, "finish", counted(99))
    assert run(firms, "--out", out, "--sieve", "--workers", 1).exit_code == 0 and worked == [*range(7)]
    assert run(firms, "--out", tmp_path / "whole.csv", "--sieve", "--workers", 1).exit_code == 0
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_run_of_other_figures_or_of_another_question_begins_anew(firms: Path, tmp_path: Path) -> None:
    file, job = parts.FirmsFile(firms), Job("", True, "en")
    folder = tmp_path / "kept"
    parts.run(file, folder, job, 1, lambda rows: None)
    assert parts.begun(folder, file, job) == {*range(7)}
    assert parts.begun(folder, file, Job("atelier-boreal", True, "en")) == frozenset()
    shutil.rmtree(folder)
    parts.run(file, folder, job, 1, lambda rows: None)
    firms.write_text(firms.read_text("utf-8").replace("Firme 7,", "Firme 8,"), "utf-8")
    assert parts.begun(folder, parts.FirmsFile(firms), job) == frozenset()


# --- what is refused ---


def test_bad_rows_go_to_a_file_beside_and_stop_nothing(tmp_path: Path) -> None:
    table, bad = spoiled(20 * len(BAD))
    file, out, beside = tmp_path / "firms.csv", tmp_path / "out.csv", tmp_path / "out.refused.csv"
    table.to_csv(file, index=False, sep=";")
    with file.open("a", encoding="utf-8") as opened:
        opened.write("trop;court\n\n;;;\n" + ";".join(["x"] * 40) + "\n")
    result = run(file, "--out", out, "--sieve", "--workers", 1)
    assert result.exit_code == 3 and str(beside) in result.output
    told = pd.read_csv(beside, keep_default_na=False)
    assert dict(zip(told["row"], told["column"], strict=True)) == bad | {len(table) + 1: "", len(table) + 2: ""}
    assert pd.read_csv(out)["row"].tolist() == [row for row in range(1, len(table) + 1) if row not in bad]
    assert run(file, "--out", out, "--sieve").exit_code == 2  # nothing is replaced unless it is asked
    table.drop(index=[row - 1 for row in bad]).to_csv(file, index=False)
    assert run(file, "--out", out, "--sieve", "--workers", 1, "--force").exit_code == 0 and not beside.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("firms.csv", b"company.annual_revenue\n", "errors.firms_empty"),
        ("firms.csv", b"", "errors.firms_no_column"),
        ("firms.csv", b"name,phone\na,1\n", "errors.firms_no_column"),
        ("firms.csv", b"\0\1\2", "errors.firms_file"),
        ("firms.parquet", b"PAR1 not at all", "errors.firms_file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, language: str, name: str, content: bytes, key: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(main, ["portfolio", str(tmp_path / name), "--out", str(tmp_path / "out.csv"), "--lang", language])
    assert (result.exit_code, result.output) == (2, text(language)(key) + "\n")
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("out") and one.is_file()]


def test_wrong_asks_are_refused_in_words(firms: Path, tmp_path: Path) -> None:
    t = text("en")
    assert t("portfolio.kinds", kinds=".parquet, .csv, .xlsx") in run(firms, "--out", tmp_path / "out.txt").output
    assert "atelier-boreal" in run(firms, "--out", tmp_path / "out.csv", "--example", "nobody").output
    assert t("errors.file_missing") in run(tmp_path / "nobody.csv", "--out", tmp_path / "out.csv").output
    firms.write_text("company.anual_revenue\n5\n", "utf-8")
    assert "company.annual_revenue" in run(firms, "--out", tmp_path / "out.csv").output


def test_a_cluster_that_is_not_installed_is_told(firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "dask", None)
    result = run(firms, "--out", tmp_path / "out.csv", "--sieve", "--dask", "local")
    assert result.exit_code == 2 and text("en")("portfolio.no_dask") in result.output


def test_a_sheet_too_small_is_told_and_what_is_worked_out_is_kept(
    firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MOST_SHEET", 100)
    result = run(firms, "--out", tmp_path / "out.xlsx", "--sieve", "--workers", 1)
    assert result.exit_code == 2 and not (tmp_path / "out.xlsx").exists() and (tmp_path / "out.xlsx.parts").exists()


# --- how files are written ---


@pytest.mark.parametrize(
    ("encoding", "separator", "first"), [("utf-8-sig", ";", ""), ("cp1252", "\t", ""), ("utf-8", "|", "sep=|\n")]
)
def test_a_text_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, separator: str, first: str) -> None:
    file, out = tmp_path / "firms.csv", tmp_path / "out.csv"
    lines = [["name", "company.annual_revenue", "téléphone"], ["Été & fils", "2 400 000,50 $", "5"], ['"a\nb"', "1e6", ""]]
    file.write_text(first + "\n".join(map(separator.join, lines)), encoding, newline="\r\n")
    result = run(file, "--out", out, "--sieve", "--workers", 1)
    assert "téléphone" in result.output
    assert pd.read_csv(out)["name"].tolist() == ["Été & fils"] and result.exit_code == 3  # a name of two lines is none


def test_a_name_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    pd.DataFrame({"name": ["=1+1", "-2", "@x"], "customers.active": [480, 480, 480]}).to_csv(file, index=False)
    for kind in ("csv", "xlsx"):
        assert run(file, "--out", tmp_path / f"out.{kind}", "--sieve", "--workers", 1).exit_code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert [row[1] for row in csv.reader(opened)][1:] == ["'=1+1", "'-2", "'@x"]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet["B"]][1:] == [("=1+1", "s"), ("-2", "s"), ("@x", "s")]
    assert [cell.value for cell in sheet[1]] == [*COLUMNS]


def test_parquet_keeps_its_kinds(firms: Path, tmp_path: Path) -> None:
    assert run(firms, "--out", tmp_path / "out.parquet", "--sieve", "--workers", 1).exit_code == 0
    assert pq.read_schema(tmp_path / "out.parquet").names == [*COLUMNS]


def test_a_pool_found_broken_as_a_part_is_handed_over_loses_nothing(
    firms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may die between two parts: the pool then refuses the next one."""
    made: list[parts.ProcessPoolExecutor] = []

    class Broken(parts.ProcessPoolExecutor):
        def submit(self, *given: object, **named: object) -> parts.Future[int]:  # type: ignore[override]
            if len(made) == 1 and len(self._pending_work_items) == 3:
                raise parts.BrokenProcessPool
            return super().submit(*given, **named)  # type: ignore[arg-type]

    def pool(workers: int) -> parts.ProcessPoolExecutor:
        made.append(Broken(workers, mp_context=parts.multiprocessing.get_context("spawn")))
        return made[-1]

    assert run(firms, "--out", tmp_path / "whole.csv", "--sieve", "--workers", 1).exit_code == 0
    monkeypatch.setattr(parts, "_pool", pool)
    assert run(firms, "--out", tmp_path / "out.csv", "--sieve", "--workers", 2).exit_code == 0 and len(made) == 2
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
