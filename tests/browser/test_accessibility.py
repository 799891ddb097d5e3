"""Usable by everybody: axe on every page in both themes, the keyboard alone, words for each chart, a page twice as large."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cmo_model.words import Text
from tests.browser.acts import ENGLISH, FIRST, FRENCH, PAGES, Visit, field, fits, go_to, opened, press, says

# Streamlit's own, each found in an element that its own test id names; ours stand in none of these places.
STREAMLITS_OWN: dict[str, str] = {}


def violations(page: Page) -> list[str]:
    """Serious and critical violations, with their places."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    said = []
    for one in found:
        if one["impact"] not in ("serious", "critical"):
            continue
        for node in one["nodes"]:
            place = STREAMLITS_OWN.get(one["id"])
            if place is None or place not in node["html"]:
                said.append(f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}")
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(visit: Visit, scheme: str) -> None:
    page, found = visit("fr-CA", 1280, 800, scheme), {}
    press(page, FRENCH("bar.share"))
    expect(page.get_by_label(FRENCH("bar.keep"))).to_be_visible()
    for name in PAGES:
        go_to(page, FRENCH(f"pages.{name}"))
        opened(page, name, FRENCH)
        if name in ("verdict", "roi"):
            page.get_by_text(FRENCH("subjects.effect"), exact=True).click()
            expect(field(page, "leadership_effect.price_premium", FRENCH)).to_be_visible()
        if name == "checkback":
            press(page, FRENCH("checkback.example"))
            expect(page.get_by_role("heading", name=FRENCH("checkback.advice_now"), exact=True)).to_be_visible()
        if wrong := violations(page):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_dialog_nor_in_the_story(visit: Visit, scheme: str) -> None:
    page = visit("en-CA", 360, 740, scheme)
    page.get_by_role("button", name=re.compile(ENGLISH("explanation.title"))).first.click()
    expect(page.get_by_role("dialog").locator("p.amount")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    press(page, ENGLISH("bar.present"))
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH("story.question"))
    assert violations(page) == []


def focused(page: Page) -> str:
    """What that which has the focus is called."""
    return str(
        page.evaluate(
            """() => {
                let held = document.activeElement
                while (held?.shadowRoot?.activeElement) held = held.shadowRoot.activeElement
                const label = held?.id && held.getRootNode().querySelector(`label[for="${CSS.escape(held.id)}"]`)
                return held?.getAttribute("aria-label") ?? label?.textContent ?? held?.textContent
            }"""
        )
    )


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by Tab")


def walk_down_to(page: Page, name: str, field_name: str, most: int = 12) -> None:
    """Press the down arrow from a field, which walks to what stands around it; from the field again if a redraw came between."""
    for _ in range(3):
        tab_to(page, field_name)
        for _ in range(most):
            if focused(page) == name:
                return
            page.keyboard.press("ArrowDown")
    pytest.fail(f"{name} cannot be reached from {field_name}")


def test_a_figure_is_changed_and_put_back_by_keyboard_alone(visit: Visit) -> None:
    page, t = visit("en-CA"), ENGLISH
    label = _label(t)
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type("60000")
    page.keyboard.press("Enter")
    says(page, FIRST.with_values({"in_house.base_salary": 60_000.0}), t)
    walk_down_to(page, f"{t('page.reset')}: {label}", label)
    page.keyboard.press("Enter")
    says(page, FIRST, t)


def _label(t: Text) -> str:
    return t("seat_field", seat=t("seats.in_house"), field=t("seat_fields.base_salary.label"))


def test_each_chart_has_words(visit: Visit) -> None:
    page = visit("en-CA")
    go_to(page, ENGLISH("pages.roi"))
    opened(page, "roi", ENGLISH)
    drawn = page.get_by_test_id("stPlotlyChart").count()
    described = page.get_by_role("figure").evaluate_all("all => all.map(one => one.getAttribute('aria-label') ?? '')")
    assert len([words for words in described if len(words) > 40]) >= drawn > 0
    for name in ("verdict", "cost", "when", "transfer"):
        go_to(page, ENGLISH(f"pages.{name}"))
        opened(page, name, ENGLISH)
        figures = page.get_by_role("figure")
        titles = figures.evaluate_all("all => all.map(one => one.querySelector('figcaption')?.textContent.trim() ?? '')")
        assert titles and all(len(title) > 8 for title in titles if title), name
        values = page.locator("figure.spans .line[aria-label]").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert all(any(letter.isdigit() for letter in value) for value in values), name


def test_twice_as_large_still_fits(visit: Visit) -> None:
    page = visit("fr-CA", 640, 400)  # 1280 by 800 seen at 200 %
    for name in PAGES[1:]:
        go_to(page, FRENCH(f"pages.{name}"))
        opened(page, name, FRENCH)
        fits(page)
