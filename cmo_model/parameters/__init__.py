"""What law, market and the articles impose: read from YAML once, checked against `schema`, never changed.

Places stand in `places`, a folder each or a folder for those that share their lines: `place.yaml` holds what a place is whatever
the year, `2026.yaml` a year's statutory lines. Adding a year is adding a file. Nothing here computes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cmo_model.parameters.schema import (
    ChannelKind,
    Claims,
    Default,
    Duties,
    Line,
    Place,
    PlaceDefault,
    SalesTax,
    Source,
    Sourced,
    Spread,
    Statutory,
    Threshold,
    Uncertain,
)

__all__ = [
    "GROUPS",
    "HOME",
    "ChannelKind",
    "Claims",
    "Default",
    "Duties",
    "Line",
    "Place",
    "PlaceDefault",
    "Source",
    "Sourced",
    "Spread",
    "Statutory",
    "Threshold",
    "Uncertain",
    "available",
    "channel_figures",
    "channel_kinds",
    "claims",
    "defaults",
    "duties",
    "folder",
    "learning_costs",
    "place",
    "statutory",
    "thresholds",
    "uncertainty",
]

_FOLDER = Path(__file__).parent


def _read(name: str | Path) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text("utf-8"))


HOME = "CA-QC"
"""The place whose defaults are ours, and whose words are those of the articles."""
_PLACES = sorted(_FOLDER.glob("places/*/place.yaml"), key=lambda file: (file.parent.name != HOME, file))
GROUPS: dict[str, Path] = {file.parent.name: file.parent for file in _PLACES}
"""The folders of places: a place that shares its federal lines with others stands in theirs."""


@cache
def available() -> dict[str, tuple[int, ...]]:
    """Jurisdictions that have parameters, each with its years in rising order."""
    found: dict[str, tuple[int, ...]] = {}
    for folder in GROUPS.values():
        years = tuple(sorted(int(file.stem) for file in folder.glob("[0-9]*.yaml")))
        found |= dict.fromkeys(_filed(folder)["places"], years)
    return found


@cache
def _filed(folder: Path) -> dict[str, Any]:
    """The file of the places of a folder, not to be changed."""
    return dict(_read(folder / "place.yaml"))


@cache
def place(jurisdiction: str) -> Place:
    """What a place is, whatever the year. Raises `KeyError` where it is not filed."""
    shared = dict(_filed(folder(jurisdiction)))
    own = shared.pop("places")[jurisdiction] or {}
    return Place.model_validate(_merged(shared, own))


@cache
def statutory(jurisdiction: str, year: int) -> Statutory:
    """The statutory lines in force; the latest known year stands in for later ones. Raises `KeyError` before the first."""
    known = [one for one in available().get(jurisdiction, ()) if one <= year]
    if not known:
        raise KeyError((jurisdiction, year))
    season = _read(folder(jurisdiction) / f"{known[-1]}.yaml")
    own = season["places"][jurisdiction]
    replaced = {line["id"]: line for line in own.get("lines", ())}
    lines = [replaced.pop(line["id"], line) for line in season["lines"]]
    return Statutory(
        jurisdiction=jurisdiction,
        year=known[-1],
        sales_tax=SalesTax.model_validate(own["sales_tax"]),
        lines=tuple(Line.model_validate(line) for line in (*lines, *replaced.values())),
    )


def folder(jurisdiction: str) -> Path:
    """Where a place is filed. Raises `KeyError` where it is not."""
    for one in GROUPS.values():
        if jurisdiction in _filed(one)["places"]:
            return one
    raise KeyError(jurisdiction)


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Data in which what is a place's own stands over what it shares, at any depth."""
    both = {key: _merged(shared[key], own[key]) for key in shared.keys() & own.keys() if isinstance(shared[key], dict)}
    return shared | own | both


@cache
def thresholds() -> dict[str, Threshold]:
    """Where signals light and zones begin, by name."""
    return {name: Threshold.model_validate(entry) for name, entry in _read("thresholds.yaml")["entries"].items()}


@cache
def defaults() -> dict[str, Default]:
    """Where the default of each question comes from, by the question's path."""
    return {path: Default.model_validate(entry) for entry in _read("defaults.yaml")["entries"] for path in entry.pop("fields")}


@cache
def uncertainty() -> dict[str, Uncertain]:
    """The spread of each uncertain figure by its path, in the order of the dimensions of the draws."""
    return {
        path: Uncertain.model_validate(entry | {"spread": spread})
        for entry in _read("uncertainty.yaml")["entries"]
        for path, spread in entry.pop("fields").items()
    }


@cache
def learning_costs() -> dict[str, float]:
    """What each way of knowing a figure better costs, in dollars: our assumption."""
    return {way: float(cost) for way, cost in _read("uncertainty.yaml")["learning"].items()}


@cache
def channel_kinds() -> dict[str, ChannelKind]:
    """The kinds of channels, by name; of two that a channel's name tells, the first is its own. Our assumption."""
    return {name: ChannelKind.model_validate(entry) for name, entry in _read("credit.yaml").items()}


@cache
def channel_figures() -> dict[str, Threshold]:
    """What Budget takes from elsewhere, or supposes, of any channel, by name."""
    return {name: Threshold.model_validate(entry) for name, entry in _read("channels.yaml")["entries"].items()}


@cache
def duties() -> Duties:
    """The fourteen families of duties and their unit hours."""
    return Duties.model_validate(_read("duties.yaml"))


@cache
def claims() -> Claims:
    """What the source articles claim and where each claim holds."""
    return Claims.model_validate(_read("claims.yaml"))
