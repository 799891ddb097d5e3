"""The register of what the report rests on: every value, and for a default the number of its source in the list that follows."""

from __future__ import annotations

from dataclasses import dataclass

from cmo_model.exports.handout import Handout, ledger
from cmo_model.exports.report.typography import curled, printable


@dataclass(frozen=True)
class Values:
    """Values under one heading: label, value, and who gave it or the number of its source."""

    title: str
    columns: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Register:
    """The values in two groups, and the numbered sources with their addresses as plain text."""

    title: str
    note: str
    groups: tuple[Values, ...]
    sources_title: str
    sources: tuple[tuple[str, str, str], ...]


def register(handout: Handout) -> Register:
    """Every value of the ledger, those that somebody gave first; a source is numbered at its first value."""
    t = handout.text
    numbers: dict[tuple[str, str], str] = {}
    given, defaults = [], []
    for entry in ledger(handout):
        number = ""
        if entry.checked is not None:
            said = t("report.source", source=curled(entry.source), date=t.date(entry.checked).replace(" ", "\u00a0"))
            said = said if entry.address else said[0].upper() + said[1:]  # "our assumption" begins the line
            number = numbers.setdefault((said, entry.address), str(len(numbers) + 1))
        if entry.giver == "default":
            defaults.append((entry.label, entry.value, number))
        else:
            by = t("report.given_and_source", given=entry.given_by, number=number) if number else entry.given_by
            given.append((entry.label, printable(entry.value), by))
    groups = (
        Values(t("report.given"), (t("compare.figure"), t("report.value"), t("report.given_by")), tuple(given)),
        Values(t("report.defaults"), (t("compare.figure"), t("report.value"), t("explanation.source")), tuple(defaults)),
    )
    return Register(
        title=t("report.register"),
        note=t("report.register_note"),
        groups=tuple(group for group in groups if group.rows),
        sources_title=t("report.sources"),
        sources=tuple((number, said, address) for (said, address), number in numbers.items()),
    )
