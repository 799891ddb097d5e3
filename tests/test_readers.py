"""A bad scenario file gets a message that says what, where and what to do, in either language; never a traceback."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import Scenario
from cmo_model.readers import ReadError, Tag, read_file, read_scenario, words, write_scenario
from cmo_model.readers.scenario_file import MOST_BYTES, MOST_PROBLEMS
from cmo_model.words import LANGUAGES, text
from tests.conftest import case_file


def refused(source: str | bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_scenario(source.encode() if isinstance(source, str) else source)
    for language in LANGUAGES:
        for problem in caught.value.problems:
            said = words(problem, text(language))
            assert said.endswith((".", "».", "”.")) and "Error" not in said and "Traceback" not in said
    return caught.value


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ('{"\\ud800": 1}', "text_control", 1, 2),
        ('{"workload": {"duties": {"\\ud800": {"volume": 1}}}}', "text_control", 1, 26),
        ('{"discount_rate": 0.' + "1" * 50 + ', "horizon_months": ' + "1" * 47 + "}", "number_too_long", 1, 91),
        ('{"workload": {"duties": {}}}', "duties_empty", 1, 25),
        ('{"uncertainty": {"in_house.tenure_months": [18, 42]}}', "range_shape", 1, 44),
        ('{"uncertainty": {"in_house.tenure_months": 42}}', "range_shape", 1, 44),
        ('{"uncertainty": {"in_house.tenure_months": [50, 42, 72]}}', "range_order", 1, 44),
        ('{"uncertainty": {"in_house.mishire_probability": [0.1, 0.2, 1.5]}}', "range_bounds", 1, 50),
        ('{"uncertainty": {"in_house.tenure_month": null}}', "range_unknown", 1, 18),
        ('{"uncertainty": {"horizon_months": null}}', "range_unknown_alone", 1, 18),
        ('{"uncertainty": {"*": [1, 2, 3]}}', "range_star", 1, 23),
        ("", "json_invalid", 1, 1),
        ("null", "not_a_scenario", 1, 1),
        ("[]", "not_a_scenario", 1, 1),
        ("42", "not_a_scenario", 1, 1),
        ('{"year": 2026,}', "json_invalid", 1, 15),
        ("{'year': 2026}", "json_invalid", 1, 2),
        ('{"year": 2026} {}', "json_invalid", 1, 16),
        ("[" * 200_000, "json_invalid", 1, 1),
        ('{\n "year": 2026,\n "year": 2025}', "json_duplicate_key", 3, 2),
        ('{"owner": {"leadership": 0.5, "leadership": 0.6}}', "json_duplicate_key", 1, 31),
        ('{"discount_rate": NaN}', "number_not_finite", 1, 19),
        ('{"name": "NaN", "discount_rate": -Infinity}', "number_not_finite", 1, 34),
        ('{"discount_rate": 1e999}', "number_not_finite", 1, 19),
        ('{"horizon_months": ' + "9" * 5000 + "}", "number_too_long", 1, 20),
        ('{"discount_rate": "0.1"}', "type_number", 1, 19),
        ('{"discount_rate": true}', "type_number", 1, 19),
        ('{"horizon_months": 12.5}', "type_whole", 1, 20),
        ('{"name": 3}', "type_text", 1, 10),
        ('{"bridge": "yes"}', "type_yes_no", 1, 12),
        ('{"data_culture": {"need": 3}}', "type_list", 1, 27),
        ('{"company": 3}', "type_object", 1, 13),
        ('{"data_culture": {"need": [1, 9, null]}}', "type_answer", 1, 31),
        ('{"data_culture": {"need": [1, 2]}}', "wrong_length", 1, 27),
        ('{"current": "boss"}', "choice", 1, 13),
        ('{"company": {"contribution_margin": 1.2}}', "less_than_equal", 1, 37),
        ('{"company": {"contribution_margin": 0}}', "greater_than_equal", 1, 37),
        ('{"fractional": {"monthly_fee": -1}}', "greater_than_equal", 1, 32),
        ('{"horizon_months": 5}', "greater_than_equal", 1, 20),
        ('{"horizon_months": 121}', "less_than_equal", 1, 20),
        ('{"customers": {"annual_retention": 1.01}}', "less_than_equal", 1, 36),
        ('{"company": {"annual_revenu": 1}}', "field_unknown", 1, 14),
        ('{"zzzzzz": 1}', "field_unknown_alone", 1, 2),
        ('{"schema_version": 999}', "version_unsupported", 1, 20),
        ('{"schema_version": 0}', "version_unsupported", 1, 20),
        ('{"schema_version": "latest"}', "type_whole", 1, 20),
        ('{"name": "a\\u0000b"}', "text_control", 1, 10),
        ('{"name": "a\\ud800b"}', "text_control", 1, 10),
        ('{"name": "' + "x" * 61 + '"}', "text_too_long", 1, 10),
        ('{"jurisdiction": "CA-ZZ"}', "jurisdiction_unknown", 1, 18),
        ('{"year": 2031}', "year_unknown", 1, 10),
        ('{"acquisition": {"monthly_spend": 0, "monthly_new_customers": 2}}', "customers_without_spend", 1, 63),
        ('{"workload": {"duties": {"juggling": {"volume": 1}}}}', "duty_unknown", 1, 26),
        ('{"workload": {"duties": {"people": {}}}}', "field_missing", 1, 36),
    ],
)
def test_what_where_and_what_to_do(source: str, code: str, line: int, column: int) -> None:
    problem = refused(source).problems[0]
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_a_file_is_at_most_256_kb() -> None:
    assert refused(b" " * (MOST_BYTES + 1)).problems[0].code == "file_too_large"
    assert read_scenario(b"{" + b" " * (MOST_BYTES - 2) + b"}") == Scenario()


def test_a_file_is_utf_8_with_or_without_a_mark() -> None:
    assert refused('{"name": "Été"}'.encode("latin-1")).problems[0].code == "not_text"
    assert read_scenario('\ufeff{"name": "Été"}'.encode()).name == "Été"


@pytest.mark.parametrize(
    "source",
    [
        "{" + ",".join(f'"k{n}": 1' for n in range(20_000)) + "}",
        '{"data_culture": {"answers": [' + ",".join("9" * 100_000) + "]}}",
        '{"discount_rate": NaN, ' + '"' * 200_000,
        '{"workload": {"duties": {' + ",".join(f'"d{n}": 1' for n in range(15_000)) + "}}}",
        '{"x": ' + "[" * 900 + "]" * 900 + "}",
    ],
    ids=["unknown fields", "answers", "quotes", "duties", "nesting"],
)
def test_a_hostile_file_is_refused_with_few_words(source: str) -> None:
    """Quickly too: pytest's own limit would stop a reader whose work grew as the square of the file."""
    assert 1 <= len(refused(source).problems) <= MOST_PROBLEMS


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    found = refused('{"company": {"contribution_margin": 7},\n "customers": {"active": -1}, "x": 1}').problems
    assert [(p.code, p.line) for p in found] == [
        ("less_than_equal", 1),
        ("greater_than_equal", 2),
        ("field_unknown_alone", 2),
    ]


def test_a_message_says_the_field_in_words_and_never_the_value() -> None:
    problem = refused('{"in_house": {"base_salary": -187654.32}}').problems[0]
    french = words(problem, text("fr"))
    assert french.startswith("Direction interne\u00a0: salaire de base [in_house.base_salary] (ligne 1, colonne 30)")
    assert "187" not in french and "187" not in words(problem, text("en"))


def test_a_hostile_key_is_shown_inert_and_short() -> None:
    said = words(refused(json.dumps({"\x1b[31m" + "k" * 500: 1})).problems[0], text("en"))
    assert "\x1b" not in said and len(said) < 300


def test_a_choice_is_listed_in_no_language_at_all() -> None:
    problem = refused('{"current": "boss"}').problems[0]
    assert problem.details["expected"] == "owner, consultant, fractional, hybrid, in_house, in_house_team"


def test_an_unsupported_version_is_not_repeated() -> None:
    assert "99999" not in words(refused('{"schema_version": 99999}').problems[0], text("fr"))


def test_tiny_and_odd_numbers_are_accepted() -> None:
    scenario = read_scenario(
        b'{"discount_rate": 1e-400, "company": {"revenue_growth": -0.0, "contribution_margin": 0.30000000000000004}}'
    )
    assert scenario.discount_rate == 0.0


BAD_JSON = [entry for entry in case_file("bad_scenarios.json") if entry["expected"]["action"] == "reject"]


def test_the_corpus_of_bad_scenarios_is_covered() -> None:
    """Each kind of the corpus has a row above or a test of its own; this keeps the list from growing unseen."""
    assert {entry["kind"] for entry in BAD_JSON} == {
        *("json-syntax", "json-duplicate", "json-number", "json-depth", "json-type", "json-field", "json-version"),
        *("json-range", "json-cross", "json-size", "json-secret", "json-text"),
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
PATHS = st.sampled_from(["company", "customers", "data_culture", "workload", "in_house", "name", "year", "current", "bridge"])


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(str.encode),
        st.dictionaries(PATHS, JSON).map(json.dumps).map(str.encode),
    )
)
def test_any_bytes_are_a_scenario_or_a_read_error(data: bytes) -> None:
    try:
        read_scenario(data)
    except ReadError as error:
        assert all(words(problem, text("fr")) for problem in error.problems)


def test_saving_and_reading_again_changes_nothing() -> None:
    for tree in ({}, {"current": "owner"}, {"workload": {"duties": {"people": {"volume": 2.0}}}}):
        first: Any = Scenario.model_validate(tree)
        assert read_scenario(first.model_dump_json().encode()) == first


def test_a_file_says_who_gave_which_value_and_reads_it_back() -> None:
    tags: dict[str, Tag] = {"in_house.base_salary": "client", "workload.hours_per_week": "unknown"}
    written = write_scenario(Scenario(), tags)
    found = read_file(written)
    assert (found.scenario, found.tags) == (Scenario(), tags)
    assert read_scenario(written) == Scenario()
    assert b"given_by" not in write_scenario(Scenario())
    assert write_scenario(Scenario(), tags) == written


@pytest.mark.parametrize(
    ("source", "code", "column"),
    [
        ('{"given_by": []}', "type_object", 14),
        ('{"given_by": {"in_house.base_salry": "client"}}', "field_unknown_alone", 15),
        ('{"given_by": {"in_house.base_salary": "me"}}', "choice", 39),
        ('{"given_by": {"in_house.base_salary": 3}}', "choice", 39),
    ],
)
def test_a_giver_that_is_none_is_told_with_its_place(source: str, code: str, column: int) -> None:
    problem = refused(source).problems[0]
    assert (problem.code, problem.line, problem.column) == (code, 1, column)
    assert words(problem, text("fr")) != words(problem, text("en"))
