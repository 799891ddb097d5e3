"""Elements of a page, written so that text is escaped wherever it is put in: only what an element returned is taken as mark-up."""

from __future__ import annotations

import html
from collections.abc import Iterable


class Markup(str):
    """Text that is mark-up already."""

    __slots__ = ()


def tag(name: str, *inner: str, **attributes: str | float) -> Markup:
    """An element with what stands in it; `class_` and `aria_label` are the attributes `class` and `aria-label`."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{told}>{joined(inner)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Parts one after the other, those that are text escaped."""
    return Markup("".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))
