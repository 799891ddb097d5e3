"""What the pages have in common: sentences as blocks of a readout, and a place to draw them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from cmo_model.text import Text
from cmo_model.uncertainty import Risk
from cmo_model.views import why
from cmo_model.views.components import parts, readout
from cmo_model.views.state import Visit

Block = dict[str, Any]


def prose(sentence: str, tone: str = "") -> Block:
    """A paragraph."""
    return {"kind": "prose", "tone": tone, "parts": parts(sentence)}


def heading(words: str) -> Block:
    """A heading of the second level."""
    return {"kind": "heading", "parts": parts(words)}


def items(sentences: Iterable[str]) -> Block:
    """A list of sentences."""
    return {"kind": "links", "items": [parts(sentence) for sentence in sentences]}


def draw(blocks: list[Block], t: Text, key: str, live: bool = False) -> None:
    """Draw blocks whose figures can be touched."""
    readout(blocks, t, key, lambda: why.ask(key), live)


def dark() -> bool:
    """Whether the page is shown on a dark ground."""
    return bool(st.context.theme.type == "dark")


def assessed(visit: Visit, t: Text) -> Risk:
    """The risk of what is on screen, with a bar while it is computed; leaving the page stops it."""
    if visit.risk is not None and visit.risk_of == visit.decide().scenario:
        return visit.risk
    bar = st.progress(0.0, t("risk.working"))

    def progress(share: float) -> None:
        bar.progress(min(1.0, share), t("risk.working"))

    risk = visit.assess(progress)
    bar.empty()
    return risk
