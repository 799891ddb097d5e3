"""The project's own component: questions, sentences and tables, what is kept, controls, the presenter's place, the checklist.

One component, whose scripts are files of `component/`; what it is given names the part to draw. Streamlit's own number widget shows
no grouping and reads the decimal comma by the browser's language, not the page's: hence our fields. The readout draws sentences,
signals and tables whose figures can be touched. Text is set as text, never as mark-up.
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import streamlit as st

from cmo_model.server.failures import failed
from cmo_model.words import Text

_MARKED = re.compile("\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002")
Then = Callable[[], None]

_SERVER = secrets.token_hex(4)
_TURNS = itertools.count(1)


@cache
def _component() -> Any:
    """Our one component; Streamlit knows its files once it runs, not when this is imported."""
    return st.components.v2.component("cmo-model.parts", html='<div class="part"></div>', js="main.js")


@dataclass(frozen=True)
class Made:
    """Of which figures a part is made: the last edit known, and the decision; what `leads` says which decision is the newest.

    The browser dims a part whose edit or decision is no longer the newest, until it is drawn anew.
    """

    sequence: int
    of: str
    leads: bool = False


def _draw(part: str, key: str, data: dict[str, Any], made: Made | None = None, **then: Then) -> Any:
    """Draw a part, its data numbered: it drops what reaches it after something newer. The same again keeps its number."""
    data = data if made is None else data | asdict(made)
    given = st.session_state.setdefault("given", {})
    if key not in given or given[key][0] != data:
        given[key] = data, next(_TURNS)
    return _component()(key=key, data={**data, "part": part, "order": [_SERVER, given[key][1]]}, **then)


def heard(key: str, what: str) -> Any:
    """What a part told last under a name; nothing where it was not drawn since, as when its page gave way to another."""
    told = st.session_state.get(key)
    return None if told is None else told.get(what)


def questions(data: dict[str, Any], key: str, on_edits: Then, on_why: Then, made: Made | None = None) -> Any:
    """Ask for fields; edits arrive as the state `edits`, a list, and a touched tag as the trigger `why`, a figure's name."""
    return _draw("fields", key, data, made, on_edits_change=on_edits, on_why_change=on_why)


def keep(data: dict[str, Any], key: str, on_found: Then, on_dropped: Then) -> Any:
    """Hold the draft in the browser; what a fresh page found there arrives as the state `found`.

    The state `dropped` changes when another tab erased what was kept on this computer.
    """
    return _draw("store", key, data, on_found_change=on_found, on_dropped_change=on_dropped)


def bar(data: dict[str, Any], key: str, on_did: Then) -> Any:
    """The head of every page; what was done arrives as the trigger `did`."""
    return _draw("bar", key, data, on_did_change=on_did)


def slim(data: dict[str, Any], key: str) -> Any:
    """What stands above a page framed by another site: the way to the whole calculator, and whether the server is there."""
    return _draw("slim", key, data)


def stage(data: dict[str, Any], key: str, on_step: Then) -> Any:
    """The presenter's place in the story; keys and buttons arrive as the trigger `step`."""
    return _draw("stage", key, data, on_step_change=on_step)


def checklist(data: dict[str, Any], key: str, on_edits: Then, on_did: Then) -> Any:
    """The transfer's answers, which arrive as edits; the memory taken arrives as the trigger `did`."""
    return _draw("checklist", key, data, on_edits_change=on_edits, on_did_change=on_did)


def rows(data: dict[str, Any], key: str, on_edits: Then, on_did: Then) -> Any:
    """Rows of controls whose values travel as a whole, as edits; a button pressed or a file opened arrives as the trigger `did`."""
    return _draw("rows", key, data, on_edits_change=on_edits, on_did_change=on_did)


def mark(name: str, shown: str) -> str:
    """A figure set apart inside a sentence, to be cut out again by `parts`; the marks are private characters."""
    return f"\ue000{name}\ue001{shown}\ue002"


def parts(sentence: str) -> list[dict[str, str]]:
    """A sentence cut into plain text and figures that can be touched."""
    found, at = [], 0
    for match in _MARKED.finditer(sentence):
        if match.start() > at:
            found.append({"text": sentence[at : match.start()]})
        found.append({"name": match[1], "text": match[2]})
        at = match.end()
    if at < len(sentence):
        found.append({"text": sentence[at:]})
    return found


def readout(
    blocks: list[dict[str, Any]],
    t: Text,
    key: str,
    on_why: Then,
    live: bool = False,
    look: str = "",
    made: Made | None = None,
    on_did: Then | None = None,
) -> Any:
    """Draw blocks of text, pictures and figures; a touched figure arrives as the trigger `why`, its name.

    What else was pressed arrives as the trigger `did`.
    """
    data = {"blocks": blocks, "why": t("explanation.title"), "table": t("page.as_table"), "live": live, "look": look}
    return _draw("readout", key, data, made, on_why_change=on_why, on_did_change=on_did or _nothing)


def _nothing() -> None:
    """Nothing follows."""


@contextmanager
def net(t: Text) -> Iterator[None]:
    """Catch what breaks inside, log its code and tell it; a rerun or a stop of the page passes through."""
    try:
        yield
    except Exception as error:
        code = failed(error)
        said = [{"kind": "prose", "tone": "alert", "parts": parts(t("page.failed", code=code))}]
        readout(said, t, f"broken-{code}", lambda: None, live=True)
