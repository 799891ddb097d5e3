"""A visit as text for the visitor's own browser, and back: what lets a page survive F5, a lost connection and a restarted server.

The text comes back from outside: every value is checked for kind here and for bounds with the scenario. A draft that cannot be
read is told, and the browser keeps a copy of it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, get_args

from cmo_model import examples
from cmo_model.readers import ReadError, Tag, read_link, words, write_link
from cmo_model.scenario.effect_share import CLAIMS
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.components import heard, keep
from cmo_model.skin.history_file import unpacked
from cmo_model.skin.paths import exists, fits
from cmo_model.skin.session import MOST_KEPT, Kept, Origin, Visit, example_scenario
from cmo_model.words import LANGUAGES, Text

_VERSION = 1
_MOST = 256 * 1024
"""Characters of a draft."""


def draft(visit: Visit, before: str = "") -> str:
    """Everything typed, as compact JSON; `before` is the draft that "back" returns to."""
    start = "" if visit.origin == "example" else write_link(visit.start, base=visit.base, with_name=True)
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
        "file": visit.file.packed if visit.file else (),
        "arbitrage": visit.arbitrage,
        "transfer": visit.transfer.model_dump(mode="json"),
        "kept": [[one.kind, one.name, write_link(one.scenario, with_name=True)] for one in visit.kept],
        "counted": visit.counted,
        "figures": visit.figures,
        "sequence": visit.sequence,
        "language": visit.language,
        "before": before,
    }
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def restore(visit: Visit, raw: str, same_tab: bool = True) -> bool:
    """Put a draft back into a visit, edits made meanwhile on top; false when it cannot be read, and then nothing changes."""
    try:
        tree = json.loads(raw) if len(raw) <= _MOST else None
        if not isinstance(tree, dict) or tree.get("version") != _VERSION or tree["example"] not in examples.names():
            return False
        origin = next(one for one in get_args(Origin) if one == tree["origin"])
        opened = None if origin == "example" else read_link(tree["start"])
        start = example_scenario(tree["example"]) if opened is None else opened.scenario
        changes = {path: value for path, value in dict(tree["changes"]).items() if exists(path) and fits(path, value)}
        tags = {path: tag for path, tag in dict(tree["tags"]).items() if path in FIELDS and tag in get_args(Tag)}
        figures, before = str(tree["figures"])[:16], str(tree["before"])
        sequence = tree["sequence"] if same_tab and type(tree["sequence"]) is int and tree["sequence"] >= 0 else 0
        kept = _kept(tree["kept"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration):  # ReadError is a ValueError
        return False
    visit.example, visit.origin, visit.start, visit.kept = tree["example"], origin, start, kept
    visit.base = opened.base if opened else ""
    visit.changes, visit.tags, visit.figures, visit.before = changes, tags, figures, before
    visit.counted = tree["counted"] if type(tree.get("counted")) is int else len(kept)
    visit.file = unpacked(tree.get("file"))
    visit.choose(tree.get("arbitrage", {}))
    visit.answer_transfer(tree.get("transfer", {}))
    visit.claim = next((claim for claim in CLAIMS if claim == tree.get("claim")), "full")
    visit.typing = "consultant" if tree.get("typing") == "consultant" else "client"
    visit.keep_here = tree.get("keep") is True
    visit.language = next((one for one in LANGUAGES if one == tree.get("language")), visit.language)
    visit.decision = None
    visit.round += 1
    meanwhile, visit.log = visit.log, []
    visit.sequence = sequence
    visit.take([{name: part for name, part in edit.items() if name != "figures"} for edit in meanwhile])
    return True


def _kept(given: Any) -> list[Kept]:
    """What was set aside; one that cannot be read is left out alone."""
    found = []
    for kind, name, link in given[:MOST_KEPT]:
        known = name in examples.names() if kind == "example" else str(name).isdigit() and len(name) < 7
        with suppress(ReadError):
            if known and kind in ("version", "link", "example"):
                found.append(Kept(kind, name, read_link(link).scenario))
    return found


def found(visit: Visit, t: Text, what: Any) -> None:
    """What a fresh page found in the browser or in its address, put back into the visit: draft, edits, then the link."""
    if not isinstance(what, dict):
        return
    visit.restored = str(what.get("id"))
    raw, link = what.get("draft"), what.get("link")
    if isinstance(raw, str) and raw and not restore(visit, raw, same_tab=what.get("same_tab") is not False):
        visit.unread = True
        visit.notices = [t("page.unread")]
    visit.take(what.get("edits"))
    if isinstance(link, str) and link:
        open_link(visit, link, t)


def set_aside(visit: Visit) -> None:
    """Remember the figures as they are, for "back"."""
    visit.before = draft(visit)


def back(visit: Visit) -> None:
    """Return to the figures set aside; those left behind can be returned to in turn. Edits already taken stay taken."""
    again, before, sequence, file = draft(visit), visit.before, visit.sequence, visit.file
    visit.log = []
    restore(visit, before)
    if visit.file is None and file is not None and not file.packed:
        visit.file = file  # too large to be in a draft: undoing figures does not take it away
    visit.before, visit.sequence, visit.notices = again, sequence, []


def open_link(visit: Visit, fragment: str, t: Text) -> bool:
    """Open a link; when it cannot be read everything stays as it was, and why is said."""
    try:
        shared = read_link(fragment)
    except ReadError as error:
        visit.notices = [words(problem, t) for problem in error.problems]
        return False
    set_aside(visit)
    visit.open_shared(shared, t)
    return True


def keeper(visit: Visit, t: Text, erase: int) -> None:
    """Hold this visit's draft in the browser; nothing of it is stored here."""

    def arrived() -> None:
        found(visit, t, heard("keeper", "found"))

    def dropped() -> None:
        visit.keep_here = False

    data = {
        "nonce": visit.nonce,
        "echo": visit.restored,
        "sequence": visit.sequence,
        "draft": draft(visit, visit.before),
        "unread": visit.unread,
        "keep": visit.keep_here,
        "erase": erase,
        "page": t.tag,
    }
    keep(data, "keeper", arrived, dropped)
