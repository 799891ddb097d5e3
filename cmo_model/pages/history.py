"""A history by channel on the page: opening a file or an example, what must be asked of it, how its columns are taken."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from cmo_model import examples
from cmo_model.growth.channels import History
from cmo_model.readers import ReadError
from cmo_model.readers.history import FIGURES, OURS, ROLES, Read, asked, corrected, read_history, role_words, said
from cmo_model.readers.history.cells import inert
from cmo_model.readers.history.limits import MOST_BYTES
from cmo_model.server.scheduler import TURNS
from cmo_model.skin.blocks import draw, heading, items, prose, table
from cmo_model.skin.draft import TEST, BroughtFile
from cmo_model.skin.panel import control, handed, panel, to_answer, too_large
from cmo_model.skin.session import Visit
from cmo_model.words import Text

_TICK, _ANSWER = "spends:", "answer:"
_ANSWERS = (_ANSWER, "plausible")
"""How the choices begin that answer what was asked of a file."""
TYPED, MOST_TYPED = "typed:", 8
"""How the choices begin that are channels typed by hand, and how many may be."""
_PARTS = (("words", "name"), ("number", "spend"), ("number", "sales"))
_MOST_TOLD = 12
_MOST_PREVIEWED = 8


def reading(visit: Visit, file: BroughtFile) -> Read:
    """The file as read under what was chosen about it, kept for as long as neither changes.

    Raises `ReadError`; the file then leaves the draft, which shall not open it again.
    """
    mapping, ticked, answers = _mapping(visit), _ticked(visit), _answers(visit)

    def made() -> Read:
        with TURNS.aside():
            read = read_history(file.data, file.name, None, answers)
            given = {place: ("spend", title) for place, title in enumerate(read.headers) if place in ticked and title} | mapping
            return read_history(file.data, file.name, corrected(read.mapping, given), answers) if given else read

    try:
        return visit.once("read", (file, mapping, ticked, answers), made)
    except ReadError:
        if visit.draft.file is file:
            visit.keep(file=replace(file, refused=True))
        raise


def opening(visit: Visit, t: Text) -> None:
    """The ways to bring a history in."""
    controls: list[dict[str, Any]] = [
        control("file", "file", t("budget.open"), accept=".csv,.txt,.tsv,.xlsx", most=MOST_BYTES),
        {"kind": "text", "label": t("budget.examples")},
        *(control("button", name, t(f"history.samples.{name}.name")) for name in examples.histories()),
    ]
    if visit.draft.file is not None:
        controls.append(control("button", "without", t("budget.typed.without")))
    panel(visit, [{"controls": controls}], t, "open", do)


def do(visit: Visit, t: Text, done: Any) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored."""
    what = done.get("what") if isinstance(done, dict) else None
    if what in examples.histories():
        visit.open_history(f"{what}.csv", examples.history(what))
    elif what == "too_large":
        visit.notices = [too_large(done.get("size"), t)]
    elif what == "file" and (file := handed(done)) is not None:
        visit.open_history(file.name, file.data)
        if visit.draft.file is not None:
            with suppress(ReadError):  # the page says why
                reading(visit, visit.draft.file)
    elif what == "without":
        visit.keep(file=None)
        visit.round += 1
    elif what == "again":
        visit.keep(choices={name: value for name, value in visit.draft.choices.items() if not name.startswith(_ANSWERS)})
        visit.round += 1
    elif isinstance(what, str) and what.startswith(TEST) and what in visit.draft.choices:
        visit.keep(choices={name: value for name, value in visit.draft.choices.items() if name != what})
        visit.round += 1
    elif isinstance(what, str) and what in visit.tests:
        visit.keep(choices=visit.draft.choices | {what: visit.tests[what]})
        visit.round += 1
    elif what == "take" and visit.offer is not None:
        spend, customers = visit.offer
        visit.change("acquisition.monthly_spend", spend)
        visit.change("acquisition.monthly_new_customers", customers)
        visit.notices = [t("budget.taken", spend=t.money(spend), customers=t.number(customers))]


def typed(visit: Visit, t: Text, day: datetime.date) -> History | None:
    """Channels typed by hand, three figures each, as the history of one month; nothing before one of them is whole."""
    chosen = visit.draft.choices
    began = [place for place in range(MOST_TYPED) if any(f"{TYPED}{place}:{part}" in chosen for _, part in _PARTS)]
    rows = []
    for place in range(min(MOST_TYPED, max(began, default=-1) + 2)):
        channel, labels = t("budget.typed.channel", place=str(place + 1)), {part: t(f"budget.typed.{part}") for _, part in _PARTS}
        spoken = {part: t("cli.labelled", name=channel, said=label) for part, label in labels.items()}
        boxes = [control(kind, f"{TYPED}{place}:{part}", labels[part], spoken[part]) for kind, part in _PARTS]
        rows.append({"kind": "grid", "controls": boxes})
    draw([heading(t("budget.typed.title")), prose(t("budget.typed.note"))], t, "budget_typed")
    panel(visit, rows, t, "typed")
    found = {place: _channel(chosen, place) for place in began}
    whole = [row for row in found.values() if row is not None]
    names = [name for name, _, _ in whole]
    wrong = [t("budget.typed.lacking", place=str(place + 1)) for place, row in found.items() if row is None]
    wrong += [t("budget.typed.twice", name=name) for name in sorted({one for one in names if names.count(one) > 1})]
    draw([prose(one, "alert") for one in wrong], t, "typed_wrong", live=True)
    if not whole or len(set(names)) < len(names):
        return None
    spend, sales = (np.array([[row[part] for row in whole]], dtype=float) for part in (1, 2))
    return visit.once("typed", (tuple(whole), day), lambda: History(tuple(names), (day.replace(day=1),), spend, sales))


def _channel(chosen: dict[str, Any], place: int) -> tuple[str, float, float] | None:
    """A channel's name, spend and sales as typed; nothing where one of the three is missing."""
    name, spend, sales = (chosen.get(f"{TYPED}{place}:{part}") for _, part in _PARTS)
    numbers = [float(value) for value in (spend, sales) if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if not isinstance(name, str) or not name.strip() or len(numbers) < 2:
        return None
    return inert(name.strip()), numbers[0], numbers[1]


def _mapping(visit: Visit) -> dict[int, Any]:
    """Columns as the visitor corrected them; a role with its channel is written `spend:Google`."""
    found: dict[int, Any] = {}
    for name, value in visit.draft.choices.items():
        place = name.removeprefix("column:")
        if name != place and place.isascii() and place.isdecimal() and isinstance(value, str):
            role, _, channel = value.partition(":")
            if role in ROLES:
                found[int(place)] = (role, channel) if channel else role
    return found


def _ticked(visit: Visit) -> frozenset[int]:
    """The columns that were ticked as the spend of one channel each."""
    names = (name.removeprefix(_TICK) for name, value in visit.draft.choices.items() if name.startswith(_TICK) and value is True)
    return frozenset(int(name) for name in names if name.isascii() and name.isdecimal())


def _answers(visit: Visit) -> dict[str, str]:
    given = {name.removeprefix(_ANSWER): str(value) for name, value in visit.draft.choices.items() if name.startswith(_ANSWER)}
    return {OURS: visit.t.currency} | given


def understood(visit: Visit, read: Read, t: Text) -> None:
    """What must be asked, what was noticed, how each column is taken, and what was read of the first rows."""
    if read.questions:
        open_ones = [asked(question, t)[0] for question in read.questions if not question.choices and not question.typed]
        draw([heading(t("budget.asked")), *(prose(one) for one in open_ones)], t, "budget_asked")
        panel(visit, to_answer(read.questions, _ANSWER, t), t, "questions")
    _ticks(visit, read, t)
    if any(name.startswith(_ANSWERS) for name in visit.draft.choices):
        panel(visit, [{"controls": [control("button", "again", t("budget.answer_again"))]}], t, "again", do)
    told = [" ".join(filter(None, said(problem, t))) for problem in read.problems[:_MOST_TOLD]]
    if told:
        draw([heading(t("budget.noticed")), items(told)], t, "budget_noticed", live=True)
    with st.expander(t("budget.columns"), expanded=bool(read.questions)):
        controls = []
        for place, title in enumerate(read.headers):
            role = read.mapping.get(place, "ignored")
            value = role if isinstance(role, str) else ":".join(role)
            roles = [[one, role_words(one, t)] for one in ROLES]
            if "channel" not in read.mapping.values() and title:
                roles += [[f"{figure}:{title}", role_words((figure, title), t)] for figure in FIGURES]
            if not isinstance(role, str) and value not in [one for one, _ in roles]:
                roles.insert(0, [value, role_words(role, t)])
            name = title or f"{place + 1}"
            shown = {"name": name, "label": name, "value": value, "choices": roles}
            controls.append({"kind": "select", "id": f"column:{place}", **shown})
        panel(visit, [{"controls": controls}], t, "columns")
        if read.preview:
            cells = [(False, row) for row in read.preview[:_MOST_PREVIEWED]]
            draw([table(t("budget.preview"), [one or "—" for one in read.headers], cells)], t, "budget_preview")


def _ticks(visit: Visit, read: Read, t: Text) -> None:
    """A list to tick, nothing ticked, where no title says which columns are the spend of a channel."""
    ticked = _ticked(visit)
    missing = any(problem.code == "spend_missing" for problem in read.problems) and "channel" not in read.mapping.values()
    if not ticked and not missing:
        return
    free = [
        place for place, title in enumerate(read.headers) if title and (place in ticked or read.mapping.get(place) == "ignored")
    ]
    boxes = [control("check", f"{_TICK}{place}", read.headers[place]) for place in free]
    draw([prose(t("budget.tick"))], t, "budget_tick")
    panel(visit, [{"controls": boxes}], t, "ticks")
