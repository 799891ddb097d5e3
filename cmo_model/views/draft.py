"""A visit as text for the visitor's own browser, and back: what lets a page survive F5, a lost connection and a restarted server.

The text comes back from outside: every value is checked for kind here and for bounds with the scenario. What is no draft of ours
is left out with a word, never an error.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from cmo_model import examples
from cmo_model.readers import ReadError, read_link, words, write_link
from cmo_model.text import LANGUAGES, Text
from cmo_model.views.components import keep
from cmo_model.views.state import CLAIMS, MOST_KEPT, Kept, Visit, example_scenario, exists, fits

_VERSION = 1
_MOST = 64 * 1024
"""Characters of a draft."""


def draft(visit: Visit, language: str) -> str:
    """Everything typed, as compact JSON."""
    start = visit.example if visit.origin == "example" else write_link(visit.start, with_name=True)
    tree = {
        "version": _VERSION,
        "origin": visit.origin,
        "example": visit.example,
        "start": start,
        "changes": visit.changes,
        "tags": visit.tags,
        "claim": visit.claim,
        "typing": visit.typing,
        "keep": visit.keep_here,
        "kept": [[one.name, write_link(one.scenario, with_name=True)] for one in visit.kept],
        "sequence": visit.sequence,
        "language": language,
    }
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def restore(visit: Visit, raw: str, same_tab: bool = True) -> str:
    """Put a draft back into a visit, edits made meanwhile on top; returns the draft's language, nothing when unreadable."""
    try:
        tree = json.loads(raw) if len(raw) <= _MOST else None
        if not isinstance(tree, dict) or tree.get("version") != _VERSION:
            return ""
        origin, example = tree["origin"], tree["example"]
        if origin not in ("example", "link", "file") or example not in examples.names():
            return ""
        start = example_scenario(example) if origin == "example" else read_link(tree["start"]).scenario
        kept = [Kept(str(name)[:60], read_link(link).scenario) for name, link in tree["kept"][:MOST_KEPT]]
        changes = {path: value for path, value in dict(tree["changes"]).items() if exists(path) and fits(path, value)}
        tags = {path: tag for path, tag in dict(tree["tags"]).items() if tag in ("client", "consultant", "unknown")}
        sequence = tree["sequence"] if same_tab and isinstance(tree["sequence"], int) else 0
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # ReadError is a ValueError
        return ""
    visit.example, visit.origin, visit.start, visit.kept = example, origin, start, kept
    visit.changes, visit.tags = changes, tags
    visit.claim = next((claim for claim in CLAIMS if claim == tree.get("claim")), "full")
    visit.typing = "consultant" if tree.get("typing") == "consultant" else "client"
    visit.keep_here = tree.get("keep") is True
    visit.decision = None
    visit.round += 1
    meanwhile, visit.log = visit.log, []
    visit.sequence = sequence
    visit.take([dict(edit) for edit in meanwhile])
    language = tree.get("language")
    return language if language in LANGUAGES else ""


def found(visit: Visit, t: Text, what: Any) -> None:
    """What a fresh page found in the browser or in its address, put back into the visit."""
    if not isinstance(what, dict) or not isinstance(what.get("raw"), str):
        return
    visit.restored = str(what.get("id"))
    language = ""
    if what.get("source") == "link":
        open_link(visit, what["raw"], t)
    elif what["raw"]:
        language = restore(visit, what["raw"], same_tab=what.get("source") == "session")
    visit.take(what.get("edits"))
    if language:
        st.session_state["language"] = language


def open_link(visit: Visit, fragment: str, t: Text) -> bool:
    """Open a link; when it cannot be read everything stays as it was, and why is said."""
    try:
        shared = read_link(fragment)
    except ReadError as error:
        visit.notices = [words(problem, t) for problem in error.problems]
        return False
    visit.before = draft(visit, t.language)
    visit.open_shared(shared, t)
    return True


def keeper(visit: Visit, t: Text, erase: int) -> None:
    """Hold this visit's draft in the browser; nothing of it is stored here."""

    def arrived() -> None:
        found(visit, t, st.session_state["keeper"].get("found"))

    data = {
        "nonce": visit.nonce,
        "echo": visit.restored,
        "sequence": visit.sequence,
        "draft": draft(visit, t.language),
        "keep": visit.keep_here,
        "erase": erase,
        "page": t.tag,
    }
    keep(data, "keeper", arrived)
