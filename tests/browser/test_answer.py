"""The first page as one sees it: the answer without scrolling, in sight while answering, a curve beside each question."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cmo_model import advise, decide
from cmo_model.pages.verdict import CURVED
from cmo_model.uncertainty import curves
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, field, says, words
from tests.browser.test_accessibility import focused


def bottom(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_the_answer_and_five_pictures_stand_without_scrolling(visit: Visit, locale: str) -> None:
    page = visit(locale, 1280, 800)
    expect(page.locator(".st-key-more .lines .ground")).to_be_visible()
    for part in ("h1", ".who-wins", ".dots", ".cards", ".lines .ground"):
        assert bottom(page.locator(f".st-key-said {part}").first) <= 800, part


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_on_a_phone_the_first_question_is_near_and_the_verdict_stays(visit: Visit, locale: str) -> None:
    page, t = visit(locale, 360, 740), words(locale)
    first = field(page, "current", t)
    expect(first).to_be_visible()
    assert bottom(first) <= 1.2 * 740
    pinned = page.locator(".st-key-pin")
    expect(pinned).to_be_in_viewport()
    box = pinned.bounding_box()
    assert box is not None and box["height"] <= 96
    field(page, "in_house.base_salary", t).scroll_into_view_if_needed()
    expect(pinned.get_by_text(said_of.headline(advise(FIRST, dates=False), t))).to_be_in_viewport()


def test_the_answer_stays_in_sight_beside_the_questions(visit: Visit) -> None:
    page = visit("fr-CA", 1280, 800)
    field(page, "in_house.base_salary", FRENCH).scroll_into_view_if_needed()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_figures_count_while_they_are_typed(visit: Visit) -> None:
    page = visit("en-CA")
    salary = field(page, "in_house.base_salary", ENGLISH)
    salary.fill("60000")  # and the field is not left
    says(page, FIRST.with_values({"in_house.base_salary": 60_000.0}), ENGLISH)
    expect(salary).to_be_focused()
    expect(salary).to_have_value("60000")


def test_an_amount_with_two_readings_is_asked(visit: Visit) -> None:
    page = visit("fr-CA")
    sales = field(page, "company.annual_revenue", FRENCH)
    sales.fill("850,000")
    sales.press("Tab")
    says(page, FIRST, FRENCH)
    page.get_by_role("button", name="850\u00a0000\u00a0$", exact=True).click()
    says(page, FIRST.with_values({"company.annual_revenue": 850_000.0}), FRENCH)
    expect(sales).to_have_value("850\u00a0000")


def test_each_question_has_its_curve_and_a_flip_can_be_tried(visit: Visit) -> None:
    page = visit("en-CA")
    drawn = curves(FIRST, decide(FIRST).verdict.reading, CURVED)
    expect(page.locator(".question-curve")).to_have_count(len(CURVED))
    flipping = next(path for path in CURVED if drawn[path].flips)
    flip = drawn[flipping].flips[0]
    beside = page.locator(".field").filter(has_text=field_label(ENGLISH, flipping))
    beside.get_by_role("button", name=re.compile("Try this value")).first.click()
    tried = float(f"{flip.value:.3g}")
    says(page, FIRST.with_values({flipping: tried}), ENGLISH)


def test_a_curve_tells_its_values_under_the_pointer(visit: Visit) -> None:
    page = visit("en-CA")
    ground = page.locator(".question-curve .ground").first
    ground.hover()
    expect(ground.locator(".tip")).to_have_text(re.compile(r"^\$[\d,]+: “Fractional CMO” (ahead|behind) by \$[\d,]+$"))


def test_the_first_question_is_within_eight_tabs(visit: Visit) -> None:
    page = visit("en-CA")
    expect(page.locator(".question-curve")).to_have_count(len(CURVED))
    for _ in range(8):
        page.keyboard.press("Tab")
        if focused(page) == ENGLISH("bar.skip"):
            break
    page.keyboard.press("Enter")
    assert focused(page) == field_label(ENGLISH, "current")


def test_a_close_call_names_both_and_what_decides(visit: Visit) -> None:
    page = visit("en-CA")
    decided = None
    for hours in range(18, 30):
        scenario = FIRST.with_values({"workload.hours_per_week": float(hours)})
        advice = advise(scenario, dates=False)
        if advice.label == "too_close":
            decided = hours, said_of.deciding(curves(scenario, advice.reading, CURVED), advice, ENGLISH)
            break
    assert decided is not None
    field(page, "workload.hours_per_week", ENGLISH).fill(str(decided[0]))
    says(page, FIRST.with_values({"workload.hours_per_week": float(decided[0])}), ENGLISH)
    if decided[1]:
        expect(page.get_by_text(decided[1], exact=True)).to_be_visible()


def test_what_is_recomputed_is_dimmed_until_it_is_current(visit: Visit) -> None:
    page: Page = visit("en-CA")
    expect(page.locator(".st-key-more .cards")).to_be_visible()
    page.context.set_offline(True)
    field(page, "in_house.base_salary", ENGLISH).fill("61000")
    expect(page.locator(".st-key-answer .readout.stale")).to_be_visible()
    expect(page.locator(".st-key-more .readout.stale")).to_be_visible()
    page.context.set_offline(False)
    says(page, FIRST.with_values({"in_house.base_salary": 61_000.0}), ENGLISH)
    expect(page.locator(".readout.stale")).to_have_count(0)


MOVED = """window.moved = 0
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved += one.value })
  .observe({ type: "layout-shift", buffered: true })"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_nothing_moves_while_the_page_opens(chromium: Browser, address: str, width: int, height: int) -> None:
    with chromium.new_context(locale="fr-CA", viewport={"width": width, "height": height}) as profile:
        page = profile.new_page()
        page.add_init_script(MOVED)
        page.goto(address, timeout=60_000)
        expect(page.locator(".st-key-more .lines .ground")).to_be_attached()
        expect(page.locator(".st-key-rest summary").first).to_be_attached()
        expect(page.locator(".st-key-difference dl")).to_be_attached()
        assert page.evaluate("window.moved") < 0.02


SMALL = """() => {
  const found = []
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) look(one.shadowRoot)
      if (!one.matches("button, select, input, summary") || !one.checkVisibility({ visibilityProperty: true })) continue
      if (one.matches(".figure")) continue // a word of a sentence
      const box = (one.closest(".box, .tick, .check") ?? one).getBoundingClientRect()
      const beyond = getComputedStyle(one, "::after")
      const more = beyond.position === "absolute" ? [-parseFloat(beyond.left) * 2, -parseFloat(beyond.top) * 2] : [0, 0]
      const [width, height] = [box.width + more[0], box.height + more[1]]
      if (width < 44 || height < 43.5) found.push(`${one.tagName}.${one.className} ${width} × ${height}`)
    }
  }
  look(document)
  return found
}"""


@pytest.mark.parametrize("name", ["", "when", "cost", "transfer", "compare"])
def test_a_finger_finds_every_control(visit: Visit, address: str, name: str) -> None:
    page = visit("fr-CA", 360, 740, where=f"{address}/{name}")
    expect(page.locator(".st-key-more .lines .ground" if not name else ".part h1, .part h2").first).to_be_attached()
    assert page.evaluate(SMALL) == []


def test_who_asks_for_less_motion_has_none(visit: Visit) -> None:
    page = visit("fr-CA", 1280, 800)
    page.emulate_media(reduced_motion="reduce")
    moves = """() => {
      const found = []
      const look = (root) => {
        for (const one of root.querySelectorAll("*")) {
          if (one.shadowRoot) look(one.shadowRoot)
          if (root !== document && parseFloat(getComputedStyle(one).transitionDuration) > 0) found.push(one.className)
        }
      }
      for (const one of document.querySelectorAll("*")) one.shadowRoot?.querySelector(".part")?.classList.add("stale")
      look(document)
      return found
    }"""
    assert page.evaluate(moves) == []
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moves) != []


def test_an_amount_is_not_cut_from_its_sign_on_a_phone(visit: Visit) -> None:
    page = visit("en-CA", 360)
    says(page, FIRST, ENGLISH)
    amounts = page.locator("span.unbroken")
    expect(amounts.first).to_have_text(re.compile(r"^−\$[\d,]+$"))
    assert all(amounts.evaluate_all("all => all.map((one) => one.getClientRects().length === 1)"))
