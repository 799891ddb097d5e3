"""What happened since a decision: typed month by month, or out of a file with what must be asked of it."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from cmo_model.checkback import LEAST_MONTHS, MEASURES, MOST_MONTHS, Actuals, Frozen, Measure
from cmo_model.readers import ReadError
from cmo_model.readers.actuals import ReadActuals, actuals_words, held, read_actuals
from cmo_model.readers.history import WORKBOOKS, asked, said
from cmo_model.readers.history.limits import MOST_BYTES
from cmo_model.server.scheduler import TURNS
from cmo_model.skin.blocks import draw, heading, items, prose
from cmo_model.skin.draft import CHECK, BroughtFile
from cmo_model.skin.panel import control, handed, panel, to_answer, too_large
from cmo_model.skin.session import Visit
from cmo_model.words import Text

_ANSWER = f"{CHECK}answer:"
_MOST_TOLD = 12


def happened(visit: Visit, kept: Frozen, t: Text, day: datetime.date) -> Actuals | None:
    """Ask what happened, and give it once enough is known."""
    WORKBOOKS.prepare()
    file = visit.draft.happened
    return _typed(visit, kept, t, day) if file is None else _opened(visit, kept, file, t)


def _typed(visit: Visit, kept: Frozen, t: Text, day: datetime.date) -> Actuals | None:
    known = figures(visit)
    last = max((month for column in known.values() for month in column), default=0)
    over = (day.year - kept.first.year) * 12 + day.month - kept.first.month
    said = [heading(t("checkback.happened")), prose(t("checkback.happened_note"))]
    if over < LEAST_MONTHS:
        said.append(prose(t("checkback.early", least=str(LEAST_MONTHS), month=t.month(kept.month(LEAST_MONTHS))), "alert"))
    draw(said, t, "happened")
    names = {measure: t(f"checkback.brief.{measure}") for measure in MEASURES}
    opens = control("file", "file", t("budget.open"), accept=".csv,.txt,.tsv,.xlsx", most=MOST_BYTES)
    clear = [control("button", "clear", t("checkback.clear"))] if known else []
    heads = [control("text", name, name) for name in ("", *names.values())]
    rows: list[dict[str, Any]] = [{"controls": [opens, *clear]}, {"kind": "months heads", "controls": heads}]
    for month in range(1, max(LEAST_MONTHS, last, min(over, MOST_MONTHS)) + 1):
        called = t.month(kept.month(month))
        boxes = [
            control("number", f"{CHECK}{month}:{measure}", name, t("checkback.spoken", month=called, measure=name))
            for measure, name in names.items()
        ]
        rows.append({"kind": "months", "controls": [control("text", called, t.month(kept.month(month), brief=True)), *boxes]})
    panel(visit, rows, t, "happened", partial(do, kept=kept))
    if not known:
        return None
    try:
        return held(known, names)
    except ReadError as error:
        draw([prose(one, "alert") for one in _refused(error, t)], t, "happened_wrong", live=True)
        return None


def figures(visit: Visit) -> dict[Measure, dict[int, float]]:
    """What was typed, by measure and by the month's number."""
    found: dict[Measure, dict[int, float]] = {}
    for measure in MEASURES:
        cells = ((month, visit.draft.choices.get(f"{CHECK}{month}:{measure}")) for month in range(1, MOST_MONTHS + 1))
        column = {month: float(cell) for month, cell in cells if isinstance(cell, (int, float)) and cell is not True}
        if column:
            found[measure] = column
    return found


def _opened(visit: Visit, kept: Frozen, file: BroughtFile, t: Text) -> Actuals | None:
    """What a file says happened, with what was noticed and what must be asked."""
    draw([heading(t("checkback.happened")), prose(t("budget.file", name=file.name), "label")], t, "happened")
    answers = _answers(visit)
    again = [control("button", "again", t("budget.answer_again"))] if answers else []
    instead = control("button", "typed", t("checkback.typed"))
    panel(visit, [{"controls": [instead, *again]}], t, "happened_file", partial(do, kept=kept))
    if not file.packed_beside:
        draw([prose(t("budget.too_large_to_keep"), "quiet")], t, "happened_large")
    try:
        read = _reading(visit, kept, file, answers, t)
    except ReadError as error:
        draw([prose(one, "alert") for one in _refused(error, t)], t, "happened_refused", live=True)
        return None
    if read.questions:
        open_ones = [asked(question, t)[0] for question in read.questions if not question.choices and not question.typed]
        draw([heading(t("budget.asked")), *(prose(one) for one in open_ones)], t, "happened_asked")
        panel(visit, to_answer(read.questions, _ANSWER, t), t, "happened_questions")
    if told := [" ".join(filter(None, said(problem, t))) for problem in read.problems[:_MOST_TOLD]]:
        draw([heading(t("budget.noticed")), items(told)], t, "happened_noticed", live=True)
    return read.actuals


def _answers(visit: Visit) -> dict[str, str]:
    given = visit.draft.choices.items()
    return {name.removeprefix(_ANSWER): str(value) for name, value in given if name.startswith(_ANSWER)}


def _reading(visit: Visit, kept: Frozen, file: BroughtFile, answers: dict[str, str], t: Text) -> ReadActuals:
    """A file as read under what was answered about it, kept for as long as neither changes. Raises `ReadError`."""

    def made() -> ReadActuals:
        with TURNS.aside():
            return read_actuals(file.data, kept, file.name, answers, t.currency)

    return visit.once("happened", (file, kept, answers, t.currency), made)


def _refused(error: ReadError, t: Text) -> list[str]:
    told = (actuals_words(problem, t) for problem in error.problems)
    return [one[0].upper() + one[1:] for one in told]


def do(visit: Visit, t: Text, done: Any, kept: Frozen) -> None:
    """Do what the browser says was pressed; what it cannot say is ignored. A file that cannot be read changes nothing."""
    what = done.get("what") if isinstance(done, dict) else None
    visit.notices = []
    if what == "file" and (file := handed(done)) is not None:
        try:
            _reading(visit, kept, file, {}, t)
        except ReadError as error:
            visit.notices = _refused(error, t)
        else:
            visit.keep(happened=file, choices=_without(visit, _ANSWER))
    elif what == "too_large":
        visit.notices = [too_large(done.get("size"), t)]
    elif what == "typed":
        visit.keep(happened=None, choices=_without(visit, _ANSWER))
    elif what == "again":
        visit.keep(choices=_without(visit, _ANSWER))
    elif what == "clear":
        visit.set_aside()
        visit.keep(choices=_without(visit, *(f"{CHECK}{month}:" for month in range(1, MOST_MONTHS + 1))))
    else:
        return
    visit.round += 1


def _without(visit: Visit, *begin: str) -> dict[str, Any]:
    return {name: value for name, value in visit.draft.choices.items() if not name.startswith(begin)}
