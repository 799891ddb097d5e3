"""Did things go as planned: a frozen decision held against what happened, what explains the gap, the advice as of today."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import streamlit as st

from cmo_model.checkback import MEASURES, MOST_MONTHS, CheckBack, Frozen, Measure, Row, rows_of
from cmo_model.pages.checkback.decided import OPTION, decided, is_example, is_link, opening
from cmo_model.pages.checkback.happened import happened
from cmo_model.pictures.checkback import against
from cmo_model.readers import ReadError, words
from cmo_model.scenario import OPTIONS
from cmo_model.skin.advised import checked
from cmo_model.skin.blocks import draw, heading, headline, prose
from cmo_model.skin.draft import BroughtFile
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import checkback as said_of


def page(visit: Visit, t: Text, day: datetime.date) -> None:
    """Draw the page; `day` is today."""
    head = st.container()
    check = _followed(visit, t, day)
    note = [prose(t("checkback.note"))] if visit.draft.frozen is None else []
    with head:
        draw([headline(said_of.headline(check, t) if check else t("checkback.question")), *note], t, "checkback", live=True)


def _followed(visit: Visit, t: Text, day: datetime.date) -> CheckBack | None:
    """The decision, what happened, and what both say once enough is known."""
    file = visit.draft.frozen
    opening(visit, t, day)
    if file is None:
        return None
    try:
        with st.spinner(t("checkback.opening")):
            kept = decided(visit, file)
    except ReadError as error:
        draw([prose(words(problem, t), "alert") for problem in error.problems], t, "decided_refused", live=True)
        return None
    own = t.at(kept.scenario.jurisdiction)
    _told(visit, kept, file, own)
    answer, typed = st.columns([0.56, 0.44], gap="large")
    with typed:
        actuals = happened(visit, kept, own, day)
    with answer:
        if actuals is None:
            _awaited(kept, own)
            return None
        with st.spinner(t("checkback.working")):
            check = checked(visit, kept, actuals)
        _held(visit, check, own)
    return check


def _told(visit: Visit, kept: Frozen, file: BroughtFile, t: Text) -> None:
    """Which decision it is, and the option followed where a link does not say."""
    if is_example(file):
        known = t("checkback.told_example", firm=t(f"examples.{file.name}.name"), month=t.month(kept.day))
        note = known if visit.draft.follows else ""
    else:
        note = t("checkback.from_link") if is_link(file) else "" if file.packed_beside else t("budget.too_large_to_keep")
    name = kept.scenario.name.strip() or t("handout.no_name")
    told = [prose(name, "label"), prose(said_of.kept(kept, t), "large"), *([prose(note)] if note else [])]
    draw(told, t, "decided", live=True)
    if is_link(file) and not is_example(file):
        options = [[option, t(f"options.{option}")] for option in OPTIONS]
        followed = control("select", OPTION, t("checkback.option"), choices=options, value=kept.option)
        panel(visit, [{"controls": [followed]}], t, "option")


def _awaited(kept: Frozen, t: Text) -> None:
    """What is expected, while nothing that happened is known."""
    draw([heading(t("checkback.waiting"))], t, "awaited")
    months = [(month, None) for month in range(1, MOST_MONTHS + 1)]
    _pictures(kept, {measure: rows_of(kept, measure, months) for measure in MEASURES}, {}, t)


def _held(visit: Visit, check: CheckBack, t: Text) -> None:
    """What explains the gap, what happened beside what was expected, the advice then and today, and the page to print."""
    first, *rest = said_of.named(check, t)
    draw([heading(t("checkback.gap")), prose(first, "large"), *(prose(one) for one in rest)], t, "checkback_gap", live=True)
    rows = {measure: check.rows(measure) for measure in check.measures}
    _pictures(check.frozen, rows, {measure: said_of.counted(check, measure, t) for measure in check.measures}, t)
    then = [heading(t("checkback.advice_then", day=t.date(check.frozen.day))), *map(prose, said_of.advised_then(check, t))]
    now = [heading(t("checkback.advice_now")), *map(prose, said_of.advised_now(check, t))]
    draw([*then, *now], t, "checkback_advice", live=True)
    panel(visit, [{"controls": [control("button", "report", t("checkback.report"))]}], t, "checkback_report", _do)
    draw([prose(one, "quiet") for one in said_of.versions(check, t)], t, "checkback_versions")


def _pictures(kept: Frozen, rows: Mapping[Measure, tuple[Row, ...]], said: Mapping[Measure, str], t: Text) -> None:
    """A picture a measure, two abreast, and where each stands."""
    draw([prose(t("checkback.legend"), "quiet")], t, "checkback_legend")
    measures = [*rows]
    for pair in (measures[:2], measures[2:]):
        for column, measure in zip(st.columns(2), pair, strict=False):
            with column:
                stands = [prose(said[measure], "quiet")] if measure in said else []
                draw([against(kept, rows[measure], measure, t), *stands], t, f"checkback_{measure}", look="even")


def _do(visit: Visit, t: Text, done: Any) -> None:
    """Ask for the page to print."""
    if isinstance(done, dict) and done.get("what") == "report":
        visit.asked = "checkback", ""
