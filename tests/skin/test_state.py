"""What a visitor typed: taken once, kept with who gave it, put back, and read from a browser without being believed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import Scenario, parameters
from cmo_model.pages import questions
from cmo_model.readers import read_link, write_link
from cmo_model.scenario.effect_share import CLAIMED, CLAIMS, counted
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.keeper import found, open_link
from cmo_model.skin.paths import exists, fits, typical_duties
from cmo_model.skin.session import Visit
from cmo_model.words import text

T = text("fr")
PATHS = sorted(FIELDS)


def edited(visit: Visit, *changes: tuple[str, Any]) -> Visit:
    start = visit.draft.sequence + 1
    visit.take([{"n": n, "path": path, "op": "set", "value": value} for n, (path, value) in enumerate(changes, start)])
    return visit


def test_the_hours_question_and_the_duties_are_one_question() -> None:
    visit = Visit()
    visit.change("workload.duties", typical_duties())
    built = visit.decide().signals.complexity.hours
    assert visit.current("workload.hours_per_week") == round(built, 2)
    assert visit.remark_at("workload.hours_per_week", text("fr")) == text("fr")("page.built_hours")
    visit.change("workload.hours_per_week", 40.0)
    assert visit.decide().signals.complexity.hours == 40.0 and visit.current("workload.duties") is None
    visit.change("workload.duties", typical_duties())
    visit.decide()
    visit.put_back("workload.hours_per_week")
    assert visit.decide().scenario == visit.draft.start and not visit.draft.changes


def test_every_question_is_asked_once() -> None:
    asked = [*questions.FIRST, *(path for paths in questions.SUBJECTS.values() for path in paths)]
    elsewhere = {"schema_version", "uncertainty", "workload.duties", "data_culture.answers", "data_culture.need"}
    assert sorted(asked) == sorted(set(FIELDS) - elsewhere)
    assert len(questions.FIRST) == 9


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_has_its_bounds_unit_and_words(language: str) -> None:
    visit, t = Visit(), text(language)  # type: ignore[arg-type]
    for path in [*questions.FIRST, *(path for paths in questions.SUBJECTS.values() for path in paths)]:
        field = questions.asked(visit, path, t)
        assert field["label"] and field["help"] and field["tag"]
        assert (field["low"], field["high"]) == (FIELDS[path].low, FIELDS[path].high)
        json.dumps(field)


def test_an_edit_is_taken_once_and_in_order() -> None:
    visit = edited(Visit(), ("in_house.base_salary", 90_000))
    visit.take([{"n": 1, "path": "in_house.base_salary", "op": "set", "value": 1}])
    assert visit.current("in_house.base_salary") == 90_000
    assert visit.tag("in_house.base_salary") == "client"
    visit.take([{"n": 2, "path": "in_house.base_salary", "op": "reset"}])
    assert not visit.draft.changes and visit.tag("in_house.base_salary") == "default"


@pytest.mark.parametrize(
    "edit",
    [
        *(None, 3, {}, {"n": "1"}, {"n": 1}, {"n": 1, "op": "set", "path": "no.such", "value": 1}),
        {"n": 1, "op": "set", "path": "in_house.base_salary", "value": "90000"},
        {"n": 1, "op": "set", "path": "in_house.base_salary", "value": True},
        {"n": 1, "op": "set", "path": "in_house.base_salary", "value": {"a": 1}},
        {"n": 1, "op": "set", "path": "schema_version", "value": 2},
        {"n": 1, "op": "set", "path": "data_culture.answers.12", "value": 2},
        {"n": 1, "op": "set", "path": "data_culture.answers.-1", "value": 2},
        {"n": 1, "op": "set", "path": "workload.duties.nonsense.volume", "value": 2},
        {"n": 1, "op": "set", "path": "workload.duties.strategy.colour", "value": 2},
        {"n": 1, "op": "unknown", "path": "no.such"},
        {"n": 1, "op": "reset", "path": "workload.duties.strategy"},
        {"n": True, "op": "set", "path": "in_house.base_salary", "value": 90_000},
        {"n": 10**18, "op": "set", "path": "in_house.base_salary", "value": 90_000},
        {"n": 1, "op": "set", "path": "data_culture.answers", "value": [1]},
        {"n": 1, "op": "set", "path": "workload.duties", "value": {"strategy": 5}},
        {"n": 1, "op": "set", "path": "in_house.base_salary", "value": 90_000, "figures": "others"},
        {"n": 1, "op": "burn", "path": "in_house.base_salary"},
    ],
)
def test_what_is_no_edit_of_ours_changes_nothing(edit: Any) -> None:
    visit = Visit()
    visit.take([edit])
    visit.take(edit)
    assert not visit.draft.changes


def test_an_answer_and_a_duty_are_changed_alone() -> None:
    visit = edited(Visit(), ("data_culture.answers.3", None), ("workload.duties", typical_duties()))
    edited(visit, ("workload.duties.campaigns.volume", 9.0))
    scenario = visit.decide().scenario
    assert scenario.data_culture.answers[3] is None
    assert [a for a in scenario.data_culture.answers if a is None] == [None]
    assert scenario.workload.duties is not None and scenario.workload.duties["campaigns"].volume == 9.0
    assert visit.problem is None


def test_unknown_takes_the_documented_default_and_says_so() -> None:
    visit = Visit()
    visit.take([{"n": 1, "path": "customers.active", "op": "unknown"}])
    assert visit.decide().scenario.customers.active == Scenario().customers.active
    assert visit.tag("customers.active") == "unknown"


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_claim_scales_the_effects_and_touches_nothing_typed(claim: Any) -> None:
    visit = edited(Visit(), ("leadership_effect.acquisition_lift", 0.4))
    visit.keep(claim=claim)
    scenario = visit.decide().scenario
    assert scenario.leadership_effect.acquisition_lift == 0.4 * CLAIMS[claim]
    assert visit.current("leadership_effect.acquisition_lift") == 0.4
    for path in CLAIMED[1:]:
        assert scenario.value(path) == visit.draft.start.value(path) * CLAIMS[claim]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_link_carries_the_figures_typed_and_the_claim_apart(claim: Any) -> None:
    visit = edited(Visit(), ("leadership_effect.acquisition_lift", 0.4))
    visit.keep(claim=claim)
    expected = visit.decide().scenario
    link = write_link(visit.typed, visit.draft.tags, claim=visit.told_claim, with_name=True)
    shared = read_link(link)
    assert shared.scenario.leadership_effect.acquisition_lift == 0.4
    assert counted(shared.scenario, shared.claim) == expected
    theirs = Visit()
    open_link(theirs, link)
    assert theirs.draft.claim == claim and theirs.decide().scenario == expected


def test_figures_that_disagree_keep_the_last_valid_decision() -> None:
    visit = edited(Visit(), ("in_house.base_salary", 80_000))
    valid = visit.decide()
    edited(visit, ("acquisition.monthly_spend", 0))
    assert visit.decide() is valid
    assert visit.problem_at("acquisition.monthly_new_customers", T) and visit.notice(T)
    assert visit.current("acquisition.monthly_spend") == 0


def test_customers_above_growth_and_spend_without_customers_are_remarked_where_they_stand() -> None:
    visit = edited(Visit(), ("acquisition.monthly_new_customers", 500))
    visit.decide()
    assert "par mois" in visit.remark_at("acquisition.monthly_new_customers", T)
    edited(visit, ("acquisition.monthly_new_customers", 0))
    visit.decide()
    assert visit.remark_at("acquisition.monthly_new_customers", T) == T("remarks.spend_without_customers")


# --- the browser's copy ---


def busy() -> Visit:
    visit = edited(Visit(), ("in_house.base_salary", 81_234.56), ("data_culture.answers.0", None), ("name", "Chez Élo"))
    visit.keep(claim="half", typing="consultant", keep=True)
    return visit


def same(one: Visit, two: Visit) -> bool:
    kept = ("origin", "example", "start", "changes", "tags", "claim", "typing", "keep", "kept")
    return all(getattr(one.draft, name) == getattr(two.draft, name) for name in kept)


def test_a_draft_comes_back_whole() -> None:
    for visit in (Visit(), busy()):
        again = Visit()
        visit.keep(language="en")
        assert again.restore(visit.draft.written())
        assert again.draft.language == "en" and same(again, visit) and again.decide().scenario == visit.decide().scenario
    linked = Visit()
    open_link(linked, write_link(Scenario()))
    again = Visit()
    again.restore(edited(linked, ("in_house.base_salary", 1.0)).draft.written())
    assert same(again, linked)


def test_edits_made_while_the_draft_was_on_its_way_stay_on_top() -> None:
    old = busy()
    raw = old.draft.written()
    fresh = Visit()
    fresh.take([{"n": old.draft.sequence + 1, "path": "fractional.monthly_fee", "op": "set", "value": 7_000}])
    fresh.restore(raw)
    assert fresh.draft.changes == old.draft.changes | {"fractional.monthly_fee": 7_000}


def test_edits_the_dead_server_never_saw_are_handed_over_with_the_draft() -> None:
    old, visit = busy(), Visit()
    unseen = [{"n": old.draft.sequence + 1, "path": "fractional.monthly_fee", "op": "set", "value": 7_000}]
    found(visit, {"id": "x", "draft": old.draft.written(), "edits": unseen})
    assert visit.restored == "x"
    assert visit.draft.changes == old.draft.changes | {"fractional.monthly_fee": 7_000}


def test_a_draft_from_another_tab_does_not_shut_out_new_edits() -> None:
    visit = Visit()
    found(visit, {"id": "x", "same_tab": False, "draft": busy().draft.written(), "edits": []})
    edited(visit, ("fractional.monthly_fee", 7_000))
    assert visit.current("fractional.monthly_fee") == 7_000


TREES = st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | TREES


@given(raw=st.text() | TREES.map(json.dumps))
def test_what_is_no_draft_changes_nothing(raw: str) -> None:
    visit = Visit()
    assert not visit.restore(raw)
    assert same(visit, Visit())


@settings(deadline=None)
@given(data=st.data())
def test_a_draft_tampered_with_never_breaks_the_page(data: st.DataObject) -> None:
    tree = json.loads(busy().draft.written())
    key = data.draw(st.sampled_from(sorted(tree)))
    if key == "changes" and data.draw(st.booleans()):
        tree[key] = {data.draw(st.sampled_from(PATHS)): data.draw(JUNK)}
    else:
        tree[key] = data.draw(JUNK)
    visit = Visit()
    visit.restore(json.dumps(tree))
    assert visit.decide() is not None
    visit.draft.written()
    for path in [*questions.FIRST, *(path for paths in questions.SUBJECTS.values() for path in paths)]:
        json.dumps(questions.asked(visit, path, T))
    edited(visit, ("data_culture.answers.5", 1), ("workload.duties.strategy.volume", 2.0))
    assert visit.decide() is not None and not visit.failure


@settings(deadline=None)
@given(path=st.sampled_from(PATHS) | st.text(), value=st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_a_value_that_fits_never_breaks_the_decision(path: str, value: Any) -> None:
    if exists(path) and fits(path, value):
        visit = edited(Visit(), (path, value))
        assert visit.decide() is not None
        assert not visit.failure


def test_the_claim_is_said_beside_the_effects_it_cuts() -> None:
    visit = Visit()
    visit.keep(claim="half")
    visit.decide()
    half = T.value(visit.draft.start.leadership_effect.acquisition_lift / 2, "share")
    assert visit.remark_at("leadership_effect.acquisition_lift", T) == T("page.counted", counted=half)
    assert visit.notice(T) == T("page.claim.half")


def test_the_builders_first_week_is_a_common_one() -> None:
    hours = Scenario().with_values({"workload.duties": typical_duties()}).hours_from_duties()[0]
    assert 20 < hours < 32
    assert set(typical_duties()) == set(parameters.duties().duties)
