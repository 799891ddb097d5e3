"""Files and links of version 1 open with the defaults of their day: no figure that a person gave or saw changes under her."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from cmo_model import Scenario, decide
from cmo_model.commands.main import main
from cmo_model.readers import Shared, read_link, write_link
from cmo_model.readers.scenario_file import read_file, write_scenario
from cmo_model.scenario import SCHEMA_VERSION
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.session import Visit
from cmo_model.words import text
from cmo_model.words.sentences.advice import model_changed
from tests.conftest import case_file

CASES = case_file("version_1.json")
NEW: dict[str, Any] = {
    "company.staff": 15.0,
    "in_house.executive": True,
    "coordinator.executive": False,
    "company.recovers_sales_tax": True,
    "consultant.notice_months": 0.0,
    "fractional.notice_months": 0.0,
    "assumptions.unmet_share": 1.0,
    "assumptions.tail_months": 60,
}
"""What version 1 did not ask, as it took it."""
OLD = {
    "fractional.monthly_fee": 5_500.0,
    "in_house.base_salary": 105_000.0,
    "in_house.hours_per_week": 32.0,
    "in_house.recruiting_fee_rate": 0.2,
    "assumptions.memory": 0.5,
    "assumptions.unmet_hour_cost": 45.0,
}
"""Its defaults that are others today."""


def opened(case: dict[str, Any]) -> Shared:
    return read_link(case["link"]) if "link" in case else read_file(json.dumps(case["file"]).encode())


def leaf(tree: Any, path: str) -> Any:
    for name in path.split("."):
        tree = tree.get(name, {}) if isinstance(tree, dict) else {}
    return tree


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 30 and {"link", "file"} <= {key for case in CASES for key in case}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_was_kept_is_what_is_read(case: dict[str, Any]) -> None:
    shared = opened(case)
    assert shared.version == 1 and shared.scenario.schema_version == SCHEMA_VERSION
    assert not [notice for notice in shared.notices if notice.path != ("name",)]
    given = case["scenario"] if "link" in case else case["file"]
    for path in FIELDS:
        if path in ("schema_version", "name", "workload.duties", "uncertainty"):
            continue
        kept, read = leaf(given, path), shared.scenario.value(path)
        if path in NEW:
            assert read == NEW[path], path
        elif kept != {}:
            assert read == (tuple(kept) if isinstance(kept, list) else kept), path
        else:
            assert read == OLD.get(path, FIELDS[path].default), path


@pytest.mark.parametrize("case", CASES[:6], ids=[case["id"] for case in CASES[:6]])
def test_it_is_told_that_the_model_changed_with_both_leads(case: dict[str, Any]) -> None:
    file = f"https://example.ca/#{case['link']}" if "link" in case else "-"
    answer = CliRunner().invoke(main, ["decide", file, "--lang", "fr"], input=json.dumps(case.get("file", "")))
    decision = decide(opened(case).scenario)
    said = model_changed(decision, text("fr"))
    assert answer.exit_code == 0 and said in answer.stdout
    assert text("fr").about(decision.verdict.margin) in said and text("fr").about(decision.verdict.reading_margin) in said


def test_a_file_without_a_version_and_a_link_of_today_are_of_todays() -> None:
    scenario = Scenario().with_values({"fractional.notice_months": 3.0})
    for shared in (read_file(b"{}"), read_file(write_scenario(scenario)), read_link(write_link(scenario))):
        assert shared.version == SCHEMA_VERSION
    assert read_file(b"{}").scenario == Scenario()
    assert read_link(write_link(scenario, with_name=True)).scenario == scenario
    answer = CliRunner().invoke(main, ["decide", "-", "--lang", "fr"], input="{}")
    assert "version plus ancienne" not in answer.stdout


@pytest.mark.parametrize("tree", [{"schema_version": 1, "fractional": 5}, {"schema_version": 1, "company": None}])
def test_what_is_not_of_the_shape_expected_is_refused_as_ever(tree: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="type_object"):
        read_file(json.dumps(tree).encode())


@pytest.mark.parametrize("case", CASES[:4], ids=[case["id"] for case in CASES[:4]])
def test_the_page_tells_it_too(case: dict[str, Any]) -> None:
    visit, t, shared = Visit(), text("en"), opened(case)
    visit.keep(language="en")
    visit.open_shared(shared) if "link" in case else visit.open_file(shared)
    said = model_changed(decide(shared.scenario), t)
    assert said in visit.notices and visit.advise().decision.scenario == shared.scenario
    visit.open_shared(read_link(write_link(Scenario())))
    assert said not in visit.notices
