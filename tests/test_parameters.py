"""Every parameter file keeps to its schema, and every number somebody else decided says who, where and when."""

from typing import Any

import pytest
from pydantic import ValidationError

from cmo_model import parameters
from cmo_model.parameters.schema import Band, Exemption, Line, Sourced, Threshold
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, catalogue
from cmo_model.words.languages import place_words

PLACES = [(place, year) for place, years in parameters.available().items() for year in years]

TABLES = (parameters.thresholds, parameters.defaults, parameters.uncertainty, parameters.channel_figures)


def test_quebec_has_2025_and_2026() -> None:
    assert parameters.available()["CA-QC"] == (2025, 2026)


@pytest.mark.parametrize(("place", "year"), PLACES)
def test_a_file_keeps_to_the_schema_and_to_its_name(place: str, year: int) -> None:
    found = parameters.statutory(place, year)
    assert (found.jurisdiction, found.year) == (place, year)
    assert len({line.id for line in found.lines}) == len(found.lines)
    for line in found.lines:
        for band in line.bands:
            assert band.rate_of is None or band.rate_of in FIELDS


def test_lines_stand_in_the_order_of_the_specification() -> None:
    assert [line.id for line in parameters.statutory("CA-QC", 2026).lines] == [
        *("qpp_base", "qpp_first_additional", "qpp_second_additional", "qpip", "employment_insurance"),
        *("health_services_fund", "labour_standards", "workers_compensation", "training_levy"),
    ]


def test_weak_facts_say_that_they_are_weak() -> None:
    lines = {line.id: line for line in parameters.statutory("CA-QC", 2026).lines}
    for name in ("workers_compensation", "labour_standards"):
        assert lines[name].inferred and lines[name].confidence != "high" and lines[name].note
    rate = parameters.defaults()["company.accident_premium_rate"]
    assert rate.inferred and rate.confidence == "low" and rate.note


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_has_its_words_and_no_word_is_left_over(language: str) -> None:
    figures = [one for table in TABLES for one in table().values()]
    needed = {f"notes.{one.note}" for one in figures if one.note}
    needed |= {f"duties.{name}.{part}" for name in parameters.duties().duties for part in ("name", "driver")}
    needed |= {f"claims.{claim.id}.{part}" for claim in parameters.claims().claims for part in ("claim", "when", "how")}
    assert {key.removeprefix("parameters.") for key in catalogue(language) if key.startswith("parameters.")} == needed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", parameters.available())
def test_a_place_has_words_for_its_law_and_none_that_nothing_says(place: str, language: str) -> None:
    own, filed = place_words(place, language), parameters.place(place)
    laws = [parameters.statutory(place, year) for year in parameters.available()[place]]
    figures = [*(line for law in laws for line in law.lines), *(law.sales_tax for law in laws), *filed.defaults.values()]
    lines = {f"parameters.lines.{line.id}" for law in laws for line in law.lines}
    notes = {f"parameters.notes.{one.note}" for one in figures if one.note}
    assert lines | {f"places.{place}"} <= own.keys() and notes <= own.keys() | catalogue(language).keys()
    shared = {
        key
        for other in parameters.available()
        if parameters.folder(other) == parameters.folder(place)
        for key in (f"places.{other}", *_of_law(other))
    }
    said = {*shared, *catalogue(language), "place.notice", "place.vacation"}
    assert own.keys() <= said, sorted(own.keys() - said)
    assert own.keys() == place_words(place, LANGUAGES[0]).keys()


def _of_law(place: str) -> set[str]:
    """The keys of what the law of a place says, its averages included."""
    laws = [parameters.statutory(place, year) for year in parameters.available()[place]]
    figures = [*(line for law in laws for line in law.lines), *(law.sales_tax for law in laws)]
    figures += parameters.place(place).defaults.values()
    return {f"parameters.lines.{line.id}" for law in laws for line in law.lines} | {
        f"parameters.notes.{one.note}" for one in figures
    }


def test_every_question_says_where_its_default_comes_from() -> None:
    assert parameters.defaults().keys() == FIELDS.keys()


def test_the_articles_thresholds_are_labelled_as_the_articles() -> None:
    kinds = {name: entry.kind for name, entry in parameters.thresholds().items()}
    assert kinds["hours_full_time"] == kinds["fee_ratio_low"] == kinds["acquisition_high"] == "article"
    assert kinds["need_score"] == kinds["capability_score"] == "assumption"


def test_there_are_fourteen_families_of_duties() -> None:
    table = parameters.duties()
    assert len(table.duties) == 14 and table.share_of_rest in table.duties
    assert all(low <= likely <= high for low, likely, high in (d.unit_hours for d in table.duties.values()))


def test_a_place_or_a_year_without_parameters_is_refused() -> None:
    for place, year in (("CA-QC", 1999), ("CA-ZZ", 2026)):
        with pytest.raises(KeyError):
            parameters.statutory(place, year)
    with pytest.raises(KeyError):
        parameters.place("CA-ZZ")


ORIGIN: dict[str, Any] = {
    "kind": "law",
    "source": {"title": "", "address": ""},
    "checked": "2026-01-01",
    "confidence": "high",
}


def test_a_law_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="names its source"):
        Sourced.model_validate(ORIGIN)
    assert Threshold.model_validate(ORIGIN | {"kind": "assumption", "value": 1, "unit": "score"}).value == 1


@pytest.mark.parametrize(
    "band",
    [
        *({"lower": 0}, {"lower": 0, "rate": 0.1, "rate_of": "x"}, {"lower": 5, "upper": 5, "rate": 1}, {"amount": 1, "rate": 1}),
        *({"amount": 1, "multiplier": 2}, {"rate": 1, "staff": [11, 10]}, {"rate": 1, "executive": False}),
    ],
)
def test_a_band_that_cannot_be_charged_is_refused(band: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Band.model_validate(band)


def test_a_line_charges_in_one_way_only() -> None:
    line = ORIGIN | {"id": "x", "source": {"title": "T", "address": ""}}
    above = {"threshold": 1, "rate": 0.1}
    for more in (
        {},
        {"whole_above": above, "bands": [{"rate": 1}]},
        {"whole_above": above, "exemption": {"exemption": 1, "rate": 1}},
    ):
        with pytest.raises(ValidationError, match="charged in one way"):
            Line.model_validate(line | more)
    assert Line.model_validate(line | {"whole_above": above}).levy


@pytest.mark.parametrize(
    "wrong",
    [
        {"exemption": 5, "rate": 0.1, "ceiling": 9},
        {"exemption": 5, "rate": 0.1, "rate_above": 0.2},
        {"exemption": 5, "rate": 0.1, "ceiling": 4, "rate_above": 0.2},
    ],
)
def test_an_exemption_lost_past_a_ceiling_has_a_rate_there(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="ceiling"):
        Exemption.model_validate(wrong)
