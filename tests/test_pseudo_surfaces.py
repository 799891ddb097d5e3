"""Pages and files in a language made up for the test: no word of French or English is left, and longer words have their room."""

import datetime
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pptx.util import Emu
from pypdf import PdfReader

from cmo_model import Scenario, examples, parameters
from cmo_model.exports import Handout, made
from cmo_model.exports.workbook import workbook
from cmo_model.pages import method
from cmo_model.readers import read_scenario
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Risk, assess
from cmo_model.words import Text, text
from tests.exports.recalculated import opened
from tests.exports.test_card import Page
from tests.exports.test_report import ink_beyond_the_margins
from tests.exports.test_slides import needed, read, words
from tests.pseudo import PSEUDO, cited, registered, untranslated
from tests.skin.test_figures import draw_all, drawn

__all__ = ["drawn"]

DAY = datetime.date(2026, 11, 25)
SHAPES = {"kind", "tone", "name", "address", "look", "key", "lit", "level", "act", "figure"}
"""Keys of a block that hold what the reader is not told as words."""


@pytest.fixture(scope="module")
def t(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Text]:
    with registered(tmp_path_factory.mktemp("words")):
        yield text(PSEUDO)


@cache
def _risk(name: str) -> Risk:
    return assess(read_scenario(examples.source(name).encode()), 256)


def handout(name: str, t: Text) -> Handout:
    return Handout(_risk(name), t, DAY, origin="example")


def left(lines: list[str], *allowed: str) -> list[tuple[str, list[str]]]:
    """Lines with words that were not translated."""
    known = cited() | set(allowed)
    return [(line, found) for line in lines if (found := untranslated(line, known))]


def texts(tree: Any) -> Iterator[str]:
    """Every string that a block shows."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for key, inner in tree.items():
            if key not in SHAPES:
                yield from texts(inner)
    elif isinstance(tree, (list, tuple)):
        for inner in tree:
            yield from texts(inner)


def test_every_page_is_said_without_a_word_left(drawn: list[dict[str, Any]], t: Text) -> None:
    visit = Visit()
    visit.keep(language=PSEUDO)
    visit.open_example(examples.FIRST)
    for section in method.SECTIONS.values():
        drawn += section(t)
    draw_all(visit, t)
    said = [*texts(drawn)]
    assert len(said) > 500
    assert left(said, visit.decide().scenario.name, Scenario().name) == []


@pytest.mark.parametrize("name", [examples.FIRST, "traiteur-maskinonge"])
def test_every_file_is_said_without_a_word_left(name: str, t: Text) -> None:
    given = handout(name, t)
    firm = given.decision.scenario.name
    pages = PdfReader(io.BytesIO(made(given, "pdf"))).pages
    printed = [page.extract_text().replace("\u00ad", "").replace("\n", " ") for page in pages]
    addresses = {entry.source.address for entry in parameters.defaults().values() if entry.source.address}
    broken = {word for one in cited() | addresses for word in re.findall(r"\w+", one)}  # print breaks them over lines and columns
    assert left(printed, firm, *broken) == []
    assert left(words(read(given)), firm) == []
    assert left(Page(made(given, "html")).words, firm) == []
    cells = [cell for sheet in opened(workbook(given)).worksheets for row in sheet.iter_rows() for cell in row]
    shown = [str(cell.value) for cell in cells if cell.data_type == "s" and "." not in str(cell.value).split(" ")[0]]
    assert left(shown, firm, "best", "memory") == []  # the paths of figures


def test_words_a_third_longer_have_their_room(t: Text) -> None:
    given = handout(examples.FIRST, t)
    assert ink_beyond_the_margins(given, "letter") == 0
    deck = read(given)
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert needed(shape.text_frame, Emu(shape.width).pt - 15) <= Emu(shape.height).pt, shape.text_frame.text
