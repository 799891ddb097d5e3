"""The look of the slides, set in the master and the theme of an empty deck: 16:9, one accent colour, titles to the left."""

from __future__ import annotations

import re

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from cmo_model.charts.look import ACCENT, INK, QUIET
from cmo_model.exports.handout import Handout
from cmo_model.words import Text

CONTENT, TITLE_ONLY = 1, 5
"""Places of the two layouts in the library's own deck."""
_WIDE = 13.333 / 10
_COLOURS = {"dk1": INK[False], "dk2": INK[False], "lt2": "#e6e9ea", "accent1": ACCENT[False], "accent2": QUIET[False]}


def money_format(t: Text) -> str:
    """A number format for dollars; nothing for nothing. Whoever opens the file sees their own separators."""
    code = t.money_code(cents=False)
    return f"{code};\u2212{code};"


def template() -> Presentation:
    """An empty deck."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    master = deck.slide_master
    for holder in (master, *deck.slide_layouts):
        for shape in holder.shapes:
            if holder is master or shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(round(shape.left * _WIDE)), Emu(round(shape.width * _WIDE))
    title, body = master.placeholders[0], master.placeholders[1]
    for shape, place in ((title, (0.6, 0.4, 12.1, 1.1)), (body, (0.6, 1.75, 12.1, 4.8))):
        shape.left, shape.top, shape.width, shape.height = map(Inches, place)
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    styles = master._element.find(qn("p:txStyles"))
    heading = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    heading.set("algn", "l")
    heading.find(qn("a:defRPr")).set("sz", "3000")
    heading.find(qn("a:defRPr")).set("b", "1")
    text = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    text.set("marL", "0")
    text.set("indent", "0")
    for bullet in (qn("a:buFont"), qn("a:buChar")):
        text.remove(text.find(bullet))
    text.insert(1, text.makeelement(qn("a:buNone"), {}))
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _coloured(theme.blob)
    return deck


def _coloured(theme: bytes) -> bytes:
    xml = theme.decode()
    for name, colour in _COLOURS.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour.removeprefix("#")}"/>\2', xml, flags=re.DOTALL)
    return xml.encode()


def stamp(slide: Slide, handout: Handout, number: int, last: int) -> None:
    """The firm, the day and the slide's number at its foot."""
    frame = slide.shapes.add_textbox(*map(Inches, (0.6, 6.95, 12.1, 0.35))).text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = handout.text("slides.foot", firm=handout.firm, date=handout.text.date(handout.day), n=str(number), all=str(last))
    run.font.size = Pt(11)
