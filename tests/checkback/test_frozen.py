"""A frozen decision: the same bytes for the same day, read back equal, refused with words when it is not whole."""

import datetime
import json

import pytest

from cmo_model import Scenario, advise
from cmo_model.checkback import FORMAT, first_after, frozen
from cmo_model.readers import MOST_BYTES, ReadError, read_link, words, write_link
from cmo_model.readers.frozen_file import _digest, read_frozen, write_frozen
from cmo_model.readers.shared import Problem
from cmo_model.words import LANGUAGES, text
from tests.checkback.kept import DAY, kept
from tests.links import made


def refused(data: bytes) -> list[Problem]:
    with pytest.raises(ReadError) as error:
        read_frozen(data)
    for language in LANGUAGES:
        assert all(words(problem, text(language)) for problem in error.value.problems)
    return list(error.value.problems)


def changed(**changes: object) -> bytes:
    """The file with these fields changed, and its digest right again."""
    tree = json.loads(write_frozen(kept())) | changes
    del tree["digest"]
    return json.dumps(tree | {"digest": _digest(tree)}).encode()


def test_it_is_read_back_equal_and_written_the_same() -> None:
    data = write_frozen(kept())
    assert read_frozen(data) == kept()
    assert write_frozen(read_frozen(data)) == data == write_frozen(frozen(Scenario(), DAY, "fractional"))


def test_it_keeps_what_was_advised_that_day() -> None:
    advice, said = advise(Scenario()), kept().advice
    assert (said.advised, said.reading, said.label, said.hire_from) == (
        *(advice.advised, advice.reading, advice.label),
        advice.search_month,
    )
    assert said.mean_gain == round(advice.gain.mean_gain, 2) and said.regret == round(advice.regret, 2)
    assert frozen(Scenario(), DAY, advice=advice).option == advice.advised


@pytest.mark.parametrize(
    ("day", "first"), [((2025, 11, 12), (2025, 12, 1)), ((2025, 11, 1), (2025, 11, 1)), ((2025, 12, 31), (2026, 1, 1))]
)
def test_month_one_begins_on_the_day_or_after(day: tuple[int, int, int], first: tuple[int, int, int]) -> None:
    assert first_after(datetime.date(*day)) == datetime.date(*first)


def test_months_are_numbered_from_there() -> None:
    assert kept().month(1) == datetime.date(2025, 12, 1) and kept().month(24) == datetime.date(2027, 11, 1)


@pytest.mark.parametrize("path", ["day", "option", "seed"])
def test_a_change_is_noticed(path: str) -> None:
    tree = json.loads(write_frozen(kept()))
    tree[path] = {"day": "2024-01-01", "option": "owner", "seed": 2}[path]
    assert [problem.code for problem in refused(json.dumps(tree).encode())] == ["frozen_damaged"]


def test_a_figure_moved_by_a_cent_is_noticed() -> None:
    tree = json.loads(write_frozen(kept()))
    tree["expected"]["sales"]["high"][3] += 0.01
    assert [problem.code for problem in refused(json.dumps(tree).encode())] == ["frozen_damaged"]


def test_a_newer_one_is_told_as_such() -> None:
    assert [one.code for one in refused(changed(format=FORMAT + 1))] == ["frozen_newer"]
    scenario = json.loads(write_frozen(kept()))["scenario"] | {"schema_version": 99}
    assert [one.code for one in refused(changed(scenario=scenario))] == ["frozen_newer"]


def test_an_older_scenario_is_read_with_the_defaults_of_its_day() -> None:
    scenario = json.loads(write_frozen(kept()))["scenario"] | {"schema_version": 1}
    del scenario["assumptions"]["unmet_share"]
    found = read_frozen(changed(scenario=scenario))
    assert found.scenario.assumptions.unmet_share == 1.0 and found.expected == kept().expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "json_invalid"),
        (b"[]", "not_a_scenario"),
        (b"\xff\xfe", "not_text"),
        (b" " * (MOST_BYTES + 1), "file_too_large"),
        (b"{}", "frozen_not_one"),
        (b'{"format": true, "scenario": {}}', "frozen_not_one"),
        (b'{"format": 1, "format": 1}', "json_duplicate_key"),
        (b'{"format": 1, "scenario": {"year": NaN}}', "number_not_finite"),
    ],
)
def test_what_is_no_frozen_decision_is_refused_with_words(data: bytes, code: str) -> None:
    assert [problem.code for problem in refused(data)] == [code]


def test_a_scenario_that_does_not_hold_is_refused_where_it_does_not() -> None:
    scenario = json.loads(write_frozen(kept()))["scenario"]
    scenario["company"]["contribution_margin"] = 3
    problem = refused(changed(scenario=scenario))[0]
    assert problem.path == ("scenario", "company", "contribution_margin") and problem.code == "less_than_equal"


@pytest.mark.parametrize(
    "changes",
    [
        {"option": "boss"},
        {"expected": {}},
        {"expected": {name: {"central": [1], "low": [0], "middle": [1], "high": [2]} for name in kept().expected}},
        {"expected": {name: band.model_dump() | {"low": band.high} for name, band in kept().expected.items()}},
        {"more": 1},
    ],
)
def test_one_whose_digest_is_right_and_content_is_not_is_refused(changes: dict[str, object]) -> None:
    assert [problem.code for problem in refused(changed(**changes))] == ["frozen_damaged"]


def test_a_link_gives_back_the_day_on_which_it_froze_a_scenario() -> None:
    assert read_link(write_link(Scenario(), frozen=DAY)).frozen == DAY and not read_link(write_link(Scenario(), frozen=DAY)).notices
    assert read_link(write_link(Scenario())).frozen is None
    assert len(write_link(Scenario(), frozen=DAY)) < len(write_link(Scenario())) + 40


@pytest.mark.parametrize("day", ["2025-13-01", 3, "soon", "0001-01-01", [], True])
def test_a_link_of_no_day_is_opened_without_one_and_says_so(day: object) -> None:
    found = read_link(made(frozen=day))
    assert found.frozen is None and [notice.code for notice in found.notices] == ["link_day_unknown"]
    assert all(words(found.notices[0], text(language)) for language in LANGUAGES)
