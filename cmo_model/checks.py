"""Rules that a field's bounds cannot say: a range of uncertainty that holds together, a text without hidden characters."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

# Characters that show nothing or turn the text around: zero-width, bidirectional controls, line separators.
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def has_hidden_character(text: str) -> bool:
    """Whether a text holds a character that shows nothing, has no public meaning, or turns what follows around."""
    return any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xE000 <= ord(c) <= 0xF8FF or c in _INVISIBLE for c in text)


def field_at(model: Any, path: str) -> FieldInfo | None:
    """The declaration of a field by its path under a model, or nothing when there is none."""
    *parents, last = path.split(".")
    for name in parents:
        info = model.model_fields.get(name)
        model = info.annotation if info else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return None
    found: FieldInfo | None = model.model_fields.get(last)
    return found


@cache
def _adapter(model: Any, path: str) -> TypeAdapter[float]:
    info = field_at(model, path)
    return TypeAdapter(Annotated[float, *(info.metadata if info else ())])


def check_range(model: Any, path: str, given: tuple[float, float, float] | None, known: Iterable[str]) -> None:
    """A range names a number of the model, rises, and stays inside its field's bounds; `*` takes only null."""
    if path == "*":
        if given is not None:
            raise PydanticCustomError("range_star", "only null", {"path": path})
        return
    info = field_at(model, path)
    if info is None or info.annotation is not float:
        near = difflib.get_close_matches(path, known, 1, 0.7)
        if not near:
            raise PydanticCustomError("range_unknown_alone", "no such number", {"path": path})
        raise PydanticCustomError("range_unknown", "no such number", {"path": path, "near": near[0]})
    if given is None:
        return
    if not given[0] <= given[1] <= given[2]:
        raise PydanticCustomError("range_order", "low, likely, high", {"path": path})
    try:
        for value in given:
            _adapter(model, path).validate_python(value)
    except ValidationError:
        raise PydanticCustomError("range_bounds", "outside the field's bounds", {"path": path}) from None
