"""Making a file to hand over: only when asked for, with progress, started again when a figure changes meanwhile."""

from __future__ import annotations

import datetime
from typing import Literal

import streamlit as st

from cmo_model.checkback import frozen
from cmo_model.exports import Handout, file_name, frozen_name, made
from cmo_model.readers import write_link
from cmo_model.readers.frozen_file import write_frozen
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.advised import assessed, last_checked
from cmo_model.skin.components import net
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import checkback as said_of


def hand_over(visit: Visit, t: Text, day: datetime.date) -> None:
    """Make the file asked for, if any, and send it with the page drawn anew."""
    if visit.asked is None:
        return
    with net(t):
        try:
            _make(visit, t, day)
        except Exception:
            visit.asked = None
            raise
    visit.asked = None
    if visit.handed is not None:
        st.rerun()


def _make(visit: Visit, t: Text, day: datetime.date) -> None:
    assert visit.asked is not None  # noqa: S101 - asked by the only caller
    kind, given = visit.asked
    if kind == "frozen" or kind == "checkback":
        with st.spinner(t("bar.making")), TURNS.long(typed_again):
            visit.handed = _frozen(visit, t, day, given) if kind == "frozen" else _checkback(visit, t, day)
        return
    address, base = given, visit.draft.began_from
    link = f"{address}#{write_link(visit.typed, visit.told_tags, base, claim=visit.told_claim)}" if address else ""
    origin, risk = _origin(visit), assessed(visit, t)
    draft = visit.draft
    handout = Handout(risk, t, day, visit.told_tags, origin, visit.told_claim, link, draft.answered, draft.tests, visit.firm(t))
    with st.spinner(t("bar.making")), TURNS.long(typed_again):  # one file at a time, pages between
        visit.handed = file_name(handout, kind), made(handout, kind, visit.paper)


def _origin(visit: Visit) -> Literal["example", "link", "file"]:
    """Where values that nobody gave come from, unless they are our defaults."""
    origin = visit.draft.origin
    return "example" if visit.draft.began_from or origin == "own" else origin


def _frozen(visit: Visit, t: Text, day: datetime.date, option: str) -> tuple[str, bytes]:
    """The decision on screen as it stands today, under the firm's own name and no example's; without an option, the one advised."""
    kept = frozen(visit.decide().scenario.with_values({"name": visit.firm(t)}), day, option or None)
    visit.notices = [said_of.kept(kept, t)]
    return frozen_name(kept, t), write_frozen(kept)


def _checkback(visit: Visit, t: Text, day: datetime.date) -> tuple[str, bytes] | None:
    """The page of the decision that is checked on screen."""
    check = last_checked(visit)
    if check is None:
        return None
    from cmo_model.exports.report.checkback import checkback_name, checkback_report

    own = t.at(check.frozen.scenario.jurisdiction)
    return checkback_name(check, own, day), checkback_report(check, own, day, visit.paper)
