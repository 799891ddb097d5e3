"""The first sheet: the sentences of the day, and beside each headline figure as it is now what it was that day."""

from __future__ import annotations

from typing import Any

from cmo_model.exports.workbook.audit import Screen
from cmo_model.exports.workbook.book import ACCENT, QUIET, Book, Page
from cmo_model.exports.workbook.formula import BLANK, Formula, either, largest, same, where
from cmo_model.projection import HIRES, OPTIONS
from cmo_model.sentences import advice, agreement, lead, search

_TABLE = ("npv", "cost_pv", "extra_margin_pv", "advantage")
_ROW = 10
"""The row of the first headline figure."""


def write(book: Book, page: Page, screen: Screen) -> None:
    """Fill the sheet but for what it says of the reconciliation, which comes last."""
    t, d = book.text, book.decision
    page.widths(46, 34, 34, 20, 20, 4)
    page.put(0, 0, t("product"), look="title")
    page.paragraph(2, 4, advice(d, t), "advice", 100)
    for row, said in enumerate((lead(d, t), search(d, t), agreement(d, t)), start=3):
        page.paragraph(row, 4, said, "said", 140)
    page.paragraph(6, 4, t("workbook.verdict.dated", date=t.date(book.handout.day)), characters=150)
    page.section(_ROW - 2, t("workbook.verdict.figures"))
    page.heads(_ROW - 1, [t("workbook.heads.figure"), t("workbook.verdict.now"), t.date(book.handout.day)])
    row = _ROW
    for path, label, what, unit in _headlines(book):
        page.put(row, 0, label)
        if path in book.cells:
            page.put(row, 1, what, unit, "strong")
        else:
            page.figure(row, 1, path, label, what, unit, "strong")
        page.put(row, 2, screen[path], unit, "dated", right=True)
        row += 1
    _table(book, page, row + 1)


def status(book: Book, page: Page, agrees: Formula) -> None:
    """Say whether the figures are still those of the day; the reconciliation is written by then."""
    page.sheet.merge_range(7, 0, 7, 4, "", book.style("text", "strong"))
    page.put(7, 0, agrees, look="strong")
    page.sheet.set_row(7, 18)


def _headlines(book: Book) -> list[tuple[str, str, Formula, str]]:
    """Path, label, live formula and unit of what an owner looks at first."""
    t, q, words = book.text, book.cells, book.words
    timing = book.decision.timing
    hired = either(*(same(q["best"], words[f"options.{option}"]) for option in HIRES))
    later = words["says.prepare" if timing and timing.tipping_month else "says.external"]
    money = where(hired, words["says.internalise"], later)
    agree = where(same(q["signals.say"], money), words["yes_no.yes"], words["yes_no.no"])
    rows: list[tuple[str, str, Formula, str]] = [
        ("best", t("results.best.label"), q["best"], "option"),
        ("verdict.reading", t("results.reading.label"), q["verdict.reading"], "option"),
        ("verdict.runner_up", t("results.runner_up.label"), q["verdict.runner_up"], "option"),
        ("verdict.margin", t("results.margin.label"), q["verdict.margin"], "money"),
        ("signals.lit", t("rules.signals.lit.label"), q["signals.lit"], "whole"),
        ("verdict.signals_say", t("rules.signals.say.label"), q["signals.say"], "option"),
        ("verdict.money_says", t("results.money_says.label"), money, "option"),
        ("verdict.agree", t("results.agree.label"), agree, "option"),
    ]
    ruled = (
        ("signals.stage", "option"),
        ("signals.complexity.hours", "hours_per_week"),
        ("signals.fee_ratio.ratio", "share"),
        ("signals.fee_ratio.zone", "option"),
        ("pillars.acquisition.ratio", "ratio"),
        ("pillars.retention.customer_value", "money"),
    )
    rows += [(path, t(f"rules.{path}.label"), q[path], unit) for path, unit in ruled]
    salary = "loaded_salary.in_house.loaded_salary"
    rows.append((salary, f"{t('rules.loaded_salary.loaded_salary.label')} ({t('seats.in_house')})", q[salary], "money"))
    rows.append(("capability_today", t("results.capability_today.label"), q["capability_today"], "share"))
    full = "value_of_full_leadership"
    rows.append((full, t("results.value_of_full_leadership.label"), q[full], "money"))
    return rows


def _table(book: Book, page: Page, row: int) -> None:
    """The six options, live, and their bars."""
    t, q = book.text, book.cells
    months = t.counted("months", book.decision.scenario.horizon_months)
    page.section(row, t("chart.title", months=months))
    page.heads(row + 1, [t("table.option"), *(t(f"table.{name}") for name in _TABLE)], height=18)
    first = row + 2
    for at, option in enumerate(OPTIONS, start=first):
        page.put(at, 0, book.words[f"options.{option}"])
        for column, name in enumerate(_TABLE, start=1):
            page.put(at, column, q[f"options.{option}.{name}"], "money")
    last = first + len(OPTIONS) - 1
    npvs = page.run(first, 1, last, 1, [q[f"options.{option}.npv"].value for option in OPTIONS])
    page.put(last + 1, 0, where(largest(npvs) < 0, book.words["chart.all_below"], BLANK), look="dated")
    chart = book.file.add_chart({"type": "bar"})
    series: dict[str, Any] = {
        "name": t("table.npv"),
        "categories": [page.title, first, 0, last, 0],
        "values": [page.title, first, 1, last, 1],
        "fill": {"color": ACCENT},
        "gap": 60,
        "invert_if_negative": False,
        "data_labels": {"value": True, "num_format": book.number_format("money").replace(".00", "")},
    }
    chart.add_series(series)
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "label_position": "low", "line": {"color": QUIET}, "major_tick_mark": "none"})
    chart.set_size({"width": 1100, "height": 300})
    chart.set_chartarea({"border": {"none": True}})
    page.sheet.insert_chart(last + 3, 0, chart, {"description": t("workbook.verdict.alt")})
    page.sheet.print_area(0, 0, last + 19, 4)
