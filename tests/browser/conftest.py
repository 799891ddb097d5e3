"""One server and one Chromium for all the browser tests of a worker; each test has a profile of its own, or one wiped clean."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ADVICE, find
from tests.serving import served

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """The app as `cmo-model app` serves it."""
    with served("cmo_model.commands.main", "app", "--no-browser", "--port", "{port}") as where:
        yield where


@pytest.fixture
def developers_address() -> Iterator[str]:
    """The app as `streamlit run app.py` serves it."""
    with served("streamlit", "run", "app.py", "--server.port", "{port}") as where:
        yield where


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """For this folder alone: while it lives its event loop runs, and no other test of the same worker could have one."""
    path = find()
    if path is None:
        pytest.fail(ADVICE)
    # One process for all the tabs of a profile: a second tab has the page's scripts compiled already.
    asked = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--process-per-site"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=asked)
        yield browser
        browser.close()


class Tabs:
    """A tab for each visit, in a profile that holds nothing of the visits before.

    Two thirds of what a visit costs is Chromium compiling the page's scripts, which a tab keeps while it is open. So a tab is lent
    again once everything that a page can leave in its profile is gone, and a profile that nobody has had is made on demand only.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._idle: dict[str, list[Page]] = defaultdict(list)

    def new(self, locale: str) -> Page:
        """A tab nobody has had."""
        page = self._browser.new_context(locale=locale).new_page()
        page.set_default_timeout(20_000)
        page.set_default_navigation_timeout(60_000)  # the first load compresses every file that Streamlit ships
        return page

    def lent(self, locale: str) -> Page:
        """A tab given back, or a new one."""
        return self._idle[locale].pop() if self._idle[locale] else self.new(locale)

    def back(self, page: Page, locale: str) -> None:
        """Wiped, to be lent again: no other tab, cookie, permission nor anything stored, and no page that could write it anew."""
        for other in page.context.pages:
            if other != page:
                other.close()
        page.goto(f"{self._address}/robots.txt")
        page.evaluate("sessionStorage.clear()")
        page.context.clear_permissions()
        page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": "all"})
        page.context.clear_cookies()
        page.goto("about:blank")
        self._idle[locale].append(page)


@pytest.fixture(scope="package")
def tabs(chromium: Browser, address: str) -> Tabs:
    """Those of a worker."""
    return Tabs(chromium, address)


@pytest.fixture
def visit(tabs: Tabs, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the app in a clean profile and waits for its verdict; `alone`, in one nobody had before and nobody has after."""
    lent: list[tuple[Page, str]] = []
    own: list[Page] = []

    def opened(
        locale: str = "fr-CA", width: int = 1280, height: int = 800, scheme: str = "light", where: str = "", *, alone: bool = False
    ) -> Page:
        page = tabs.new(locale) if alone else tabs.lent(locale)
        own.append(page) if alone else lent.append((page, locale))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(where or address)
        # Under `streamlit run` the first visit imports the whole app, which `cmo-model app` does before it says its address.
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
        return page

    yield opened
    for page in own:
        page.context.close()
    for page, locale in lent:
        tabs.back(page, locale)
