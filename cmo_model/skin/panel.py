"""Rows of controls on one subject, whose values travel as a whole and are kept with the draft as `choices`; files handed over."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Any

from cmo_model.readers import Problem
from cmo_model.readers.history import asked, history_words
from cmo_model.readers.history.cells import Question, inert
from cmo_model.readers.history.limits import MOST_BYTES
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.skin import components
from cmo_model.skin.draft import MOST_LETTERS, BroughtFile
from cmo_model.skin.session import Visit
from cmo_model.words import Text


def control(kind: str, name: str, label: str, spoken: str = "", **more: Any) -> dict[str, Any]:
    """One of the rows' controls: its kind, the name of its choice, its label, what it is called aloud where that differs."""
    return {"kind": kind, "id": name, "name": spoken or label, "label": label, **more}


def panel(
    visit: Visit, layout: list[dict[str, Any]], t: Text, key: str, pressed: Callable[[Visit, Text, Any], None] | None = None
) -> None:
    """Draw them; `pressed` is told of a button or of a file."""
    place = f"panel_{key}#{visit.round}"

    def edited() -> None:
        visit.take(components.heard(place, "edits"))

    def did() -> None:
        if pressed is not None:
            pressed(visit, t, components.heard(place, "did"))

    data = {
        "layout": layout,
        "values": visit.draft.choices,
        "path": "choices",
        "figures": visit.draft.figures,
        "locale": t.tag,
        "most": MOST_MONEY,
    }
    components.rows(data, place, edited, did)


def handed(done: Any) -> BroughtFile | None:
    """The file that the browser hands over; nothing where it is none."""
    try:
        data = base64.b64decode(str(done.get("value")), validate=True)
    except binascii.Error:
        return None
    return BroughtFile(inert(str(done.get("name", "")))[:MOST_LETTERS], data[: MOST_BYTES + 1])


def too_large(size: Any, t: Text) -> str:
    """That a file is larger than is read."""
    million = 1024 * 1024
    shown = size / million if isinstance(size, int) and 0 < size < 2**53 else MOST_BYTES / million
    return history_words(Problem("file_too_large", details={"size": shown, "limit": MOST_BYTES // million}), t)


def to_answer(questions: Iterable[Question], begins: str, t: Text) -> list[dict[str, Any]]:
    """The controls of what a file asks, a row each; `begins` is how their choices begin."""
    rows = []
    for question in questions:
        words, choices = asked(question, t)
        if question.typed:
            rows.append({"controls": [control("number", f"{begins}{question.code}", words, digits=6)]})
        if not question.choices:
            continue
        options = [["", t("budget.choose")], *([choice, label] for choice, label in choices.items())]
        rows.append({"controls": [control("select", f"{begins}{question.code}", words, choices=options)]})
    return rows
