"""What all the files have in common: who gave each value, where a default comes from, what a file is called."""

import datetime
from dataclasses import replace

import pytest

from cmo_model.examples import FIRST
from cmo_model.exports import Handout, file_name, ledger, slug
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.skin.draft import example_scenario
from cmo_model.uncertainty import advise, glance
from cmo_model.words import text

DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def handout() -> Handout:
    advice = advise(example_scenario(FIRST).with_values({"in_house.base_salary": 81_234.56}))
    return Handout(glance(advice), text("fr"), DAY, {"in_house.base_salary": "client"}, origin="example")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Atelier Boréal", "atelier-boreal"),
        ("../../etc/passwd", "etc-passwd"),
        ("", ""),
        ("=cmd|'/C calc'!A0", "cmd-c-calc-a0"),
        ("日本", ""),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_files_name_is_made_of_plain_letters(name: str, written: str) -> None:
    assert slug(name) == written


def test_a_file_is_named_after_its_subject_the_firm_and_the_month(handout: Handout) -> None:
    assert file_name(handout, "pdf") == "decision-marketing-atelier-boreal-2026-11.pdf"


def test_the_ledger_says_who_gave_each_value_and_where_a_default_comes_from(handout: Handout) -> None:
    rows = ledger(handout)
    assert rows[0].path != "schema_version"
    assert {row.path for row in rows} == FIELDS.keys() - {"schema_version", "uncertainty", "workload.duties"} - unread(
        "CA-QC", 2026
    )
    assert {row.giver for row in rows} == {"client", "example", "default"}
    [given] = [row for row in rows if row.giver == "client"]
    assert (given.path, given.value, given.given_by) == ("in_house.base_salary", "81\u00a0234,56\u00a0$ par an", "client")
    defaults = [row for row in rows if row.giver == "default"]
    assert rows[-len(defaults) :] == defaults
    assert all(row.source and row.checked for row in defaults)


def test_an_effect_that_the_claim_cut_is_nobodys_in_the_ledger(handout: Handout) -> None:
    cut = replace(handout, claim="half", tags={"leadership_effect.acquisition_lift": "client"})
    givers = {row.path: row.giver for row in ledger(cut)}
    assert {givers[path] for path in CLAIMED} == {"claimed"}
    assert givers["in_house.base_salary"] != "claimed"
