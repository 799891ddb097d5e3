"""What a visitor brings and chooses on the Budget and Transfer pages: kept with the draft, bounded, refused when not ours."""

import base64
import datetime
import json
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import examples
from cmo_model.growth.experiments import Scheduled
from cmo_model.growth.transfer import Item, Process, Transfer
from cmo_model.pages import budget, history, when
from cmo_model.pages.budget import bounds_of
from cmo_model.pages.history import do, reading
from cmo_model.readers import ReadError
from cmo_model.readers.history import corrected, read_history
from cmo_model.skin.blocks import prose
from cmo_model.skin.draft import MOST_CHOICES, MOST_PACKED, BroughtFile
from cmo_model.skin.session import Visit
from cmo_model.words import text

T = text("fr")
READ = read_history(examples.history("depenses-variees"))
ANSWERED = Transfer(items={"accounts": Item(state="yes", owner="Zoé")}, processes=(Process(name="Clôture", autonomy=4),))


def took(visit: Visit, path: str, value: Any) -> Visit:
    visit.take([{"n": visit.draft.sequence + 1, "path": path, "op": "set", "value": value}])
    return visit


def test_the_transfer_and_the_history_come_back_with_the_draft() -> None:
    visit = took(Visit(), "transfer", ANSWERED.model_dump(mode="json"))
    do(visit, T, {"what": "depenses-variees"})
    took(visit, "choices", {"lock:Meta": True, "budget": 12_000.5, "answer:date_order": "day_first"})
    again = Visit()
    assert again.restore(visit.draft.written())
    assert (again.draft.transfer, again.draft.file, again.draft.choices) == (
        visit.draft.transfer,
        visit.draft.file,
        visit.draft.choices,
    )
    assert again.draft.transfer == ANSWERED
    assert again.draft.file == BroughtFile("depenses-variees.csv", examples.history("depenses-variees"))


def test_another_history_forgets_what_was_chosen_for_the_one_before() -> None:
    visit = took(Visit(), "choices", {"lock:Meta": True})
    do(visit, T, {"what": "depenses-stables"})
    assert visit.draft.choices == {}


def test_a_test_is_put_in_the_calendar_and_taken_out_and_outlives_its_history() -> None:
    """The months that it brings come in another file."""
    visit = Visit(tests={"test:Meta": "0.5 2 3000.00 2026-11-30"})
    do(visit, T, {"what": "test:Google"})
    assert visit.draft.tests == ()
    do(visit, T, {"what": "test:Meta"})
    assert visit.draft.tests == (Scheduled("Meta", 3000.0, 0.5, 2, datetime.date(2026, 11, 30)),)
    do(visit, T, {"what": "depenses-stables"})
    again = Visit()
    assert again.restore(visit.draft.written()) and again.draft.tests == visit.draft.tests != ()
    took(visit, "choices", {"test:Meta": "0.5 2 x 2026-11-30", "test:Google": 3, "test:Radio": "0.8 1 9.00 2026-10-01"})
    assert [one.channel for one in visit.draft.tests] == ["Radio"]
    visit.tests = {}  # no longer recommended: what is in the calendar is taken out all the same
    took(visit, "choices", {"test:Meta": "0.5 2 3000.00 2026-11-30"})
    do(visit, T, {"what": "test:Meta"})
    assert "test:Meta" not in visit.draft.choices


def rows(*typed: tuple[Any, Any, Any]) -> dict[str, Any]:
    return {
        f"typed:{place}:{part}": value
        for place, row in enumerate(typed)
        for part, value in zip(("name", "spend", "sales"), row, strict=True)
        if value is not None
    }


@pytest.mark.parametrize(
    ("typed", "channels", "said"),
    [
        ([], None, []),
        ([("Google", 4000, 13_000.5)], ("Google",), []),
        ([("Google", 4000, 0), ("Salon", 0, None)], ("Google",), [T("budget.typed.lacking", place="2")]),
        ([(" ", 1, 1)], None, [T("budget.typed.lacking", place="1")]),
        ([("Google", True, 1)], None, [T("budget.typed.lacking", place="1")]),
        ([("A", 1, 2), ("A", 3, 4)], None, [T("budget.typed.twice", name="A")]),
    ],
)
def test_channels_typed_by_hand_are_a_month_and_what_is_missing_is_said(
    typed: list[tuple[Any, Any, Any]], channels: tuple[str, ...] | None, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(history, "draw", lambda blocks, *_, **__: shown.extend(blocks))
    monkeypatch.setattr(history, "panel", lambda *_: None)
    visit = Visit()
    took(visit, "choices", rows(*typed))
    found = history.typed(visit, T, datetime.date(2026, 11, 26))
    assert (found and found.channels) == channels
    assert shown[2:] == [prose(one, "alert") for one in said]
    if found is not None:
        assert found.spend.tolist() == [[4000.0]] and len(found.months) == 1


def test_a_file_is_put_away_and_typed_channels_are_there_again() -> None:
    visit = Visit()
    took(visit, "choices", rows(("Google", 4000, 13_000)))
    do(visit, T, {"what": "depenses-stables"})
    assert visit.draft.choices == rows(("Google", 4000, 13_000))
    do(visit, T, {"what": "without"})
    assert visit.draft.file is None


@pytest.mark.parametrize(
    "choices",
    [
        [],
        "x",
        {"budget": -1},
        {"budget": float("nan")},
        {"budget": float("inf")},
        {"budget": None},
        {"lock:a": {}},
        {"x" * 201: 1},
        {"a": "x" * 201},
        {str(n): 1 for n in range(MOST_CHOICES + 1)},
    ],
)
def test_choices_that_are_none_of_ours_change_nothing(choices: Any) -> None:
    visit = took(Visit(), "choices", {"budget": 5.0})
    took(visit, "choices", choices)
    assert visit.draft.choices == {"budget": 5.0}


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
@settings(max_examples=100, deadline=None)
def test_answers_of_any_shape_never_break_the_transfer(value: Any) -> None:
    visit = took(Visit(), "transfer", ANSWERED.model_dump(mode="json"))
    took(visit, "transfer", value)
    assert isinstance(visit.draft.transfer, Transfer)


def test_a_file_too_large_to_keep_leaves_the_draft_small() -> None:
    visit = Visit()
    visit.open_history("large.csv", random.Random(1).randbytes(200_000))
    assert visit.draft.file is not None and not visit.draft.file.packed and len(visit.draft.written()) < MOST_PACKED
    again = Visit()
    assert again.restore(visit.draft.written()) and again.draft.file is None


@pytest.mark.parametrize("file", [["a.csv", "***"], ["a.csv", "eJw="], ["a.csv"], 3, {"a": 1}, ["a", None]])
def test_a_draft_whose_file_is_damaged_opens_without_it(file: Any) -> None:
    tree = json.loads(Visit().draft.written()) | {"file": file}
    visit = Visit()
    assert visit.restore(json.dumps(tree)) and visit.draft.file is None


def test_what_a_foreign_browser_presses_is_ignored() -> None:
    visit = Visit()
    for done in (None, 3, {}, {"what": "../secret"}, {"what": "file", "value": "***"}, {"what": "take"}, {"what": ["take"]}):
        do(visit, T, done)
    assert visit.draft.file is None and not visit.draft.changes


def test_a_file_is_read_once_for_what_was_chosen() -> None:
    visit = Visit()
    do(visit, T, {"what": "depenses-variees"})
    assert visit.draft.file is not None
    first = reading(visit, visit.draft.file)
    assert reading(visit, visit.draft.file) is first and first.history is not None
    took(visit, "choices", {"column:3": "ignored", "column:4": "revenue", "column:99": "spend", "column:x": "spend"})
    second = reading(visit, visit.draft.file)
    assert second is not first
    assert second.history is None or second.history.revenue.sum() < first.history.revenue.sum()


def test_what_could_not_be_taken_is_told_and_drawn_anew() -> None:
    for path, value in (("transfer", {"items": {"accounts": {"due": "9999-12-31"}}}), ("choices", {"budget": 1e12})):
        visit = Visit()
        visit.keep(language="fr")
        before = visit.round
        took(visit, path, value)
        assert visit.notices == [T("page.not_taken")] and visit.round == before + 1


def test_a_history_that_is_too_large_is_told_with_its_size() -> None:
    visit = Visit()
    for size, shown in ((7 * 1024 * 1024, "7"), ("x", "5"), (-1, "5")):
        do(visit, T, {"what": "too_large", "size": size})
        assert visit.notices == [T("history.errors.file_too_large", size=shown, limit="5")]


def test_a_file_that_was_refused_is_in_no_draft_and_is_read_again_when_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = {"what": "file", "name": "a.csv", "value": base64.b64encode(b"month;channel;spend\n").decode()}
    visit = Visit()
    do(visit, T, opened)
    assert visit.draft.file is not None and visit.draft.file.refused
    again = Visit()
    assert again.restore(visit.draft.written()) and again.draft.file is None
    with pytest.raises(ReadError):
        reading(visit, visit.draft.file)
    monkeypatch.setattr(history, "read_history", lambda *_: READ)  # what could not be read may be readable a moment later
    do(visit, T, opened)
    assert not visit.draft.file.refused and reading(visit, visit.draft.file) is READ


def test_another_firm_does_not_take_over_the_transfer_and_the_history() -> None:
    visit = took(Visit(), "transfer", ANSWERED.model_dump(mode="json"))
    do(visit, T, {"what": "depenses-variees"})
    visit.set_aside()
    visit.open_example("clinique-des-rapides")
    assert (visit.draft.transfer, visit.draft.file) == (Transfer(), None)
    visit.back()
    assert visit.draft.transfer == ANSWERED and visit.draft.file is not None


def test_undoing_figures_does_not_take_a_large_history_away() -> None:
    visit = Visit()
    visit.open_history("large.csv", random.Random(1).randbytes(200_000))
    visit.set_aside()
    visit.change("in_house.base_salary", 99_000.0)
    visit.back()
    assert visit.draft.file is not None and not visit.draft.changes


def test_a_role_given_by_hand_takes_it_from_the_column_that_had_it() -> None:
    found = {0: "month", 1: "channel", 2: "ignored", 3: "spend", 4: "revenue"}
    assert corrected(found, {2: "revenue"}) == {0: "month", 1: "channel", 2: "revenue", 3: "spend", 4: "ignored"}
    assert corrected(found, {4: "ignored"})[4] == "ignored"


def test_a_ceiling_typed_alone_is_never_exceeded() -> None:
    assert bounds_of({}, "a", 1_000.0) == (700.0, 1_300.0)
    assert bounds_of({"high:a": 500.0}, "a", 1_000.0) == (500.0, 500.0)
    assert bounds_of({"low:a": 1_500.0}, "a", 1_000.0) == (1_500.0, 1_500.0)
    assert bounds_of({"low:a": 900.0, "high:a": 100.0}, "a", 1_000.0) == (100.0, 100.0)
    assert bounds_of({"low:a": "x", "high:a": True}, "a", 1_000.0) == (700.0, 1_300.0)


def counting(monkeypatch: pytest.MonkeyPatch, module: Any, *names: str) -> list[str]:
    """The calls of these functions of a page, as they come."""
    calls: list[str] = []

    def counted(name: str) -> Any:
        made = getattr(module, name)

        def call(*given: Any, **also: Any) -> Any:
            calls.append(name)
            return made(*given, **also)

        return call

    for name in names:
        monkeypatch.setattr(module, name, counted(name))
    return calls


def test_the_budget_page_computes_again_what_a_choice_changed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, budget, "diagnose", "arbitrate")
    visit = Visit()
    do(visit, T, {"what": "depenses-variees"})

    def rerun() -> list[str]:
        calls.clear()
        decision = visit.decide()
        assert visit.draft.file is not None
        history = reading(visit, visit.draft.file).history
        assert history is not None
        margin = decision.scenario.company.contribution_margin
        found = budget.diagnosis(visit, decision, history)
        plain = budget.split_today(visit, history, found, margin)
        with suppress(ValueError):
            budget.split_chosen(visit, history, found, margin, plain)
        return [*calls]

    assert rerun() == ["diagnose", "arbitrate", "arbitrate"]
    assert rerun() == []
    took(visit, "choices", {"free": True})
    assert rerun() == ["arbitrate"]
    took(visit, "choices", {"budget": 1.0})  # what the bounds refuse is remembered too
    assert rerun() == ["arbitrate"]
    assert rerun() == []
    visit.change("company.annual_revenue", 3_000_000.0)
    assert rerun()[0] == "diagnose"
    assert Visit().memory == {}


def test_life_paths_are_drawn_once_for_a_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, when, "life_paths")
    visit = Visit()
    first = when.lived(visit, visit.decide().scenario)
    assert when.lived(visit, visit.decide().scenario) is first and len(calls) == 1
    visit.change("in_house.base_salary", 90_000.0)
    assert when.lived(visit, visit.decide().scenario) != first and len(calls) == 2
