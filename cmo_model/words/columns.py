"""What the values of a month are called, on a sheet and in an explanation."""

from __future__ import annotations

from cmo_model.rules.months import LED, TERMS
from cmo_model.words import Text


def column_name(t: Text, owner: str, name: str) -> str:
    """What a column is called; a price carries the name of its seat."""
    family, _, seat = name.partition(".")
    said = t(f"terms.{family}" if family in TERMS else f"workbook.columns.{family}{'_led' if owner == LED else ''}")
    return f"{said} ({t(f'seats.{seat}')})" if seat else said
