"""Scenarios of older versions: what they leave out stands at the defaults of their day, so that no figure given or seen changes."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from cmo_model.scenario.record import SCHEMA_VERSION

_SINCE: dict[int, dict[str, Any]] = {
    1: {
        "company.recovers_sales_tax": True,
        "consultant.notice_months": 0.0,
        "fractional.monthly_fee": 5_500.0,
        "fractional.notice_months": 0.0,
        "in_house.base_salary": 105_000.0,
        "in_house.hours_per_week": 32.0,
        "in_house.recruiting_fee_rate": 0.2,
        "assumptions.memory": 0.5,
        "assumptions.unmet_hour_cost": 45.0,
        "assumptions.unmet_share": 1.0,
        "assumptions.tail_months": 60,
    }
}
"""By version: the fields whose default is another today, or that it did not have, as it would have taken them."""


def version_of(tree: Mapping[str, Any]) -> int:
    """The version that parsed data says it is of; today's where it says none, or none that is older."""
    said = tree.get("schema_version", SCHEMA_VERSION)
    return said if type(said) is int and said in _SINCE else SCHEMA_VERSION


def upgraded(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Parsed data as today's version reads it; what is not of the shape expected is left for the reader to refuse."""
    version = version_of(tree)
    if version == SCHEMA_VERSION:
        return dict(tree)
    found = deepcopy(dict(tree)) | {"schema_version": SCHEMA_VERSION}
    for path, value in _SINCE[version].items():
        part, _, name = path.partition(".")
        place = found.setdefault(part, {})
        if isinstance(place, dict):
            place.setdefault(name, value)
    return found
