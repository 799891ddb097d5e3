"""The project's own components: questions, sentences and tables, what is kept, controls, the presenter's place, the checklist.

Streamlit's own number widget shows no grouping and reads the decimal comma by the browser's language, not the page's: hence our
fields. The readout draws sentences, signals and tables whose figures can be touched. Text is set as text, never as mark-up.
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from cmo_model.words import Text

_HERE = Path(__file__).with_name("component")
_MARKED = re.compile("\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002")


def _read(*names: str) -> str:
    return "".join((_HERE / name).read_text("utf-8") for name in names)


def _script(*names: str) -> str:
    return _read("order.js", *names)


_define = st.components.v2.component
_fields = _define(
    "cmo_fields",
    html='<div class="fields"></div>',
    css=_read("fields.css"),
    js=_script("storage.js", "dom.js", "numbers.js", "fields.js"),
)
_readout = _define(
    "cmo_readout", html='<div class="readout">\n</div>', css=_read("readout.css"), js=_script("dom.js", "readout.js")
)
_keeper = _define("cmo_keeper", html="<span></span>", js=_script("storage.js", "browser_store.js"))
_bar = _define("cmo_bar", html='<div class="bar"></div>', css=_read("bar.css"), js=_script("dom.js", "bar.js"))
_stage = _define("cmo_stage", html='<div class="stage"></div>', css=_read("stage.css"), js=_script("dom.js", "stage.js"))
_checklist = _define(
    "cmo_checklist",
    html='<div class="checklist"></div>',
    css=_read("checklist.css"),
    js=_script("storage.js", "dom.js", "checklist.js"),
)
_panel = _define(
    "cmo_panel",
    html='<div class="panel"></div>',
    css=_read("panel.css"),
    js=_script("storage.js", "dom.js", "numbers.js", "panel.js"),
)

Then = Callable[[], None]

_SERVER = secrets.token_hex(4)
_TURNS = itertools.count(1)


def _ordered(key: str, data: dict[str, Any]) -> dict[str, Any]:
    """What a component is given, numbered: it drops what reaches it after something newer. The same again keeps its number."""
    given = st.session_state.setdefault("given", {})
    if key not in given or given[key][0] != data:
        given[key] = data, next(_TURNS)
    return {**data, "order": [_SERVER, given[key][1]]}


def questions(data: dict[str, Any], key: str, on_edits: Then, on_why: Then) -> Any:
    """Ask for fields; edits arrive as the state `edits`, a list, and a touched tag as the trigger `why`, a figure's name."""
    return _fields(key=key, data=_ordered(key, data), on_edits_change=on_edits, on_why_change=on_why)


def keep(data: dict[str, Any], key: str, on_found: Then, on_dropped: Then) -> Any:
    """Hold the draft in the browser; what a fresh page found there arrives as the state `found`.

    The state `dropped` changes when another tab erased what was kept on this computer.
    """
    return _keeper(key=key, data=_ordered(key, data), on_found_change=on_found, on_dropped_change=on_dropped)


def bar(data: dict[str, Any], key: str, on_did: Then) -> Any:
    """The controls above every page; what was done arrives as the trigger `did`."""
    return _bar(key=key, data=_ordered(key, data), on_did_change=on_did)


def stage(data: dict[str, Any], key: str, on_step: Then) -> Any:
    """The presenter's place in the story; keys and buttons arrive as the trigger `step`."""
    return _stage(key=key, data=_ordered(key, data), on_step_change=on_step)


def checklist(data: dict[str, Any], key: str, on_edits: Then, on_did: Then) -> Any:
    """The transfer's answers, which arrive as edits; the memory taken arrives as the trigger `did`."""
    return _checklist(key=key, data=_ordered(key, data), on_edits_change=on_edits, on_did_change=on_did)


def panel(data: dict[str, Any], key: str, on_edits: Then, on_did: Then) -> Any:
    """Rows of controls whose values travel as a whole, as edits; a button pressed or a file opened arrives as the trigger `did`."""
    return _panel(key=key, data=_ordered(key, data), on_edits_change=on_edits, on_did_change=on_did)


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


def readout(blocks: list[dict[str, Any]], t: Text, key: str, on_why: Then, live: bool = False, large: bool = False) -> Any:
    """Draw blocks of text and figures; a touched figure arrives as the trigger `why`, its name."""
    data = {"blocks": blocks, "why": t("explanation.title"), "live": live, "large": large}
    return _readout(key=key, data=_ordered(key, data), on_why_change=on_why)
