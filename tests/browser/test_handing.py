"""What a consultant leaves behind: each file by one click, named after the firm, saying what the screen says."""

import html
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from pptx import Presentation
from pypdf import PdfReader

from cmo_model import advise
from cmo_model.words.sentences import advice as said_of
from tests.browser.acts import ENGLISH, FIRST, FRENCH, Visit, downloaded, press, says, type_in, words


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\u2019", "'")  # print curls its apostrophes


@pytest.mark.parametrize("locale", ["fr-CA", "en-CA"])
def test_each_file_is_made_by_one_click_and_says_the_verdict_on_screen(visit: Visit, tmp_path: Path, locale: str) -> None:
    page, t = visit(locale), words(locale)
    changed = FIRST.with_values({"in_house.base_salary": 81_234.56})
    type_in(page, "in_house.base_salary", "81 234,56" if t is FRENCH else "81,234.56", t)
    says(page, changed, t)
    said = plain(said_of.gains(advise(changed), t)[0])
    press(page, t("bar.share"))
    name = page.get_by_label(t("bar.firm_name"), exact=True)
    expect(name).to_have_value("")  # figures of one's own are not the example's any more
    name.fill("Chez Élo")
    name.press("Tab")
    expect(page.get_by_role("combobox", name=t("bar.example"))).to_have_text(re.compile("Chez Élo"))
    pdf = downloaded(page, t("bar.pdf"), tmp_path)
    assert re.fullmatch(rf"{t('handout.file')}-chez-elo-\d{{4}}-\d{{2}}\.pdf", pdf.name)
    printed = plain("".join(one.extract_text() for one in PdfReader(pdf).pages))
    assert said.replace(" ", "") in printed.replace(" ", "")  # print breaks lines where it likes
    deck = Presentation(str(downloaded(page, t("bar.pptx"), tmp_path)))
    assert said in plain(" ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame))
    book = openpyxl.load_workbook(downloaded(page, t("bar.xlsx"), tmp_path), data_only=True)
    cells = [plain(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(said in cell for cell in cells)
    assert said in plain(html.unescape(downloaded(page, t("bar.html"), tmp_path).read_text("utf-8")))
    says(page, changed, t)
    assert page.get_by_test_id("stException").count() == 0


def test_the_link_and_the_paper_are_as_chosen(visit: Visit, address: str, tmp_path: Path) -> None:
    page = visit("en-CA")
    says(page, FIRST, ENGLISH)
    press(page, ENGLISH("bar.share"))
    first = PdfReader(downloaded(page, ENGLISH("bar.pdf"), tmp_path))
    assert "#s=1." not in first.pages[0].extract_text()
    page.get_by_label(ENGLISH("bar.with_link")).check()
    press(page, "A4")
    expect(page.get_by_role("button", name="A4", exact=True)).to_have_attribute("aria-pressed", "true")
    second = PdfReader(downloaded(page, ENGLISH("bar.pdf"), tmp_path))
    assert f"{address}/#s=1." in re.sub(r"\s", "", second.pages[0].extract_text())
    assert (round(first.pages[0].mediabox.height), round(second.pages[0].mediabox.height)) == (792, 842)
