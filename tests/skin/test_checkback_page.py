"""The page of a decision opened later: what comes in, what is kept of it, and that it says what the command line does."""

import base64
import datetime
import io
import random
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from cmo_model import Scenario, examples
from cmo_model.checkback import MEASURES, CheckBack, Frozen, check_back, frozen
from cmo_model.exports.report.checkback import checkback_name, checkback_report
from cmo_model.pages.checkback import happened, page
from cmo_model.pages.checkback.decided import FOLLOWED, OPTION, decided, do, example_link, example_months, of_example
from cmo_model.pages.checkback.happened import figures
from cmo_model.pictures.checkback import against
from cmo_model.readers import MOST_BYTES, write_link
from cmo_model.readers.actuals import held
from cmo_model.readers.frozen_file import read_frozen, write_frozen
from cmo_model.skin import controls
from cmo_model.skin.advised import checked
from cmo_model.skin.draft import CHECK, MOST_CHOICES, MOST_PACKED_BESIDE, BroughtFile, example_scenario, read_draft
from cmo_model.skin.export_on_request import _make
from cmo_model.skin.keeper import found, open_link
from cmo_model.skin.session import Visit
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.sentences import checkback as said_of
from tests.checkback.kept import as_csv, kept
from tests.pseudo import PSEUDO, cited, registered, untranslated
from tests.skin.test_figures import drawn
from tests.test_pseudo_surfaces import texts

__all__ = ["drawn"]
DAY = datetime.date(2026, 11, 27)
FRENCH, ENGLISH = text("fr"), text("en")
NAMES = {measure: measure for measure in MEASURES}


def do_happened(visit: Visit, t: Text, done: Any) -> None:
    happened.do(visit, t, done, kept())


def handed(data: bytes, name: str = "figee.json") -> dict[str, str]:
    return {"what": "file", "name": name, "value": base64.b64encode(data).decode()}


@pytest.fixture
def visit() -> Visit:
    made = Visit()
    do(made, FRENCH, handed(write_frozen(kept())), DAY)
    assert made.draft.frozen is not None
    return made


@cache
def example() -> CheckBack:
    visit = Visit()
    do(visit, FRENCH, {"what": "example"}, DAY)
    assert visit.draft.frozen is not None
    return check_back(decided(visit, visit.draft.frozen), held(figures(visit), NAMES))


def test_the_example_is_a_year_old_and_its_hours_explain_the_gap() -> None:
    check, entered = example(), example_scenario(examples.FIRST).workload.hours_per_week
    assert (check.frozen.first, check.actuals.months) == (datetime.date(2025, 11, 1), tuple(range(1, 13)))
    assert check.frozen.option == check.frozen.scenario.current and check.measures == MEASURES
    change = check.explanation.changes[0]
    assert [one.path for one in check.explanation.changes] == ["workload.hours_per_week"] and check.changed
    assert 1.3 * entered < change.fitted < 1.6 * entered
    assert example_months() == example_months() and example_link(DAY) == example_link(DAY.replace(day=1))


def test_a_decision_frozen_is_opened_as_it_was_written(visit: Visit) -> None:
    assert decided(visit, visit.draft.frozen or BroughtFile("", b"")) == kept()
    again = read_draft(visit.draft.written())
    assert again is not None and again.frozen == visit.draft.frozen


@pytest.mark.parametrize(
    "done",
    [
        handed(b"{}"),
        handed(b"\xff\xfe\x00"),
        handed(write_frozen(kept()).replace(b'"day": "2025', b'"day": "2024')),
        handed(b" " * (MOST_BYTES + 1)),
        {"what": "file", "value": "%"},
        {"what": "too_large"},
    ],
    ids=["empty", "binary", "altered", "large", "encoding", "too_large"],
)
def test_a_file_that_is_no_frozen_decision_is_told_and_loses_nothing(visit: Visit, done: Any) -> None:
    visit.keep(choices={f"{CHECK}1:sales": 5.0})
    before = visit.draft
    for language in LANGUAGES:
        do(visit, text(language), done, DAY)
        assert visit.draft == before and len(visit.notices) == 1 and "{" not in visit.notices[0]


def test_a_frozen_decision_opened_where_scenarios_are_goes_to_its_page() -> None:
    visit = Visit()
    before = visit.decide().scenario
    controls.do(visit, ENGLISH, {"what": "file", "value": handed(write_frozen(kept()))["value"]})
    assert visit.notices == [ENGLISH("checkback.file_opened", page=ENGLISH("pages.checkback"))]
    assert visit.draft.frozen is not None and decided(visit, visit.draft.frozen) == kept()
    assert visit.decide().scenario == before
    controls.do(visit, ENGLISH, {"what": "file", "value": handed(b'{"format": 1, "scenario": {}}')["value"]})
    assert visit.notices and ENGLISH("checkback.file_opened", page=ENGLISH("pages.checkback")) not in visit.notices


@pytest.mark.parametrize("done", [None, {}, [], {"what": ["file"]}, {"what": "other"}, {"value": "x"}])
def test_what_a_foreign_browser_presses_is_ignored(visit: Visit, done: Any) -> None:
    before = visit.draft
    do(visit, FRENCH, done, DAY)
    do_happened(visit, FRENCH, done)
    assert visit.draft == before and visit.notices == [] and visit.asked is None


def test_another_decision_forgets_what_happened_after_the_one_before_and_can_be_gone_back_from(visit: Visit) -> None:
    visit.keep(choices={f"{CHECK}1:sales": 5.0, "title:version.1": "Avant"})
    do_happened(visit, FRENCH, handed(as_csv(), "arrive.csv"))
    assert visit.draft.happened is not None
    do(visit, FRENCH, {"what": "close"}, DAY)
    assert (visit.draft.frozen, visit.draft.happened, visit.draft.choices) == (None, None, {"title:version.1": "Avant"})
    visit.back()
    assert visit.draft.frozen is not None and visit.draft.happened is not None
    assert visit.draft.choices == {f"{CHECK}1:sales": 5.0, "title:version.1": "Avant"}


def test_another_history_and_another_firm_leave_what_happened(visit: Visit) -> None:
    typed = {f"{CHECK}2:customers": 480.0}
    visit.keep(choices=typed | {"kind:Meta": "search"})
    visit.open_history("x.csv", b"a")
    visit.open_example(examples.names()[-1])
    assert visit.draft.choices == typed and visit.draft.frozen is not None


def test_a_link_with_a_day_is_a_decision_to_check_and_one_without_is_none() -> None:
    visit, scenario = Visit(), Scenario(name="Chez Élo").with_values({"fractional.monthly_fee": 9_000.0})
    found(visit, {"id": "1", "link": write_link(scenario, with_name=True, claim="half", frozen=DAY)})
    assert visit.notices[-1] == visit.t("checkback.link_opened", day=visit.t.date(DAY), page=visit.t("pages.checkback"))
    again = read_draft(visit.draft.written())
    assert again is not None and again.frozen is not None
    visit.change("fractional.monthly_fee", 1_000.0)  # what is on screen goes its own way
    opened = decided(visit, again.frozen)
    halved = frozen(visit.decide().scenario.with_values({"fractional.monthly_fee": 9_000.0}), DAY)
    assert (opened.day, opened.scenario, opened.expected) == (DAY, halved.scenario, halved.expected)
    visit.keep(choices={OPTION: "owner"})
    assert decided(visit, again.frozen).option == "owner"
    visit.keep(choices={OPTION: "nobody"})
    assert decided(visit, again.frozen).option == opened.option
    open_link(visit, write_link(Scenario()))
    assert visit.draft.frozen == again.frozen


def test_what_is_typed_is_read_by_month_and_what_is_no_figure_is_left() -> None:
    visit = Visit()
    typed = {f"{CHECK}3:sales": 7, f"{CHECK}1:sales": 5.5, f"{CHECK}2:sales": "x", f"{CHECK}4:sales": True, f"{CHECK}25:sales": 1.0}
    visit.keep(choices=typed)
    assert figures(visit) == {"sales": {1: 5.5, 3: 7.0}}
    do_happened(visit, FRENCH, {"what": "clear"})
    assert visit.draft.choices == {f"{CHECK}25:sales": 1.0}
    visit.back()
    assert visit.draft.choices == typed
    assert len(example_months()) * 2 < MOST_CHOICES  # a whole grid has its place among the choices


def test_a_file_of_what_happened_too_large_to_keep_leaves_the_draft_small(visit: Visit) -> None:
    visit.keep(happened=BroughtFile("arrive.csv", random.Random(1).randbytes(MOST_PACKED_BESIDE)))
    assert visit.draft.happened is not None and not visit.draft.happened.packed_beside
    again = read_draft(visit.draft.written())
    assert again is not None and again.happened is None and again.frozen is not None


def test_what_is_frozen_on_the_page_is_what_the_command_line_freezes() -> None:
    visit = Visit()
    controls.do(visit, FRENCH, {"what": "freeze"})
    assert visit.asked == ("frozen", "")
    _make(visit, FRENCH, DAY)
    assert visit.handed is not None
    name, data = visit.handed
    assert name == "decision-figee-atelier-boreal-2026-11-27.json"
    assert data == write_frozen(frozen(example_scenario(examples.FIRST), DAY))
    assert visit.notices == [said_of.kept(read_frozen(data), FRENCH)]


def test_who_does_not_follow_the_advice_says_so_when_freezing() -> None:
    for option in ("owner", "", "nobody"):
        visit = Visit()
        visit.choose({FOLLOWED: option})
        do(visit, FRENCH, {"what": "freeze"}, DAY)
        _make(visit, FRENCH, DAY)
        assert visit.handed is not None
        kept = frozen(example_scenario(examples.FIRST), DAY, "owner" if option == "owner" else None)
        assert visit.handed[1] == write_frozen(kept)


def test_ones_own_decision_does_not_bear_the_examples_name() -> None:
    visit = Visit()
    visit.change("customers.active", 640.0)
    for typed, begins in (("", "decision-figee-2026"), ("Chez Élo", "decision-figee-chez-elo-2026")):
        if typed:
            visit.change("name", typed)
        visit.asked = ("frozen", "")
        _make(visit, FRENCH, DAY)
        assert visit.handed is not None and visit.handed[0].startswith(begins)
        found = read_frozen(visit.handed[1]).scenario
        assert (found.name, found.customers.active) == (typed, 640.0)


def test_the_page_to_print_is_that_of_the_command_line(visit: Visit) -> None:
    visit.asked = ("checkback", "")
    _make(visit, FRENCH, DAY)
    assert visit.handed is None  # nothing is checked yet
    check = checked(visit, example().frozen, example().actuals)
    _make(visit, FRENCH, DAY)
    assert visit.handed == (checkback_name(check, FRENCH, DAY), checkback_report(check, FRENCH, DAY))
    assert len(PdfReader(io.BytesIO(visit.handed[1])).pages) == 1


@pytest.mark.parametrize("measure", MEASURES)
def test_a_picture_has_a_point_a_month_solid_where_outside_and_a_table(measure: Any) -> None:
    check = example()
    rows = check.rows(measure)
    block = against(check.frozen, rows, measure, ENGLISH)
    assert [(mark["x"], mark["y"]) for mark in block["marks"]] == [(row.month, row.actual) for row in rows]
    assert [mark["tone"] == "happened" for mark in block["marks"]] == [row.inside for row in rows]
    assert [point["text"] for point in block["points"]] == [said_of.told(check.frozen, row, measure, ENGLISH) for row in rows]
    for row in rows:
        assert block["low"] < min(row.low, row.actual or row.low) and max(row.high, row.actual or row.high) < block["high"]
    assert len(block["table"]["rows"]) == len(rows)


def said(visit: Visit, drawn: list[dict[str, Any]], language: str) -> list[str]:
    drawn.clear()
    page(visit, text(language), DAY)
    return [*texts(drawn)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_command_line_says(drawn: list[dict[str, Any]], language: str) -> None:
    visit, t, check = Visit(), text(language), example()
    nothing = said(visit, drawn, language)
    assert t("checkback.note") in nothing and t("checkback.happened") not in nothing
    do(visit, t, {"what": "example"}, DAY)
    told = said(visit, drawn, language)
    wanted = [
        *said_of.named(check, t),
        *said_of.advised_then(check, t),
        *said_of.advised_now(check, t),
        *said_of.versions(check, t),
    ]
    for sentence in [*wanted, *(said_of.counted(check, measure, t) for measure in MEASURES), said_of.kept(check.frozen, t)]:
        assert sentence in told, sentence


def test_a_file_says_the_same_as_what_is_typed(visit: Visit, drawn: list[dict[str, Any]]) -> None:
    do_happened(visit, FRENCH, handed(as_csv(), "arrive.csv"))
    told = said(visit, drawn, "fr")
    assert FRENCH("budget.file", name="arrive.csv") in told and FRENCH("checkback.gap") in told
    before = visit.draft
    for bad in (b"rien", b"", b"mois;ventes\n2026-01;1\n2026-02;2"):
        do_happened(visit, FRENCH, handed(bad, "autre.csv"))
        assert visit.draft == before and len(visit.notices) == 1
    do_happened(visit, FRENCH, {"what": "too_large", "size": 6_000_000})
    assert visit.draft == before and len(visit.notices) == 1
    visit.keep(happened=BroughtFile("vieux.csv", b"rien"))  # as a draft may bring it back
    assert FRENCH("checkback.errors.actuals_titles") in (told := said(visit, drawn, "fr")) and FRENCH("checkback.waiting") in told
    do_happened(visit, FRENCH, {"what": "typed"})
    visit.keep(choices={f"{CHECK}1:sales": 5.0})
    told = said(visit, drawn, "fr")
    assert FRENCH("checkback.errors.actuals_too_few", months="1", least="3") in told


def test_what_a_file_asks_is_asked_and_answered(visit: Visit, drawn: list[dict[str, Any]]) -> None:
    rows = [f"0{n}/0{n + 1}/2026;{400 + n}" for n in range(1, 5)]
    do_happened(visit, ENGLISH, handed("\n".join(["date;customers", *rows]).encode(), "a.csv"))
    assert ENGLISH("budget.asked") in said(visit, drawn, "en")
    visit.choose(visit.draft.choices | {f"{CHECK}answer:date_order": "month_first"})
    assert ENGLISH("checkback.gap") in said(visit, drawn, "en")
    do_happened(visit, ENGLISH, {"what": "again"})
    assert ENGLISH("budget.asked") in said(visit, drawn, "en")


def test_a_draft_of_a_decision_that_cannot_be_read_is_told(drawn: list[dict[str, Any]]) -> None:
    visit = Visit()
    undated = write_link(Scenario()).encode()
    for data, code in ((b"s=1.AAAA.00000000", "link_damaged"), (b"{}", "frozen_not_one"), (undated, "link_without_day")):
        visit.keep(frozen=BroughtFile("", data))
        assert any(FRENCH(f"errors.{code}") in one for one in said(visit, drawn, "fr")), code


def test_no_word_of_the_page_is_left_untranslated(
    drawn: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts: list[Any] = []
    monkeypatch.setattr("cmo_model.skin.components.rows", lambda data, *_: layouts.append(data["layout"]))
    with registered(tmp_path_factory.mktemp("words")):
        visit = Visit()
        do(visit, text(PSEUDO), {"what": "example"}, DAY)
        told = said(visit, drawn, PSEUDO)
        labels = [one["label"] for layout in layouts for row in layout for one in row["controls"] if one["label"]]
        known = cited() | {"Atelier Boréal", example().frozen.versions.parameters}
        assert len(labels) > 60
        assert [one for one in [*told, *labels] if untranslated(one, known)] == []


def test_a_decision_of_france_is_told_in_euros_whoever_looks(drawn: list[dict[str, Any]]) -> None:
    visit = Visit()
    vercors: Frozen = frozen(Scenario.model_validate({"jurisdiction": "FR", "name": "Cycles Vercors"}), DAY)
    do(visit, FRENCH, handed(write_frozen(vercors)), DAY)
    told = said(visit, drawn, "fr")
    assert any("€" in one for one in told) and not any("$" in one for one in told)
    assert of_example(example_link(DAY).encode()) is of_example(example_link(DAY).encode())
