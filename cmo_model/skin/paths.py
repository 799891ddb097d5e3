"""The path of a question as the browser names it, down to one answer or one part of a duty; and what may stand there.

Whatever comes from a browser is checked here for its kind; bounds are checked later, beside the field.
"""

from __future__ import annotations

from typing import Any

from cmo_model import parameters
from cmo_model.scenario.fields import FIELDS


def exists(path: str) -> bool:
    """Whether a path that came from a browser names a question, one answer or one part of a duty."""
    whole, inner = split(path)
    if whole not in FIELDS or whole in ("schema_version", "uncertainty"):
        return False
    if not inner:
        return True
    if whole == "workload.duties":
        return len(inner) == 2 and inner[0] in parameters.duties().duties and inner[1] in ("volume", "delegated")
    return len(inner) == 1 and inner[0] in map(str, range(len(FIELDS[whole].default)))


def fits(path: str, value: Any) -> bool:
    """Whether a value that came from a browser is of the kind its field takes; bounds are checked later, beside the field."""
    whole, inner = split(path)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if whole.startswith("data_culture."):
        every = [value] if inner else value
        size = 1 if inner else len(FIELDS[whole].default)
        return isinstance(every, list) and len(every) == size and all(one is None or type(one) is int for one in every)
    if whole == "workload.duties":
        return number if inner else value is None or _are_duties(value)
    default = FIELDS[path].default
    if path == "advantage_volatility":
        return value is None or number
    return isinstance(value, type(default)) if isinstance(default, (bool, str)) else number


def typical_duties() -> dict[str, dict[str, float]]:
    """The duties the builder begins with: our assumption of a common week, to be replaced by the firm's own."""
    return {name: {"volume": duty.typical, "delegated": 0.0} for name, duty in parameters.duties().duties.items()}


def _are_duties(value: Any) -> bool:
    """Whether a value is a map of duties as the builder makes it."""
    return isinstance(value, dict) and all(
        exists(f"workload.duties.{name}.volume")
        and isinstance(parts, dict)
        and parts.keys() <= {"volume", "delegated"}
        and all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in parts.values())
        for name, parts in value.items()
    )


_NESTED = ("data_culture.answers", "data_culture.need", "workload.duties")


def split(path: str) -> tuple[str, tuple[str, ...]]:
    """A field's path and what follows it: the place of one answer, or the name of one duty and its part."""
    for whole in _NESTED:
        if path.startswith(f"{whole}."):
            return whole, tuple(path[len(whole) + 1 :].split("."))
    return path, ()


def plain(value: Any) -> Any:
    """A value as the browser and JSON know it."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value.model_dump() if hasattr(value, "model_dump") else value


def inside(value: Any, inner: tuple[str, ...]) -> Any:
    """What stands at a place inside an answer list or a map of duties."""
    value = plain(value)
    for name in inner:
        value = value[int(name)] if isinstance(value, list) else (value or {}).get(name)
    return value


def replaced(value: Any, inner: tuple[str, ...], new: Any) -> Any:
    """A copy of an answer list or a map of duties with one entry replaced."""
    if isinstance(value, (tuple, list)):
        answers = list(value)
        answers[int(inner[0])] = new
        return answers
    duties = plain(value) or typical_duties()
    name, part = inner
    return {**duties, name: {**duties.get(name, {"volume": 0.0, "delegated": 0.0}), part: new}}
