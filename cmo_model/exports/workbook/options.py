"""The options side by side, the best and its rivals, and what makes the lead, figure by figure: live, read off the months."""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.graph import Rule
from cmo_model.operands import Operand
from cmo_model.rules.months import TERMS
from cmo_model.rules.value import CASH, FIGURES, LEADS, RIVALS
from cmo_model.scenario import OPTIONS
from cmo_model.words import Text

_NAMES, _READINGS, _FIRST = 4, 5, 6
"""The rows of the options' names, of their readings and of the first figure."""
_RANKED = (
    *("best", "verdict.reading", "verdict.runner_up", "verdict.reading_runner_up", "verdict.reading_margin", "verdict.rival"),
    *("verdict.cash_best", "timing.base", "value_of_full_leadership"),
)
_LEADS = tuple(LEADS)


class Options:
    """A column an option, a row a figure; below, the best and its rivals; at the right, what makes each lead."""

    def __init__(self, book: Book, page: Page) -> None:
        self._page, t, words = page, book.text, book.words
        years = -(-book.decision.scenario.horizon_months // 12)
        cash = (*(f"cash.by_year.{year}" for year in range(1, years + 1)), *(f"cash.{name}" for name in CASH))
        self._rows = (*FIGURES, *(f"terms.{term}" for term in TERMS), *cash, *_MASKS)
        page.widths(40, 21)
        page.sheet.freeze_panes(_FIRST, 1)
        page.put(_NAMES, 0, t("table.option"), look="head")
        page.put(_READINGS, 0, t("results.reading.label"))
        for column, (name, option) in enumerate(OPTIONS.items(), start=1):
            page.put(_NAMES, column, words[f"options.{name}"], look="head", right=True)
            page.put(_READINGS, column, words[f"readings.{option.reading}"], look="wrap", right=True)
        for column, title in enumerate(("difference", "rival"), start=1 + len(OPTIONS)):
            page.put(_NAMES, column, t(f"workbook.options.{title}"), look="head", right=True)
        page.sheet.set_row(_NAMES, 48)
        page.sheet.set_row(_READINGS, 32)
        page.heads(self._below(0), [t("workbook.options.ranks"), t("table.option")])

    def _below(self, place: int) -> int:
        return _FIRST + len(self._rows) + 2 + place

    def start(self, found: Mapping[str, Operand]) -> dict[str, Operand]:
        """What the months add up to, in the cells of their figures."""
        units = FIGURES | CASH
        return {name: self._figure(name, one, units.get(name.rpartition(".")[2], "money")) for name, one in found.items()}

    def keep(self, rule: Rule, result: Operand) -> Operand:
        """Write the result of a rule in its cell."""
        return self._figure(rule.name, result, rule.unit)

    def _figure(self, path: str, what: Operand, unit: str) -> Operand:
        page, t = self._page, self._page.book.text
        parts = path.split(".")
        if parts[0] == "options":
            name = path.split(".", 2)[2]
            label = _year(t, name) or t(f"results.{name.removeprefix('terms.').removeprefix('cash.')}.label")
            return self._cell(name, parts[1], path, label, what, unit)
        if parts[1:2] and parts[1] in _MASKS and len(parts) == 3:
            return self._cell(parts[1], parts[2], path, t(f"workbook.options.{_MASKS[parts[1]]}"), what, unit)
        if parts[1:2] and parts[1] in _LEADS:
            column, lead = 1 + len(OPTIONS) + _LEADS.index(parts[1]), t(f"workbook.options.{_TITLES[parts[1]]}")
            row = _FIRST + self._rows.index(f"terms.{parts[2]}" if parts[2] in TERMS else f"{parts[2]}_pv")
            return page.figure(row, column, path, f"{lead}, {t(f'terms.{parts[2]}')}", what, unit)
        if path not in (*_RANKED, "verdict.margin"):  # the firm fully led, and led as today: their cells stand by their months
            return what
        label = t(f"results.{parts[-1]}.label")
        if path == "verdict.margin":
            return page.figure(_FIRST, 1 + len(OPTIONS), path, label, what, unit, "strong")
        row = self._below(1 + _RANKED.index(path))
        page.put(row, 0, label)
        return page.figure(row, 1, path, label, what, unit)

    def _cell(self, name: str, option: str, path: str, label: str, what: Operand, unit: str) -> Operand:
        row, column = _FIRST + self._rows.index(name), 1 + list(OPTIONS).index(option)
        self._page.put(row, 0, label)
        unit, look = ("compared", "dated") if name in _MASKS else (unit, "plain")
        title = f"{label} ({self._page.book.text(f'options.{option}')})"
        return self._page.figure(row, column, path, title, what, unit, look)


def _year(t: Text, name: str) -> str:
    """What a year of cash is called; nothing for another figure."""
    return t("results.by_year.label", year=name.rpartition(".")[2]) if name.startswith("cash.by_year.") else ""


_MASKS = dict(zip(RIVALS, ("other_option", "other_reading", "other_side"), strict=True)) | {"visible": "visible"}
_TITLES = {"difference": "difference", "rival_difference": "rival"}
