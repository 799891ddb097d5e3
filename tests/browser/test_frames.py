"""Framed by another site: the one that was named shows the first page, which works; a third is refused."""

import html
import http.server
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from cmo_model import Scenario, advise
from cmo_model.words import Text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of
from tests.browser.acts import FIRST, SIZES, says, words
from tests.serving import served

SALARY = "in_house.base_salary"


class Sites(NamedTuple):
    """The calculator, a site that may frame it, a third."""

    ours: str
    named: str
    third: str


@contextmanager
def site() -> Iterator[tuple[str, dict[str, str]]]:
    """Another site, whose name is not ours either, and the page it serves."""
    page = {"framed": ""}

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            if self.path == "/":
                framed = html.escape(page["framed"])
                style = "margin:0;border:0;width:100%;height:100vh;display:block"
                self.wfile.write(f'<body style="margin:0"><iframe src="{framed}" style="{style}"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", page
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with ExitStack() as stack:
        (named, framing), (third, other) = stack.enter_context(site()), stack.enter_context(site())
        command = ("cmo_model.commands.main", "app", "--no-browser", "--port", "{port}", "--embed", named)
        ours = stack.enter_context(served(*command))
        framing["framed"] = other["framed"] = f"{ours}/?embed=true"
        yield Sites(ours, named, third)


def _page(chromium: Browser, locale: str, width: int) -> Page:
    page = chromium.new_context(locale=locale, viewport={"width": width, "height": 800}).new_page()
    page.set_default_navigation_timeout(60_000)
    return page


def _told(frame: FrameLocator, scenario: Scenario, t: Text) -> None:
    advice = advise(scenario, dates=False)
    expect(frame.get_by_role("heading", level=1)).to_have_text(said_of.headline(advice, t), timeout=60_000)
    for sentence in said_of.gains(advice, t):
        expect(frame.get_by_text(sentence, exact=True).first).to_be_visible()


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_the_site_that_was_named_shows_the_first_page_alone_and_a_change_counts(
    chromium: Browser, sites: Sites, locale: str, width: int
) -> None:
    t, page = words(locale), _page(chromium, locale, width)
    page.goto(sites.named)
    frame = page.frame_locator("iframe")
    _told(frame, FIRST, t)
    expect(frame.locator(".brand, .strip, nav")).to_have_count(0)
    whole = frame.get_by_role("link", name=t("bar.whole"))
    before = whole.get_attribute("href") or ""
    salary = frame.get_by_role("textbox", name=field_label(t, SALARY), exact=True)
    salary.fill("150000")
    salary.press("Tab")
    changed = FIRST.with_values({SALARY: 150_000.0})
    _told(frame, changed, t)
    inside = page.frames[1]
    assert inside.url == f"{sites.ours}/?embed=true"
    assert inside.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    expect(whole).not_to_have_attribute("href", before, timeout=20_000)  # the figures go along once the server has answered
    with page.expect_popup() as opened:
        whole.click()
    expect(opened.value.locator(".brand")).to_be_visible(timeout=60_000)
    says(opened.value, changed, t)
    page.context.close()


def test_a_third_site_is_refused(chromium: Browser, sites: Sites) -> None:
    page = _page(chromium, "fr-CA", 1280)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(sites.third)
    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [one for one in said if "frame-ancestors" in one]
    assert page.frames[1].evaluate("document.body.innerText.length") < 400 and "chrome-error" in page.frames[1].url
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_count(0)
    page.context.close()


def test_the_rest_of_the_calculator_is_not_asked_for_by_a_frame(chromium: Browser, sites: Sites) -> None:
    t, page = words("en-CA"), _page(chromium, "en-CA", 1280)
    page.goto(f"{sites.ours}/budget?embed=true")
    says(page, FIRST, t)
    expect(page.locator(".brand, .strip, nav")).to_have_count(0)
    page.context.close()
