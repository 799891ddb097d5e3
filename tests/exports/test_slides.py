"""The slides say the decision's figures, in native charts and text a consultant can edit, with the formulas in the notes."""

import datetime
import io
import math
import time

import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.util import Emu

from cmo_model import examples
from cmo_model.charts import tables
from cmo_model.exports import Handout, ledger
from cmo_model.exports.slides import slides
from cmo_model.words.explanation import explain
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import hidden_cost, three_signals
from tests.exports.firms import EDGES, LINK, PAYLOADS, handout


def read(given: Handout) -> Presentation:
    return Presentation(io.BytesIO(slides(given)))


def words(deck: Presentation) -> list[str]:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found += [paragraph.text for paragraph in shape.text_frame.paragraphs]
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(deck: Presentation) -> list[Chart]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", examples.names())
def test_every_figure_is_the_decisions(name: str, language: str) -> None:
    given = handout(name, language)  # type: ignore[arg-type]
    decision, t = given.decision, given.text
    deck = read(given)
    assert (deck.slide_width, deck.slide_height, len(deck.slides)) == (12_191_695, 6_858_000, 7)
    said = words(deck)
    advice = given.advice
    for sentence in (said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, given.day, t)):
        assert sentence in said
    assert said_of.agreement(advice, t) in said and hidden_cost(decision, t) in said
    for signal in three_signals(decision, t):
        assert {signal.measure, signal.limit} <= set(said)
    assert {*said_of.sure(advice, t), *three_flips(given.risk, decision, t)} <= set(said)
    entries = {entry.label: entry.value for entry in ledger(given)}
    [table] = [shape.table for shape in deck.slides[6].shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert rows and all(entries[label] == value for label, value, _ in rows)


def test_charts_are_native_and_hold_the_screens_tables() -> None:
    given = handout()
    gains, costs, entry, chances = charts(read(given))
    options = tables.gains(given.advice)["gain"].sort_values(ascending=False, kind="stable")
    assert list(gains.plots[0].series[0].values) == options.tolist()
    whole = tables.costs(given.decision)
    assert [list(series.values) for series in costs.plots[0].series] == [whole["invoice"].tolist(), whole["hidden"].tolist()]
    assert list(entry.plots[0].series[0].values) == tables.entry(given.decision)["better"].tolist()
    assert sorted(chances.plots[0].series[0].values) == sorted(one.p_best for one in given.advice.options.values())


def test_the_notes_hold_the_formula_of_each_figure_and_charts_have_words() -> None:
    given = handout()
    deck = read(given)
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert all(notes)
    margin = explain(given.decision, "verdict.margin", "fr", depth=1)
    assert margin.formula is not None and margin.formula in notes[0] and margin.shown in notes[0]
    described = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for s in deck.slides for shape in s.shapes if shape.has_chart]
    assert len(described) == 4 and all(described)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_text_and_nothing_else(payload: str) -> None:
    made = slides(handout(edge=payload, link=LINK))
    deck = Presentation(io.BytesIO(made))
    assert any(payload in one for one in words(deck))
    for slide in deck.slides:
        assert not [rel for rel in slide.part.rels.values() if rel.is_external]
        assert "hlinkClick" not in slide.part.blob.decode()


def needed(frame: object, width: float) -> float:
    """Points of height that a text takes, at half its size and a little more a letter, as the faces of a deck are."""
    total = 0.0
    for paragraph in frame.paragraphs:  # type: ignore[attr-defined]
        size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=30.0)
        lines = max(1, math.ceil(0.52 * size * len(paragraph.text) / width))
        total += lines * 1.2 * size + (paragraph.space_after.pt if paragraph.space_after else 0.0)
    return total


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("edge", ["", *EDGES])
def test_no_text_runs_over_its_place(edge: str, language: str) -> None:
    for slide in read(handout(edge=edge, language=language)).slides:  # type: ignore[arg-type]
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= 12_191_695 and shape.top + shape.height <= 6_858_000
            if shape.has_text_frame:
                room = Emu(shape.width).pt - 15
                assert needed(shape.text_frame, room) <= Emu(shape.height).pt, shape.text_frame.text


def test_the_link_stands_in_the_notes_only_when_asked_and_the_file_is_small() -> None:
    with_link, without = slides(handout(link=LINK)), slides(handout())
    last = Presentation(io.BytesIO(with_link)).slides[6].notes_slide.notes_text_frame.text
    assert LINK in last
    assert LINK not in Presentation(io.BytesIO(without)).slides[6].notes_slide.notes_text_frame.text
    assert len(with_link) < 1_000_000
    about = Presentation(io.BytesIO(without)).core_properties
    assert (about.author, about.created.date().isoformat()) == ("", "2026-11-22")


def test_the_same_handout_gives_the_same_bytes_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(moment: datetime.datetime) -> bytes:
        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
                return moment.astimezone(tz)

        monkeypatch.setattr(datetime, "datetime", Clock)
        monkeypatch.setattr("xlsxwriter.core.datetime", Clock)
        monkeypatch.setattr(time, "time", moment.timestamp)
        monkeypatch.setattr(time, "localtime", lambda *_: moment.timetuple())
        return slides(handout())

    first = made(datetime.datetime(2026, 11, 22, 9, 30, 10, tzinfo=datetime.UTC))
    monkeypatch.undo()
    assert first == made(datetime.datetime(2027, 1, 3, 18, 5, 59, tzinfo=datetime.UTC))
