"""The decision as slides a consultant takes over: native charts and text boxes, and in the notes the formula of each figure.

Titles and texts stand in the layouts' own placeholders, colours and fonts in the theme, so that another template applies to them.
Charts are given the same tables as the screen's.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from dateutil.relativedelta import relativedelta
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from cmo_model.charts import tables
from cmo_model.exports.handout import Handout, given, ledger
from cmo_model.exports.slides.deck import CONTENT, TITLE_ONLY, money_format, stamp, template
from cmo_model.scenario import OPTIONS
from cmo_model.words.explanation import explain
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.advice import chance
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import hidden_cost, three_signals

MOST_GIVEN = 9
"""Values that somebody gave, on the last slide; the report and the workbook list them all."""
_MOMENT = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")
Place = tuple[float, float, float, float]
"""Left, top, width and height, in inches, on a slide of 13.33 by 7.5."""


def slides(handout: Handout) -> bytes:
    """The deck, seven slides of 16:9, as a .pptx file."""
    deck = template()
    for build in (_verdict, _signals, _options, _cost, _when, _risk, _basis):
        build(deck, handout)
    for number, slide in enumerate(deck.slides, start=1):
        stamp(slide, handout, number, len(deck.slides))
    about = deck.core_properties
    about.title, about.author, about.language = said_of.headline(handout.advice, handout.text), "", handout.text.tag
    about.created = about.modified = datetime.datetime.combine(handout.day, datetime.time())
    made = io.BytesIO()
    deck.save(made)
    return _undated(made.getvalue())


def _undated(archive: bytes) -> bytes:
    """The archive, and those inside it, without the moment they were made at: the same handout gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith(".xlsx"):  # a chart's table, whose own moment nobody sees
                content = _undated(content)
            elif part == "docProps/core.xml" and "xl/workbook.xml" in old.namelist():
                content = _MOMENT.sub(b"2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _verdict(deck: Presentation, handout: Handout) -> None:
    decision, t = handout.decision, handout.text
    claim = [] if handout.claim == "full" else [t(f"page.claim.{handout.claim}")]
    advice = handout.advice
    said = [*said_of.gains(advice, t), said_of.when(advice, handout.day, t), *claim, *said_of.sure(advice, t)]
    slide = _slide(deck, said_of.headline(advice, t), said)
    _notes(slide, handout, ["verdict.margin", f"options.{decision.best}.npv", f"options.{decision.verdict.runner_up}.npv"])


def _signals(deck: Presentation, handout: Handout) -> None:
    decision, t = handout.decision, handout.text
    slide = _slide(deck, t("signals.title"), [said_of.agreement(handout.advice, t)], (0.6, 1.55, 12.1, 1.6))
    for place, signal in enumerate(three_signals(decision, t)):
        frame = _box(slide, (0.6 + 4.15 * place, 3.15, 3.8, 3.7))
        state = t("signals.lit" if signal.lit else "signals.unlit")
        _write(frame, [t("slides.signal", name=signal.name, state=state)], 20, bold=True, accent=signal.lit)
        _write(frame, [signal.measure, signal.when, signal.limit], 15)
    names = ("complexity.hours", "fee_ratio.ratio", "data_culture.need", "data_culture.iteration", "data_culture.memory")
    _notes(slide, handout, [f"signals.{name}" for name in names])


def _options(deck: Presentation, handout: Handout) -> None:
    decision, t = handout.decision, handout.text
    slide = _slide(deck, t("page.options"), [t("risk.chances_note")], (0.6, 1.55, 12.1, 1.15))
    alternative = said_of.options_in_words(handout.advice, t)
    values = tables.gains(handout.advice)["gain"].sort_values(ascending=False, kind="stable")
    months = t.counted("months", decision.scenario.horizon_months)
    chart = _bars(slide, handout, {t("chart.title", months=months): values}, alternative)
    _accent_first(chart)
    _notes(slide, handout, [f"options.{option}.npv" for option in values.index])


def _cost(deck: Presentation, handout: Handout) -> None:
    decision, t = handout.decision, handout.text
    table = tables.costs(decision)
    shown = ". ".join(f"{t(f'options.{option}')}, {t.about(one.cost_pv)}" for option, one in decision.options.items())
    slide = _slide(deck, t("cost.question"), [hidden_cost(decision, t)], (0.6, 1.55, 12.1, 1.15))
    table.index = [t("slides.whole", option=t(f"options.{o}"), amount=t.about(x)) for o, x in table["total"].items()]
    chart = _bars(
        slide, handout, {t("slides.invoice"): table["invoice"], t("slides.hidden"): table["hidden"]}, t("cost.alt", values=shown)
    )
    hidden = chart.plots[0].series[1].data_labels
    hidden.show_value = True
    hidden.font.size = Pt(13)
    advised = list(decision.options).index(handout.advice.advised)
    fill = chart.plots[0].series[0].points[advised].format.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    hidden.number_format, hidden.number_format_is_linked = money_format(t), False
    _notes(slide, handout, [f"options.{option}.cost_pv" for option in decision.options])


def _when(deck: Presentation, handout: Handout) -> None:
    decision, t = handout.decision, handout.text
    if decision.timing is None:
        _slide(deck, t("when.title"), [said_of.when(handout.advice, handout.day, t)])
        return
    said = [said_of.when(handout.advice, handout.day, t), said_of.curve(handout.advice, t)]
    slide = _slide(deck, t("when.title"), said, (0.6, 1.5, 12.1, 1.6))
    better = tables.entry(decision)["better"]
    data = CategoryChartData(number_format=money_format(t))
    begin = handout.day.replace(day=1)
    data.categories = [t.month(begin + relativedelta(months=month - 1), brief=True) for month in better.index]
    data.add_series(t("when.curve"), better.tolist())
    chart = _chart(slide, XL_CHART_TYPE.LINE, data, (0.6, 3.15, 8.3, 3.7), said_of.entry_in_words(handout.advice, handout.day, t))
    chart.has_legend = False
    chart.plots[0].series[0].smooth = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    labels = chart.value_axis.tick_labels
    labels.number_format, labels.number_format_is_linked = money_format(t), False
    every_sixth = chart.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "12"})
    chart.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every_sixth)
    chart.value_axis.format.line.fill.background()
    gridlines = chart.value_axis.major_gridlines.format.line
    gridlines.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    frame = _box(slide, (9.3, 3.15, 3.5, 3.7))
    _write(frame, [t("when.plan")], 18, bold=True)
    steps = [t("slides.step", step=t(f"when.step.{step.name}"), month=t.month(step.day)) for step in handout.plan]
    _write(frame, steps or [t("when.plan_none")], 15)
    month, hire = handout.advice.search_month, handout.advice.hire_in_sight
    _notes(slide, handout, [] if month is None else [f"timing.advantage_by_month.{hire}.{month}"])


def _risk(deck: Presentation, handout: Handout) -> None:
    decision, risk, t = handout.decision, handout.risk, handout.text
    slide = _slide(deck, t("risk.title"), said_of.sure(risk.advice, t), (0.6, 1.55, 6.2, 5.15))
    _write(slide.placeholders[1].text_frame, [t("page.matters")], 16, bold=True)
    _write(slide.placeholders[1].text_frame, three_flips(risk, decision, t), 12)
    chances = {option: one.p_best for option, one in risk.advice.options.items()}
    values = pd.Series(chances).sort_values(ascending=False, kind="stable")
    said = ". ".join(f"{t(f'options.{option}')}, {chance(float(value), t)}" for option, value in values.items())
    _accent_first(_bars(slide, handout, {t("risk.chance"): values}, said, (7.2, 1.55, 5.6, 5.15), t.percent_code()))
    slide.notes_slide.notes_text_frame.text = t("risk.chances_note")


def _basis(deck: Presentation, handout: Handout) -> None:
    t = handout.text
    entries = ledger(handout)
    told = given(entries)
    slide = _slide(deck, t("slides.basis"))
    rows = [
        (t("slides.figure"), t("slides.value"), t("slides.giver")),
        *((e.label, e.value, e.given_by) for e in told[:MOST_GIVEN]),
    ]
    table = slide.shapes.add_table(len(rows), 3, *map(Inches, (0.6, 1.6, 7.4, 0.4 * len(rows)))).table
    for column, width in enumerate((3.7, 2.3, 1.4)):
        table.columns[column].width = Inches(width)
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = table.cell(place, column)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            _write(cell.text_frame, [words], 12, bold=place == 0)
    frame = _box(slide, (8.4, 1.55, 4.4, 5.1))
    _write(frame, [t("slides.rest", n=str(len(entries) - min(len(told), MOST_GIVEN)))], 15)
    _write(frame, [t("verdict.not_counted_title")], 15, bold=True)
    _write(frame, [t("verdict.not_counted"), t("verdict.lean")], 13)
    said = [t("slides.entry", figure=e.label, value=e.value, giver=e.given_by) for e in told]
    slide.notes_slide.notes_text_frame.text = "\n".join([*said, *([handout.link] if handout.link else [])])


# --- what the slides are made of ---


def _slide(deck: Presentation, title: str, said: Sequence[str] = (), place: Place = (0.6, 1.6, 12.1, 5.25)) -> Slide:
    """A slide under its title, with its paragraphs, if any."""
    slide = deck.slides.add_slide(deck.slide_layouts[CONTENT if said else TITLE_ONLY])
    slide.shapes.title.text = title
    if said:
        body = slide.placeholders[1]
        body.left, body.top, body.width, body.height = map(Inches, place)
        _write(body.text_frame, said, 24 if place[3] > 5.2 else 18)
    return slide


def _box(slide: Slide, place: Place) -> TextFrame:
    frame = slide.shapes.add_textbox(*map(Inches, place)).text_frame
    frame.word_wrap = True
    return frame


def _write(frame: TextFrame, paragraphs: Iterable[str], size: int, bold: bool = False, accent: bool = False) -> None:
    """Add paragraphs under what the frame already says."""
    for said in paragraphs:
        paragraph = frame.paragraphs[0] if frame.text == "" else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = said
        run.font.size, run.font.bold = Pt(size), bold
        paragraph.space_after = Pt(size / 2)
        if accent:
            run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _chart(slide: Slide, kind: XL_CHART_TYPE, data: CategoryChartData, place: Place, alternative: str) -> Chart:
    shape = slide.shapes.add_chart(kind, *map(Inches, place), data)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", alternative)  # the library has no name for the alternative text
    shape.chart.font.size = Pt(13)
    shape.chart.has_title = False
    return shape.chart


def _bars(
    slide: Slide,
    handout: Handout,
    series: Mapping[str, pd.Series],
    alternative: str,
    place: Place = (0.6, 2.75, 12.1, 4.1),
    number_format: str = "",
) -> Chart:
    """Horizontal bars of options, the first on top, each with its figure; several series stand end to end under a legend."""
    t, several = handout.text, len(series) > 1
    number_format = number_format or money_format(t)
    data = CategoryChartData(number_format=number_format)
    first = next(iter(series.values()))
    data.categories = [t(f"options.{name}") if name in OPTIONS else name for name in first.index]
    for name, values in series.items():
        data.add_series(name, values.tolist())
    kind = XL_CHART_TYPE.BAR_STACKED if several else XL_CHART_TYPE.BAR_CLUSTERED
    chart = _chart(slide, kind, data, place, alternative)
    chart.has_legend = several
    if several:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.visible = axis.has_major_gridlines = False
    whole, room = pd.concat(list(series.values()), axis=1).sum(axis=1), 1.0 if several else 1.3  # for the figure at a bar's end
    low, high = min(0.0, float(whole.min())), max(0.0, float(whole.max()))
    axis.minimum_scale, axis.maximum_scale = room * low, room * high or (0.0 if low else 1.0)
    chart.category_axis.reverse_order = True
    axis.reverse_order = high == 0  # where every way costs more than it brings, bars grow to the right all the same
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH if high == 0 else XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.format.line.fill.background()
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = number_format, False
    if not several:
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for one, colour in zip(plot.series, (MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.BACKGROUND_2), strict=False):
        one.invert_if_negative = False
        one.format.fill.solid()
        one.format.fill.fore_color.theme_color = colour
    return chart


def _accent_first(chart: Chart) -> None:
    fill = chart.plots[0].series[0].points[0].format.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _notes(slide: Slide, handout: Handout, names: Iterable[str]) -> None:
    """The formula of each figure and what it rests on, for whoever presents."""
    t, said = handout.text, []
    for name in names:
        found = explain(handout.decision, name, t.language, depth=1)
        said.append(t("slides.note", label=found.label, shown=found.shown, formula=found.formula or ""))
        said += [t("slides.input", label=child.label, shown=child.shown) for child in found.children]
    slide.notes_slide.notes_text_frame.text = "\n".join(said)
