"""Two visits from end to end: an owner alone on her phone, and a consultant in front of a client."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cmo_model import Scenario, advise, examples
from cmo_model.growth.transfer_plan import transfer_plan
from cmo_model.scenario.effect_share import counted
from cmo_model.uncertainty import glance
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, bring, field, go_to, press, says, today, type_in
from tests.browser.test_handing import downloaded, plain

OWNER = {
    "current": "owner",
    "company.annual_revenue": 1_800_000.0,
    "company.contribution_margin": 0.40,
    "customers.active": 600.0,
    "acquisition.monthly_spend": 3_000.0,
    "fractional.monthly_fee": 4_800.0,
}
TYPED = {
    "company.annual_revenue": "1,8 M",
    "company.contribution_margin": "40 %",
    "customers.active": "600",
    "acquisition.monthly_spend": "3 000 $",
    "fractional.monthly_fee": "4 800",
}
TRAVEL = """() => {
  const main = document.querySelector('[data-testid="stMain"]')
  window.travelled = 0
  let at = main.scrollTop
  main.addEventListener("scroll", () => { window.travelled += Math.abs(main.scrollTop - at); at = main.scrollTop })
}"""


def test_an_owner_alone_on_her_phone_answers_reads_why_and_takes_a_report_with_her_name(visit: Visit, tmp_path: Path) -> None:
    page, t = visit("fr-CA", 360, 740), FRENCH
    says(page, FIRST, t)
    page.evaluate(TRAVEL)
    acts = 0

    def act(done: Callable[[], object]) -> None:
        nonlocal acts
        acts += 1
        done()

    act(lambda: page.locator(".menu").click())
    act(lambda: page.get_by_role("combobox", name=t("bar.example")).select_option(label=t("bar.own")))
    expect(page.get_by_text(t("page.from_own"))).to_be_visible()
    expect(field(page, "customers.active", t)).to_have_value(t.number(Scenario().customers.active))  # the questions are drawn anew
    act(lambda: field(page, "current", t).select_option("owner"))
    for path, typed in TYPED.items():
        act(lambda path=path, typed=typed: field(page, path, t).fill(typed))  # type: ignore[misc]
    hers = Scenario(name="").with_values(OWNER)
    says(page, hers, t)  # as she types: nothing was left nor confirmed
    risk = glance(advise(hers))
    expect(page.locator(".st-key-pin").get_by_text(said_of.headline(risk.advice, t))).to_be_visible()
    for sentence in three_flips(risk, risk.advice.decision, t):
        expect(page.get_by_text(sentence, exact=True)).to_be_attached()
    expect(page.get_by_text(said_of.when(risk.advice, today(), t)).first).to_be_attached()
    act(lambda: press(page, t("bar.share")))
    name = page.get_by_label(t("bar.firm_name"), exact=True)
    act(lambda: name.fill("Serres Dubé"))
    name.press("Tab")
    expect(page.get_by_role("combobox", name=t("bar.example"))).to_have_text(re.compile("Serres Dubé"))
    files: list[Path] = []
    act(lambda: files.append(downloaded(page, t("bar.pdf"), tmp_path)))
    assert "serres-dube" in files[0].name
    printed = plain("".join(one.extract_text() for one in PdfReader(files[0]).pages)).replace(" ", "")
    assert "SerresDubé" in printed and "AtelierBoréal" not in printed
    assert plain(said_of.headline(risk.advice, t)).replace(" ", "") in printed
    assert acts <= 14
    assert page.evaluate("window.travelled") <= 4 * 740
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_a_consultant_in_front_of_a_client(visit: Visit, tmp_path: Path) -> None:
    page, t = visit("en-CA", 1280, 800), ENGLISH
    says(page, FIRST, t)
    client = {"company.annual_revenue": 3_200_000.0, "workload.hours_per_week": 26.0, "in_house.base_salary": 105_000.0}
    for path, value in client.items():
        type_in(page, path, t.number(value), t)
    theirs = FIRST.with_values(client)
    says(page, theirs, t)
    page.locator(".card button", has_text=t("claims.half")).click()
    half = counted(theirs, "half")
    says(page, half, t)
    presented(page)
    press(page, t("bar.share"))
    named = page.get_by_label(t("bar.firm_name"), exact=True)
    named.fill("Client One")
    named.press("Tab")
    for kind in ("pdf", "xlsx", "pptx", "html"):
        assert "client-one" in downloaded(page, t(f"bar.{kind}"), tmp_path).name
    link = page.locator("#link").input_value()
    other = visit("fr-CA", where=link, alone=True)
    says(other, half, FRENCH)
    compared(page)
    budgeted(page, tmp_path)
    go_to(page, t("pages.transfer"))
    phases = transfer_plan(advise(half), today()).phases
    drawn = page.get_by_role("figure").filter(has_text=t("transfer.plan_title")).get_by_role("img")
    expect(drawn).to_have_count(len(phases))
    expect(drawn.last).to_contain_text(t.date(phases[-1].start))


def presented(page: Page) -> None:
    """Eight slides by the arrow keys, each with its picture, the two figures to move and a line to say."""
    press(page, ENGLISH("bar.present"))
    expect(page.get_by_text(ENGLISH("story.place", n="1", all="8"))).to_be_visible()
    for step in range(2, 9):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(ENGLISH("story.place", n=str(step), all="8"))).to_be_visible()
        expect(page.locator(".st-key-levers .question-curve")).to_have_count(2)
        expect(page.locator(".st-key-slide").locator("figure, .signals").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=ENGLISH("bar.present"))).to_be_visible()


def compared(page: Page) -> None:
    """The client's figures beside two examples."""
    go_to(page, ENGLISH("pages.compare"))
    for name in ("clinique-des-rapides", "thes-brunante"):
        page.get_by_role("combobox", name=ENGLISH("compare.example")).select_option(name)
        expect(page.get_by_role("columnheader", name=ENGLISH(f"examples.{name}.name")).first).to_be_visible()
    fall = page.get_by_role("figure").filter(has_text=ENGLISH("compare.waterfall"))
    expect(fall.get_by_role("img").first).to_be_visible()


def budgeted(page: Page, folder: Path) -> None:
    """A split from a file of hers."""
    export = folder / "spend.csv"
    export.write_bytes(examples.history("depenses-variees"))
    bring(page, export, ENGLISH)
    expect(page.get_by_text(ENGLISH("budget.file", name="spend.csv"))).to_be_visible()
    expect(page.get_by_role("figure").filter(has_text=ENGLISH("budget.moves_title"))).to_be_visible()
