"""The first sheet: the sentences of the day, and beside each headline figure as it is now what it was that day."""

from __future__ import annotations

from typing import Any

from cmo_model.exports.workbook.book import ACCENT, QUIET, Book, Page
from cmo_model.exports.workbook.formulas import Formula, formula
from cmo_model.scenario import OPTIONS
from cmo_model.words.sentences import advice as said_of

_TABLE = ("npv", "cost_pv", "extra_margin_pv", "advantage")
_ROW = 10
"""The row of the first headline figure."""


_HEADLINES = (
    *("best", "verdict.reading", "verdict.runner_up", "verdict.margin", "verdict.reading_runner_up", "verdict.reading_margin"),
    *("verdict.cash_best", "signals.lit", "signals.independent", "signals.say"),
    *(
        "signals.stage",
        "signals.complexity.hours",
        "signals.fee_ratio.ratio",
        "signals.fee_ratio.zone",
        "pillars.acquisition.ratio",
    ),
    *("pillars.retention.customer_value", "memory"),
    *("loaded_salary.in_house.loaded_salary", "capability_today", "value_of_full_leadership"),
)
"""What an owner looks at first, by path."""
_ON_SCREEN = {"signals.say": "verdict.signals_say"}


class Verdict:
    """The sheet: `write` fills it, `status` comes last."""

    def __init__(self, book: Book, page: Page) -> None:
        self._book, self._page = book, page
        page.widths(46, 34, 34, 20, 20, 4)
        self._rows = {path: row for row, path in enumerate(_HEADLINES, start=_ROW)}

    def _label(self, path: str) -> str:
        t = self._book.text
        if path.startswith("loaded_salary."):
            _, seat, name = path.split(".")
            return f"{t(f'rules.loaded_salary.{name}.label')} ({t(f'seats.{seat}')})"
        return t(f"rules.{path}.label") if t.has(f"rules.{path}.label") else t(f"results.{path.rpartition('.')[2]}.label")

    def write(self) -> None:
        """Fill the sheet but for what it says of the reconciliation."""
        book, page, t, d = self._book, self._page, self._book.text, self._book.decision
        page.put(0, 0, t("product"), look="title")
        advice = book.handout.advice
        page.paragraph(2, 4, said_of.headline(advice, t), "advice", 100)
        told = (said_of.gains(advice, t)[0], said_of.when(advice, book.handout.day, t), said_of.agreement(advice, t))
        for row, said in enumerate(told, start=3):
            page.paragraph(row, 4, said, "said", 140)
        dated = t("workbook.verdict.dated", date=t.date(book.handout.day), seed=str(advice.seed), option=t(f"options.{d.best}"))
        page.paragraph(6, 4, dated, characters=150)
        page.section(_ROW - 2, t("workbook.verdict.figures"))
        page.heads(_ROW - 1, [t("workbook.heads.figure"), t("workbook.verdict.now"), t.date(book.handout.day)])
        units = {figure.path: figure.unit for figure in book.figures}
        for path, row in self._rows.items():
            shown = _ON_SCREEN.get(path, path)
            unit = units.get(path, "saying")
            page.put(row, 0, self._label(path))
            if shown != path:
                page.figure(row, 1, shown, self._label(path), book.cells[path], unit, "strong")
            else:
                page.mirror(row, 1, path, unit, "strong")
            page.put(row, 2, book.screen[shown], unit, "dated", right=True)
        _table(book, page, max(self._rows.values()) + 2)

    def status(self, agrees: Formula) -> None:
        """Say whether the figures are still those of the day; the reconciliation is written by then."""
        self._page.sheet.merge_range(7, 0, 7, 4, "", self._book.style("text", "strong"))
        self._page.put(7, 0, agrees, look="strong")
        self._page.sheet.set_row(7, 18)


def _table(book: Book, page: Page, row: int) -> None:
    """The options, live, and their bars."""
    t, q = book.text, book.cells
    months = t.counted("months", book.decision.scenario.horizon_months)
    page.section(row, t("chart.title", months=months))
    page.heads(row + 1, [t("table.option"), *(t(f"table.{name}") for name in _TABLE)], height=18)
    first = row + 2
    for at, option in enumerate(OPTIONS, start=first):
        page.put(at, 0, book.words[f"options.{option}"])
        for column, name in enumerate(_TABLE, start=1):
            page.put(at, column, formula(q[f"options.{option}.{name}"]), "money")
    last = first + len(OPTIONS) - 1
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
