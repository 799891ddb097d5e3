"""The growth architecture from a terminal: curves, histories and transfers; a bad file exits with 2 and says what to do."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from cmo_model import decide, examples
from cmo_model.growth.credit import KINDS
from cmo_model.growth.transfer import documenting
from cmo_model.readers import read_scenario
from cmo_model.words import text
from tests.test_cli import run

CURVES = [
    {"name": "a", "family": "michaelis_menten", "A": 100.0, "K": 50.0, "b": None, "slope": None, "low": 0, "high": 100},
    {"name": "b", "family": "michaelis_menten", "A": 80.0, "K": 20.0, "low": 0, "high": 100},
    {"name": "c", "family": "michaelis_menten", "A": 40.0, "K": 10.0},
]


@pytest.fixture
def curves(tmp_path: Path) -> Path:
    path = tmp_path / "curves.json"
    path.write_text(json.dumps(CURVES))
    return path


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    path.write_bytes(examples.history("depenses-variees"))
    return path


def test_known_curves_are_split_exactly(curves: Path) -> None:
    found = json.loads(run("allocate", "--curves", str(curves), "--budget", "100", "--json").stdout)
    assert found["allocation"] == pytest.approx({"a": 47.37477, "b": 35.08349, "c": 17.54174}, abs=1e-5)
    assert (found["value"], found["multiplier"], found["gap"]) == pytest.approx((125.08177, 0.527323, 0.0), abs=1e-5)
    assert "47.37" in run("allocate", "--curves", str(curves), "--budget", "100", "--lang", "en").stdout


def test_a_budget_out_of_reach_says_which_is_within(tmp_path: Path) -> None:
    path = tmp_path / "curves.json"
    path.write_text(json.dumps(CURVES[:2]))
    refused = run("allocate", "--curves", str(path), "--budget", "900", "--lang", "en")
    assert refused.exit_code == 2 and text("en")("errors.budget", least="0", most="200") in refused.output


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[", "curves_json"),
        ("[NaN]", "curves_json"),
        ("[" * 100_000, "curves_json"),
        ("[]", "curve_invalid"),
        ("{}", "curve_invalid"),
        ('[{"name": "a", "family": "spline", "A": 1}]', "curve_invalid"),
        ('[{"name": "a", "family": "power", "A": 1, "b": 2}]', "curve_invalid"),
        ('[{"name": "a", "family": "log", "A": -1, "K": 1}]', "curve_invalid"),
        ('[{"name": "a", "family": "log", "A": 1, "K": 1, "low": 5, "high": 1}]', "curve_invalid"),
        ('[{"name": "a", "family": "log", "A": 1, "K": 1}, {"name": "a", "family": "log", "A": 1, "K": 1}]', "curve_twice"),
    ],
)
def test_a_file_that_holds_no_curves_says_what_to_do(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "curves.json"
    path.write_text(content)
    refused = run("allocate", "--curves", str(path), "--budget", "1", "--lang", "fr")
    assert refused.exit_code == 2 and text("fr")(f"errors.{code}") in refused.output


@pytest.mark.parametrize(
    "curve",
    [
        {"family": "power", "A": 1e308, "b": 0.5},
        {"family": "power", "A": 1.0, "b": 1e-300},
        {"family": "power", "A": 1.0, "b": 0.5, "low": 1e308, "high": 1e308},
        {"family": "hill", "A": 1e300, "K": 1e300, "slope": 2.0},
        {"family": "hill", "A": 1.0, "K": 1.0, "slope": 1e300},
    ],
)
def test_a_curve_without_meaning_is_refused_where_it_stands(tmp_path: Path, curve: dict[str, object]) -> None:
    path = tmp_path / "curves.json"
    path.write_text(json.dumps([{"name": "a", "low": 0.0, "high": 1000.0} | curve]))
    for budget in ("100", "1e-320"):
        found = run("allocate", "--curves", str(path), "--budget", budget, "--lang", "en")
        said = "curve_invalid" if budget == "100" else "budget_cent"
        assert found.exit_code == 2 and text("en")(f"errors.{said}") in found.output


def test_allocate_takes_a_history_or_curves_and_not_both(curves: Path, history: Path) -> None:
    for words in ([], [str(history), "--curves", str(curves)], ["--curves", str(curves)]):
        assert run("allocate", *words).exit_code == 2


def test_a_history_is_diagnosed_and_its_budget_split(history: Path) -> None:
    found = json.loads(run("diagnose", str(history), "--json").stdout)
    assert [one["channel"] for one in found["channels"]] == ["Google Ads", "Meta", "LinkedIn"]
    shown = run("diagnose", str(history), "--lang", "en").stdout
    assert "Google Ads: " in shown and "break-even" in shown
    split = json.loads(run("allocate", str(history), "--json").stdout)
    assert sum(move["proposed"] for move in split["moves"]) == pytest.approx(split["budget"])
    locked = json.loads(run("allocate", str(history), "--lock", "Meta", "--json").stdout)
    [meta] = [move for move in locked["moves"] if move["channel"] == "Meta"]
    assert meta["locked"] and meta["proposed"] == meta["today"]
    assert "Google Ads" in run("allocate", str(history), "--free", "--lang", "fr").stdout


def test_what_the_data_cannot_tell_is_said_and_a_bad_history_refused(tmp_path: Path) -> None:
    steady = tmp_path / "steady.csv"
    steady.write_bytes(examples.history("depenses-stables"))
    refused = run("allocate", str(steady), "--lang", "en")
    assert refused.exit_code == 2 and text("en")("budget.nothing_told") in refused.output
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01\x02")
    assert run("diagnose", str(bad)).exit_code == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_tests_worth_running_are_said_and_written_into_a_calendar(tmp_path: Path, language: str) -> None:
    steady, t = tmp_path / "steady.csv", text(language)  # type: ignore[arg-type]
    steady.write_bytes(examples.history("depenses-stables"))
    found = json.loads(run("diagnose", str(steady), "--json").stdout)["experiments"]
    worth = [one for one in found if one["net"] > 0]
    assert worth and [one["net"] for one in found] == sorted((one["net"] for one in found), reverse=True)
    shown = run("diagnose", str(steady), "--lang", language, "--calendar", str(tmp_path / "tests.ics"))
    for one in worth:
        assert f"{t.about(one['value'])};" in shown.output
    events = Calendar.from_ical((tmp_path / "tests.ics").read_bytes()).walk("VEVENT")
    assert len(events) == sum(one["months"] for one in worth)
    starts = [one["dtstart"].dt for one in events]
    assert len({*starts}) == len(starts)  # one channel at a time
    assert all(t("handout.no_name") in str(one["summary"]) for one in events)
    again = run("diagnose", str(steady), "--calendar", str(tmp_path / "tests.ics"))
    assert again.exit_code == 0 and (tmp_path / "tests (2).ics").is_file()
    assert run("diagnose", str(steady), "--calendar", str(tmp_path / "none" / "tests.ics")).exit_code == 2


def test_an_ambiguous_date_is_asked_about_and_the_answer_taken(tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    rows = "\n".join(f"{day:02d}/{month:02d}/2026;Google;100;300" for month in range(1, 9) for day in (1, 2))
    path.write_text(f"Date;Canal;Dépenses;Revenus\n{rows}\n", "utf-8")
    asked = run("diagnose", str(path), "--lang", "en")
    assert asked.exit_code == 2 and "--answer date_order=day_first" in asked.output
    given = json.loads(run("diagnose", str(path), "--answer", "date_order=day_first", "--json").stdout)
    assert given["months"] == 8


def test_transfer_says_where_the_firm_stands_and_the_plan(tmp_path: Path) -> None:
    tree = json.loads(examples.source("atelier-boreal")) | {
        "transfer": {
            "items": {"accounts": {"state": "yes"}},
            "processes": [{"name": "Close", "autonomy": 4, "criticality": 3, "insiders": 2}],
            "silent_month": True,
        }
    }
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(tree), "utf-8")
    found = json.loads(run("transfer", str(path), "--json").stdout)
    scenario = read_scenario(path.read_bytes())
    assert (found["autonomy"], found["ready"], len(found["plan"])) == (80.0, True, 6)
    assert found["memory"] == pytest.approx((1 / 12 + 0.8) / 2)
    assert found["value_of_documenting"] == pytest.approx(documenting(decide(scenario)))
    shown = run("transfer", str(path), "--lang", "fr").stdout
    t = text("fr")
    assert t("transfer.ready") in shown and t.about(documenting(decide(scenario))) in shown
    assert json.loads(run("decide", str(path), "--json").stdout)["best"] == decide(scenario).best
    path.write_text(json.dumps(tree | {"transfer": {"items": {"accounts": {"state": "maybe"}}}}), "utf-8")
    refused = run("transfer", str(path), "--lang", "fr")
    assert refused.exit_code == 2 and t("errors.transfer_invalid") in refused.output


def test_a_column_that_is_not_recognised_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(examples.history("depenses-variees").decode("utf-8-sig").replace("Revenus;", "Rentrées;"), "utf-8")
    assert run("diagnose", str(path)).exit_code == 2
    found = json.loads(run("diagnose", str(path), "--column", "Rentrées=revenue", "--json").stdout)
    assert found["channels"][0]["revenue"] > 0


def test_what_has_no_end_is_null_and_a_budget_is_a_number(tmp_path: Path, curves: Path) -> None:
    path = tmp_path / "open.json"
    path.write_text('[{"name": "a", "family": "power", "A": 2, "b": 0.5, "low": 100}]')
    refused = run("allocate", "--curves", str(path), "--budget", "50", "--lang", "en")
    assert refused.exit_code == 2 and text("en")("errors.budget", least="100", most="∞") in refused.output
    for budget in ("inf", "nan", "-1"):
        assert run("allocate", "--curves", str(curves), "--budget", budget).exit_code == 2
    zero = json.loads(run("allocate", "--curves", str(curves), "--budget", "0", "--json").stdout)
    assert zero["value"] == 0.0
    steady = tmp_path / "steady.csv"
    steady.write_text("Mois;Canal;Dépenses;Revenus\n" + "\n".join(f"2025-{m:02d};A;100;300" for m in range(1, 13)), "utf-8")
    assert "Infinity" not in run("diagnose", str(steady), "--json").stdout


def test_a_channel_that_is_none_is_told_beside_those_there_are(history: Path) -> None:
    refused = run("allocate", str(history), "--lock", "meta", "--lang", "en")
    known = "Google Ads, Meta, LinkedIn"
    assert refused.exit_code == 2 and text("en")("budget.unknown_channel", known=known) in refused.output
    every = run("allocate", str(history), "--lock", "Meta", "--lock", "Google Ads", "--lock", "LinkedIn", "--lang", "en")
    assert text("en")("budget.all_locked") in every.output


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("orders=some", "errors.answer_unknown"),
        ("kind:Meta=paid", "errors.answer_unknown"),
        ("kind:Nobody=brand", "budget.unknown_channel"),
        ("caused:Nobody=0.5-0.9", "budget.unknown_channel"),
        ("caused:Meta=0.9-0.5", "errors.answer_unknown"),
        ("caused:Meta=half", "errors.answer_unknown"),
        ("caused:Meta=0-11", "errors.answer_unknown"),
        ("caused:Meta=nan-nan", "errors.answer_unknown"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_those_there_are(tmp_path: Path, answer: str, said: str) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(examples.history("depenses-variees"))
    refused = run("diagnose", str(path), "--lang", "en", "--answer", answer)
    exist = {"orders": "all, first", "caused": "0.5-0.9"}.get(answer.split(":")[0].split("=")[0], ", ".join(KINDS))
    known = (
        {"given": answer.split("=")[1], "exist": exist} if said.startswith("errors") else {"known": "Google Ads, Meta, LinkedIn"}
    )
    assert refused.exit_code == 2 and text("en")(said, **known) in refused.output


def test_first_orders_of_customers_who_never_leave_are_refused(tmp_path: Path) -> None:
    path, firm = tmp_path / "history.csv", tmp_path / "firm.json"
    path.write_bytes(examples.history("depenses-variees"))
    firm.write_text(json.dumps({"customers": {"annual_retention": 1.0}, "discount_rate": 0.0}))
    given = ("diagnose", str(path), "--scenario", str(firm), "--lang", "en")
    refused = run(*given, "--answer", "orders=first")
    assert refused.exit_code == 2 and text("en")("budget.endless") in refused.output
    assert run(*given).exit_code == 0
