"""The PDF report: it says what the screen says, on two to five tagged pages, and prints what was typed as it was typed."""

import datetime
import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from cmo_model.charts import tables
from cmo_model.examples import names
from cmo_model.exports import PAPERS, Handout, Paper, ledger
from cmo_model.exports.report import TEMPLATE, compiled, report, told
from cmo_model.exports.report.typography import curled
from cmo_model.growth.experiments import Scheduled
from cmo_model.growth.transfer import Transfer, documenting
from cmo_model.growth.transfer_plan import transfer_plan
from cmo_model.skin.draft import example_scenario
from cmo_model.uncertainty import Risk, advise, assess, glance
from cmo_model.words import LANGUAGES, Language, text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import transfer as transfer_sentences
from cmo_model.words.sentences.risk import information, nearest_flips, three_flips
from cmo_model.words.sentences.verdict import hidden_cost, pillars, three_signals

pytestmark = pytest.mark.xdist_group("report")

DAY = datetime.date(2026, 11, 22)
LINK = "https://calcul.example.ca/?l=fr#s=1." + "aB3_" * 66


@cache
def judged(name: str, **values: object) -> Risk:
    scenario = example_scenario(name).with_values(values) if values else example_scenario(name)
    return assess(scenario, 1024, advice=advise(scenario))


def handout(name: str, language: Language = "fr", **more: object) -> Handout:
    return replace(Handout(judged(name), text(language), DAY, origin="example"), **more)


def renamed(name: str, link: str = "") -> Handout:
    return called(handout("atelier-boreal", link=link), name)


def called(one: Handout, name: str) -> Handout:
    decision = one.decision.model_copy(update={"scenario": one.decision.scenario.with_values({"name": name})})
    return replace(one, risk=one.risk.model_copy(update={"advice": one.advice.model_copy(update={"decision": decision})}))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def bare(words: str) -> str:
    """Without spaces, nor the hyphens that a line's end may add."""
    return re.sub(r"[\s\u00ad\u2010-]", "", words)


def headlines(one: Handout) -> list[str]:
    advice, t = one.advice, one.text
    return [said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, DAY, t), said_of.agreement(advice, t)]


def said_on_screen(one: Handout) -> list[str]:
    decision, risk, advice, t = one.decision, one.risk, one.advice, one.text
    timed = [] if decision.timing is None else [said_of.stage(advice, t), said_of.curve(advice, t)]
    return [
        *headlines(one),
        hidden_cost(decision, t),
        *said_of.sure(advice, t),
        *said_of.beside(advice, t),
        said_of.error(advice, t),
        *three_flips(risk, decision, t),
        *(said for signal in three_signals(decision, t) for said in (signal.name, signal.measure, signal.when, signal.limit)),
        *timed,
        *nearest_flips(risk.flips, decision.scenario, t)[:8],
        *information(risk, t)[:5],
        *(said for pair in pillars(decision, t) for said in pair),
        t("verdict.not_counted"),
        t("verdict.lean"),
    ]


def rows_on_screen(one: Handout) -> list[tuple[str, ...]]:
    decision, t = one.decision, one.text
    costs = tables.costs(decision)
    found: list[tuple[str, ...]] = [*said_of.compared(one.advice, t).values()]
    found += [(t(f"options.{name}"), *(t.about(costs.loc[name, part]) for part in costs.columns)) for name in costs.index]
    terms = tables.cost_terms(decision)
    found += [(t(f"terms.{term}"), *map(t.about, terms[term])) for term in terms.columns]
    found += [(t(f"terms.{term}"), *map(t.about, row)) for term, row in tables.sides(decision).iterrows()]
    found += [(t(f"terms.{term}"), t.about(amount)) for term, amount in tables.difference(decision).items()]
    found.append((t("results.margin.label"), t.about(decision.verdict.margin)))
    found += [(t(f"when.step.{step.name}"), t.month(step.day)) for step in one.plan]
    return [*found, *((entry.label, entry.value) for entry in ledger(one))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["atelier-boreal", "equipements-laurentides", "traiteur-maskinonge"])
def test_the_report_says_what_the_screen_says(name: str, language: Language) -> None:
    one = handout(name, language)
    printed = bare("".join(pages(report(one))))
    for said in said_on_screen(one):
        assert bare(curled(said)) in printed, said
    for row in rows_on_screen(one):
        assert bare(curled("".join(row))) in printed, row


@pytest.mark.parametrize("name", names())
def test_two_to_five_pages_on_both_papers_and_in_both_languages(name: str) -> None:
    for language in LANGUAGES:
        for paper in PAPERS:
            pdf = report(handout(name, language, link=LINK, claim="half"), paper)
            found = PdfReader(io.BytesIO(pdf)).pages
            sizes = {tuple(round(float(n)) for n in page.mediabox[2:]) for page in found}
            assert sizes == {(612, 792) if paper == "letter" else (595, 842)}
            assert 2 <= len(found) <= 5
            assert len(pdf) <= 1_000_000


def test_the_first_page_stands_alone() -> None:
    one = handout("logiciels-perce-neige", "en", claim="half")
    first = bare(pages(report(one))[0])
    asked = [one.firm, "November 22, 2026", *headlines(one), *said_of.sure(one.advice, one.text)]
    for said in (*asked, *three_flips(one.risk, one.decision, one.text), one.text("page.claim.half")):
        assert bare(curled(said)) in first, said


def fonts(reader: PdfReader) -> list[DictionaryObject]:
    found = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    return [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_in_its_language_with_its_fonts_inside(language: Language) -> None:
    reader = PdfReader(io.BytesIO(report(handout("atelier-boreal", language))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == f"{language}-CA" and "/StructTreeRoot" in root
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    assert "Atelier Boréal" in (reader.metadata.title or "")
    for font in fonts(reader):
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & font["/FontDescriptor"].keys()
    assert [one["/Title"] for one in reader.outline if not isinstance(one, list)]


def test_the_same_handout_gives_the_same_bytes() -> None:
    one = handout("atelier-boreal", link=LINK)
    assert report(replace(one)) == report(one)


def addresses(pdf: bytes) -> list[str]:
    found = [note.get_object() for page in PdfReader(io.BytesIO(pdf)).pages for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in found if "/A" in note]


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://evil.example")',
        "<img src=x onerror=alert(1)>",
        "#panic() $x$ *b* _i_ `r` @cite //comment /*",
        "![x](http://evil.example/p.png) https://evil.example/",
        "\"quoted\" 'single' \\back\\slash {n} {firm} %s",
        '#import "/etc/passwd": * \\u{41} #sys.inputs -- --- ...',
        "Ж Ω Société d'Éthique & Cie",
    ],
)
def test_a_name_is_printed_as_it_was_typed_and_does_nothing(name: str) -> None:
    pdf = report(renamed(name))
    for page in PdfReader(io.BytesIO(pdf)).pages[:2]:
        assert bare(name) in bare(page.extract_text())
    assert addresses(pdf) == []


def test_letters_that_no_font_has_are_squares() -> None:
    assert "□□ Marketing □" in pages(report(renamed("日本 Marketing 😀")))[0]


def ink_beyond_the_margins(one: Handout, paper: Paper) -> int:
    """Marks drawn within 40 points of either side, 30 of the top or 18 of the foot."""
    drawn = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": told(one, paper)},
        format="png",
        ppi=36,
    )
    marks = 0
    for png in drawn:
        grey = np.asarray(Image.open(io.BytesIO(png)).convert("L"))
        frame = np.ones(grey.shape, dtype=bool)
        frame[15:-9, 20:-20] = False
        marks += int((grey[frame] < 250).sum())
    return marks


@pytest.mark.parametrize("name", ["W" * 60, "Compagnie manufacturière internationale du Saint-Laurent inc"])
def test_a_long_name_and_large_figures_stay_on_the_page(name: str) -> None:
    values = {"company.annual_revenue": 987_654_321.09, "timing_months": 120, "horizon_months": 120}
    one = Handout(judged("equipements-laurentides", **values), text("fr"), DAY)
    tags = {"company.annual_revenue": "client", "in_house.base_salary": "unknown"}
    for paper in PAPERS:
        one = replace(called(one, name), tags=tags, link=LINK, claim="none")
        assert ink_beyond_the_margins(one, paper) == 0
        printed = pages(report(one, paper))
        assert 2 <= len(printed) <= 5
        assert bare("987 654 321,09 $ par an") in bare("".join(printed))
        assert bare("inconnu : par défaut (1)") in bare("".join(printed))


def test_the_date_and_a_link_of_three_hundred_characters_are_on_every_page() -> None:
    link = LINK.ljust(300, "Z")
    pdf = report(handout("atelier-boreal", link=link))
    for page in pages(pdf):
        assert "22 novembre 2026" in page
        assert bare(link) in bare(page)
    assert addresses(pdf) == [link]


def test_a_longer_link_is_at_the_end_alone() -> None:
    link = LINK.ljust(1200, "Z")
    one = handout("atelier-boreal", link=link)
    *before, last = pages(report(one))
    assert bare(link) in bare(last)
    for page in before:
        assert "ZZ" not in page and bare(curled(one.text("report.link_last"))) in bare(page)
    one = replace(one, link=LINK.ljust(8000, "Z"))  # the longest that can be opened
    assert ink_beyond_the_margins(one, "letter") == 0
    assert "".join(pages(report(one))).count("Z") >= 8000 - len(LINK)


def test_no_link_where_none_is_asked_and_none_to_follow_that_is_not_of_the_web() -> None:
    pdf = report(handout("atelier-boreal"))
    assert addresses(pdf) == [] and not any(text("fr")("bar.link") in page for page in pages(pdf))
    assert addresses(report(handout("atelier-boreal", link="javascript:alert(1)"))) == []


@pytest.mark.parametrize("current", ["in_house", "in_house_team"])
def test_a_firm_whose_seat_exists_has_no_months_and_no_plan(current: str) -> None:
    one = Handout(judged("atelier-boreal", current=current), text("fr"), DAY)
    assert one.decision.timing is None
    printed = "".join(pages(report(one)))
    assert bare(curled(said_of.when(one.advice, DAY, one.text))) in bare(printed)
    assert bare(one.text("when.plan")) not in bare(printed)


def test_what_is_missing_is_left_out() -> None:
    one = Handout(glance(judged("atelier-boreal").advice), text("en"), DAY)
    assert 2 <= len(pages(report(one))) <= 5
    certain = example_scenario("traiteur-maskinonge").with_values({"uncertainty": {"*": None}, "timing_months": 1, "name": ""})
    one = Handout(assess(certain, 64), text("en"), DAY)
    printed = "".join(pages(report(one)))
    assert one.text("risk.certain") in printed and one.text("risk.information") not in printed
    assert "Unnamed company" in printed and bare(said_of.curve(one.advice, one.text)) not in bare(printed)


@pytest.mark.parametrize("source", ['#set text(font: "No Such Font")\nWords', '#set text(font: "Source Serif")\nWords'])
def test_a_font_that_typst_does_not_have_stops_the_report(source: str, tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(f'#set document(title: "t", date: none)\n{source}', "utf-8")
    with pytest.raises(RuntimeError, match="unknown font family"):
        compiled(template, "{}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_transfer_that_was_answered_is_told_with_its_dates(language: Language) -> None:
    given, t = handout("atelier-boreal", language, transfer=Transfer(silent_month=True)), text(language)
    found = pages(report(given))
    whole = bare(" ".join(found))
    assert len(found) <= 5
    value = documenting(given.decision)
    for sentence in (t("transfer.autonomy_none"), transfer_sentences.documenting(given.decision, value, t)):
        assert bare(curled(sentence)) in whole
    for phase in transfer_plan(given.advice, given.day).phases:
        assert bare(curled(f"{t(f'transfer.phases.{phase.name}')}{t.date(phase.start)}{t.date(phase.end)}")) in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tests_in_the_calendar_are_told_with_their_dates_and_weekly_spend(language: Language) -> None:
    planned, t = (Scheduled("Meta", 3000.0, 0.5, 4, DAY), Scheduled("Google Ads", 900.0, 0.8, 1, DAY)), text(language)
    given = handout("atelier-boreal", language, transfer=Transfer(silent_month=True), tests=planned)
    found = pages(report(given))
    whole = bare(" ".join(found))
    assert len(found) <= 6
    assert bare(curled(t("experiments.record"))) in whole
    for one in planned:
        for step in one.steps():
            assert bare(curled(f"{t.date(step.start)}{t.date(step.last)}{t.money(step.weekly)}")) in whole
