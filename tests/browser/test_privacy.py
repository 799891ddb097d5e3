"""Nothing leaks: no other host, no figure in a log, an address, a file or the command line; nothing typed becomes mark-up."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cmo_model.readers import write_link
from tests.browser.acts import ENGLISH, FIRST, FRENCH, PAGES, Visit, asking, go_to, opened, press, says, type_in
from tests.serving import ROOT, free_port, wait_until_up

CANARY = 187_654.32
TRACES = ("187654", "187,654", "187 654", "187\u00a0654")
PAYLOADS = [
    "![x](http://evil.example/p.png)",
    "<img src=http://evil.example/p.png onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    '=HYPERLINK("http://evil.example")',
    ":red[bold] $x^2$ **b** `c`",
]


def tour(page: Page) -> None:
    for name in PAGES[1:]:
        go_to(page, FRENCH(f"pages.{name}"))
        opened(page, name, FRENCH)


def test_a_tour_of_all_pages_asks_nothing_of_any_other_host(visit: Visit, address: str) -> None:
    page = visit("fr-CA", alone=True)
    hosts: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "//" in request.url else "inline"))
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    says(page, FIRST, FRENCH)
    tour(page)
    assert hosts <= {address.split("/")[2], "inline", ""}
    assert not [one for one in said if "Content Security Policy" in one or "Content-Security-Policy" in one]
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names <= {"_streamlit_xsrf", "_streamlit_csrf"}


def test_a_canary_salary_is_found_in_no_log_address_file_or_command_line(chromium: Browser, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "cmo_model.commands.main", "app", "--no-browser", "--port", str(port)]
    log = tmp_path / "log"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as server:
        reading = wait_until_up(server, log)
        context = chromium.new_context(locale="fr-CA", accept_downloads=True)
        seen: list[str] = []
        try:
            page = context.new_page()
            page.on("request", lambda request: seen.append(f"{request.url} {request.headers} {request.post_data}"))
            page.goto(f"http://localhost:{port}")
            type_in(page, "in_house.base_salary", "187 654,32", FRENCH)
            changed = FIRST.with_values({"in_house.base_salary": CANARY})
            says(page, changed, FRENCH)
            tour(page)
            go_to(page, FRENCH("pages.verdict"))
            says(page, changed, FRENCH)  # another page folds the panel
            press(page, FRENCH("bar.share"))
            for button in ("save", "pdf", "xlsx", "pptx", "html"):
                with page.expect_download(timeout=60_000):
                    press(page, FRENCH(f"bar.{button}"))
            other = context.new_page()
            other.on("request", lambda request: seen.append(f"{request.url} {request.headers} {request.post_data}"))
            other.goto(f"http://localhost:{port}/#{write_link(changed)}")
            says(other, changed, FRENCH)
            arguments = Path(f"/proc/{server.pid}/cmdline")
            seen.append(arguments.read_text() if arguments.exists() else "")
            seen += [page.request.get(f"http://localhost:{port}/_stcore/{name}").text() for name in ("health", "metrics")]
        finally:
            context.close()
            server.terminate()
            server.wait()
    reading.join(10)
    seen.append(log.read_text(errors="replace"))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            seen.append(file.read_bytes().decode("utf-8", "replace"))
    assert len(seen) > 20
    for trace in TRACES:
        assert not [one[:300] for one in seen if trace in one]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_never_mark_up(visit: Visit, payload: str) -> None:
    page = visit("fr-CA")
    with asking(page) as asked:
        page.evaluate("link => { location.hash = link }", write_link(FIRST.with_values({"name": payload}), with_name=True))
        expect(page.get_by_text(FRENCH("page.from_link")).first).to_be_visible()
        press(page, FRENCH("bar.present"))
        expect(page.locator(".stage").get_by_text(payload, exact=True)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".stage strong")).to_have_count(0)
        go_to(page, FRENCH("pages.compare"))
        press(page, FRENCH("compare.keep"))
        expect(page.get_by_role("columnheader", name="Version 1").first).to_be_visible()
        assert page.locator("main a[href^='javascript'], main img, main script").count() == 0
    assert not [url for url in asked if "evil.example" in url]


def test_what_is_typed_in_a_number_is_never_mark_up(visit: Visit) -> None:
    page = visit("en-CA")
    for payload in PAYLOADS:
        type_in(page, "in_house.base_salary", payload, ENGLISH)
    says(page, FIRST, ENGLISH)
    assert page.locator("main img, main script").count() == 0


def test_two_visitors_never_see_each_others_figures(visit: Visit) -> None:
    one, two = visit("fr-CA"), visit("fr-CA")
    type_in(one, "in_house.base_salary", "90 000", FRENCH)
    type_in(two, "in_house.base_salary", "140 000", FRENCH)
    says(one, FIRST.with_values({"in_house.base_salary": 90_000.0}), FRENCH)
    says(two, FIRST.with_values({"in_house.base_salary": 140_000.0}), FRENCH)
