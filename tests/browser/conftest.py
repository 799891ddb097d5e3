"""One server and one Chromium for each file of browser tests; each test has a profile of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ADVICE, find
from tests.serving import ROOT, environment, free_port, wait_until_up

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))  # a file is a worker's, with its own server and Chromium


def _served(*command: str) -> Iterator[str]:
    """The app under a command that takes a port, on a free one, until the tests end."""
    port = free_port()
    full = [sys.executable, "-m", *(part.format(port=port) for part in command)]
    with subprocess.Popen(full, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment()) as server:
        try:
            wait_until_up(server)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The app as `cmo-model app` serves it."""
    yield from _served("cmo_model.cli", "app", "--no-browser", "--port", "{port}")


@pytest.fixture
def developers_address() -> Iterator[str]:
    """The app as `streamlit run app.py` serves it."""
    yield from _served("streamlit", "run", "app.py", "--server.port", "{port}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one file of tests: while it lives its event loop runs, and no other test of the same worker could have one."""
    path = find()
    if path is None:
        pytest.fail(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the app in a clean profile and waits for its verdict."""
    contexts = []

    def opened(locale: str = "fr-CA", width: int = 1280, height: int = 800, scheme: str = "light", where: str = "") -> Page:
        context = chromium.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(where or address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
