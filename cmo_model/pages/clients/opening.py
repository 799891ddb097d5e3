"""How a table of firms comes onto the page: a file, the invented firms, a template; what must be asked of it, what was not read."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from cmo_model import examples
from cmo_model.pages.clients import book
from cmo_model.pages.clients.book import SHEET
from cmo_model.pages.questions import FIRST
from cmo_model.readers import ReadError
from cmo_model.readers.firms_sheet import Sheet, sheet_words, template, too_many
from cmo_model.readers.history import said
from cmo_model.readers.history.cells import inert
from cmo_model.readers.history.limits import MOST_BYTES
from cmo_model.readers.scenario_file import remedy
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.blocks import Block, draw, heading, prose, table
from cmo_model.skin.draft import BroughtFile, example_scenario
from cmo_model.skin.panel import control, handed, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.explanation import field_label

_SAMPLE = "clients.csv"
_MOST_TOLD, _FEW = 50, 9


def opening(visit: Visit, t: Text) -> None:
    """The ways to bring a table in, and what it is called once it is."""
    form = template(t, FIRST, example_scenario(examples.FIRST))
    controls = [
        control("file", "file", t("clients.open"), accept=".csv,.txt,.tsv,.xlsx", most=MOST_BYTES),
        control("button", "sample", t("clients.sample")),
        control("save", "template", t("clients.template"), text=form, file=t("clients.template_name")),
    ]
    file = visit.draft.clients
    if file is not None:
        controls.append(control("button", "without", t("clients.without")))
    panel(visit, [{"controls": controls}], t, "clients_open", _pressed)
    if file is not None:
        name = t("clients.sample_name") if file.data == examples.clients() else file.name
        large = [prose(t("clients.too_large_to_keep"), "quiet")] if not file.packed_beside and not file.refused else []
        draw([prose(t("clients.file", name=name), "label"), *large], t, "clients_file")


def _pressed(visit: Visit, t: Text, done: Any) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored."""
    what = done.get("what") if isinstance(done, dict) else None
    if what == "sample":
        book.take(visit, BroughtFile(_SAMPLE, examples.clients()))
    elif what == "without":
        visit.keep(clients=None)
    elif what == "too_large":
        visit.notices = [sheet_words(too_many().problems[0], t)]
    elif what == "file" and (file := handed(done)) is not None:
        try:
            book.opened(visit, file)
        except ReadError as error:
            visit.notices = [sheet_words(problem, t) for problem in error.problems]


def titles(t: Text) -> None:
    """The titles that a column may have: those of the questions."""
    with st.expander(t("clients.titles")):
        cells = [(False, [field_label(t, path), path]) for path in FIELDS]
        said = table(t("clients.titles"), (t("clients.title"), t("clients.field")), cells, words=1)
        draw([prose(t("clients.titles_note"), "quiet"), said], t, "clients_titles")


def to_choose(sheet: Sheet, visit: Visit, t: Text) -> None:
    """Which sheet of a workbook it is."""
    if sheet.question is not None:
        options = [["", t("budget.choose")], *([name, inert(name)] for name in sheet.question.choices)]
        panel(visit, [{"controls": [control("select", SHEET, t("clients.sheet"), choices=options)]}], t, "clients_asked")


def told(sheet: Sheet, t: Text) -> None:
    """What was read of it in a few lines: rows, names given twice, columns left aside, and what stands at our default for all."""
    if sheet.question is not None:
        return
    names = Counter(name for name in sheet.firms.names if name)
    lines = {
        "read": [t.number(len(sheet.firms.names) - len({one.at for one in sheet.firms.refused}), 0)] if sheet.refused else [],
        "twice": [inert(name) for name, times in names.items() if times > 1],
        "unread": [inert(title) for title in sheet.firms.unread if title.strip()],
        "defaults": [field_label(t, path) for path in FIRST if path not in sheet.firms.columns],
    }
    wrong = t.number(sheet.refused_rows, 0)
    blocks = [
        prose(t(f"clients.{key}", given=", ".join(found[:_FEW]) + ("…" if found[_FEW:] else ""), wrong=wrong))
        for key, found in lines.items()
        if found
    ]
    blocks += [prose(" ".join(filter(None, said(problem, t)))) for problem in sheet.problems[:_FEW]]
    draw(blocks, t, "clients_told", live=True)


def refused(sheet: Sheet, t: Text) -> None:
    """The rows that could not be read, with what to do."""
    blocks: list[Block] = []
    if sheet.refused:
        names = dict(zip(sheet.numbers, sheet.firms.names, strict=True))
        cells = [
            (False, [str(one.at), inert(names.get(one.at, "")), _column(one.column, t), remedy(one.problem, t)])
            for one in sheet.refused[:_MOST_TOLD]
        ]
        title = t("clients.refused", n=t.number(sheet.refused_rows, 0))
        blocks += [heading(title), prose(t("clients.refused_note"))]
        heads = [t(f"clients.{name}") for name in ("row", "name", "column", "remedy")]
        blocks.append(table(title, heads, cells, words=3))
        if left := len(sheet.refused) - len(cells):
            blocks.append(prose(t("clients.refused_more", n=t.number(left, 0)), "quiet"))
    draw(blocks, t, "clients_refused", live=True)


def _column(path: str, t: Text) -> str:
    return field_label(t, path) if path in FIELDS else path or t("clients.whole_row")
