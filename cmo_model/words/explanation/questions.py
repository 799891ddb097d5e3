"""What a question is called and what it means, in the reader's language."""

from __future__ import annotations

from typing import Any

from cmo_model import parameters
from cmo_model.parameters import Sourced
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


LOCAL = frozenset({"external_fees", "fractional_fee", "coordinator_pay", "in_house_pay", "unmet_hours", "recruiting_fee"})
"""The notes of defaults that a market decides, so that Québec's are told elsewhere as such."""


def default_origin(t: Text, path: str) -> tuple[Sourced, str | None]:
    """Who says the default of a question in the words' place, and what is said of it."""
    own = parameters.place(t.place).defaults
    origin: Sourced = own[path] if path in own else parameters.defaults()[path]
    said = t.note(origin.note)
    if t.place == parameters.HOME or path in own or origin.note not in LOCAL:
        return origin, said
    return origin, t("explanation.default_elsewhere", home=t(f"places.{parameters.HOME}"), note=said or "").strip()


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
