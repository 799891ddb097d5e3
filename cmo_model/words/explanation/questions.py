"""What a question is called and what it means, in the reader's language."""

from __future__ import annotations

from typing import Any

from cmo_model.scenario.fields import FIELDS
from cmo_model.words import Text


def field_label(words: Text, path: str) -> str:
    """What a question is called; a seat's field carries the seat's name."""
    if words.has(f"fields.{path}.label"):
        return words(f"fields.{path}.label")
    seat, name = path.split(".")
    return words("seat_field", seat=words(f"seats.{seat}"), field=words(f"seat_fields.{name}.label"))


def field_help(words: Text, path: str) -> str:
    """What a question means, in plain words."""
    if words.has(f"fields.{path}.help"):
        return words(f"fields.{path}.help")
    return words(f"seat_fields.{path.split('.')[1]}.help")


def field_value(t: Text, path: str, value: Any) -> str:
    """The value of a field as a reader sees it."""
    if path == "workload.duties":
        return t("unknown") if value is None else t("page.duties", n=str(len(value)))
    if path == "current":
        return t(f"options.{value}")
    if path in ("company.sector", "jurisdiction"):
        return t(f"{'sectors' if path == 'company.sector' else 'places'}.{value}")
    unit = FIELDS[path].unit
    whole = unit.startswith("money") and isinstance(value, float) and value.is_integer()
    return t.rounded(value, unit) if whole and value >= 100 else t.value(value, unit)
