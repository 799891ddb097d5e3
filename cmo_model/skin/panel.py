"""Rows of controls on one subject, whose values travel as a whole and are kept with the draft as `choices`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.skin import components
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
