"""Every page, its figures and its controls, as a visitor or a consultant uses them."""

import re

import pytest
from playwright.sync_api import Page, expect

from cmo_model import Scenario, advise, decide, parameters
from cmo_model.decision import Decision
from cmo_model.decision.comparison import difference
from cmo_model.readers import write_link
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.skin.paths import typical_duties
from cmo_model.uncertainty import cash_paths, glance
from cmo_model.words.explanation import field_label, field_value
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from tests.browser.acts import (
    ENGLISH,
    FIRST,
    FRENCH,
    PAGES,
    PATHS,
    Visit,
    field,
    first_risk,
    fits,
    go_to,
    opened,
    press,
    says,
    type_in,
    words,
)


def claimed(share: float) -> Scenario:
    return FIRST.with_values({path: share * FIRST.value(path) for path in CLAIMED})


@pytest.mark.parametrize(
    ("locale", "width", "scheme"),
    [("fr-CA", 1280, "light"), ("fr-CA", 360, "dark"), ("en-CA", 1280, "dark"), ("en-CA", 360, "light")],
)
def test_every_page_opens_whole_and_without_scrolling_sideways(visit: Visit, locale: str, width: int, scheme: str) -> None:
    page, t = visit(locale, width, 740, scheme), words(locale)
    for name in PAGES[1:]:
        go_to(page, t(f"pages.{name}"))
        opened(page, name, t)
        fits(page)
    for code in ("page.failed", "errors.title"):
        expect(page.get_by_text(t(code, code="").split("(")[0])).to_have_count(0)


def test_every_page_opens_by_its_own_address(visit: Visit, address: str) -> None:
    page = visit("fr-CA")
    for name in PAGES:
        page.goto(f"{address}/{PATHS[name]}")
        opened(page, name, FRENCH)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_verdict_says_how_sure_and_the_three_figures_that_matter(visit: Visit) -> None:
    page = visit("en-CA")
    type_in(page, "in_house.base_salary", "80000", ENGLISH)
    scenario = FIRST.with_values({"in_house.base_salary": 80_000.0})
    risk = glance(advise(scenario))
    for sentence in (said_of.sure(risk.advice, ENGLISH)[0], *three_flips(risk, risk.advice.decision, ENGLISH)):
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()


def test_the_glance_and_the_risk_page_say_the_same() -> None:
    seen, whole = glance(advise(FIRST)), first_risk()
    assert seen.advice == whole.advice
    assert seen.tornado == whole.tornado
    bars = {bar.path: bar for bar in seen.tornado}
    for path, found in seen.flips.items():  # sought where the figure ranges, and found everywhere
        inside = [flip for flip in whole.flips[path] if bars[path].low <= flip.value <= bars[path].high]
        assert [(flip.before, flip.after) for flip in inside] == [(flip.before, flip.after) for flip in found]
        assert [flip.value for flip in inside] == pytest.approx([flip.value for flip in found], rel=1e-9)


def count_with(page: Page, share: str) -> None:
    """Touch one of the three answers by assumed effect."""
    page.get_by_role("button", name=re.compile(f"^{ENGLISH(f'claims.{share}')} ?[A-Z]")).click()


@pytest.mark.parametrize(("name", "share"), [("half", 0.5), ("none", 0.0)])
def test_one_click_halves_or_removes_the_claim_and_gives_it_back(visit: Visit, name: str, share: float) -> None:
    page = visit("en-CA")
    count_with(page, name)
    says(page, claimed(share), ENGLISH)
    expect(page.get_by_text(ENGLISH(f"page.claim.{name}"))).to_be_visible()
    page.reload()
    says(page, claimed(share), ENGLISH)
    count_with(page, "full")
    says(page, FIRST, ENGLISH)


def test_i_do_not_know_takes_our_default_and_says_so(visit: Visit) -> None:
    page = visit("en-CA")
    page.get_by_role("button", name=f"{ENGLISH('page.unknown')}: {ENGLISH('fields.customers.active.label')}").click()
    says(page, FIRST.with_values({"customers.active": Scenario().customers.active}), ENGLISH)
    expect(page.get_by_text(ENGLISH("tags.unknown"), exact=True)).to_be_visible()


def test_a_tag_says_where_a_default_comes_from(visit: Visit) -> None:
    page = visit("en-CA")
    label = ENGLISH("seat_field", seat=ENGLISH("seats.in_house"), field=ENGLISH("seat_fields.base_salary.label"))
    page.get_by_role("button", name=re.compile(f"^{label}: ")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Robert Half 2026", exact=False).first).to_be_visible()


def test_who_types_is_told_beside_the_figure(visit: Visit) -> None:
    page = visit("en-CA")
    press(page, ENGLISH("bar.share"))
    press(page, ENGLISH("tags.consultant"))
    chosen = page.get_by_role("button", name=ENGLISH("tags.consultant"), exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true", timeout=20_000)
    type_in(page, "in_house.base_salary", "80000", ENGLISH)
    says(page, FIRST.with_values({"in_house.base_salary": 80_000.0}), ENGLISH)
    label = re.compile(f": {ENGLISH('tags.consultant')}\\.")
    expect(page.get_by_role("button", name=label)).to_be_visible()


def test_a_folded_subject_opens_and_its_figures_count(visit: Visit) -> None:
    page = visit("fr-CA")
    page.get_by_text(FRENCH("subjects.fractional"), exact=True).click()
    days = page.get_by_role("textbox", name=FRENCH("days.fractional.hours_per_week"), exact=True)
    expect(days).to_be_visible()
    expect(page.get_by_text(FRENCH("page.days_a_month"), exact=True).first).to_be_visible()
    days.fill("13")
    days.press("Tab")
    hours = 13 * 96 / 52
    expect(page.get_by_text("24 h par semaine", exact=True).first).to_be_visible()
    says(page, FIRST.with_values({"fractional.hours_per_week": hours}), FRENCH)


def test_hours_are_built_from_duties(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.signals"))
    page.get_by_text(ENGLISH("signals.build"), exact=True).click()
    duties = typical_duties()
    expect(page.get_by_text(_built(FIRST.with_values({"workload.duties": duties})))).to_be_visible()
    name = ENGLISH("parameters.duties.campaigns.name")
    page.get_by_role("textbox", name=name, exact=True).fill("9")
    page.get_by_role("textbox", name=name, exact=True).press("Tab")
    duties["campaigns"]["volume"] = 9.0
    scenario = FIRST.with_values({"workload.duties": duties})
    expect(page.get_by_text(_built(scenario))).to_be_visible()
    go_to(page, ENGLISH("pages.verdict"))
    says(page, scenario, ENGLISH)


def _built(scenario: Scenario) -> str:
    complexity = decide(scenario).signals.complexity
    chance = ENGLISH.percent(complexity.probability_at_threshold or 0.0, 0)
    return ENGLISH("signals.built", hours=ENGLISH.value(complexity.hours, "hours_per_week"), chance=chance)


def test_the_answers_on_data_move_the_third_signal(visit: Visit) -> None:
    page = visit("fr-CA")
    go_to(page, FRENCH("pages.signals"))
    ask = page.get_by_role("combobox", name=FRENCH("culture.answers.q12.ask"))
    ask.select_option(label=FRENCH("culture.answers.q12.a4"))
    answers = [*FIRST.data_culture.answers[:11], 4]
    memory = decide(FIRST.with_values({"data_culture.answers": answers})).signals.data_culture.memory
    expect(page.get_by_role("button", name=FRENCH.value(memory, "score")).first).to_be_visible()
    ask.select_option(label=FRENCH("page.unknown"))
    memory = decide(FIRST.with_values({"data_culture.answers": [*answers[:11], None]})).signals.data_culture.memory
    expect(page.get_by_role("button", name=FRENCH.value(memory, "score")).first).to_be_visible()


def test_invoice_only_and_real_cost(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.cost"))
    decision = decide(FIRST)
    table = page.get_by_role("table", name=ENGLISH("cost.terms"))
    expect(table.get_by_text(ENGLISH.about(decision.options["hybrid"].cost_pv))).to_be_visible()
    page.get_by_text(ENGLISH("cost.invoice"), exact=True).click()
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_text(ENGLISH.about(decision.options["hybrid"].terms["pay"]))).to_be_visible()
    salary = decision.loaded_salary["in_house"]
    for amount in (*salary.lines.values(), salary.loaded_salary):
        expect(page.get_by_role("button", name=ENGLISH.money(amount)).first).to_be_visible()


def test_a_story_is_told_by_keyboard_alone(visit: Visit) -> None:
    page = visit("fr-CA")
    page.get_by_role("button", name=FRENCH("bar.present"), exact=True).press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(FRENCH("story.question"))
    expect(page.locator(".stage strong")).to_have_text(FRENCH("examples.atelier-boreal.name"))
    advice = first_risk().advice
    first = [said_of.headline(advice, FRENCH), FRENCH("page.options"), FRENCH("signals.title"), FRENCH("cost.question")]
    for title in [*first, FRENCH("cost.cash"), FRENCH("when.title"), FRENCH("risk.flips")]:
        page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(title)
        expect(page.get_by_role("textbox")).to_have_count(2)  # the two figures to move, on every slide
        fits(page)
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(FRENCH("when.title"))
    page.keyboard.press("Escape")
    says(page, FIRST, FRENCH)


def test_a_figure_is_moved_while_presenting_and_the_slide_follows(visit: Visit) -> None:
    page = visit("fr-CA")
    press(page, FRENCH("bar.present"))
    expect(page.get_by_role("heading", level=1)).to_have_text(FRENCH("story.question"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(said_of.headline(first_risk().advice, FRENCH))
    expect(page.get_by_role("textbox")).to_have_count(2)
    type_in(page, "workload.hours_per_week", "45", FRENCH)
    moved = advise(FIRST.with_values({"workload.hours_per_week": 45.0}), dates=False)
    assert moved.advised != first_risk().advice.advised
    expect(page.get_by_role("heading", level=1)).to_have_text(said_of.headline(moved, FRENCH))
    page.keyboard.press("Escape")
    says(page, FIRST.with_values({"workload.hours_per_week": 45.0}), FRENCH)


def test_two_scenarios_compared_input_by_input(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.compare"))
    press(page, ENGLISH("compare.keep"))
    expect(page.get_by_role("columnheader", name="Version 1").first).to_be_visible()
    named = page.get_by_role("textbox", name=ENGLISH("compare.name", name="Version 1"))
    named.fill("Before")
    named.press("Enter")
    expect(page.get_by_role("columnheader", name="Before").first).to_be_visible()
    go_to(page, ENGLISH("pages.verdict"))
    type_in(page, "in_house.base_salary", "70000", ENGLISH)
    type_in(page, "workload.hours_per_week", "35", ENGLISH)
    changed = FIRST.with_values({"in_house.base_salary": 70_000.0, "workload.hours_per_week": 35.0})
    says(page, changed, ENGLISH)
    go_to(page, ENGLISH("pages.compare"))
    first, second = decide(FIRST), decide(changed)
    inputs = page.get_by_role("table", name=ENGLISH("compare.inputs"))
    expect(inputs.get_by_role("row")).to_have_count(3)
    for path, value in (("in_house.base_salary", 70_000.0), ("workload.hours_per_week", 35.0)):
        row = inputs.get_by_role("row").filter(has_text=field_label(ENGLISH, path))
        expect(row.get_by_role("cell")).to_have_text(
            [field_value(ENGLISH, path, value), field_value(ENGLISH, path, FIRST.value(path))]
        )
    gains = page.get_by_role("figure").filter(has_text=ENGLISH("compare.gains"))
    shown = said_of.gain(advise(changed, dates=False), "in_house", ENGLISH)
    expect(gains.locator(".line").filter(has_text=ENGLISH("options.in_house")).first).to_contain_text(shown)
    _differs(page, first, second)


def _differs(page: Page, first: Decision, second: Decision) -> None:
    found = difference(first, second)
    fall = page.get_by_role("figure").filter(has_text=ENGLISH("compare.waterfall"))
    for move in found.moves:
        assert move.moved is not None
        expect(fall.locator(".line").filter(has_text=ENGLISH.about(move.moved)).first).to_be_visible()
    for lead in (found.lead_first, found.rest, found.lead_second):
        expect(fall.locator(".line").filter(has_text=ENGLISH.about(lead)).first).to_be_visible()


def test_a_link_received_is_compared_and_four_are_the_most(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.compare"))
    theirs = FIRST.with_values({"fractional.monthly_fee": 9_000.0})
    asked = page.get_by_role("textbox", name=ENGLISH("compare.received"))
    asked.fill(f"https://elsewhere.example/#{write_link(theirs)}")
    asked.press("Enter")
    _differs(page, decide(theirs), decide(FIRST))
    for place in (2, 3):
        press(page, ENGLISH("compare.keep"))
        expect(page.get_by_role("columnheader", name=f"Version {place}").first).to_be_visible()
    expect(page.get_by_text(ENGLISH("compare.full"))).to_be_visible()
    expect(page.get_by_role("button", name=ENGLISH("compare.keep"), exact=True)).to_have_count(0)
    press(page, ENGLISH("compare.remove", name="Version 3"))
    expect(page.get_by_role("button", name=ENGLISH("compare.keep"), exact=True)).to_be_visible()
    fits(page)


def test_a_link_that_is_none_is_told_on_the_compare_page(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.compare"))
    asked = page.get_by_role("textbox", name=ENGLISH("compare.received"))
    asked.fill("https://elsewhere.example/")
    asked.press("Enter")
    expect(page.get_by_text(ENGLISH("errors.link_foreign"))).to_be_visible()


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_the_method_page_says_where_the_articles_do_not_hold(visit: Visit, locale: str) -> None:
    page, t = visit(locale), words(locale)
    go_to(page, t("pages.method"))
    for claim in parameters.claims().claims:
        expect(page.get_by_text(t(f"parameters.claims.{claim.id}.claim"), exact=True)).to_be_visible()
    for name in ("formulas", "parameters", "defaults", "ranges", "privacy"):
        page.get_by_text(t(f"method.{name}"), exact=True).click()
        expect(page.locator(f".st-key-method-{name} .part").first).to_be_visible()  # one fold at a time, as a reader opens them
    expect(page.get_by_text(t("results.npv.formula")).first).to_be_visible()
    expect(page.get_by_text(t("method.private3"))).to_be_visible()
    expect(page.get_by_text(t("method.lines", place=t("places.CA-QC"), year="2026"))).to_be_visible()
    fits(page)


def test_a_figure_changed_while_the_risk_is_computed_stops_it(visit: Visit) -> None:
    page = visit("en-CA")
    for salary in ("90000", "91000", "92000"):
        type_in(page, "in_house.base_salary", salary, ENGLISH)
    go_to(page, ENGLISH("pages.when"))
    go_to(page, ENGLISH("pages.verdict"))
    says(page, FIRST.with_values({"in_house.base_salary": 92_000.0}), ENGLISH)
    expect(field(page, "in_house.base_salary", ENGLISH)).to_have_value("92,000")
    changed = advise(FIRST.with_values({"in_house.base_salary": 92_000.0}), dates=False)
    expect(page.get_by_text(said_of.gains(changed, ENGLISH)[0])).to_be_visible()


def test_the_till_follows_the_options_chosen_and_says_how_likely_a_reserve_is_passed(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.cost"))
    page.get_by_role("combobox", name=ENGLISH("cost.first")).select_option("in_house_team")
    reserve = page.get_by_role("textbox", name=ENGLISH("cost.reserve"))
    reserve.fill("200 000")
    reserve.press("Tab")
    below = cash_paths(FIRST)["in_house_team"].chance_below(200_000.0)
    blanks = {"reserve": ENGLISH.money(200_000, cents=False), "chance": said_of.chance(below, ENGLISH)}
    expect(page.get_by_text(ENGLISH("cost.below", option=ENGLISH("options.in_house_team"), **blanks))).to_be_visible()
    page.reload()
    expect(page.get_by_role("combobox", name=ENGLISH("cost.first"))).to_have_value("in_house_team")
    expect(page.get_by_text(ENGLISH("cost.below", option=ENGLISH("options.in_house_team"), **blanks))).to_be_visible()


def test_ones_own_figures_begin_neutral_and_what_is_still_the_examples_is_one_click_away(visit: Visit) -> None:
    page = visit("fr-CA")
    type_in(page, "customers.active", "640", FRENCH)
    left = page.get_by_text(FRENCH("subjects.left"), exact=True)
    left.click()
    expect(field(page, "company.revenue_growth", FRENCH)).to_be_visible()
    page.get_by_role("combobox", name=FRENCH("bar.example")).select_option(label=FRENCH("bar.own"))
    expect(page.get_by_text(FRENCH("page.from_own"))).to_be_visible()
    expect(left).to_have_count(0)
    expect(field(page, "customers.active", FRENCH)).to_have_value(FRENCH.number(Scenario().customers.active))
    page.get_by_role("button", name=FRENCH("bar.undo")).click()
    expect(field(page, "customers.active", FRENCH)).to_have_value("640")
