"""Pages and files of every place: they draw, and say its own currency, charges and contracts, and no other's."""

import datetime
import io
import re
from typing import Any

import pytest
from click.testing import CliRunner
from pptx import Presentation
from pypdf import PdfReader

from cmo_model import Scenario, parameters
from cmo_model.commands.main import main
from cmo_model.exports import made
from cmo_model.pages import compare, method
from cmo_model.readers import write_link, write_scenario
from cmo_model.scenario import default_in
from cmo_model.skin.keeper import open_link
from cmo_model.skin.session import Visit
from cmo_model.words import LANGUAGES, text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of
from tests.exports.firms import made_of
from tests.exports.recalculated import opened
from tests.exports.test_card import Page
from tests.skin.test_figures import PAGES, draw_all, drawn, explained
from tests.test_places import geneva
from tests.test_pseudo_surfaces import texts

__all__ = ["drawn", "geneva"]
FOREIGN = re.compile(r"\$|dollar|CNESST|\bFSS\b|\bTPS\b|\bTVQ\b|\bGST\b|\bQST\b|RRQ|QPP|Loi 25|Law 25", re.IGNORECASE)
"""What belongs to Québec, or to Canada, and must not be said to a firm of France."""
EUROS = re.compile(r"€|\beuros?\b")


def visited(place: str, **company: Any) -> Visit:
    visit = Visit()
    given = {"jurisdiction": place, "company": company}
    assert open_link(visit, write_link(Scenario.model_validate(given)))
    return visit


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["CA-ON", "CA-MB", "CA-NL", "FR"])
def test_every_page_of_a_place_draws_and_every_figure_is_explained(drawn: list[dict[str, Any]], place: str, language: str) -> None:
    visit, t = visited(place), text(language, place)
    draw_all(visit, t)
    assert explained(visit, drawn, t) > 60


def test_every_page_draws_for_a_place_that_files_alone_add(drawn: list[dict[str, Any]], geneva: str) -> None:
    visit, t = visited(geneva, annual_payroll=890_000.0), text("fr", geneva)
    draw_all(visit, t)
    assert explained(visit, drawn, t) > 60
    assert any("CHF" in one for one in texts(drawn)) and any("Genève" in one for one in texts(drawn))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_france_speaks_of_nothing_of_canadas_and_the_other_way(drawn: list[dict[str, Any]], language: str) -> None:
    for place, foreign in (("FR", FOREIGN), ("CA-ON", EUROS), ("CA-QC", EUROS)):
        visit, t = visited(place), text(language, place)
        visit.keep(language=language)
        drawn.clear()
        for name, page in PAGES.items():
            if name not in ("compare", "method"):  # what the articles claim is theirs, in their own money
                page(visit, t)
                if visit.later is not None:
                    visit.later()
                    visit.later = None
        said = [one for one in texts(drawn) if foreign.search(one)]
        assert said == []
        assert any(t.sign in one for one in texts(drawn))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_france_says_the_same_advice_in_euros(language: str, tmp_path: Any) -> None:
    scenario = Scenario.model_validate({"jurisdiction": "FR", "name": "Cycles Vercors"})
    handout = made_of(scenario, language)
    t = handout.text
    answer = PdfReader(io.BytesIO(made(handout, "pdf"))).pages[:2]  # the last ones quote the articles, in their own money
    pages = "\n".join(page.extract_text() for page in answer)
    deck = Presentation(io.BytesIO(made(handout, "pptx")))
    slides = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    book = opened(made(handout, "xlsx"), values=True)
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    path = tmp_path / "vercors.json"
    path.write_bytes(write_scenario(scenario))
    card = "\n".join(Page(made(handout, "html")).words)
    told = CliRunner().invoke(main, ["decide", str(path), "--lang", language]).output
    for name, said in (("pdf", pages), ("pptx", slides), ("xlsx", cells), ("html", card), ("cli", told)):
        plain = " ".join(said.replace("\u2019", "'").split())
        assert " ".join(said_of.headline(handout.advice, t).split())[:40] in plain, name
        assert not FOREIGN.search(said), (name, FOREIGN.search(said))
        assert "€" in said, name


def test_places_of_two_currencies_are_set_side_by_side_each_in_its_own(drawn: list[dict[str, Any]]) -> None:
    visit = visited("FR")
    visit.keep_aside("version", Scenario())
    t = text("fr", "FR")
    compare.page(visit, t)
    said = list(texts(drawn))
    assert t("compare.currencies") in said
    assert any("€" in one for one in said) and any("$" in one for one in said)
    drawn.clear()
    visit = visited("CA-ON")
    visit.keep_aside("version", Scenario())
    compare.page(visit, text("fr", "CA-ON"))
    said = list(texts(drawn))
    assert t("compare.currencies") not in said and text("fr")("compare.waterfall") in said


def defaults_of(place: str) -> dict[str, Any]:
    return {path: default_in(place, path) for path in parameters.place("FR").defaults}


def values(visit: Visit) -> dict[str, Any]:
    found = visit.decide().scenario
    return {path: found.value(path) for path in parameters.place("FR").defaults}


@pytest.mark.parametrize("origin", ["own", "example"])
def test_defaults_that_nobody_gave_are_those_of_the_place_told(origin: str) -> None:
    visit = Visit()
    if origin == "own":
        visit.open_own()
    first = values(visit)
    visit.change("workload.hours_per_week", 20.0)
    visit.change("jurisdiction", "FR")
    here, there = defaults_of("CA-QC"), defaults_of("FR")
    expected = {path: there[path] if value == here[path] else value for path, value in first.items()}
    assert values(visit) == expected and expected["company.accident_premium_rate"] == 0.0208
    assert visit.t.currency == "EUR" and visit.notices == [text("fr", "FR")("page.not_converted")]
    visit.change("jurisdiction", "CA-BC")
    assert values(visit)["company.accident_premium_rate"] == 0.0155 and visit.t.currency == "CAD"
    visit.put_back("jurisdiction")
    assert values(visit) == first and visit.decide().scenario.workload.hours_per_week == 20.0


def test_what_somebody_gave_stays_in_every_place_and_all_can_be_put_back() -> None:
    visit = Visit()
    visit.open_own()
    visit.change("in_house.base_salary", 120_000.0)  # the very default: given all the same
    visit.change("jurisdiction", "FR")
    assert visit.decide().scenario.in_house.base_salary == 120_000.0
    visit.reset()
    assert values(visit) == defaults_of("CA-QC") and visit.t.currency == "CAD"


def test_a_year_that_the_place_does_not_know_is_its_first() -> None:
    visit = Visit()
    visit.open_own()
    visit.change("year", 2025)
    visit.change("jurisdiction", "FR")
    assert visit.decide().scenario.year == 2026 and visit.problem is None


def test_the_words_are_of_the_place_that_the_decision_is_of() -> None:
    visit = Visit()
    visit.decide()
    visit.change("company.contribution_margin", 7.0)  # what cannot be decided
    visit.change("jurisdiction", "FR")
    assert visit.t.currency == "CAD" and visit.decide().scenario.jurisdiction == "CA-QC"
    visit.change("company.contribution_margin", 0.5)
    assert visit.t.currency == "EUR" and visit.decide().scenario.jurisdiction == "FR"


def test_france_sets_its_tall_marks_apart() -> None:
    assert text("fr", "FR")("product").endswith("\u202f?") and text("fr")("product").endswith("non?")


def test_the_defaults_listed_are_those_of_the_questions_that_the_place_asks() -> None:
    listed = {place: list(texts(method.SECTIONS["defaults"](text("fr", place)))) for place in ("CA-QC", "CA-AB", "FR")}
    staff, payroll = (field_label(text("fr"), f"company.{name}") for name in ("staff", "annual_payroll"))
    assert [staff in said for said in listed.values()] == [False, False, True]
    assert [payroll in said for said in listed.values()] == [True, False, False]


def test_a_year_that_another_stands_in_for_is_said_on_the_first_page(drawn: list[dict[str, Any]]) -> None:
    visit, t = Visit(), text("en")
    assert open_link(visit, write_link(Scenario(year=2027)))
    PAGES["verdict"](visit, t)
    checked = t.date(max(line.checked for line in parameters.statutory("CA-QC", 2027).lines))
    said = list(texts(drawn))
    assert t("page.stands_in", year="2027", known="2026", date=checked) in said
    assert any(one.startswith(t("cost.rates", place="Québec", year="2026")) for one in said)
    assert datetime.date(2026, 11, 1) < max(line.checked for line in parameters.statutory("CA-QC", 2027).lines)
