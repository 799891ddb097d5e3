"""A table of clients is opened, worked out, sorted, mapped, downloaded; each opens as a scenario with the answer it had."""

import io
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from cmo_model import advise, examples
from cmo_model.portfolio import work
from cmo_model.readers.firms_sheet import Sheet, read_sheet
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from tests.browser.acts import SIZES, Visit, fits, go_to, hand_in, press, says, words
from tests.portfolio.test_sheet import workbook


def sample() -> tuple[Sheet, pd.DataFrame]:
    """The invented firms, and what the command says of them."""
    return read_sheet(examples.clients()), work(pd.read_csv(io.BytesIO(examples.clients()))).verdicts


def cells(page: Page, t: Text) -> list[list[str]]:
    rows = page.get_by_role("table", name=t("clients.all")).get_by_role("row").all()
    return [[*row.get_by_role("rowheader").all_inner_texts(), *row.get_by_role("cell").all_inner_texts()] for row in rows[1:]]


@pytest.mark.parametrize(("locale", "width"), SIZES)
def test_a_table_says_of_a_firm_what_is_said_of_it_alone(visit: Visit, address: str, locale: str, width: int) -> None:
    t, (sheet, told) = words(locale), sample()
    page = visit(locale, width, 1000, where=f"{address}/clients")
    press(page, t("clients.sample"))
    expect(page.get_by_role("heading", name=t("clients.all"), exact=True)).to_be_visible(timeout=60_000)
    paying = (told["gain_over_today"] != 0) & (told["label"] != "too_close")
    head = t("clients.paying", clients=t.counted("clients", int(paying.sum())), all="24")
    expect(page.get_by_role("heading", level=1)).to_have_text(head)
    fits(page)
    assert page.get_by_role("region", name=t("clients.all")).evaluate("e => e.scrollWidth <= e.clientWidth")
    shown = cells(page, t)
    best = told.sort_values("gain_over_today", ascending=False).iloc[0]
    assert len(shown) == 24 and shown[0][0] == best["name"] and shown[0][2] == t.about(best["gain_over_today"])
    at = sheet.firms.names.index(best["name"])
    page.get_by_role("button", name=best["name"]).last.click()
    says(page, sheet.firm(at), t)
    expect(page.get_by_role("heading", level=1)).to_have_text(said_of.headline(advise(sheet.firm(at), dates=False), t))
    page.reload()
    says(page, sheet.firm(at), t)
    go_to(page, t("pages.clients"))
    expect(page.get_by_role("heading", name=t("clients.all"), exact=True)).to_be_visible(timeout=60_000)
    page.get_by_role("combobox", name=t("clients.sort"), exact=True).select_option("name")
    expect(page.get_by_role("table", name=t("clients.all")).get_by_role("rowheader").first).to_have_text("Assurances Mille-Lacs")


def test_the_answers_are_handed_over_in_words_and_a_point_opens_its_firm(visit: Visit, address: str) -> None:
    t, (sheet, told) = words("en-CA"), sample()
    page = visit("en-CA", 1280, 1400, where=f"{address}/clients")
    press(page, t("clients.sample"))
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        press(page, t("clients.download"))
    assert download.value.suggested_filename == t("clients.download_name")
    written = pd.read_excel(download.value.path())
    best_first = told.assign(less=-told["gain_over_today"]).sort_values("less", kind="stable")
    assert written[t("clients.row")].tolist() == [row + 1 for row in best_first["row"]]  # as the file numbers them
    by_name = written.set_index(t("clients.name"))
    for one in told.itertuples():
        row = by_name.loc[one.name]
        assert row[t("clients.gain", over="3 years")] == round(one.gain_over_today)
        assert row[t("clients.answer")].startswith(t(f"options.{one.advised}")) and row[t("clients.currency")] == "CAD"
    up = page.get_by_role("combobox", name=t("clients.up"), exact=True)
    up.select_option("in_house.base_salary")
    label = up.locator("option:checked").inner_text()
    expect(page.locator(".js-plotly-plot .ytitle", has_text=label)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)  # the one before has gone
    point = page.locator(".js-plotly-plot .scatterlayer .trace .point").first
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hires = told[told["reading"] == "hire"].iloc[0]
    says(page, sheet.firm(sheet.firms.names.index(hires["name"])), t)


def test_bad_rows_are_told_with_what_to_do_and_a_bad_file_loses_nothing(visit: Visit, address: str, tmp_path: Path) -> None:
    t = words("fr-CA")
    page = visit("fr-CA", 1280, 1000, where=f"{address}/clients")
    head = "Entreprise;Ventes par an;Heures de marketing nécessaires par semaine;Ville"
    rows = ["Alpha;2 500 000,50;18;Laval", "<b>Bêta</b>;beaucoup;12;Lévis", "Gamma;900 000;6;Alma"]
    (tmp_path / "mes clients.csv").write_bytes("\n".join([head, *rows]).encode("cp1252"))
    hand_in(page, t("clients.open"), tmp_path / "mes clients.csv")
    expect(page.get_by_role("heading", name=t("clients.refused", n="1"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row").filter(has_text=t("errors.firms_number"))).to_be_visible()
    expect(page.get_by_text(t("clients.unread", given="Ville"))).to_be_visible()
    expect(page.get_by_text(t("clients.read", given="2", wrong="1"))).to_be_visible()
    assert {row[0] for row in cells(page, t)} == {"Alpha", "Gamma"}
    (tmp_path / "bad.csv").write_text("ville\nLaval\n", "utf-8")
    hand_in(page, t("clients.open"), tmp_path / "bad.csv")
    expect(page.get_by_text(t("errors.firms_no_column"))).to_be_visible()
    names = page.get_by_role("table", name=t("clients.all")).get_by_role("rowheader")
    expect(names).to_have_count(2)  # the table before stays
    press(page, t("clients.without"))
    expect(page.get_by_role("heading", level=1)).to_have_text(t("clients.question"))
    titles = ["name", "workload.hours_per_week"]
    (tmp_path / "two.xlsx").write_bytes(workbook(Est=[titles, ["Delta", 14]], Ouest=[titles, ["Zêta", 40]]))
    hand_in(page, t("clients.open"), tmp_path / "two.xlsx")
    page.get_by_role("combobox", name=t("clients.sheet"), exact=True).select_option("Ouest")
    expect(page.get_by_role("table", name=t("clients.all")).get_by_role("rowheader").nth(0)).to_have_text("Zêta", timeout=60_000)
