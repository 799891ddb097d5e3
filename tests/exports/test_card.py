"""The card says the decision's figures in one page that stands alone: nothing loaded, nothing typed taken as mark-up, small."""

import base64
import datetime
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cmo_model import Scenario, advise, decide, examples
from cmo_model.exports import Handout, ledger, made
from cmo_model.exports.card import MOST_BYTES, MOST_DEFAULTS, MOST_GIVEN
from cmo_model.exports.card.figures import figures
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty import assess, deciding
from cmo_model.words import LANGUAGES, Language, text
from cmo_model.words.explanation import field_label, field_value
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.place import rates, standing_in
from cmo_model.words.sentences.risk import three_flips
from tests.exports.firms import DAY, EDGES, LINK, PAYLOADS, handout, made_of

HOSTILE = [*PAYLOADS, "</script><script>alert(1)</script>", "</style><b>&amp;\"'", "<!--<script>", "A\u2028B", "\u202eA"]


class Page(HTMLParser):
    """What a reader of the mark-up finds: its elements, the text of each that has some, what stands in scripts and styles."""

    def __init__(self, card: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.held: list[str] = []
        self.feed(card.decode())
        self.text = "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.held.append(data)
        elif data.strip():
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(given: Handout) -> Page:
    return Page(made(given, "html"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", examples.names())
def test_every_figure_is_the_decisions(name: str, language: Language) -> None:
    given = handout(name, language)
    advice, decision, t = given.advice, given.decision, given.text
    page = read(given)
    assert page.open == [] and page.all("html") == [{"lang": t.tag}]
    for sentence in (said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, given.day, t)):
        assert sentence in page.words
    limits = (t("verdict.not_counted"), t("verdict.lean"), rates(decision.scenario, t))
    for sentence in (*said_of.sure(advice, t), *said_of.beside(advice, t), *limits):
        assert sentence in page.text
    for row in said_of.compared(advice, t).values():
        assert set(filter(None, row)) <= set(page.words)
    assert set(three_flips(given.risk, decision, t)) <= set(page.words)
    assert {given.firm, t.date(given.day)} <= set(page.words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", examples.names())
def test_the_three_figures_are_those_whose_flips_are_told_and_their_curves_the_decisions(name: str, language: Language) -> None:
    given = handout(name, language)
    risk, decision, t = given.risk, given.decision, given.text
    found = figures(given)
    flipping = [bar.path for bar in deciding(risk.tornado, decision.verdict.reading)]
    assert len(found) == 3 and [one.curve.path for one in found][: len(flipping)] == flipping
    data = json.loads(read(given).held[1])
    assert [one["said"] for one in data] == [list(one.said) for one in found]
    for one in found:
        curve = one.curve
        low, _, high = risk.ranges[curve.path]
        assert (min(low, curve.today), max(high, curve.today)) == (curve.values[0], curve.values[-1])
        for at in (0, 7, one.at, 19, len(curve.values) - 1):
            there = decide(decision.scenario.with_values({curve.path: curve.values[at]}))
            ours = max(it.npv for option, it in there.options.items() if OPTIONS[option].reading == given.advice.reading)
            theirs = max(it.npv for option, it in there.options.items() if OPTIONS[option].reading != given.advice.reading)
            assert curve.leads[at] == pytest.approx(ours - theirs, abs=0.01)
            blanks = {"value": field_value(t, curve.path, curve.values[at]), "lead": t.about(abs(ours - theirs))}
            blanks["answer"] = t(f"answers.{given.advice.reading}")
            if ours >= theirs:
                assert one.said[at] == t("answer.ahead", **blanks)
            else:
                assert one.said[at] == t("answer.instead", best=t(f"answers.{there.verdict.reading}"), **blanks)


def test_what_is_said_of_today_stands_in_the_page_without_its_script() -> None:
    given = handout()
    page = read(given)
    for one in figures(given):
        today = field_value(given.text, one.curve.path, one.curve.today)
        assert {field_label(given.text, one.curve.path), today, one.said[one.at]} <= set(page.words)
    assert {"hidden": "hidden", "class": "quiet hint"} in page.all("p")  # how to move what only the script moves


def test_points_are_in_the_drawing_and_a_value_is_where_its_share_of_the_range_is() -> None:
    for one in figures(handout()):
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in one.points)
        assert (one.points[0][0], one.points[-1][0]) == (0, 100)
        assert all(one.down(lead) < one.down(0) for lead in one.curve.leads if lead > 0)
        assert [one.across(flip.value) for flip in one.flips] == sorted(one.across(flip.value) for flip in one.flips)


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_name_is_text_and_nothing_else(payload: str) -> None:
    plain, page = read(handout()), read(replace(handout(), name=payload))
    assert page.open == [] and payload.strip() in page.words
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert page.held == plain.held  # nothing typed reaches the style, the data or the script


def test_only_an_address_of_the_web_can_be_followed() -> None:
    for link in ('javascript:alert("1")', "data:text/html,<script>", '"><script>alert(1)</script>', " https://a.example"):
        page = read(replace(handout(), link=link))
        assert all(one["href"].startswith("https://") for one in page.all("a"))
        assert link in page.text and len(page.all("script")) == 2
    [back] = [one for one in read(replace(handout(), link=LINK)).all("a") if one["href"] == LINK]
    assert back["rel"] == "noopener noreferrer"
    assert handout().text("bar.link") not in read(handout()).words


def test_nothing_is_loaded_and_the_policy_names_the_one_style_and_the_one_script() -> None:
    page = read(replace(handout(), link=LINK))
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    style, _, script = page.held
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script)]
    allowed = [f"style-src 'sha256-{digests[0]}'", f"script-src 'sha256-{digests[1]}'", "img-src data:", "base-uri 'none'"]
    assert policy.split("; ") == ["default-src 'none'", *allowed]
    assert {"name": "referrer", "content": "no-referrer"} in page.all("meta")
    assert not re.search(r"url\(|@import|https?:|import\(|fetch|innerHTML|eval", style + script)
    for tag, attributes in page.elements:
        assert "src" not in attributes and "style" not in attributes and not any(name.startswith("on") for name in attributes)
        assert tag not in ("iframe", "img", "object", "embed", "form", "base", "image", "use")
        assert tag == "a" or attributes.get("href", "data:,") == "data:,"


def test_values_given_come_first_and_heavy_defaults_have_their_source_and_the_rest_is_counted() -> None:
    given = handout()
    t, page = given.text, read(given)
    entries = [entry for entry in ledger(given) if entry.path != "name"]
    heads = [field_label(t, "in_house.base_salary"), "client", "120\u00a0000\u00a0$ par an"]
    assert [one for one in map(str.strip, page.words) if one in heads][:3] == [heads[0], "client", heads[2]]
    [heaviest] = [entry for entry in entries if entry.path == given.risk.tornado[0].path]
    assert heaviest.checked is not None
    assert t("report.source", source=heaviest.source, date=t.date(heaviest.checked)) in page.words
    assert t("slides.rest", n=str(len(entries) - MOST_GIVEN - MOST_DEFAULTS)) in page.words


def test_a_claim_that_cuts_the_effect_and_rates_that_stand_in_are_told() -> None:
    given = replace(handout(), claim="half")
    assert given.text("page.claim.half") in read(given).text
    later = made_of(Scenario.model_validate({"year": 2029}))
    told = standing_in(later.decision.scenario, later.day, later.text)
    assert told and told in read(later).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_firm_of_france_counts_in_euros(language: Language) -> None:
    given = made_of(Scenario.model_validate({"jurisdiction": "FR", "name": "Cycles Vercors"}), language)
    page = read(given)
    assert page.all("html") == [{"lang": given.text.tag}]
    said = [*page.words, *(sentence for one in figures(given) for sentence in one.said)]
    assert any("€" in one for one in said) and not any("$" in one for one in said)


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_small_and_whole_at_the_edges(edge: str, language: Language) -> None:
    given = replace(handout(edge=edge, language=language), link="https://calcul.exemple.ca/#" + "x" * 8_000)
    assert len(made(given, "html")) < MOST_BYTES == 300_000
    assert read(given).open == [] and len(figures(given)) == 3


def test_a_firm_with_nothing_uncertain_has_its_three_figures_all_the_same() -> None:
    scenario = Scenario.model_validate({"uncertainty": {"*": None}})
    given = Handout(assess(scenario, 64, advice=advise(scenario, 64)), text("en"), DAY)
    assert [one.curve.path for one in figures(given)] == [
        *("workload.hours_per_week", "fractional.monthly_fee", "in_house.base_salary")
    ]
    assert given.text("risk.certain") in read(given).text


def test_the_same_handout_gives_the_same_bytes_and_another_day_changes_the_date_alone() -> None:
    given = handout(examples.names()[-1])
    later = replace(given, day=datetime.date(2026, 11, 23))
    first, second = made(given, "html"), made(later, "html")
    assert first == made(given, "html")
    assert second == first.replace(given.text.date(given.day).encode(), given.text.date(later.day).encode())
