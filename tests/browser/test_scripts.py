"""The component's own scripts, a module at a time, in the browser that runs them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

FILES = "/_stcore/bidi-components/cmo-model.parts"


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """An empty page of ours, from which the modules can be had."""
    page = chromium.new_page(locale="fr-CA")
    page.goto(f"{address}/robots.txt")
    yield page
    page.close()


def run(page: Page, module: str, script: str, given: Any = None) -> Any:
    """What a function of the module `m` and of what is given returns."""
    return page.evaluate(
        f"async (given) => {{ const m = await import('{FILES}/{module}.js'); return ({script})(m, given) }}", given
    )


def test_what_arrives_after_something_newer_is_dropped(page: Page) -> None:
    script = """(m, orders) => {
      const root = document.createElement("div")
      return orders.map((order) => m.outdated(root, { order }))
    }"""
    assert run(page, "order", script, [["a", 1], ["a", 2]]) == [False, False]
    assert run(page, "order", script, [["a", 2], ["a", 1]]) == [False, True]
    assert run(page, "order", script, [["a", 9], ["b", 1]]) == [False, False]


NUMBERS: list[tuple[str, str, list[str]]] = [
    ("1 234,56", "fr-CA", ["1234.56"]),
    ("1\u00a0234,56 $", "fr-CA", ["1234.56"]),
    ("4,5 M", "fr-CA", ["4.5e6"]),
    ("2 millions", "fr-CA", ["2e6"]),
    ("2 million", "en-CA", ["2e6"]),
    ("850k", "fr-CA", ["850e3"]),
    ("12 h", "fr-CA", ["12"]),
    ("600 clients", "fr-CA", ["600"]),
    ("4 800 $ par mois", "fr-CA", ["4800"]),
    ("$1,234.56", "en-CA", ["1234.56"]),
    ("1\u202f234,56 €", "fr-FR", ["1234.56"]),
    ("€1,234.56", "en-GB", ["1234.56"]),
    ("850 euros", "fr-FR", ["850"]),
    ("1.234,56", "en-CA", ["1234.56"]),
    ("1,800,000", "fr-CA", ["1800000"]),
    ("1.800.000", "en-CA", ["1800000"]),
    ("1,80,000", "fr-CA", []),
    ("850,000", "fr-CA", ["850000", "850.000"]),
    ("$850,000", "fr-CA", ["850000", "850.000"]),
    ("4.500", "en-CA", ["4500", "4.500"]),
    ("4,500", "en-CA", ["4500"]),
    ("0,500", "fr-CA", ["0.500"]),
    ("−12", "en-CA", ["-12"]),
    ("abc", "fr-CA", []),
    ("12 chiens", "fr-CA", []),
    ("", "en-CA", []),
]


@pytest.mark.parametrize(("typed", "locale", "expected"), NUMBERS)
def test_an_amount_is_read_as_people_type_it_and_what_has_two_readings_is_given_both(
    page: Page, typed: str, locale: str, expected: list[str]
) -> None:
    assert run(page, "numbers", "(m, [typed, locale]) => m.readings(typed, locale, { money: true })", [typed, locale]) == expected


def test_a_share_under_one_percent_is_asked(page: Page) -> None:
    script = "(m, all) => all.map((one) => m.readings(one, 'fr-CA', { percent: true }))"
    assert run(page, "numbers", script, ["0,4", "45", "0", "1"]) == [["40", "0.4"], ["45"], ["0"], ["1"]]


def test_a_scale_goes_from_its_ends_and_stands_in_the_middle_of_nothing(page: Page) -> None:
    assert run(page, "charts", "(m) => [m.scale(10, 20)(10), m.scale(10, 20)(15), m.scale(3, 3)(3)]") == [0, 0.5, 0.5]


def test_the_nearest_point_is_the_nearest(page: Page) -> None:
    script = "(m, xs) => xs.map((x) => m.nearest([{ x: 0 }, { x: 0.4 }, { x: 1 }], x))"
    assert run(page, "charts", script, [-1, 0.1, 0.3, 0.69, 0.71, 5]) == [0, 0, 1, 1, 2, 2]


def test_a_picture_is_walked_by_the_arrow_keys_and_left_by_escape(page: Page) -> None:
    script = """(m) => {
      const frame = document.createElement("div")
      document.body.append(frame)
      m.explore(frame, [{ x: 0, y: 0, text: "un" }, { x: 0.5, y: 0, text: "deux" }, { x: 1, y: 0, text: "trois" }], "nom")
      frame.focus()
      const tip = frame.querySelector(".tip")
      const said = [tip.textContent]
      for (const key of ["ArrowRight", "End", "ArrowRight", "Home", "Escape"]) {
        frame.dispatchEvent(new KeyboardEvent("keydown", { key }))
        said.push(tip.hidden ? "" : tip.textContent)
      }
      const value = frame.getAttribute("aria-valuetext")
      frame.remove()
      return [said, value]
    }"""
    assert run(page, "charts", script) == [["un", "deux", "trois", "trois", "un", ""], "un"]


def test_what_belongs_to_an_older_answer_is_dimmed_until_it_is_drawn_anew(page: Page) -> None:
    script = """async (m) => {
      const { log } = await import("/_stcore/bidi-components/cmo-model.parts/storage.js")
      const [answer, late] = ["a", "b"].map(() => document.body.appendChild(document.createElement("div")))
      const stale = () => [answer, late].map((one) => one.classList.contains("stale"))
      m.keepFresh(answer, { sequence: 0, of: "1", leads: true })
      m.keepFresh(late, { sequence: 0, of: "1" })
      const seen = [stale()]
      log("f", "path", "set", 1)
      seen.push(stale())
      m.keepFresh(answer, { sequence: 1, of: "2", leads: true })
      seen.push(stale())
      m.keepFresh(late, { sequence: 1, of: "2" })
      seen.push(stale())
      return seen
    }"""
    page.evaluate("sessionStorage.clear()")
    assert run(page, "fresh", script) == [[False, False], [True, True], [False, True], [False, False]]


CURVE = {
    "values": [0, 10, 20],
    "leads": [-5, 5, 10],
    "today": 10,
    "flips": [{"value": 5, "shown": "bascule à 5", "text": "À 5, …"}],
    "none": "ne bascule pas",
}


def test_the_flip_of_a_curve_can_be_tried(page: Page) -> None:
    script = """(m, c) => {
      const tried = []
      const made = m.curve(c, (value) => tried.push(value), () => "")
      made.querySelector("button").click()
      made.querySelector(".flip").click()
      return [tried, made.querySelector(".said").textContent, made.querySelector(".flip").style.left]
    }"""
    assert run(page, "charts", script, CURVE) == [[5, 5], "bascule à 5", "25%"]
    assert run(page, "charts", "(m, c) => m.curve(c).querySelector('.said').textContent", CURVE | {"flips": []}) == "ne bascule pas"
