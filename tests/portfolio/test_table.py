"""A table of firms is given, row by row, the advice that each firm is given alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cmo_model import Scenario, advise, decide, examples
from cmo_model.portfolio import COLUMNS, SCHEMA, advise_table, refused_rows, work
from cmo_model.readers import ReadError, read_scenario
from cmo_model.readers.firms import FIGURES, columns_of, read_firms
from cmo_model.readers.scenario_file import remedy, validated
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.many import advise_many
from cmo_model.words import LANGUAGES, text
from cmo_model.words.explanation import field_label
from tests.portfolio.books import BAD, book, spoiled


def scenario_of(row: dict[str, object]) -> Scenario:
    """A row as a scenario file would have it."""
    tree: dict[str, object] = {}
    for path, value in row.items():
        if value == value:
            *parents, last = path.split(".")
            place = tree
            for name in parents:
                place = place.setdefault(name, {})  # type: ignore[assignment]
            place[last] = value
    return Scenario.model_validate(tree)


def test_the_share_of_firms_done_rises_from_nothing_to_all() -> None:
    told: list[float] = []
    advise_many(Scenario(), {"company.annual_revenue": np.linspace(1e6, 9e6, 10)}, progress=told.append)
    assert told == sorted(told) and 0 < told[0] < 0.5 and told[-1] == 1.0


def test_every_row_is_given_what_advise_says_of_it_alone() -> None:
    table = book(30)
    found = advise_table(table)
    assert list(found.columns) == [*COLUMNS] == SCHEMA.names and found["row"].tolist() == [*range(1, 31)]
    seen = set()
    for (_, row), verdict in zip(table.iterrows(), found.itertuples(index=False), strict=True):
        one = advise(scenario_of(row.to_dict()))
        said = (one.decision.scenario.name, one.advised, one.reading, one.label, one.decision.best)
        assert (verdict.name, verdict.advised, verdict.reading, verdict.label, verdict.best) == said
        assert [verdict.gain_over_today, verdict.regret] == pytest.approx([one.gain.mean_gain, one.regret], abs=0.0051)
        assert (None if pd.isna(verdict.hire_from) else verdict.hire_from) == one.hire_from
        assert verdict.p_ever == pytest.approx(np.nan if one.p_ever is None else one.p_ever, abs=0.000051, nan_ok=True)
        central = [one.decision.options[option].npv for option in OPTIONS]
        assert [*verdict[-len(OPTIONS) :]] == pytest.approx(central, abs=0.0051)
        seen.add((one.reading, one.label, one.hire_from is None))
    assert len(seen) > 4


def test_a_row_does_not_hang_on_the_rows_around_it() -> None:
    table = book(24, 5)
    whole = advise_table(table)
    order = np.random.default_rng(2).permutation(len(table))
    shuffled = advise_table(table.iloc[order])
    for column in COLUMNS[1:]:
        assert shuffled[column].equals(whole[column].iloc[order].reset_index(drop=True)), column
    alone = pd.concat([advise_table(table.iloc[at : at + 1]) for at in range(4)], ignore_index=True)
    assert alone[[*COLUMNS[1:]]].equals(whole[[*COLUMNS[1:]]].iloc[:4])


def test_a_sieve_says_the_central_case_alone() -> None:
    table = book(40, 3)
    sieve, whole = advise_table(table, sieve=True), advise_table(table)
    central = ["row", "name", "best", *COLUMNS[-len(OPTIONS) :]]
    assert sieve[central].equals(whole[central])
    assert sieve.drop(columns=central).isna().all(axis=None) and list(sieve.dtypes) == list(whole.dtypes)


def test_an_empty_cell_stands_at_the_default_or_at_the_example() -> None:
    names = examples.names()
    table = pd.DataFrame({"example": [*names, None], "company.annual_revenue": [np.nan] * (len(names) + 1)})
    found = advise_table(table, sieve=True)
    for name, npv in zip(names, found["npv.fractional"], strict=False):
        own = decide(read_scenario(examples.source(name).encode())).options["fractional"].npv
        assert npv == pytest.approx(own, abs=0.0051), name
    assert found["npv.fractional"].iloc[-1] == pytest.approx(decide(Scenario()).options["fractional"].npv, abs=0.0051)
    both = advise_table(table.drop(columns="example"), "atelier-boreal", sieve=True)
    assert both["npv.owner"].nunique() == 1 and both["npv.owner"][0] == found["npv.owner"][names.index("atelier-boreal")]


def test_duties_answers_and_ranges_are_read_as_in_a_file() -> None:
    ranges = '{"*": null, "in_house.tenure_months": [18, 42, 72]}'
    table = pd.DataFrame(
        {"data_culture.answers": ["[4,4,4,4,4,4,4,4,4,4,4,4]", ""], "uncertainty": ["", ranges], "year": [2025, 2026]}
    )
    found = advise_table(table)
    one = advise(Scenario.model_validate({"data_culture": {"answers": [4] * 12}, "year": 2025}))
    other = advise(Scenario.model_validate({"uncertainty": {"*": None, "in_house.tenure_months": [18, 42, 72]}}))
    assert found["regret"].tolist() == pytest.approx([one.regret, other.regret], abs=0.0051)
    assert found["npv.in_house"].tolist() == pytest.approx([a.decision.options["in_house"].npv for a in (one, other)], abs=0.0051)


def test_with_nothing_uncertain_the_advice_is_the_central_case() -> None:
    found = advise_table(pd.DataFrame({"uncertainty": ['{"*": null}'], "customers.active": [480.0]}))
    one = advise(Scenario.model_validate({"uncertainty": {"*": None}}))
    assert (found["advised"][0], found["hire_from"].isna()[0], found["p_ever"][0]) == (
        one.advised,
        one.hire_from is None,
        one.p_ever,
    )
    assert found["regret"][0] == 0 and found["gain_over_today"][0] == pytest.approx(one.gain.mean_gain, abs=0.0051)


# --- titles ---


def test_a_title_is_a_path_a_label_or_a_name_of_one_field_alone() -> None:
    for language in LANGUAGES:
        label = field_label(text(language), "company.annual_revenue")
        assert columns_of([label, "Téléphone"]) == {0: "company.annual_revenue"}
    assert columns_of(["annual_revenue", " Company.Annual_Payroll "]) == {0: "company.annual_revenue", 1: "company.annual_payroll"}
    assert columns_of(["in_house.base_salary", "base_salary"]) == {0: "in_house.base_salary"}  # of two seats: none of ours
    for path in FIELDS:
        if path != "name":
            assert columns_of([path]) == {0: path}


@pytest.mark.parametrize(
    ("titles", "code"),
    [
        (["company.anual_revenue"], "firms_column_slip"),
        (["company.annual_revenue", "annual_revenue"], "firms_column_twice"),
        (["name", "phone"], "firms_no_column"),
        ([], "firms_no_column"),
    ],
)
def test_titles_that_cannot_be_read_refuse_the_table(titles: list[str], code: str) -> None:
    with pytest.raises(ReadError) as refused:
        columns_of(titles)
    assert [problem.code for problem in refused.value.problems] == [code]
    for language in LANGUAGES:
        assert "{" not in remedy(refused.value.problems[0], text(language))


# --- bad rows ---


def test_one_bad_row_in_twenty_of_every_kind_is_refused_and_no_other() -> None:
    table, bad = spoiled(20 * len(BAD))
    assert len(bad) == len(BAD) >= 30
    done = work(table, sieve=True)
    assert dict(zip(done.refused["row"], done.refused["column"], strict=True)) == bad
    assert done.verdicts["row"].tolist() == [row for row in range(1, len(table) + 1) if row not in bad]
    clean = advise_table(book(len(table)).drop(index=[row - 1 for row in bad]), sieve=True)
    assert done.verdicts.drop(columns="row").equals(clean.drop(columns="row"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_to_do_and_repeats_nothing_typed(language: str) -> None:
    table, bad = spoiled(20 * len(BAD))
    told = refused_rows(table, language=language)
    assert len(told) == len(bad) and (told["remedy"].str.len() > 8).all() and not told["remedy"].str.contains("[{}]").any()
    for (_, cell), words in zip(BAD, told["remedy"], strict=True):
        assert len(str(cell)) < 4 or str(cell) not in words


def test_every_problem_of_a_row_is_told() -> None:
    table = pd.DataFrame({"company.annual_revenue": ["x"], "company.contribution_margin": ["2"], "bridge": ["?"]})
    assert refused_rows(table)["column"].tolist() == ["company.annual_revenue", "bridge"]  # bounds are held once the rest is read


def test_an_amount_in_another_currency_is_refused_in_its_own_place_alone() -> None:
    table = pd.DataFrame({"jurisdiction": ["CA-QC", "FR", "CA-QC", "FR"], "company.annual_revenue": ["€ 5", "5 €", "5 $", "5 $"]})
    assert refused_rows(table)["row"].tolist() == [1, 4]


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(FIGURES), value=st.floats(-10, 1e13, allow_subnormal=False) | st.floats(-1.5, 1.5) | st.just(0.0))
def test_a_figure_is_accepted_where_a_scenario_accepts_it(path: str, value: float) -> None:
    part, _, name = path.rpartition(".")
    tree = {part: {name: value}} if part else {name: value}
    try:
        Scenario.model_validate(tree)
        accepted = True
    except ValidationError:
        accepted = False
    firms = read_firms(pd.DataFrame({path: [value, np.nan]}))
    assert (not firms.refused, sum(len(one.at) for one in firms.groups)) == (accepted, 2 if accepted else 1)
    if not accepted:
        with pytest.raises(ReadError) as refused:
            validated(tree)
        of_share = FIELDS[path].unit.startswith("share") and FIELDS[path].high == 1 and 1 < value <= 100
        assert firms.refused[0].problem.code == ("firms_share" if of_share else refused.value.problems[0].code)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(max_size=12) | st.floats() | st.none() | st.booleans() | st.integers(), min_size=1, max_size=4))
def test_whatever_a_cell_holds_is_read_or_refused(cells: list[object]) -> None:
    for path in ("company.annual_revenue", "current", "bridge", "horizon_months", "uncertainty", "name", "example"):
        table = pd.DataFrame({path: pd.Series(cells, dtype=object), "customers.active": 480.0})
        firms = read_firms(table)
        taken = {int(at) for one in firms.groups for at in one.at}
        assert taken | {one.at for one in firms.refused} == {*range(len(cells))} and not taken & {one.at for one in firms.refused}
