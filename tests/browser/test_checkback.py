"""A decision is frozen, opened later with what happened, and said as the command line says it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from cmo_model import examples
from cmo_model.checkback import MEASURES, Actuals, CheckBack, Measure, check_back
from cmo_model.commands.main import main
from cmo_model.exports.report.checkback import checkback_name, checkback_report
from cmo_model.pages.checkback.decided import decided, do
from cmo_model.pages.checkback.happened import figures
from cmo_model.readers import write_link
from cmo_model.readers.actuals import held
from cmo_model.readers.frozen_file import read_frozen, write_frozen
from cmo_model.skin.session import Visit as State
from cmo_model.words import Text
from cmo_model.words.sentences import checkback as said_of
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, downloaded, fits, go_to, hand_in, press, says, today, words
from tests.checkback.kept import FEWER_STAY, as_csv, checked, kept

TITLES: dict[Measure, str] = {measure: measure for measure in MEASURES}


def tells(page: Page, check: CheckBack, t: Text) -> None:
    """The page says what the check says: the assumption, both advices, every measure with its figures."""
    for sentence in (*said_of.named(check, t), *said_of.advised_then(check, t), *said_of.advised_now(check, t)):
        expect(page.get_by_text(sentence, exact=True).first).to_be_visible()
    for measure in check.measures:
        expect(page.get_by_text(said_of.counted(check, measure, t), exact=True)).to_be_visible()
        pictured = page.get_by_role("figure").filter(has_text=t(f"checkback.measures.{measure}"))
        expect(pictured.locator(".dot.happened")).to_have_count(len([row for row in check.rows(measure) if row.actual is not None]))
        expect(pictured.locator(".dot.out")).to_have_count(sum(row.inside is False for row in check.rows(measure)))


def test_what_is_frozen_in_share_is_opened_and_held_against_what_is_typed(visit: Visit, tmp_path: Path) -> None:
    page, t = visit("fr-CA"), FRENCH
    says(page, FIRST, t)
    press(page, t("bar.share"))
    path = downloaded(page, t("bar.freeze"), tmp_path)
    frozen = read_frozen(path.read_bytes())
    assert (frozen.scenario, frozen.day) == (FIRST, today()) and path.name.endswith(f"-{today()}.json")
    expect(page.locator("p.alert", has_text=said_of.kept(frozen, t))).to_be_visible()
    go_to(page, t("pages.checkback"))
    expect(page.get_by_text(t("checkback.note"))).to_be_visible()
    hand_in(page, t("checkback.open"), path)
    expect(page.get_by_text(said_of.kept(frozen, t), exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=t("checkback.waiting"))).to_be_visible()
    typed = {1: 300_000.0, 2: 250_000.5, 3: 200_000.0}
    for month, value in typed.items():
        name = t("checkback.spoken", month=t.month(frozen.month(month)), measure=t("checkback.brief.sales"))
        box = page.get_by_role("textbox", name=name, exact=True)
        box.fill(t.number(value))
        box.press("Tab")
    check = check_back(frozen, held({"sales": typed}, TITLES))
    tells(page, check, t)
    page.reload()
    tells(page, check, t)
    report = downloaded(page, t("checkback.report"), tmp_path)
    assert report.name == checkback_name(check, t, today())
    assert report.read_bytes() == checkback_report(check, t, today())
    fits(page)


def test_a_file_of_what_happened_says_what_the_command_line_says_and_a_bad_one_loses_nothing(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "frozen.json").write_bytes(write_frozen(kept()))
    (tmp_path / "actuals.csv").write_bytes(as_csv(dict(FEWER_STAY), language="en"))
    (tmp_path / "bad.json").write_text('{"format": 1}', "utf-8")
    (tmp_path / "bad.csv").write_text("nothing,here\n1,2", "utf-8")
    page, t = visit("en-CA"), ENGLISH
    go_to(page, t("pages.checkback"))
    hand_in(page, t("checkback.open"), tmp_path / "frozen.json")
    expect(page.get_by_text(said_of.kept(kept(), t), exact=True)).to_be_visible()
    hand_in(page, t("budget.open"), tmp_path / "actuals.csv")
    expect(page.get_by_text(t("budget.file", name="actuals.csv"))).to_be_visible()
    tells(page, checked(FEWER_STAY), t)
    told = CliRunner().invoke(main, ["checkback", str(tmp_path / "frozen.json"), str(tmp_path / "actuals.csv"), "--lang", "en"])
    gap = said_of.named(checked(FEWER_STAY), t)
    assert told.exit_code == 0 and all(f"  {line}" in told.stdout.splitlines() for line in gap)
    hand_in(page, t("checkback.open"), tmp_path / "bad.json")
    expect(page.locator("p.alert", has_text=t("errors.frozen_not_one"))).to_be_visible()
    tells(page, checked(FEWER_STAY), t)
    page.reload()
    tells(page, checked(FEWER_STAY), t)
    press(page, t("checkback.typed"))
    hand_in(page, t("budget.open"), tmp_path / "bad.csv")
    expect(page.locator("p.alert", has_text=t("checkback.errors.actuals_titles"))).to_be_visible()
    expect(page.get_by_text(said_of.kept(kept(), t), exact=True)).to_be_visible()


def test_a_link_with_todays_date_brings_the_decision_back(visit: Visit, address: str) -> None:
    page, t = visit("en-CA"), ENGLISH
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, t("bar.share"))
    press(page, t("bar.copy_dated"))
    expect(page.get_by_text(t("bar.copied"), exact=True)).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/#{write_link(FIRST, base=examples.FIRST, frozen=today())}"
    other = visit("en-CA", where=link)
    day = t("checkback.link_opened", day=t.date(today()), page=t("pages.checkback"))
    expect(other.locator("p.alert", has_text=day)).to_be_visible()
    go_to(other, t("pages.checkback"))
    expect(other.get_by_text(t("checkback.from_link"))).to_be_visible()
    option = other.get_by_role("combobox", name=t("checkback.option"), exact=True)
    expect(option).to_have_value("fractional")
    option.select_option("owner")
    followed = t("checkback.frozen", day=t.date(today()), option=t("options.owner"), first="?").partition("?")[0]
    expect(other.get_by_text(followed)).to_be_visible()


@pytest.mark.parametrize(("locale", "width"), [("fr-CA", 1280), ("en-CA", 360)])
def test_the_example_shows_a_gap_at_once_and_follows_what_is_changed(visit: Visit, locale: str, width: int) -> None:
    page, t = visit(locale, width), words(locale)
    go_to(page, t("pages.checkback"))
    press(page, t("checkback.example"))
    check = _example(None)
    tells(page, check, t)
    fits(page)
    name = t("checkback.spoken", month=t.month(check.frozen.month(12)), measure=t("checkback.brief.customers"))
    box = page.get_by_role("textbox", name=name, exact=True)
    box.fill("500")
    box.press("Tab")
    tells(page, _example(500.0), t)
    pictured = page.get_by_role("figure").filter(has_text=t("checkback.measures.customers"))
    pictured.get_by_role("slider").press("End")
    rows = _example(500.0).rows("customers")
    expect(pictured.locator(".tip")).to_have_text(said_of.told(check.frozen, rows[-1], "customers", t))
    fits(page)
    pictured.get_by_text(t("page.as_table")).click()
    expect(pictured.get_by_role("row").last.get_by_role("cell").nth(2)).to_have_text("500")
    press(page, t("checkback.close"))
    expect(page.get_by_text(t("checkback.note"))).to_be_visible()
    press(page, t("bar.undo"))
    tells(page, _example(500.0), t)


def _example(customers: float | None) -> CheckBack:
    """The example's check, its last month of customers another."""
    state = State()
    do(state, FRENCH, {"what": "example"}, today())
    known = figures(state)
    if customers is not None:
        known["customers"][12] = customers
    assert state.draft.frozen is not None
    happened: Actuals = held(known, TITLES)
    return check_back(decided(state, state.draft.frozen), happened)
