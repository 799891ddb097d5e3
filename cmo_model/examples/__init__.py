"""Named starting situations, as scenario files: seven invented firms whose answers differ. Their stories stand with the words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
FIRST = "atelier-boreal"
"""The firm a first visit opens on."""


@cache
def names() -> tuple[str, ...]:
    """Names of the examples, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))


def source(name: str) -> str:
    """The scenario file of an example, as written. Raises `KeyError` when there is none."""
    if name not in names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.json").read_text("utf-8")


def clients() -> bytes:
    """A table of twenty-four invented firms, as the page *Clients* opens it."""
    return (_FOLDER / "clients.csv").read_bytes()


@cache
def histories() -> tuple[str, ...]:
    """Names of the example histories by channel, in alphabetical order."""
    return tuple(sorted(file.stem for file in (_FOLDER / "history").glob("*.csv")))


def history(name: str) -> bytes:
    """The file of an example history, as exported. Raises `KeyError` when there is none."""
    if name not in histories():
        raise KeyError(name)
    return (_FOLDER / "history" / f"{name}.csv").read_bytes()
