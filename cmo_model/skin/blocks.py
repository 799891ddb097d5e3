"""What the pages have in common: sentences as blocks of a readout, and a place to draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from cmo_model.charts import CONFIG
from cmo_model.skin import why
from cmo_model.skin.components import Made, parts, readout
from cmo_model.words import Text

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


def headline(words: str) -> Block:
    """The page's answer."""
    return {"kind": "headline", "parts": parts(words)}


def fact(label: str, value: str, note: str = "") -> Block:
    """A name and its figure, a row of `facts`; a note stands under the name."""
    return {"label": parts(label), "value": parts(value), "note": note}


def facts(rows: Iterable[Block]) -> Block:
    """Names and figures, aligned."""
    return {"kind": "facts", "rows": list(rows)}


def table(
    caption: str,
    columns: Iterable[str],
    rows: Iterable[tuple[bool, Iterable[str]]],
    acts: Iterable[Block | None] = (),
    words: int = 0,
) -> Block:
    """A table; each row says whether it is the best and gives its cells, the first its name, which does its act when pressed.

    So many columns after the first hold words; those after them hold numbers.
    """
    cut = [{"best": best, "cells": [parts(cell) for cell in cells]} for best, cells in rows]
    made = [{**row, "act": act} for row, act in zip_longest(cut, acts)] if acts else cut
    return {"kind": "table", "caption": caption, "columns": list(columns), "rows": made, "words": words}


def source(words: str, address: str) -> Block:
    """Where something was read; a link when there is an address."""
    return {"kind": "source", "text": words, "address": address}


def gauge(label: str, shown: str, value: float | None, low: float, high: float, most: float) -> Block:
    """A bar from nothing to `most` with the threshold, or the band, marked on it."""
    share = [min(1.0, max(0.0, one / most)) for one in (value or 0.0, low, high)]
    return {"kind": "gauge", "label": parts(label), "value": parts(shown), "share": share[0], "low": share[1], "high": share[2]}


def draw(
    blocks: list[Block],
    t: Text,
    key: str,
    live: bool = False,
    look: str = "",
    made: Made | None = None,
    did: Callable[[], None] | None = None,
) -> None:
    """Draw blocks whose figures can be touched; the look `large` is for a screen seen from afar."""
    readout(blocks, t, key, lambda: why.ask(key), live, look, made, did)


def picture(figure: go.Figure, alternative: str, key: str, chosen: Callable[[Any], None] | None = None) -> None:
    """Draw a chart in our own look, with words for who cannot see it; `chosen` is told what the point pressed stands for."""
    if chosen is None:
        st.plotly_chart(figure, theme=None, config=CONFIG, alt=alternative, key=key)
        return

    def pressed() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points and "customdata" in points[0]:
            chosen(points[0]["customdata"])

    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alternative, key=key, on_select=pressed, selection_mode="points")


def dark() -> bool:
    """Whether the page is shown on a dark ground."""
    return bool(st.context.theme.type == "dark")
