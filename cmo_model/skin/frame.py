"""What stands around every page: what was just told, and the net under a page that breaks."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cmo_model.skin import why
from cmo_model.skin.blocks import draw, prose
from cmo_model.skin.components import net
from cmo_model.skin.session import Visit
from cmo_model.words import Text


def told(visit: Visit, t: Text, name: str) -> None:
    """What was just said of a link, a file or what is kept, until another page; and why the figures are not those typed."""
    if visit.page not in ("", name):
        visit.notices = []
    visit.page = name
    said = [*visit.notices, visit.notice(t)]
    if any(said):
        draw([prose(one, "alert") for one in said if one], t, "told", live=True)


def shown(name: str, page: Callable[[Visit, Text], None], visit: Visit, t: Text) -> None:
    """Draw a page; one that breaks leaves the figures alone and says a code, never a traceback."""
    with net(t):
        decision = visit.decide()
        with st.container():  # always there, so that nothing below changes place when something is told
            told(visit, t, name)
        why.answer(decision, t)
        page(visit, t)


def afterwards(visit: Visit, t: Text) -> None:
    """Draw what the page left for last."""
    later, visit.later = visit.later, None
    if later is not None:
        with net(t):
            later()
