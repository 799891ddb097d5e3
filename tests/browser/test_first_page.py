"""A first visit, alone: a verdict at once, nine questions, and where each figure comes from."""

import re
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from playwright.sync_api import expect

from cmo_model import advise, decide, examples
from cmo_model.readers import read_scenario
from cmo_model.skin.session import Visit as Typed
from cmo_model.words import text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import nearest_flips, tornado
from cmo_model.words.sentences.verdict import three_signals
from tests.browser.acts import ENGLISH, FIRST, FRENCH, SIZES, Visit, field, first_risk, go_to, press, says, today, words


@pytest.mark.parametrize(("locale", "width"), SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_first_visit_shows_the_example_firms_verdict(visit: Visit, locale: str, width: int, scheme: str) -> None:
    page, t = visit(locale, width, 740, scheme), words(locale)
    says(page, FIRST, t)
    for signal in three_signals(decide(FIRST), t):
        expect(page.get_by_text(signal.measure)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", locale)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    expect(page.get_by_test_id("stException")).to_have_count(0)


CHANGES: list[tuple[str, str, str, Any]] = [
    ("company.annual_revenue", "6 250 000,50 $", "6,250,000.50", 6_250_000.50),
    ("company.contribution_margin", "37,5", "37.5%", 0.375),
    ("customers.active", "1 200", "1,200", 1_200.0),
    ("acquisition.monthly_spend", "12000", "12000", 12_000.0),
    ("acquisition.monthly_new_customers", "7,25", "7.25", 7.25),
    ("workload.hours_per_week", "41", "41", 41.0),
    ("fractional.monthly_fee", "8 200,25", "$8,200.25", 8_200.25),
    ("in_house.base_salary", "95 000", "95,000", 95_000.0),
]


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_each_of_the_nine_answers_changes_the_answer(visit: Visit, locale: str) -> None:
    page, t = visit(locale), words(locale)
    changed: dict[str, Any] = {}
    for path, french, english, value in CHANGES:
        asked = field(page, path, t)
        asked.fill(french if t is FRENCH else english)
        asked.press("Tab")
        changed[path] = value
        says(page, FIRST.with_values(changed), t)
    field(page, "current", t).select_option("owner")
    says(page, FIRST.with_values(changed | {"current": "owner"}), t)
    expect(field(page, "company.annual_revenue", t)).to_have_value("6\u00a0250\u00a0000,50" if t is FRENCH else "6,250,000.50")


def test_switching_the_language_keeps_every_figure(visit: Visit) -> None:
    page = visit("fr-CA")
    field(page, "in_house.base_salary", FRENCH).fill("60 000")
    field(page, "in_house.base_salary", FRENCH).press("Enter")
    changed = FIRST.with_values({"in_house.base_salary": 60_000.0})
    says(page, changed, FRENCH)
    for t, name in ((ENGLISH, "EN, English"), (FRENCH, "FR, Français"), (ENGLISH, "EN, English")):
        press(page, name)
        says(page, changed, t)
        expect(field(page, "in_house.base_salary", t)).to_have_value("60,000" if t is ENGLISH else "60\u00a0000")
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_why_goes_from_the_verdicts_amount_down_to_a_source(visit: Visit, locale: str) -> None:
    page, t = visit(locale), words(locale)
    decision = decide(FIRST)
    page.get_by_role("button", name=t.about(decision.verdict.margin)).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(t("results.margin.formula"))).to_be_visible()
    way = decision.options["hybrid"]
    for figure in (way.npv, way.cost_pv, way.terms["pay"], decision.loaded_salary["coordinator"].loaded_salary):
        dialog.get_by_role("button", name=t.money(figure)).click()
        expect(dialog.locator("p.amount")).to_have_text(t.money(figure))
    dialog.get_by_role("button", name=t.money(decision.loaded_salary["coordinator"].employer_contributions)).click()
    dialog.get_by_role("button", name=t.money(decision.loaded_salary["coordinator"].lines["qpp_base"])).click()
    expect(dialog.get_by_role("link")).to_have_attribute(
        "href", "https://www.saiinc.qc.ca/en/publications/news/quebec-pension-plan-key-data-2026"
    )
    dialog.get_by_role("button", name=t("page.back")).click()
    expect(dialog.locator("p.amount")).to_have_text(t.money(decision.loaded_salary["coordinator"].employer_contributions))


def test_a_figure_opens_by_keyboard_and_escape_closes_it(visit: Visit) -> None:
    page = visit("en-CA")
    page.get_by_role("button", name=ENGLISH.about(decide(FIRST).verdict.margin)).first.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(ENGLISH("results.margin.formula"))).to_be_visible()
    expect(dialog).to_be_focused()  # the window holds the keyboard: Escape is its own
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize(("locale", "typed"), [("fr-CA", "abc"), ("en-CA", "12 dogs")])
def test_what_is_not_a_number_is_told_and_stays(visit: Visit, locale: str, typed: str) -> None:
    page, t = visit(locale), words(locale)
    salary = field(page, "in_house.base_salary", t)
    salary.fill(typed)
    salary.press("Tab")
    expect(page.get_by_text(t("field_errors.not_a_number"))).to_be_visible()
    expect(salary).to_have_value(typed)
    expect(salary).to_have_attribute("aria-invalid", "true")
    says(page, FIRST, t)
    margin = field(page, "company.contribution_margin", t)
    margin.fill("120")
    margin.press("Tab")
    expect(page.get_by_text(t("field_errors.too_high", high="100"))).to_be_visible()
    margin.fill("0")
    margin.press("Tab")
    expect(page.get_by_text(t("field_errors.too_low", low=t.number(0.01)))).to_be_visible()
    expect(salary).to_have_value(typed)


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_figures_that_do_not_go_together_keep_the_last_verdict(visit: Visit, locale: str) -> None:
    page, t = visit(locale), words(locale)
    spend = field(page, "acquisition.monthly_spend", t)
    spend.fill("0")
    spend.press("Tab")
    expect(page.get_by_text(t("errors.customers_without_spend"), exact=True)).to_be_visible()
    says(page, FIRST, t)
    bought = field(page, "acquisition.monthly_new_customers", t)
    bought.fill("0")
    bought.press("Tab")
    nothing = {"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0}
    says(page, FIRST.with_values(nothing), t)
    expect(page.get_by_text(t("errors.customers_without_spend"), exact=True)).to_have_count(0)


def test_a_changed_field_can_be_put_back(visit: Visit) -> None:
    page = visit("en-CA")
    salary = field(page, "in_house.base_salary", ENGLISH)
    salary.fill("60000")
    salary.press("Tab")
    says(page, FIRST.with_values({"in_house.base_salary": 60_000.0}), ENGLISH)
    page.get_by_role("button", name=ENGLISH("page.reset")).click()
    says(page, FIRST, ENGLISH)
    expect(salary).to_have_value(ENGLISH.number(FIRST.in_house.base_salary))


def test_another_example_brings_its_own_verdict(visit: Visit) -> None:
    page = visit("en-CA")
    page.get_by_role("combobox", name=ENGLISH("bar.example")).select_option("traiteur-maskinonge")
    says(page, read_scenario(examples.source("traiteur-maskinonge").encode()), ENGLISH)
    expect(field(page, "company.annual_revenue", ENGLISH)).to_have_value("420,000")


def test_the_chart_has_words_for_who_cannot_see_it(visit: Visit) -> None:
    page = visit("fr-CA")
    described = page.get_by_label(said_of.gain(advise(FIRST, dates=False), "owner", FRENCH))
    expect(described.first).to_be_attached()


def test_nothing_is_asked_of_any_other_host(visit: Visit, address: str) -> None:
    page = visit("fr-CA", alone=True)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "//" in request.url else "inline"))
    page.reload()
    says(page, FIRST, FRENCH)
    assert hosts <= {address.split("/")[2], "inline"}


def test_every_answer_carries_the_headers_of_a_private_page(visit: Visit, address: str) -> None:
    response = visit("fr-CA").request.get(address)
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"


def test_streamlit_run_serves_the_same_page(visit: Visit, developers_address: str) -> None:
    says(visit("fr-CA", where=developers_address, alone=True), FIRST, FRENCH)


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_when_shows_the_month_the_curve_and_the_plan(visit: Visit, locale: str, width: int) -> None:
    page, t = visit(locale, width, 740), words(locale)
    go_to(page, t("pages.when"))
    advice = first_risk().advice
    decision, month = advice.decision, advice.search_month
    expect(page.get_by_role("heading", level=1)).to_have_text(t("when.title"))
    expect(page.get_by_text(said_of.when(advice, today(), t))).to_be_visible()
    assert decision.timing is not None and month is not None
    curve = page.get_by_role("slider", name=t("when.curve"))
    curve.focus()
    for _ in range(month - 1):
        curve.press("ArrowRight")
    shown = t.about(max(decision.timing.advantage_by_month[option][month - 1] for option in decision.timing.advantage_by_month))
    day = today().replace(day=1) + relativedelta(months=month - 1)
    expect(curve).to_have_attribute("aria-valuetext", t("cli.labelled", name=t.month(day), said=shown))
    for step in ("search", "offer", "arrival", "handover", "external_ends"):
        expect(page.get_by_role("img", name=re.compile(f"^{re.escape(t(f'when.step.{step}'))}"))).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_risk_shows_the_chance_the_regret_and_the_flips(visit: Visit, locale: str, width: int) -> None:
    page, t = visit(locale, width, 740), words(locale)
    go_to(page, t("pages.when"))
    risk = first_risk()
    expect(page.get_by_role("heading", level=1)).to_have_text(t("when.title"))
    expect(page.get_by_role("heading", name=t("risk.title"))).to_be_visible()
    for sentence in (*said_of.sure(risk.advice, t), nearest_flips(risk.flips, FIRST, t)[0]):
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    for sentence in tornado(risk, t, 2):
        expect(page.get_by_role("img", name=sentence, exact=True)).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_figures_changed_on_one_page_hold_on_the_others(visit: Visit) -> None:
    page = visit("en-CA")
    salary = field(page, "in_house.base_salary", ENGLISH)
    salary.fill("80,000")
    salary.press("Tab")
    changed = FIRST.with_values({"in_house.base_salary": 80_000.0})
    says(page, changed, ENGLISH)
    go_to(page, ENGLISH("pages.when"))
    expect(page.get_by_text(said_of.when(advise(changed), today(), ENGLISH))).to_be_visible()
    go_to(page, ENGLISH("pages.verdict"))
    says(page, changed, ENGLISH)
    expect(field(page, "in_house.base_salary", ENGLISH)).to_have_value("80,000")


def test_a_place_chosen_brings_its_currency_its_charges_and_its_words(visit: Visit) -> None:
    page, there = visit("fr-CA"), text("fr", "FR")
    page.get_by_text(FRENCH("subjects.firm"), exact=True).click()
    page.get_by_role("combobox", name=field_label(FRENCH, "jurisdiction"), exact=True).select_option("FR")
    typed = Typed()
    typed.change("jurisdiction", "FR")
    says(page, typed.decide().scenario, there)
    expect(page.get_by_text(there("page.not_converted"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr-FR")
    expect(page.get_by_role("textbox", name=field_label(there, "company.staff"), exact=True)).to_be_visible()
    expect(field(page, "in_house.base_salary", there)).to_have_value("79\u202f000")
    go_to(page, there("pages.cost"))
    expect(page.get_by_text(there.line("general_relief")).first).to_be_visible()
    expect(page.get_by_text("$", exact=False)).to_have_count(0)
