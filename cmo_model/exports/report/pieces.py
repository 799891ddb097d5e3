"""What the report's pages are made of, as finished text for `report.typ`: sections of words, tables with their bars, the curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cmo_model.exports.report.register import Register


@dataclass(frozen=True)
class Figure:
    """A drawing and what it shows, for who cannot see it; its height in points, none when it stands in a table."""

    svg: str
    alt: str
    height: float = 0.0


@dataclass(frozen=True)
class Table:
    """Cells by row, the first column of names; `bars` stand in column `bars_at`, whose cells are not given.

    `tones` say which heading names the grey bars and which the coloured ones; `total` sets the last row apart.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    best: int | None = None
    bars: Figure | None = None
    bars_at: int = 1
    tones: tuple[Literal["", "quiet", "accent"], ...] = ()
    total: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Signal:
    """One of the three signals, in words."""

    name: str
    lit: bool
    state: str
    said: tuple[str, ...]
    limit: str


@dataclass(frozen=True)
class Section:
    """A heading with what stands beside it, and what stands under both across the page; begun where `room` is left, in points."""

    title: str
    prose: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    figure: Figure | None = None
    table: Table | None = None
    more: Table | None = None
    signals: tuple[Signal, ...] = ()
    room: float = 0.0


@dataclass(frozen=True)
class Content:
    """The whole report: `link` is an address that can be followed, `foot_link` is printed on every page, `end_link` on the last."""

    language: str
    region: str
    title: str
    product: str
    firm: str
    date: str
    headline: str
    note: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    register: Register
    link_words: str
    link: str
    foot_link: str
    end_link: str
    ink: str
    accent: str
