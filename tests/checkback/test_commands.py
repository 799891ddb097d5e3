"""`freeze` and `checkback` on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cmo_model import Scenario, examples
from cmo_model.checkback import MEASURES
from cmo_model.commands.main import main
from cmo_model.readers import write_link
from cmo_model.readers.frozen_file import read_frozen, write_frozen
from cmo_model.words import LANGUAGES
from tests.checkback.kept import FEWER_STAY, as_csv, kept


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments], input=given)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "frozen.json").write_bytes(write_frozen(kept()))
    (tmp_path / "actuals.csv").write_bytes(as_csv(dict(FEWER_STAY)))
    return str(tmp_path / "frozen.json"), str(tmp_path / "actuals.csv")


def test_freezing_writes_a_file_that_is_read_back(tmp_path: Path) -> None:
    out = tmp_path / "frozen.json"
    given = examples.source(examples.FIRST)
    done = run("freeze", "-", "--out", str(out), "--day", "2026-01-15", "--option", "hybrid", "--lang", "en", given=given)
    assert done.exit_code == 0, done.output
    found = read_frozen(out.read_bytes())
    assert (found.option, found.day.isoformat()) == ("hybrid", "2026-01-15")
    assert "frozen on January 15, 2026" in done.stderr and "February 2026" in done.stderr
    again = run("freeze", "-", "--day", "2026-01-15", "--option", "hybrid", given=given)
    assert again.stdout.encode() == out.read_bytes()
    run("freeze", "-", "--out", str(out), given=given)
    assert read_frozen(out.read_bytes()) == found and (tmp_path / "frozen (2).json").exists()  # nothing is replaced unless forced


def test_without_an_option_the_advised_one_is_followed() -> None:
    found = read_frozen(run("freeze", "-", "--day", "2026-01-15", given=examples.source(examples.FIRST)).stdout.encode())
    assert found.option == found.advice.advised


@pytest.mark.parametrize("language", LANGUAGES)
def test_checking_back_says_every_month_the_assumption_and_both_advices(files: tuple[str, str], language: str) -> None:
    done = run("checkback", *files, "--lang", language)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert sum("2026" in line and line.startswith("  ") and "  " in line.strip() for line in lines) >= 4 * 11
    assert ("“Annual retention”" if language == "en" else "Rétention annuelle") in done.stdout
    assert max(map(len, lines)) < 1000 and "{" not in done.stdout


def test_as_data_it_is_the_same(files: tuple[str, str]) -> None:
    done = run("checkback", *files, "--json")
    tree = json.loads(done.stdout)
    assert set(tree["months"]) == set(MEASURES) and len(tree["months"]["sales"]) == 12
    assert tree["months"]["sales"][0]["month"] == "2025-12" and tree["inside"] is False
    assert [one["path"] for one in tree["explanation"]["changes"]] == ["customers.annual_retention"]
    assert tree["advice_then"]["advised"] == kept().advice.advised and tree["versions"]["schema_version"] == 2


def test_the_page_is_written_beside(files: tuple[str, str], tmp_path: Path) -> None:
    done = run("checkback", *files, "--pdf", str(tmp_path / "page.pdf"))
    assert done.exit_code == 0 and (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "page.pdf") in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_is_refused_with_words(files: tuple[str, str], tmp_path: Path, language: str) -> None:
    frozen, actuals = files
    (tmp_path / "cut.json").write_bytes(Path(frozen).read_bytes()[:-40])
    (tmp_path / "few.csv").write_text("month,sales\n2026-01,1\n")
    (tmp_path / "wrong.csv").write_text("month,sales\n2026-01,abc\n2026-02,1\n2026-03,1\n")
    (tmp_path / "asked.csv").write_text('month,sales\n2026-01,"1,234"\n2026-02,"1,235"\n2026-03,"1,236"\n')
    scenario = tmp_path / "firm.json"
    scenario.write_text(examples.source(examples.FIRST))
    for one, other in (
        (tmp_path / "cut.json", actuals),
        (scenario, actuals),
        (tmp_path / "nowhere.json", actuals),
        (frozen, tmp_path / "nowhere.csv"),
        *((frozen, tmp_path / name) for name in ("few.csv", "wrong.csv", "asked.csv")),
    ):
        done = run("checkback", str(one), str(other), "--lang", language)
        assert done.exit_code == 2 and done.stderr and not done.stdout, (one, other)
        assert "Traceback" not in done.stderr
    asked = run("checkback", frozen, str(tmp_path / "asked.csv"), "--lang", language)
    assert "--answer decimal=." in asked.stderr
    assert run("checkback", frozen, str(tmp_path / "asked.csv"), "--answer", "decimal=.", "--lang", language).exit_code == 0


def test_a_link_with_a_day_does_in_place_of_a_file(tmp_path: Path) -> None:
    given = examples.source(examples.FIRST)
    made = run("freeze", "-", "--link", "http://localhost:8501/", "--day", "2025-11-12", given=given)
    link = made.stdout.strip()
    (tmp_path / "frozen.json").write_text(run("freeze", "-", "--option", "hybrid", "--day", "2025-11-12", given=given).stdout)
    (tmp_path / "actuals.csv").write_bytes(as_csv())
    by_link = run("checkback", link, str(tmp_path / "actuals.csv"), "--option", "hybrid", "--json", "--lang", "en")
    by_file = run("checkback", str(tmp_path / "frozen.json"), str(tmp_path / "actuals.csv"), "--json", "--lang", "en")
    assert by_link.exit_code == 0 and json.loads(by_link.stdout) == json.loads(by_file.stdout)
    assert "worked out anew" in by_link.stderr and "worked out anew" not in by_file.stderr
    bare = link.partition("#")[0] + "#" + write_link(Scenario())
    for language in LANGUAGES:
        refused = run("checkback", bare, str(tmp_path / "actuals.csv"), "--lang", language)
        assert refused.exit_code == 2 and "freeze" in refused.stderr
    assert run("checkback", str(tmp_path / "frozen.json"), str(tmp_path / "actuals.csv"), "--option", "owner").exit_code == 2
