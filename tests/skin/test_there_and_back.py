"""Figures left and come back to: by "back", by links, by files, by what was set aside."""

import json
from typing import Any

import pytest

from cmo_model import Scenario, decide, examples
from cmo_model.readers import read_link, read_scenario, write_link, write_scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.controls import open_file
from cmo_model.skin.draft import example_scenario
from cmo_model.skin.keeper import found, open_link
from cmo_model.skin.paths import exists, typical_duties
from cmo_model.skin.session import Visit
from tests.skin.test_state import T, busy, edited, same


def test_back_returns_to_ones_own_figures_and_to_nothing_of_the_others() -> None:
    visit = edited(Visit(), ("in_house.base_salary", 81_000))
    open_link(visit, write_link(Scenario()))
    edited(visit, ("fractional.monthly_fee", 9_999))
    theirs = visit.decide().scenario
    visit.back()
    assert visit.draft.changes == {"in_house.base_salary": 81_000}
    edited(visit, ("fractional.monthly_fee", 7_000))
    assert visit.draft.changes == {"in_house.base_salary": 81_000, "fractional.monthly_fee": 7_000}
    visit.back()
    assert visit.decide().scenario == theirs


def test_going_back_through_links_opened_in_turn_ends_at_ones_own_figures() -> None:
    for touched in (False, True):
        visit = edited(Visit(), ("in_house.base_salary", 81_000))
        visit.keep(keep=True)
        for fee in (9_000.0, 10_000.0, 11_000.0):
            open_link(visit, write_link(Scenario().with_values({"fractional.monthly_fee": fee})))
            if touched:
                edited(visit, ("in_house.base_salary", fee))
            assert not visit.draft.keep  # what the browser keeps is not replaced
        for _ in range(3 if touched else 1):
            visit.back()
        assert visit.draft.changes == {"in_house.base_salary": 81_000} and visit.draft.keep


def test_back_undoes_a_reset_and_outlives_a_reload() -> None:
    visit = edited(Visit(), ("in_house.base_salary", 81_000))
    visit.set_aside()
    visit.reset()
    edited(visit, ("in_house.base_salary", 70_000))
    again = Visit()
    again.restore(visit.draft.written())
    again.back()
    assert again.draft.changes == {"in_house.base_salary": 81_000}


def test_a_link_opened_on_a_fresh_page_puts_the_tabs_own_figures_aside_first() -> None:
    old, visit = busy(), Visit()
    found(visit, {"id": "x", "draft": old.draft.written(), "edits": [], "link": write_link(Scenario(), base=examples.FIRST)})
    assert visit.draft.origin == "link" and visit.draft.base == examples.FIRST
    visit.back()
    assert same(visit, old)


def test_an_edit_typed_over_other_figures_never_lands_on_these() -> None:
    visit = Visit()
    before = visit.draft.figures
    open_link(visit, write_link(Scenario()))
    visit.take([{"n": 1, "path": "in_house.base_salary", "op": "set", "value": 1.0, "figures": before}])
    assert not visit.draft.changes
    visit.take([{"n": 2, "path": "in_house.base_salary", "op": "set", "value": 1.0, "figures": visit.draft.figures}])
    assert visit.draft.changes == {"in_house.base_salary": 1.0}


def test_a_draft_that_cannot_be_read_is_told() -> None:
    visit = Visit()
    found(visit, {"id": "x", "draft": '{"version": 99}', "edits": []})
    assert visit.unread and visit.notices == [T("page.unread")]


def test_what_is_set_aside_comes_back_and_one_that_is_spoilt_is_left_out_alone() -> None:
    visit = Visit()
    visit.keep_aside("version", Scenario())
    visit.keep_aside("example", example_scenario(examples.FIRST), examples.FIRST)
    tree = json.loads(visit.draft.written())
    again = Visit()
    again.restore(json.dumps(tree))
    assert again.draft.kept == visit.draft.kept and again.draft.counted == 2
    tree["kept"][0][2] = "s=1.spoilt.00000000"
    again.restore(json.dumps(tree))
    assert [one.kind for one in again.draft.kept] == ["example"]
    tree["kept"] = [["version", "![x](http://evil.example)", write_link(Scenario())]]
    again.restore(json.dumps(tree))
    assert again.draft.kept == ()


def test_numbers_of_versions_are_never_given_twice_and_four_are_the_most() -> None:
    visit = Visit()
    for _ in range(2):
        visit.keep_aside("version", Scenario())
    visit.keep(kept=visit.draft.kept[1:])
    for _ in range(3):
        visit.keep_aside("version", Scenario())
    assert [one.name for one in visit.draft.kept] == ["2", "3", "4"]


def test_a_link_that_cannot_be_read_leaves_everything() -> None:
    visit = busy()
    before = visit.draft.written()
    assert not open_link(visit, "s=1.AAAA.00000000")
    assert visit.draft.written() == before and visit.notices


def test_a_file_that_cannot_be_read_leaves_everything() -> None:
    for content in ("", "e30", "e3s=", "***"):
        visit = busy()
        before = visit.draft.written()
        open_file(visit, content, T)
        assert visit.draft.written() == before and visit.notices


def ten() -> list[Scenario]:
    firms = [read_scenario(examples.source(name).encode()) for name in examples.names()]
    extreme = [
        {"company.annual_revenue": 1e9, "horizon_months": 120},
        {"current": "in_house_team", "timing_months": 1},
        {"current": "owner", "acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0},
        {"workload.duties": typical_duties(), "bridge": False, "year": 2025},
        {"customers.annual_retention": 1.0, "discount_rate": 0.0, "company.contribution_margin": 1 / 3},
    ]
    return [*firms, *(Scenario().with_values(change) for change in extreme)]


@pytest.mark.parametrize("scenario", ten())
def test_page_link_file_and_draft_give_the_same_decision(scenario: Scenario) -> None:
    expected = decide(scenario).model_dump_json()
    link = write_link(scenario, with_name=True)
    assert decide(read_link(link).scenario).model_dump_json() == expected
    assert decide(read_scenario(write_scenario(scenario))).model_dump_json() == expected
    visit = Visit()
    open_link(visit, link)
    assert visit.decide().model_dump_json() == expected
    again = Visit()
    again.restore(visit.draft.written())
    assert again.decide().model_dump_json() == expected
    typed = Visit()
    for path in FIELDS:
        if exists(path) and path != "workload.duties":
            edited(typed, (path, _plain(scenario, path)))
    if scenario.workload.duties is not None:
        edited(typed, ("workload.duties", {name: duty.model_dump() for name, duty in scenario.workload.duties.items()}))
    if not scenario.uncertainty:
        assert typed.decide().model_dump_json() == expected


def _plain(scenario: Scenario, path: str) -> Any:
    """A value as the browser sends it."""
    value = scenario.value(path)
    return list(value) if isinstance(value, tuple) else value
