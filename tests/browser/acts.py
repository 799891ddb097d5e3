"""What a visitor does and sees, in the words of the page."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, expect

from cmo_model import Scenario, advise, examples
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import Risk, assess
from cmo_model.words import Text, text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of

FIRST = read_scenario(examples.source(examples.FIRST).encode())
FRENCH, ENGLISH = text("fr"), text("en")
SIZES = [("fr-CA", 1280), ("fr-CA", 360), ("en-CA", 1280), ("en-CA", 360)]
PAGES = ("verdict", "signals", "roi", "cost", "when", "budget", "transfer", "compare", "clients", "checkback", "method")
PATHS = {name: "" if name == "verdict" else name for name in PAGES}
"""Where each page stands; the first is at the root."""
Visit = Callable[..., Page]


@cache
def first_risk() -> Risk:
    """The first example's, worked out once for all the tests that read it from a page."""
    return assess(FIRST, advice=advise(FIRST))


def words(locale: str) -> Text:
    """The texts of a browser's locale."""
    return FRENCH if locale == "fr-CA" else ENGLISH


def field(page: Page, path: str, t: Text) -> Locator:
    """The control of a question."""
    return page.get_by_role("combobox" if path == "current" else "textbox", name=field_label(t, path), exact=True)


def type_in(page: Page, path: str, typed: str, t: Text) -> None:
    """Type into a question and leave it."""
    field(page, path, t).fill(typed)
    field(page, path, t).press("Tab")


def says(page: Page, scenario: Scenario, t: Text, within: float = 20_000) -> None:
    """The page shows the advice on this scenario."""
    advice = advise(scenario, dates=False)
    for sentence in (said_of.sure(advice, t)[0], *said_of.gains(advice, t)):
        expect(page.get_by_text(sentence, exact=True).first).to_be_visible(timeout=within)
    expect(page.get_by_role("heading", level=1)).to_have_text(said_of.headline(advice, t))


def today() -> datetime.date:
    """The day that the page counts from."""
    return datetime.datetime.now().astimezone().date()


def go_to(page: Page, name: str) -> None:
    """Open another page by its name."""
    menu, link = page.locator(".menu"), page.get_by_role("link", name=name, exact=True)
    expect(menu).to_be_attached()
    if menu.is_visible() and not link.is_visible():
        menu.click()
    link.click()


HEADINGS = {
    "signals": "signals.question",
    "roi": "roi.question",
    "cost": "cost.question",
    "when": "when.title",
    "budget": "budget.question",
    "transfer": "transfer.question",
    "compare": "compare.question",
    "clients": "clients.question",
    "checkback": "checkback.question",
    "method": "method.question",
}


def opened(page: Page, name: str, t: Text) -> None:
    """A page is open: its heading, and its charts where it has some."""
    if name in HEADINGS:
        expect(page.get_by_role("heading", level=1)).to_have_text(t(HEADINGS[name]))
    else:
        expect(page.get_by_role("heading", name=t("page.matters"))).to_be_visible()
    if name == "roi":
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    if name in ("roi", "cost", "when", "transfer"):
        expect(page.get_by_role("figure").first).to_be_visible()


def fits(page: Page) -> None:
    """Nothing scrolls sideways, nothing broke."""
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    expect(page.get_by_test_id("stException")).to_have_count(0)


@contextmanager
def asking(page: Page) -> Iterator[list[str]]:
    """The addresses that a page asks for meanwhile; the tab is listened to no longer, as the next visit may be given it."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def hand_in(page: Page, button: str, path: Path) -> None:
    """Choose a file behind a button."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button, exact=True).click()
    chooser.value.set_files(path)


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """The file that a button makes, under its own name."""
    with page.expect_download(timeout=60_000) as download:
        press(page, button)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def bring(page: Page, path: Path, t: Text) -> None:
    """Open a history on its page; the head of every page has another control for files."""
    go_to(page, t("pages.budget"))
    hand_in(page, t("budget.open"), path)


def press(page: Page, name: str) -> None:
    """Press a button by its words; one of the head stands in its menu on a phone."""
    button = page.get_by_role("button", name=name, exact=True)
    if button.count() == 0 and page.locator(".menu").is_visible():
        page.locator(".menu").click()
    button.click()
