"""The six options side by side, the best and its rivals, and what makes the lead, figure by figure: live, read off the months."""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import BLANK, Cells, Formula, either, largest, pick, place, same, where
from cmo_model.projection import HIRES, OPTIONS, READING, TERMS
from cmo_model.scenario import OptionName

FIGURES = {
    "npv": "money",
    "cost_pv": "money",
    "extra_margin_pv": "money",
    "advantage": "money",
    "capability_end": "share",
    "customers_end": "number",
    **{f"terms.{term}": "money" for term in TERMS},
}
_SOURCES = {
    "npv": "net",
    "cost_pv": "cost",
    "extra_margin_pv": "extra_margin",
    "capability_end": "capability",
    "customers_end": "customers",
}
_NAMES, _READINGS, _FIRST = 4, 5, 6
"""The rows of the options' names, of their readings and of the first figure."""
_OTHERS, _ACROSS = _FIRST + len(FIGURES), _FIRST + len(FIGURES) + 1
_RANKS = _ACROSS + 2
_LEADS = {"difference": 1 + len(OPTIONS), "rival_difference": 2 + len(OPTIONS)}


def write(book: Book, page: Page, totals: Mapping[OptionName, Mapping[str, Formula]]) -> None:
    """Fill the sheet; afterwards `book.cells` holds `options.*`, `best`, `verdict.*` and the full leadership's value."""
    t, q, current = book.text, book.cells, book.decision.scenario.current
    page.widths(40, 21)
    page.sheet.freeze_panes(_FIRST, 1)
    page.put(_NAMES, 0, t("table.option"), look="head")
    page.put(_READINGS, 0, t("results.reading.label"))
    for column, option in enumerate(OPTIONS, start=1):
        page.put(_NAMES, column, book.words[f"options.{option}"], look="head", right=True)
        page.put(_READINGS, column, book.words[f"readings.{READING[option]}"], look="wrap", right=True)
    page.sheet.set_row(_NAMES, 48)
    page.sheet.set_row(_READINGS, 32)
    for row, (name, unit) in enumerate(FIGURES.items(), start=_FIRST):
        label = t(f"results.{name.removeprefix('terms.')}.label")
        page.put(row, 0, label)
        for column, option in enumerate(OPTIONS, start=1):
            if name == "advantage":
                what = q[f"options.{option}.npv"] - totals[current]["net"]
            else:
                what = totals[option][_SOURCES.get(name, name.removeprefix("terms."))]
            page.figure(row, column, f"options.{option}.{name}", f"{label} ({t(f'options.{option}')})", what, unit)
    _verdict(book, page)
    label = t("results.value_of_full_leadership.label")
    page.put(_RANKS + 5, 0, label)
    worth = totals[current]["margin_led"] - q[f"options.{current}.extra_margin_pv"]
    page.figure(_RANKS + 5, 1, "value_of_full_leadership", label, worth, "money")


def _across(page: Page, row: int, values: list[Formula]) -> Cells:
    return page.run(row, 1, row, len(OPTIONS), [value.value for value in values])


def _verdict(book: Book, page: Page) -> None:
    """The best option, the best of another reading, the best across the line of the hire, and what makes each lead."""
    t, q, words = book.text, book.cells, book.words
    npvs = _across(page, _FIRST, [q[f"options.{option}.npv"] for option in OPTIONS])
    names = _across(page, _NAMES, [words[f"options.{option}"] for option in OPTIONS])
    readings = _across(page, _READINGS, [words[f"readings.{READING[option]}"] for option in OPTIONS])
    page.heads(_RANKS, [t("workbook.options.ranks"), t("table.option"), t("workbook.options.row")])

    def ranked(row: int, path: str, label: str, cells: Cells) -> Formula:
        position = page.put(row, 2, place(largest(cells), cells), "whole", "dated")
        page.put(row, 0, label)
        page.figure(row, 1, path, label, pick(names, position), "option")
        return position

    best = ranked(_RANKS + 1, "best", t("results.best.label"), npvs)
    page.put(_RANKS + 4, 0, t("results.reading.label"))
    page.figure(_RANKS + 4, 1, "verdict.reading", t("results.reading.label"), pick(readings, best), "option")
    others = _kept(book, page, _OTHERS, "workbook.options.other_reading")
    following = ranked(_RANKS + 2, "verdict.runner_up", t("results.runner_up.label"), others)
    rivals = _kept(book, page, _ACROSS, "workbook.options.other_side")
    rival = ranked(_RANKS + 3, "verdict.rival", t("results.rival.label"), rivals)
    _lead(book, page, "difference", t("workbook.options.difference"), best, following)
    _lead(book, page, "rival_difference", t("workbook.options.rival"), best, rival)


def _kept(book: Book, page: Page, row: int, key: str) -> Cells:
    """The npv of the options that a rival is chosen from: those of another reading, or those across the line of the hire."""
    q, words = book.cells, book.words
    page.put(row, 0, book.text(key), look="dated")
    hired = either(*(same(q["best"], words[f"options.{option}"]) for option in HIRES))
    cells = []
    for column, option in enumerate(OPTIONS, start=1):
        npv = q[f"options.{option}.npv"]
        if row == _OTHERS:
            what = where(same(words[f"readings.{READING[option]}"], q["verdict.reading"]), BLANK, npv)
        else:
            what = where(hired, BLANK, npv) if option in HIRES else where(hired, npv, BLANK)
        cells.append(page.put(row, column, what, "money", "dated"))
    return _across(page, row, cells)


def _lead(book: Book, page: Page, name: str, title: str, best: Formula, other: Formula) -> None:
    """How far the best option is ahead of another, beside the figures that make the lead; a cost counts for who bears less."""
    t, q, column = book.text, book.cells, _LEADS[name]
    page.put(_NAMES, column, title, look="head", right=True)
    for row, path in enumerate(FIGURES, start=_FIRST):
        term = "extra_margin" if path == "extra_margin_pv" else path.removeprefix("terms.")
        if path != "npv" and term not in ("extra_margin", *TERMS):
            continue
        cells = _across(page, row, [q[f"options.{option}.{path}"] for option in OPTIONS])
        mine, theirs = pick(cells, best), pick(cells, other)
        what = theirs - mine if term in TERMS else mine - theirs
        if path != "npv":
            page.figure(row, column, f"verdict.{name}.{term}", f"{title}, {t(f'terms.{term}')}", what, "money")
        elif name == "difference":
            page.figure(row, column, "verdict.margin", t("results.margin.label"), what, "money", "strong")
        else:
            page.put(row, column, what, "money", "strong")
