"""What law, market and the articles impose: read from YAML once, checked against `schema`, never changed.

A jurisdiction is a folder, a year a file in it: adding one is adding a file. Nothing here computes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cmo_model.parameters.schema import ChannelKind, Claims, Default, Duties, Line, Source, Sourced, Statutory, Threshold, Uncertain

__all__ = [
    "ChannelKind",
    "Claims",
    "Default",
    "Duties",
    "Line",
    "Source",
    "Sourced",
    "Statutory",
    "Threshold",
    "Uncertain",
    "available",
    "channel_figures",
    "channel_kinds",
    "claims",
    "defaults",
    "duties",
    "learning_costs",
    "statutory",
    "thresholds",
    "uncertainty",
]

_FOLDER = Path(__file__).parent


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text("utf-8"))


@cache
def available() -> dict[str, tuple[int, ...]]:
    """Jurisdictions that have parameters, each with its years in rising order."""
    folders = sorted(p for p in _FOLDER.iterdir() if p.is_dir() and any(p.glob("*.yaml")))
    return {folder.name: tuple(sorted(int(file.stem) for file in folder.glob("*.yaml"))) for folder in folders}


@cache
def statutory(jurisdiction: str, year: int) -> Statutory:
    """The statutory lines in force. Raises `KeyError` where none are filed."""
    if year not in available().get(jurisdiction, ()):
        raise KeyError((jurisdiction, year))
    return Statutory.model_validate(_read(f"{jurisdiction}/{year}.yaml"))


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
