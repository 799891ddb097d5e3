"""A French export becomes a diagnostic, a split and a scenario; a transfer is filled and its calendar taken away."""

import calendar
import datetime
from pathlib import Path

import numpy as np
from icalendar import Calendar
from playwright.sync_api import Page, expect

from cmo_model import advise, examples
from cmo_model.words.sentences import advice as said_of
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, bring, go_to, press, says, today


def amounts(path: Path) -> Path:
    """The varied example as French Excel saves it, its columns renamed so that one is not recognised."""
    rows = examples.history("depenses-variees").decode("utf-8-sig").replace("Revenus;", "Rentrées brutes;")
    path.write_bytes(rows.encode("cp1252", "replace"))
    return path


def test_an_export_is_read_mended_diagnosed_split_and_taken_into_the_scenario(visit: Visit, tmp_path: Path) -> None:
    page = visit("fr-CA", 1280, 1400)
    before = said_of.gains(advise(FIRST), FRENCH)[0]
    says(page, FIRST, FRENCH)
    bring(page, amounts(tmp_path / "export.csv"), FRENCH)
    expect(page.get_by_text(FRENCH("budget.file", name="export.csv"))).to_be_visible()
    page.get_by_role("combobox", name="Rentrées brutes", exact=True).select_option("revenue")  # what must be mended is open
    expect(page.get_by_role("heading", name=FRENCH("budget.arbitrage"), exact=True)).to_be_visible()
    lock = page.get_by_role("checkbox", name=f"Meta : {FRENCH('budget.lock')}", exact=True)
    lock.check()
    split = page.get_by_role("table", name=FRENCH("budget.arbitrage"))
    meta = split.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Meta", exact=True))
    expect(meta.get_by_role("cell").nth(2)).to_have_text(FRENCH("unknown"))
    assert meta.get_by_role("cell").nth(0).inner_text() == meta.get_by_role("cell").nth(1).inner_text()
    press(page, FRENCH("budget.take"))
    expect(page.locator("p.alert", has_text=FRENCH("budget.taken", spend="", customers="").split("compte")[0])).to_be_visible()
    go_to(page, FRENCH("pages.verdict"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(before)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    go_to(page, FRENCH("pages.budget"))
    expect(page.get_by_role("checkbox", name=f"Meta : {FRENCH('budget.lock')}", exact=True)).to_be_checked()


def test_a_daily_export_with_blanks_in_another_currency_is_read_after_one_answer(visit: Visit, tmp_path: Path) -> None:
    days = [datetime.date(2025, 1, 1) + datetime.timedelta(days=day) for day in range(365)]
    rows = (f"{day},{n % 3},{100 + n % 7 * 10},,{'' if n % 4 else 900}" for n, day in enumerate(days))
    head = "Day,Campaign name,Amount spent (USD),Cost per result,Purchases conversion value"
    (tmp_path / "meta.csv").write_text("\n".join([head, *rows]), "utf-8")
    page = visit("fr-CA", 1280, 1400)
    bring(page, tmp_path / "meta.csv", FRENCH)
    asked = FRENCH("history.questions.rate", column="Amount spent (USD)", currency="USD")
    rate = page.get_by_role("textbox", name=asked, exact=True)
    expect(rate).to_have_value("")
    expect(page.get_by_role("heading", name=FRENCH("budget.all"), exact=True)).to_have_count(0)
    rate.fill("1,3725")
    rate.press("Tab")
    expect(page.get_by_role("heading", name=FRENCH("budget.all"), exact=True)).to_be_visible()
    spend = sum(100 + n % 7 * 10 for n in range(365)) * 1.3725
    expect(page.get_by_text(FRENCH.money(spend)).first).to_be_visible()
    press(page, FRENCH("budget.answer_again"))
    expect(rate).to_have_value("")
    expect(page.get_by_text(FRENCH.money(spend))).to_have_count(0)


def test_columns_whose_titles_say_nothing_are_ticked_and_unlikely_figures_are_asked_about(visit: Visit, tmp_path: Path) -> None:
    rows = (f"2025-{month:02},{9_000_000 + month},{1_000 * month},{50 * month},7" for month in range(1, 13))
    (tmp_path / "wide.csv").write_text("\n".join(["DATE,revenue,tv_S,ooh_S,competitor_B", *rows]), "utf-8")
    page = visit("en-CA", 1280, 1400)
    bring(page, tmp_path / "wide.csv", ENGLISH)
    expect(page.get_by_text(ENGLISH("budget.tick"))).to_be_visible()
    for title in ("tv_S", "ooh_S", "competitor_B"):
        expect(page.get_by_role("checkbox", name=title, exact=True)).not_to_be_checked()
    page.get_by_role("checkbox", name="tv_S", exact=True).check()
    whose = page.get_by_role("combobox", name=ENGLISH("history.questions.revenue_whose", column="revenue"), exact=True)
    whose.select_option("ads")
    right = page.get_by_role("checkbox", name=ENGLISH("diagnostic.doubts.right"), exact=True)
    expect(right).to_be_visible()
    everything = page.get_by_role("heading", name=ENGLISH("budget.all"), exact=True)
    expect(everything).to_have_count(0)
    page.get_by_role("checkbox", name="ooh_S", exact=True).check()  # all the firm's sales: no doubt is left
    expect(everything).to_be_visible()
    expect(page.get_by_text("tv_S + ooh_S").first).to_be_visible()
    expect(page.get_by_text(ENGLISH("diagnostic.reasons.total")).first).to_be_visible()


def daily(path: Path) -> Path:
    """Two years of a daily Meta export in US dollars, its sales blank on most days: one campaign varies, the other hardly moves."""
    random = np.random.default_rng(3)
    rows = ["Day,Campaign name,Amount spent (USD),Cost per result,Purchases conversion value"]
    for month in range(24):
        year, place = 2024 + month // 12, month % 12 + 1
        days = calendar.monthrange(year, place)[1]
        for name, spend in (("Varied", 90 * random.choice([0.3, 1.7])), ("Steady", 80 * random.uniform(0.97, 1.03))):
            sales = days * 400 * (spend / 90) ** 0.5 * random.lognormal(0, 0.08)
            for day in range(1, days + 1):
                blank = "" if day % 3 else f"{sales / (days // 3):.2f}"
                rows.append(f"{year}-{place:02}-{day:02},{name},{spend:.2f},,{blank}")
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_a_meta_export_is_diagnosed_a_test_put_in_the_calendar_and_the_split_taken(visit: Visit, tmp_path: Path) -> None:
    page, t = visit("fr-CA", 1280, 1400), FRENCH
    bring(page, daily(tmp_path / "meta.csv"), t)
    rate = page.get_by_role("textbox", name=t("history.questions.rate", column="Amount spent (USD)", currency="USD"), exact=True)
    rate.fill("1,38")
    rate.press("Tab")
    expect(page.get_by_role("heading", name=t("budget.all"), exact=True)).to_be_visible()
    page.get_by_text(t("budget.columns"), exact=True).click()
    page.get_by_role("combobox", name="Campaign name", exact=True).select_option("channel")
    expect(page.get_by_role("heading", name=t("experiments.title"), exact=True)).to_be_visible()
    press(page, t("experiments.add", channel="Steady"))
    expect(page.get_by_role("button", name=t("experiments.remove", channel="Steady"), exact=True)).to_be_visible()
    with page.expect_download() as download:
        press(page, t("experiments.calendar"))
    download.value.save_as(tmp_path / "tests.ics")
    events = Calendar.from_ical((tmp_path / "tests.ics").read_bytes()).walk("VEVENT")
    assert events and all("Steady" in str(one["summary"]) and str(one["description"]) == t("experiments.record") for one in events)
    assert events[0]["dtstart"].dt > today() and events[0]["dtstart"].dt.day == 1
    press(page, t("budget.take"))
    expect(page.locator("p.alert", has_text=t("budget.taken", spend="", customers="").split("compte")[0])).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=t("experiments.remove", channel="Steady"), exact=True)).to_be_visible()
    go_to(page, t("pages.transfer"))
    with page.expect_download() as whole:
        press(page, t("transfer.calendar"))
    whole.value.save_as(tmp_path / "transfer.ics")
    both = Calendar.from_ical((tmp_path / "transfer.ics").read_bytes()).walk("VEVENT")
    assert [one["dtstart"].dt for one in both if "Steady" in str(one["summary"])] == [one["dtstart"].dt for one in events]


def filled(page: Page) -> None:
    item = ENGLISH("transfer.items.accounts")
    page.get_by_label(f"{item}: {ENGLISH('transfer.state')}").select_option("yes")
    page.get_by_label(f"{item}: {ENGLISH('transfer.owner')}").fill("Zoé <b>")
    contracts = ENGLISH("transfer.items.contracts")
    page.get_by_label(f"{contracts}: {ENGLISH('transfer.due')}").fill("2027-02-15")
    page.get_by_label(f"{contracts}: {ENGLISH('transfer.due')}").press("Tab")
    press(page, ENGLISH("transfer.add"))
    page.get_by_label(f"{ENGLISH('transfer.process')} 1: {ENGLISH('transfer.autonomy')}").select_option("4")


def test_a_transfer_is_filled_kept_and_its_calendar_taken(visit: Visit, tmp_path: Path) -> None:
    page = visit("en-CA", 1280, 1400)
    go_to(page, ENGLISH("pages.transfer"))
    expect(page.get_by_text(ENGLISH("transfer.autonomy_none"))).to_be_visible()
    filled(page)
    expect(page.get_by_text(ENGLISH("transfer.autonomy_said", score="80", ready="75"))).to_be_visible()
    page.reload()
    expect(page.get_by_text(ENGLISH("transfer.autonomy_said", score="80", ready="75"))).to_be_visible()
    expect(page.locator(".checklist")).to_have_count(1)  # the one drawn before the draft came back has gone
    owner = page.get_by_label(f"{ENGLISH('transfer.items.accounts')}: {ENGLISH('transfer.owner')}")
    expect(owner).to_have_value("Zoé <b>")
    with page.expect_download() as download:
        press(page, ENGLISH("transfer.calendar"))
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "transfer-plan.ics"
    events = Calendar.from_ical(saved.read_bytes()).walk("VEVENT")
    assert len(events) == 7
    assert str(events[-1]["dtstart"].dt) == "2027-02-15"
    memory = (1 / 12 + 0.8) / 2
    press(page, ENGLISH("transfer.take"))
    go_to(page, ENGLISH("pages.verdict"))
    says(page, FIRST.with_values({"assumptions.memory": memory}), ENGLISH)
