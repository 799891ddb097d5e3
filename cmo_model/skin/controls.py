"""The head of every page: where to go, whose figures, the language, the presenter, sharing and keeping, putting back."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

from cmo_model import examples
from cmo_model.exports import KINDS, PAPERS, slug
from cmo_model.readers import MOST_BYTES, Problem, ReadError, Tag, read_file, remedy, words, write_link, write_scenario
from cmo_model.readers.frozen_file import read_frozen
from cmo_model.scenario.checks import MOST_LETTERS
from cmo_model.scenario.effect_share import CLAIMED, CLAIMS
from cmo_model.skin import components
from cmo_model.skin.draft import BroughtFile, never_kept
from cmo_model.skin.paths import fits
from cmo_model.skin.session import Visit
from cmo_model.words import LANGUAGES, Text, text

WORDS = (
    *(
        "skip",
        "pages",
        "brand",
        "example",
        "typing",
        "present",
        "share",
        "reset",
        "undo",
        "link",
        "link_note",
        "copy",
        "copied",
        "named",
        "scaled",
    ),
    *("file", "file_note", "save", "open", "keeping", "keep", "keep_note", "erase"),
    *("later", "freeze", "copy_dated", "later_note"),
    *("own", "firm_name", "hand_over", "hand_over_note", "paper", "with_link", "lost", "gone", *KINDS),
)
SLIM = ("whole", "gone")
_ADDRESS = re.compile(r"https?://[^\s#]{1,200}")
"""What a browser may say of its own address, for the link that a file prints."""


def controls(visit: Visit, t: Text, page: str, pages: Mapping[str, str], day: datetime.date) -> None:
    """Draw the head of a page; `pages` are the addresses by name, `day` is today. Another page folds the panel."""
    scenario = visit.decide().scenario
    link = partial(write_link, visit.typed, visit.draft.tags, visit.draft.began_from, claim=visit.told_claim)
    data = {
        "pages": [[name, t(f"pages.{name}"), address] for name, address in pages.items()],
        "examples": [[name, t(f"examples.{name}.name")] for name in examples.names()],
        "example": visit.draft.example if visit.draft.origin == "example" and not visit.draft.changes else "",
        "firm": visit.called(t),
        "named": visit.firm(t),
        "most_letters": MOST_LETTERS,
        "language": t.language,
        "languages": [[one, text(one).conventions.name, text(one).tag] for one in LANGUAGES],
        "words": {name: t(f"bar.{name}") for name in WORDS},
        "choices": {
            "typing": [[name, t(f"tags.{name}")] for name in ("client", "consultant")],
            "paper": [[name, t(f"papers.{name}")] for name in PAPERS],
        },
        "kinds": KINDS,
        "paper": visit.paper,
        "made": _handed(visit),
        "typing": visit.draft.typing,
        "keep": visit.draft.keep,
        "changed": bool(visit.draft.changes or visit.draft.tags) or visit.draft.claim != "full",
        "undo": bool(visit.draft.before),
        "scaled": visit.told_claim != "full",
        "page": page,
        "link": link(),
        "link_named": link(with_name=True),
        "dated": link(frozen=day),
        "dated_named": link(with_name=True, frozen=day),
        "file": write_scenario(scenario, honest_tags(visit), visit.draft.answered).decode(),
        "file_name": f"{slug(scenario.name) or 'scenario'}.json",
        "most_bytes": MOST_BYTES,
    }

    def did() -> None:
        do(visit, t, components.heard("bar", "did"))

    components.bar(data, "bar", did)


def slim(visit: Visit, t: Text) -> None:
    """Draw what stands in place of the head where another site frames the page: the whole calculator, with the same figures."""
    visit.decide()
    link = write_link(visit.typed, visit.draft.tags, visit.draft.began_from, claim=visit.told_claim)
    components.slim({"link": link, "words": {name: t(f"bar.{name}") for name in SLIM}}, "slim")


def _handed(visit: Visit) -> dict[str, str] | None:
    """A file just made, handed to the browser once and then forgotten."""
    if visit.handed is None:
        return None
    (name, data), visit.handed = visit.handed, None
    return {"name": name, "data": base64.b64encode(data).decode(), "id": secrets.token_hex(4)}


def honest_tags(visit: Visit) -> dict[str, Tag]:
    """Who gave each value of the scenario decided on: an effect that the claim cut is nobody's."""
    return {path: tag for path, tag in visit.told_tags.items() if visit.told_claim == "full" or path not in CLAIMED}


def do(visit: Visit, t: Text, done: Any) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored."""
    what, value = (done.get("what"), done.get("value")) if isinstance(done, dict) else (None, None)
    visit.notices = []
    if what == "language" and value in LANGUAGES:
        visit.keep(language=value)
    elif what == "example" and value in examples.names():
        visit.set_aside()
        visit.open_example(value)
    elif what == "own":
        visit.set_aside()
        visit.open_own()
    elif what == "name" and isinstance(value, str) and fits("name", value):
        visit.change("name", value)
    elif what == "claim" and value in tuple(CLAIMS):
        visit.keep(claim=value)
    elif what == "typing" and value in ("client", "consultant"):
        visit.keep(typing=value)
    elif what == "paper" and value in PAPERS:
        visit.paper = value
    elif what in KINDS:
        visit.asked = what, value if isinstance(value, str) and _ADDRESS.fullmatch(value) else ""
    elif what == "freeze":
        visit.asked = "frozen", ""
    elif what == "present":
        visit.step, visit.levers = 0, ()
    elif what == "reset":
        visit.set_aside()
        visit.reset()
    elif what == "undo" and visit.draft.before:
        visit.back()
    elif what == "file":
        open_file(visit, str(value), t)
    elif what == "too_large":
        visit.notices = [remedy(Problem("file_too_large", details={"limit": MOST_BYTES // 1024}), t)]
    elif what == "keep":
        visit.keep(keep=value is True)
        if not visit.draft.keep:
            visit.keep(before=never_kept(visit.draft.before))
            _erase()
    elif what == "erase":
        visit.keep(keep=False, before=never_kept(visit.draft.before))
        _erase()
        visit.notices = [t("bar.erased")]


def _erase() -> None:
    st.session_state["erase"] = st.session_state.get("erase", 0) + 1


def open_file(visit: Visit, encoded: str, t: Text) -> None:
    """Open a scenario file handed over as base64; when it cannot be read everything stays, and why is said.

    A frozen decision is taken for what it is, to be checked on its own page.
    """
    try:
        data = base64.b64decode(encoded, validate=True)
        shared = read_file(data)
    except ReadError as error:
        visit.notices = [words(problem, t) for problem in error.problems]
        with suppress(ReadError):
            read_frozen(data)
            visit.set_aside()
            visit.draft = visit.draft.checking(BroughtFile("", data))
            visit.round += 1
            visit.notices = [t("checkback.file_opened", page=t("pages.checkback"))]
    except binascii.Error:
        visit.notices = [remedy(Problem("not_text"), t)]
    else:
        visit.set_aside()
        visit.open_file(shared)
