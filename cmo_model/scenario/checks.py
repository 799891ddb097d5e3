"""Rules that a field's bounds cannot say: a range of uncertainty that holds together, a text without hidden characters."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

MOST_MONEY = 1e12
"""Dollars; more is a slip."""
MOST_LETTERS = 60
"""Letters of a name."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Kinds of characters that show nothing, turn what follows around, are half of one, or have no public meaning."""
_JOINING = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])")
"""What joins two pictures into one: nothing is seen of it, and without it the one is seen as two."""
_SPACED = dict.fromkeys(map(ord, "\t\n\r\v\f\u2028\u2029"), " ")


def _is_hidden(character: str) -> bool:
    """One of the kinds above, or one that is none and breaks XML; a character newer than this Python is not hidden."""
    code = ord(character)
    return unicodedata.category(character) in _HIDDEN or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def has_hidden_character(text: str) -> bool:
    """Whether a text holds a character that a reader cannot see."""
    return not (text.isascii() and text.isprintable()) and any(map(_is_hidden, _JOINING.sub("", text)))


def visible(text: str, instead: str = "") -> str:
    """A text on one line, another put in place of each character that a reader cannot see."""
    if not has_hidden_character(text):
        return text
    joined = {found.start() for found in _JOINING.finditer(text)}
    kept = enumerate(text.translate(_SPACED))
    return "".join(instead if _is_hidden(character) and place not in joined else character for place, character in kept)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A title or a name as it is compared: no accent, no case, single spaces, letters and figures only."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.casefold()).split())


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
    if info is None or info.annotation not in (float, float | None):
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
