"""No figure typed is ever lost: not by F5, another page, another language, a server that dies, a link, a file."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cmo_model import examples
from cmo_model.readers import read_scenario, write_link
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, asking, field, go_to, press, says, type_in
from tests.serving import ROOT, environment, free_port, wait_until_up

CHANGES = {"in_house.base_salary": 81_234.56, "fractional.monthly_fee": 6_000.0}


def typed(page: Page) -> None:
    type_in(page, "in_house.base_salary", "81,234.56", ENGLISH)
    type_in(page, "fractional.monthly_fee", "6000", ENGLISH)
    says(page, FIRST.with_values(CHANGES), ENGLISH)


def test_f5_keeps_every_figure_the_language_and_who_gave_it(visit: Visit) -> None:
    page = visit("fr-CA")
    press(page, "EN, English")
    typed(page)
    page.reload()
    says(page, FIRST.with_values(CHANGES), ENGLISH)
    expect(field(page, "in_house.base_salary", ENGLISH)).to_have_value("81,234.56")
    given = page.get_by_role("button", name=re.compile(rf": {ENGLISH('tags.client')}\."))
    expect(given).to_have_count(2)


def test_an_edit_followed_at_once_by_f5_is_kept(visit: Visit) -> None:
    page = visit("en-CA")
    field(page, "in_house.base_salary", ENGLISH).fill("81,234.56")
    field(page, "in_house.base_salary", ENGLISH).press("Enter")
    page.reload()
    says(page, FIRST.with_values({"in_house.base_salary": 81_234.56}), ENGLISH)


@contextmanager
def served(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The app, killed without a word in the end."""
    command = [sys.executable, "-m", "cmo_model.commands.main", "app", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment()) as server:
        reading = wait_until_up(server)
        try:
            yield server
        finally:
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            reading.join()


def test_a_file_asked_for_of_a_server_that_died_is_not_lost_without_a_word(chromium: Browser) -> None:
    port = free_port()
    page = chromium.new_context(locale="en-CA").new_page()
    with served(port):
        page.goto(f"http://localhost:{port}")
        typed(page)
        press(page, ENGLISH("bar.share"))
        expect(page.get_by_text(ENGLISH("bar.hand_over"), exact=True)).to_be_visible()
        press(page, ENGLISH("bar.pdf"))  # and the server dies before it is made
    expect(page.get_by_text(ENGLISH("bar.lost"))).to_be_visible()
    with served(port):
        page.reload()
        says(page, FIRST.with_values(CHANGES), ENGLISH)
        press(page, ENGLISH("bar.share"))
        with page.expect_download(timeout=60_000):
            press(page, ENGLISH("bar.pdf"))
        expect(page.get_by_text(ENGLISH("bar.lost"))).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("down", [False, True], ids=["typed once it is back", "typed while it is down"])
def test_a_killed_server_that_comes_back_loses_nothing(chromium: Browser, down: bool) -> None:
    port = free_port()
    context = chromium.new_context(locale="en-CA")
    page = context.new_page()
    everything = CHANGES | {"workload.hours_per_week": 31.0}
    with served(port):
        page.goto(f"http://localhost:{port}")
        typed(page)
    gone = page.get_by_role("alert").filter(has_text=ENGLISH("bar.gone"))
    if down:
        expect(gone).to_be_visible(timeout=60_000)
        expect(page.get_by_role("dialog")).to_have_count(0)
        type_in(page, "workload.hours_per_week", "31", ENGLISH)
    with served(port):
        if not down:
            says(page, FIRST.with_values(CHANGES), ENGLISH)
            type_in(page, "workload.hours_per_week", "31", ENGLISH)
        # The page tries again at longer and longer intervals, up to a minute; a machine slow to start the server meets the longest.
        says(page, FIRST.with_values(everything), ENGLISH, within=180_000)
        expect(gone).to_have_count(0)
        page.reload()
        says(page, FIRST.with_values(everything), ENGLISH)
        expect(field(page, "in_house.base_salary", ENGLISH)).to_have_value("81,234.56")
        context.close()


@pytest.mark.parametrize("named", [False, True])
def test_a_link_opens_the_same_figures_in_a_clean_profile(visit: Visit, address: str, named: bool) -> None:
    page = visit("en-CA")
    typed(page)
    press(page, ENGLISH("bar.share"))
    if named:
        page.get_by_label(ENGLISH("bar.named")).check()
    link = page.get_by_label(ENGLISH("bar.link"), exact=True).input_value()
    assert link.startswith(f"{address}/#s=1.")
    assert len(link) < 8_000
    other = visit("fr-CA", where=f"{address}/method")
    with asking(other) as asked:
        other.goto(link)
        says(other, FIRST.with_values(CHANGES), FRENCH)
        assert "#" not in other.url
        assert asked and not [url for url in asked if "s=1" in url]
    other.reload()
    says(other, FIRST.with_values(CHANGES), FRENCH)


def test_the_link_is_copied_by_one_click(visit: Visit) -> None:
    page = visit("en-CA")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    typed(page)
    press(page, ENGLISH("bar.share"))
    press(page, ENGLISH("bar.copy"))
    expect(page.get_by_text(ENGLISH("bar.copied"), exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(write_link(FIRST.with_values(CHANGES), dict.fromkeys(CHANGES, "client"), examples.FIRST))


@pytest.mark.parametrize(
    ("fragment", "said"),
    [("s=1.AAAA.00000000", "link_damaged"), ("s=hello", "link_damaged"), ("s=9.AAAA.00000000", "link_newer")],
)
def test_a_link_that_cannot_be_read_says_so_and_loads_nothing(visit: Visit, address: str, fragment: str, said: str) -> None:
    page = visit("en-CA", where=f"{address}/#{fragment}")
    expect(page.get_by_text(ENGLISH(f"errors.{said}"))).to_be_visible()
    says(page, FIRST, ENGLISH)


def test_a_link_opened_over_typed_figures_can_be_undone(visit: Visit) -> None:
    page = visit("en-CA")
    typed(page)
    theirs = FIRST.with_values({"fractional.monthly_fee": 9_000.0})
    page.evaluate("link => { location.hash = link }", write_link(theirs))
    says(page, theirs, ENGLISH)
    press(page, ENGLISH("bar.undo"))
    says(page, FIRST.with_values(CHANGES), ENGLISH)


def test_a_scenario_file_goes_down_and_up(visit: Visit, tmp_path: Path) -> None:
    page = visit("en-CA")
    typed(page)
    press(page, ENGLISH("bar.share"))
    with page.expect_download() as download:
        press(page, ENGLISH("bar.save"))
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "atelier-boreal.json"
    assert read_scenario(saved.read_bytes()) == FIRST.with_values(CHANGES)
    other = visit("en-CA")
    press(other, ENGLISH("bar.share"))
    other.locator("input[type=file]").set_input_files(saved)
    says(other, FIRST.with_values(CHANGES), ENGLISH)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "json_invalid"),
        (b"\xff\xfe\x00", "not_text"),
        (json.dumps({"company": {"annual_revenue": -1}}).encode(), "greater_than_equal"),
        (b" " * 300_000, "file_too_large"),
    ],
)
def test_a_bad_file_says_what_and_where_and_nothing_is_lost(visit: Visit, tmp_path: Path, content: bytes, said: str) -> None:
    page = visit("en-CA")
    typed(page)
    press(page, ENGLISH("bar.share"))
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    page.locator("input[type=file]").set_input_files(bad)
    blanks = {"limit": "256", "bound": "0"}
    expect(page.get_by_text(ENGLISH(f"errors.{said}", **blanks))).to_be_visible()
    says(page, FIRST.with_values(CHANGES), ENGLISH)


def keeping(visit: Visit) -> Page:
    """A page whose figures are kept on this computer."""
    page = visit("en-CA")
    typed(page)
    press(page, ENGLISH("bar.share"))
    page.get_by_label(ENGLISH("bar.keep")).check()
    says(page, FIRST.with_values(CHANGES), ENGLISH)
    expect(page.get_by_label(ENGLISH("bar.keep"))).to_be_checked()
    return page


def test_what_is_kept_on_this_computer_opens_in_a_new_tab_until_erased(visit: Visit, address: str) -> None:
    page = keeping(visit)
    tab = page.context.new_page()
    tab.goto(address)
    says(tab, FIRST.with_values(CHANGES), ENGLISH)
    press(tab, ENGLISH("bar.share"))
    press(tab, ENGLISH("bar.erase"))
    expect(tab.get_by_text(ENGLISH("bar.erased"))).to_be_visible()
    assert tab.evaluate("localStorage.getItem('cmo.kept')") is None
    third = page.context.new_page()
    third.goto(address)
    says(third, FIRST, ENGLISH)


def test_ten_links_opened_in_turn_leave_what_is_kept_alone(visit: Visit, address: str) -> None:
    page = keeping(visit)
    kept = page.wait_for_function("localStorage.getItem('cmo.kept')").json_value()
    tab = page.context.new_page()
    first, *others = (FIRST.with_values({"fractional.monthly_fee": 9_000.0 + 100 * number}) for number in range(10))
    tab.goto(f"{address}/#{write_link(first)}")
    says(tab, first, ENGLISH)
    for other in others:
        tab.evaluate("link => { location.hash = link }", write_link(other))
        says(tab, other, ENGLISH)
    assert tab.evaluate("localStorage.getItem('cmo.kept')") == kept
    press(tab, ENGLISH("bar.undo"))
    says(tab, FIRST.with_values(CHANGES), ENGLISH)
    third = page.context.new_page()
    third.goto(address)
    says(third, FIRST.with_values(CHANGES), ENGLISH)


def test_without_that_choice_nothing_outlives_the_tab(visit: Visit, address: str) -> None:
    page = visit("en-CA")
    typed(page)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('cmo'))") == []
    tab = page.context.new_page()
    tab.goto(address)
    says(tab, FIRST, ENGLISH)


def test_figures_hold_over_every_page_and_language(visit: Visit) -> None:
    page = visit("en-CA")
    typed(page)
    for name in ("signals", "cost", "method"):
        go_to(page, ENGLISH(f"pages.{name}"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    go_to(page, ENGLISH("pages.verdict"))
    says(page, FIRST.with_values(CHANGES), ENGLISH)


def test_everything_put_back_and_taken_again(visit: Visit) -> None:
    page = visit("en-CA")
    typed(page)
    press(page, ENGLISH("bar.reset"))
    says(page, FIRST, ENGLISH)
    press(page, ENGLISH("bar.undo"))
    says(page, FIRST.with_values(CHANGES), ENGLISH)
