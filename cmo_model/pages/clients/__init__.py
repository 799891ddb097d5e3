"""Many firms at once: who to call first, by date and by gain; the map of answers; every firm, each of which opens as a scenario."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from cmo_model import charts
from cmo_model.charts.answers import Point
from cmo_model.exports.verdicts import answers_book
from cmo_model.pages.clients import book
from cmo_model.pages.clients.book import Client
from cmo_model.pages.clients.opening import opening, refused, titles, to_choose, told
from cmo_model.pictures.dates import dated
from cmo_model.readers import Problem, ReadError
from cmo_model.readers.firms import FIGURES
from cmo_model.readers.firms_sheet import Sheet, sheet_words
from cmo_model.readers.history import WORKBOOKS
from cmo_model.scenario import OPTIONS
from cmo_model.skin.blocks import Block, dark, draw, heading, headline, picture, prose, table
from cmo_model.skin.components import heard, parts
from cmo_model.skin.draft import CLIENTS
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.explanation import field_label

_ACROSS, _UP, _SORT, _SHOWN = (f"{CLIENTS}{name}" for name in ("across", "up", "sort", "shown"))
FIRSTS, ROWS = 8, 25
"""Names on a card of who to call; rows of the whole table to begin with, and more at a time."""
_YEAR = 12
SORTS = ("gain", "date", "name", "row")
COLUMNS = ("name", "answer", "gain", "date", "today")
_MAPPED = ("company.annual_revenue", "workload.hours_per_week")


def page(visit: Visit, t: Text, day: datetime.date) -> None:
    """Draw the page; month 1 of recruiting is that of `day`."""
    WORKBOOKS.prepare()
    head, ways, doing, answers = st.container(), st.container(), st.container(), st.empty()
    with ways:
        opening(visit, t)
    sheet, found = None, None
    try:
        sheet = book.read(visit) if visit.draft.clients is not None else None
        found = book.advised(visit, sheet, t) if sheet is not None else None
        refusals: tuple[Problem, ...] = ()
    except ReadError as error:
        refusals = error.problems
    clients = found or []
    with head:
        _summary(clients, refusals, t)
        if sheet is not None:
            told(sheet, t)
    with ways:
        titles(t)
    if sheet is None:
        return
    with doing:
        to_choose(sheet, visit, t)
        if found is None:
            answers.empty()
            book.work_on(visit, sheet, t)
            st.rerun()
    with answers.container():
        if clients:
            _first(visit, clients, t, day)
            _map(visit, sheet, clients, t)
            _all(visit, clients, t, day)
        refused(sheet, t)


# --- who to call ---


def _summary(clients: Sequence[Client], refusals: Sequence[Problem], t: Text) -> None:
    """How many to call; before there are answers, the question, and why a file was refused."""
    if not clients:
        why = [prose(sheet_words(problem, t), "alert") for problem in refusals]
        draw([headline(t("clients.question")), *(why or [prose(t("clients.note"))])], t, "clients", live=True)
        return
    close = sum(one.label == "too_close" for one in clients)
    paying = t.counted("clients", sum(one.changes and one.label != "too_close" for one in clients))
    soon = sum(one.search is not None and one.search <= _YEAR for one in clients)
    said = t("clients.summary", soon=t.number(soon, 0), close=t.number(close, 0))
    blocks = [headline(t("clients.paying", clients=paying, all=t.number(len(clients), 0))), prose(said, "large")]
    draw(blocks, t, "clients", live=True)


def _first(visit: Visit, clients: Sequence[Client], t: Text, day: datetime.date) -> None:
    """Who to call first: by the date of recruiting, and by gain, in each currency apart."""
    by_date = [one for one in ordered(clients, "date") if one.search is not None]
    cards = [_card(t("clients.by_date"), by_date, lambda one: _date(one, t, day), t("clients.no_date"), t)]
    currencies = _currencies(clients)
    sure = [one for one in ordered(clients, "gain") if one.changes and one.label != "too_close"]
    over = _over(clients, t)
    for currency in currencies:
        ours = [one for one in sure if one.currency == currency]
        title = t("clients.by_gain_in", currency=currency, over=over) if len(currencies) > 1 else t("clients.by_gain", over=over)
        cards.append(_card(title, ours, lambda one: _gain(one, t), t("clients.no_gain"), t))
    draw([{"kind": "cards", "cards": cards}], t, "clients_first", did=_opens(visit, clients, "clients_first"))


def _currencies(clients: Iterable[Client]) -> list[str]:
    """The currencies of their places, in the order of the table."""
    return [*dict.fromkeys(one.currency for one in clients)]


def _card(title: str, firms: Sequence[Client], shown: Callable[[Client], str], none: str, t: Text) -> Block:
    rows = [
        {"label": parts(_named(one, t)), "value": parts(shown(one)), "tone": "opens", "act": _act(one)} for one in firms[:FIRSTS]
    ]
    press = t("clients.press")
    said = t("clients.first_of", n=str(FIRSTS), all=t.number(len(firms), 0), press=press) if len(firms) > FIRSTS else press
    return {"title": title, "rows": rows, "foot": said if rows else none}


def _by_gain(one: Client) -> tuple[bool, str, float]:
    """What would change first, then the largest gain, in each currency apart."""
    return not one.changes, one.currency, -one.gain


def _named(one: Client, t: Text) -> str:
    return t("clients.close", name=one.name) if one.label == "too_close" else one.name


def _gain(one: Client, t: Text) -> str:
    return t.about(one.gain, one.currency) if one.changes else t("clients.no_gain_here")


def _date(one: Client, t: Text, day: datetime.date) -> str:
    if OPTIONS[one.current].is_hire:
        return t("unknown")
    if one.search is None:
        return t("clients.no_date_here")
    return t("answer.now") if one.search == 1 else dated(day, one.search, t, brief=True)


def _answer(one: Client, t: Text) -> str:
    said = t(f"options.{one.advised}")
    return t("answer.barely", option=said) if one.label == "too_close" else said


def _act(one: Client) -> Block:
    return {"what": "open", "value": one.at}


def _opens(visit: Visit, clients: Iterable[Client], key: str) -> Callable[[], None]:
    def did() -> None:
        done = heard(key, "did")
        if isinstance(done, dict) and done.get("what") == "open":
            _open(visit, clients, done.get("value"))

    return did


def _open(visit: Visit, clients: Iterable[Client], at: object) -> None:
    """Make a firm's figures those on screen, and turn to its answer."""
    if type(at) is int and any(one.at == at for one in clients):
        visit.open_client(book.read(visit).firm(at))
        visit.turned = "verdict"


# --- the map and the whole table ---


def _map(visit: Visit, sheet: Sheet, clients: Sequence[Client], t: Text) -> None:
    """The map of answers over two figures that vary from firm to firm."""
    columns = {path: book.figures(sheet, path) for path in FIGURES if any(path in group.figures for group in sheet.firms.groups)}
    names = [path for path, column in columns.items() if len({*column.values()}) > 1]
    if len(names) < 2:
        return
    chosen = [str(visit.draft.choices.get(side, "")) for side in (_ACROSS, _UP)]
    usual = [*(path for path in _MAPPED if path in names), *(path for path in names if path not in _MAPPED)]
    across, up = (path if path in names else usual[at] for at, path in enumerate(chosen))
    notes = [t("clients.map_note"), *([t("clients.currencies")] if len(_currencies(clients)) > 1 else [])]
    draw([heading(t("clients.map")), *(prose(note, "quiet") for note in notes)], t, "clients_map_said")
    options = [[path, field_label(t, path)] for path in names]
    sides = ((_ACROSS, "across", across), (_UP, "up", up))
    controls = [control("select", one, t(f"clients.{name}"), value=path, choices=options) for one, name, path in sides]
    panel(visit, [{"controls": controls}], t, "clients_axes")
    points = [
        Point(
            key=one.at,
            across=columns[across][one.at],
            up=columns[up][one.at],
            reading=one.reading,
            changes=one.changes,
            close=one.label == "too_close",
            told=t("clients.told", name=one.name, answer=_answer(one, t)),
        )
        for one in clients
        if one.at in columns[across] and one.at in columns[up]
    ]
    alternative = t("clients.map_alt", across=field_label(t, across), up=field_label(t, up))
    figure = charts.answers_map(points, across, up, t, dark())
    picture(figure, alternative, "clients_map", lambda at: _open(visit, clients, at))


def ordered(clients: Iterable[Client], by: str) -> list[Client]:
    """The firms by gain, by date, by name or as in the table."""
    orders: dict[str, Callable[[Client], Any]] = {
        "gain": _by_gain,
        "date": lambda one: (one.search or float("inf"), *_by_gain(one)),
        "name": lambda one: one.name.casefold(),
        "row": lambda one: one.row,
    }
    return sorted(clients, key=orders.get(by, orders[SORTS[0]]))


def _all(visit: Visit, clients: Sequence[Client], t: Text, day: datetime.date) -> None:
    """Every firm in the order chosen, so many at first."""
    draw([heading(t("clients.all"))], t, "clients_all_title")
    sort = str(visit.draft.choices.get(_SORT, SORTS[0]))
    options = [[name, t(f"clients.sorts.{name}")] for name in SORTS]
    shown = visit.draft.choices.get(_SHOWN, ROWS)
    most = int(shown) if isinstance(shown, (int, float)) else ROWS
    controls = [
        control("select", _SORT, t("clients.sort"), value=SORTS[0], choices=options),
        control("button", "download", t("clients.download")),
    ]
    firsts = ordered(clients, sort)

    def pressed(visit: Visit, t: Text, done: Any) -> None:
        _download(visit, t, done, firsts, day)

    panel(visit, [{"controls": controls}], t, "clients_sort", pressed)
    first = firsts[:most]
    cells = [(False, map(str, _cells(one, t, day))) for one in first]
    firms = table(t("clients.all"), _titles(clients, t), cells, [*map(_act, first)], words=1)
    draw([firms], t, "clients_all", did=_opens(visit, clients, "clients_all"))
    if len(clients) > most:
        more = control("button", "more", t("clients.more", n=t.number(len(clients) - most, 0)))
        panel(visit, [{"controls": [more]}], t, "clients_more", lambda visit, _, done: _more(visit, most))


def _titles(clients: Sequence[Client], t: Text) -> list[str]:
    return [t("clients.gain", over=_over(clients, t)) if name == "gain" else t(f"clients.{name}") for name in COLUMNS]


def _over(clients: Sequence[Client], t: Text) -> str:
    """The time over which gains are counted, where it is the same for all."""
    months = {one.months for one in clients}
    return t.counted("months", months.pop()) if len(months) == 1 else t("clients.own_horizon")


def _more(visit: Visit, most: int) -> None:
    visit.keep(choices=visit.draft.choices | {_SHOWN: most + 4 * ROWS})


def _download(visit: Visit, t: Text, done: Any, clients: Sequence[Client], day: datetime.date) -> None:
    """Hand over the answers as they are on the page, in its order, gains to the dollar."""
    if isinstance(done, dict) and done.get("what") == "download":
        heads = [*_titles(clients, t), t("clients.currency"), t("clients.row")]
        rows = [[*_cells(one, t, day), one.currency, one.row] for one in clients]
        for one, row in zip(clients, rows, strict=True):
            row[COLUMNS.index("gain")] = round(one.gain) if one.changes else 0
        visit.handed = t("clients.download_name"), answers_book(heads, rows)


def _cells(one: Client, t: Text, day: datetime.date) -> list[str | float]:
    return [one.name, _answer(one, t), _gain(one, t), _date(one, t, day), t(f"options.{one.current}")]
