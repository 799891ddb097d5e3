"""The figures of the day: when a hire tips, its plan, and how sure. Values and sentences, marked as such; they follow no change."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from cmo_model.exports.workbook.book import ACCENT, QUIET, Book, Page
from cmo_model.scenario import OPTIONS, hires
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import risk as said

_COLOURS = (ACCENT, "#c07a2b", "#5b5f97")
"""Of the lines of the hires, in the order of the table."""


def write(book: Book, page: Page) -> None:
    """Fill the sheet."""
    t, d, risk = book.text, book.decision, book.handout.risk
    page.widths(46, 20, 20, 20, 20, 20)
    page.paragraph(2, 5, t("workbook.day.note", date=t.date(book.handout.day)), "note", 130)
    row = 4
    page.section(row, t("risk.title"))
    advice = risk.advice
    sentences = [*said_of.sure(advice, t), *said_of.beside(advice, t), *([] if advice.certain else [said_of.error(advice, t)])]
    row = _sentences(page, row + 1, sentences)
    row = _chances(book, page, row + 1)
    if risk.information:
        page.section(row, t("risk.information"))
        row = _sentences(page, row + 1, said.information(risk, t)) + 1
    if risk.tornado:
        page.section(row, t("risk.tornado"))
        row = _sentences(page, row + 1, said.tornado(risk, t)) + 1
        page.section(row, t("risk.flips"))
        row = _sentences(page, row + 1, said.three_flips(risk, d, t)) + 1
    page.section(row, t("when.title"))
    told = [said_of.when(advice, book.handout.day, t), said_of.stage(advice, t) if d.timing else "", said_of.curve(advice, t)]
    row = _sentences(page, row + 1, told)
    row = _plan(book, page, row + 1)
    _curve(book, page, row)


def _sentences(page: Page, row: int, sentences: list[str]) -> int:
    """Sentences one below the other; the row after."""
    for sentence in filter(None, sentences):
        page.paragraph(row, 5, sentence, "wrap", 135)
        row += 1
    return row


def _chances(book: Book, page: Page, row: int) -> int:
    """Each option over the draws: its chance to be best, its mean, and where it is eight times in ten."""
    t, risk = book.text, book.handout.risk
    if not risk.ranges:
        return row
    page.section(row, t("risk.chances"))
    low, high = t("workbook.day.low"), t("workbook.day.high")
    page.heads(row + 1, [t("table.option"), t("risk.chance"), t("table.gain"), low, high], height=48)
    for at, option in enumerate(OPTIONS, start=row + 2):
        one = risk.advice.options[option]
        page.put(at, 0, t(f"options.{option}"))
        page.put(at, 1, said_of.chance(one.p_best, t), look="dated", right=True)
        for column, value in enumerate((one.mean_gain, one.gain_quantiles[0], one.gain_quantiles[2]), start=2):
            page.put(at, column, value, "money", "dated")
    after = row + 2 + len(OPTIONS)
    page.paragraph(after, 5, t("risk.chances_note"), "note", 135)
    return after + 2


def _plan(book: Book, page: Page, row: int) -> int:
    """The hire's steps and their dates."""
    t, steps = book.text, book.handout.plan
    page.section(row, t("when.plan"))
    if not steps:
        page.put(row + 1, 0, t("when.plan_none"))
        return row + 3
    page.heads(row + 1, [t("when.step_name"), t("when.step_day")])
    for at, step in enumerate(steps, start=row + 2):
        page.put(at, 0, t(f"when.step.{step.name}"))
        page.put(at, 1, t.month(step.day), look="dated", right=True)
    return row + 3 + len(steps)


def _curve(book: Book, page: Page, row: int) -> None:
    """The gap in favour of each hire by date of entry, and its lines."""
    t, timing = book.text, book.decision.timing
    page.section(row, t("when.curve"))
    if timing is None:
        return
    first, entries = row + 20, book.decision.scenario.timing_months
    begin = book.handout.day.replace(day=1)
    page.heads(first - 1, [t("when.axis"), *(t(f"options.{hire}") for hire in hires())], height=32)
    for n in range(entries):
        page.put(first + n, 0, t.month(begin + relativedelta(months=n), brief=True), look="dated")
        for column, hire in enumerate(hires(), start=1):
            page.put(first + n, column, timing.advantage_by_month[hire][n], "money", "dated")
    last = first + entries - 1
    chart = book.file.add_chart({"type": "line"})
    for column in range(1, 1 + len(hires())):
        chart.add_series(
            {
                "name": [page.title, first - 1, column],
                "categories": [page.title, first, 0, last, 0],
                "values": [page.title, first, column, last, column],
                "line": {"color": _COLOURS[(column - 1) % len(_COLOURS)], "width": 2.25},
                "marker": {"type": "none" if entries > 1 else "circle"},
            }
        )
    chart.set_title({"none": True})
    chart.set_legend({"position": "top"})
    every = max(1, entries // 12)
    ticks = {"interval_unit": every, "interval_tick": every, "label_position": "low", "line": {"color": QUIET}}
    chart.set_x_axis(ticks | {"name": t("when.axis"), "name_font": {"bold": False}})
    money = book.number_format("money").replace(".00", "")
    chart.set_y_axis(
        {"num_format": money, "major_gridlines": {"visible": True, "line": {"color": "#e3e7e9"}}, "line": {"none": True}}
    )
    chart.set_size({"width": 980, "height": 340})
    chart.set_chartarea({"border": {"none": True}})
    page.sheet.insert_chart(row + 1, 0, chart, {"description": t("when.curve")})
