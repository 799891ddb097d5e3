"""The card opened from a disk with the network off: asks for nothing, moves under the pointer and the keys, prints on one sheet."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from cmo_model import Scenario, examples
from cmo_model.exports import Handout, made
from cmo_model.exports.card.figures import figures
from cmo_model.words import LANGUAGES, Language
from cmo_model.words.sentences import advice as said_of
from tests.exports.firms import LINK, handout, made_of

LONG = {"name": "W" * 60, "year": 2029, "jurisdiction": "CA-NL"}
CARDS = [
    *((name, "") for name in examples.names()),
    *((examples.names()[0], edge) for edge in ("wide", "no spend", "nobody leaves", "staffed")),
]


@contextmanager
def opened(chromium: Browser, folder: Path, given: Handout, **options: bool) -> Iterator[Page]:
    """A card in a tab of its own without a network; nothing else is asked for, and nothing goes wrong."""
    path = folder / "card.html"
    path.write_bytes(made(given, "html"))
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(path.as_uri())
        yield page
        assert (asked, wrong) == ([path.as_uri()], [])
    finally:
        context.close()


def sheets(page: Page, paper: str) -> int:
    return len(PdfReader(io.BytesIO(page.pdf(format=paper))).pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_and_a_sentence_follow_the_pointer_and_come_back(chromium: Browser, tmp_path: Path, language: Language) -> None:
    given = handout(language=language, link=LINK)
    first = figures(given)[0]
    with opened(chromium, tmp_path, given) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(said_of.headline(given.advice, given.text))
        plot, mark, said = page.locator(".plot").first, page.locator(".mark").first, page.locator(".said").first
        expect(said).to_have_text(first.said[first.at])
        expect(mark).to_be_hidden()
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        assert box is not None
        for at in (0, 9, len(first.said) - 1):
            x, y = first.points[at]
            page.mouse.move(box["x"] + min(max(x / 100 * box["width"], 0.5), box["width"] - 0.5), box["y"] + 20)
            expect(said).to_have_text(first.said[at])
            expect(mark.locator("circle")).to_have_attribute("cx", f"{x:g}%")
            expect(mark.locator("circle")).to_have_attribute("cy", f"{y:g}%")
        expect(mark).to_be_visible()
        page.mouse.move(0, 0)
        expect(said).to_have_text(first.said[first.at])
        expect(mark).to_be_hidden()


def test_the_keys_walk_along_a_curve_and_no_further(chromium: Browser, tmp_path: Path) -> None:
    given = handout(language="en")
    second = figures(given)[1]
    with opened(chromium, tmp_path, given) as page:
        plot, said = page.get_by_role("slider").nth(1), page.locator(".said").nth(1)
        page.get_by_role("slider").first.focus()
        page.keyboard.press("Tab")
        expect(plot).to_be_focused()
        last = len(second.said) - 1
        here = second.at
        moves = [("ArrowRight", here + 1), ("ArrowDown", here), ("PageDown", here - 5), ("Home", 0), ("ArrowLeft", 0)]
        for key, at in (*moves, ("End", last), ("ArrowUp", last)):
            page.keyboard.press(key)
            expect(said).to_have_text(second.said[at])
            expect(plot).to_have_attribute("aria-valuenow", str(at))
            expect(plot).to_have_attribute("aria-valuetext", second.said[at])
        page.keyboard.press("Escape")
        expect(said).to_have_text(second.said[second.at])


def test_a_finger_moves_the_mark_and_leaves_it_there(chromium: Browser, tmp_path: Path) -> None:
    given = handout()
    third = figures(given)[2]
    with opened(chromium, tmp_path, given, has_touch=True) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        plot = page.locator(".plot").nth(2)
        plot.tap(position={"x": 1, "y": 20})
        expect(page.locator(".said").nth(2)).to_have_text(third.said[0])
        expect(page.locator(".mark").nth(2)).to_be_visible()


def test_without_scripts_the_page_is_whole_and_offers_nothing_that_moves(chromium: Browser, tmp_path: Path) -> None:
    given = handout()
    with opened(chromium, tmp_path, given, java_script_enabled=False) as page:
        for one, said in zip(figures(given), page.locator(".said").all(), strict=True):
            expect(said).to_have_text(one.said[one.at])
        assert page.get_by_role("slider").count() == 0 and page.locator(".plot").count() == 3
        expect(page.get_by_text(given.text("card.hint"))).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "edge"), CARDS)
def test_it_prints_on_one_sheet_of_either_paper_and_fits_a_phone(
    chromium: Browser, tmp_path: Path, name: str, edge: str, language: Language
) -> None:
    with opened(chromium, tmp_path, handout(name, language, edge, LINK)) as page:
        for width in (1280, 720, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert [sheets(page, paper) for paper in ("Letter", "A4")] == [1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", [LONG, {"jurisdiction": "FR", "name": "Cycles Vercors", "year": 2027}], ids=["long", "france"])
def test_the_longest_names_and_a_place_whose_rates_stand_in_print_on_one_sheet(
    chromium: Browser, tmp_path: Path, changes: dict[str, object], language: Language
) -> None:
    with opened(chromium, tmp_path, made_of(Scenario.model_validate(changes), language)) as page:
        assert [sheets(page, paper) for paper in ("Letter", "A4")] == [1, 1]


def test_axe_finds_nothing(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, tmp_path, handout(link=LINK)) as page:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
