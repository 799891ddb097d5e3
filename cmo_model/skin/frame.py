"""What stands around every page: the title, the example, the language, what was just told, and the net under a page that breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cmo_model import examples
from cmo_model.skin import why
from cmo_model.skin.blocks import draw, prose
from cmo_model.skin.draft import set_aside
from cmo_model.skin.failsafe import net
from cmo_model.skin.session import Visit
from cmo_model.words import Language, Text, text


def top(visit: Visit, t: Text, languages: Sequence[Language], pages: Sequence[StreamlitPage]) -> None:
    """The title, the examples, the language, and the way to every page, in sight on a phone too."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch"):
            st.markdown(f"**{t('product')}**")
        _choose_example(visit, t)
        _choose_language(visit, t, languages)
    with st.container(horizontal=True, gap="small", key="pages"):
        for page in pages:
            st.page_link(page, width="content")


def _choose_language(visit: Visit, t: Text, languages: Sequence[Language]) -> None:
    key = f"language#{visit.round}"

    def chosen() -> None:
        visit.language = st.session_state[key]

    st.segmented_control(
        t("page.language"),
        languages,
        format_func=lambda language: text(language).conventions.name,
        default=t.language,
        required=True,
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
    )


def _choose_example(visit: Visit, t: Text) -> None:
    names = examples.names()
    key = f"example#{visit.round}"

    def chosen() -> None:
        set_aside(visit)
        visit.open_example(st.session_state[key])

    st.selectbox(
        t("page.example"),
        names,
        index=names.index(visit.example) if visit.origin == "example" else None,
        placeholder=t(f"page.from_{visit.origin}"),
        format_func=lambda name: t(f"examples.{name}.name"),
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
        width=165,
    )


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
