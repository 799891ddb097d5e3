"""Every live figure beside the one the app showed, their difference, and one sentence that says whether all agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cmo_model.decision import Decision
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formulas import Cells, Formula, both, is_number, over_cells, rounded, same, where
from cmo_model.words import Text

Screen = Mapping[str, Any]
"""What the app showed, by path: a number, or the word in which the workbook says it."""
_WORDS = {
    "best": "options",
    "verdict.runner_up": "options",
    "verdict.reading_runner_up": "options",
    "verdict.cash_best": "options",
    "verdict.rival": "options",
    "verdict.reading": "readings",
    "verdict.signals_say": "says",
    "signals.fee_ratio.zone": "zones",
    "pillars.acquisition.zone": "zones",
    "signals.stage": "stages",
}
_TOP = 5
"""The row of the first figure."""


def screen(decision: Decision, t: Text) -> Screen:
    """The figures of a decision that the workbook holds as live formulas."""
    kept = {
        "loaded_salary",
        "signals",
        "pillars",
        "memory",
        "capability_today",
        "value_of_full_leadership",
        "options",
        "best",
        "verdict",
    }
    shown = dict(_flat(decision.model_dump(include=kept)))
    spread = ("signals.complexity.hours_spread", "signals.complexity.probability_at_threshold")
    other = ("verdict.hire_month", *(path for path in shown if path.startswith("verdict.reading_by_horizon.")))
    for path in (*spread, *other):
        del shown[path]  # of the day: they rest on the duties, and on months that the workbook does not live
    return {path: _as_written(path, value, t) for path, value in shown.items()}


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, tuple):
            yield from _flat({str(n): one for n, one in enumerate(value, start=1)}, f"{prefix}{name}.")
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif name == "cash":
            continue  # today's arrangement has none
        else:
            yield f"{prefix}{name}", value


def _as_written(path: str, value: Any, t: Text) -> Any:
    if value is None:
        return t("unknown")
    if isinstance(value, bool):
        if path.startswith("signals.") and path.endswith(".lit"):
            return t("signals.lit" if value else "signals.unlit")
        return t("yes_no.yes" if value else "yes_no.no")
    return t(f"{_WORDS[path]}.{value}") if path in _WORDS else value


def write(book: Book, page: Page) -> Formula:
    """Fill the sheet; the cell that says whether every figure agrees."""
    t = book.text
    page.widths(74, 26, 26, 18, 60)
    heads = [t("workbook.heads.figure"), t("workbook.audit.screen"), t("workbook.audit.workbook"), t("workbook.audit.difference")]
    page.heads(_TOP - 1, heads)
    page.put(_TOP - 1, 4, t("workbook.audit.name"), look="told_head")
    page.sheet.freeze_panes(_TOP, 1)
    page.sheet.repeat_rows(_TOP - 1)
    differences = []
    for row, figure in enumerate(book.figures, start=_TOP):
        page.put(row, 0, figure.label)
        then = page.put(row, 1, book.screen[figure.path], figure.unit, "dated", right=True)
        now = page.put(row, 2, figure.cell, figure.unit, right=True)
        decimals = 2 if figure.unit.startswith("money") else 4
        numbers = both(is_number(then), is_number(now))
        difference = where(numbers, rounded(now - then, decimals), where(same(now, then), 0, 1))
        differences.append(page.put(row, 3, difference, "number" if decimals > 2 else "cents"))
        page.put(row, 4, figure.path, look="told")
    every = Cells(tuple(differences))
    none = both(same(over_cells("MAX", every), 0), same(over_cells("MIN", every), 0))
    agrees = where(none, book.words["workbook.audit.agrees"], book.words["workbook.audit.changed"])
    return page.named(2, 0, "audit.agrees", agrees, "text", "strong")
