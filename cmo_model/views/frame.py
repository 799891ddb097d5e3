"""What stands around every page: the title, the example, the language, what was just told, and the net under a page that breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cmo_model import examples
from cmo_model.text import Language, Text
from cmo_model.views import why
from cmo_model.views.blocks import draw, prose
from cmo_model.views.draft import draft
from cmo_model.views.state import Visit, failed

_NAMES = {"fr": "Français", "en": "English"}


def top(visit: Visit, t: Text, languages: Sequence[Language]) -> None:
    """The title, the examples and the language."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="stretch"):
            st.markdown(f"**{t('product')}**")
        _choose_example(visit, t)
        st.segmented_control(
            t("page.language"),
            languages,
            format_func=_NAMES.__getitem__,
            default=None if "language" in st.session_state else t.language,
            required=True,
            key="language",
            label_visibility="collapsed",
        )


def _choose_example(visit: Visit, t: Text) -> None:
    names = examples.names()
    key = f"example#{visit.round}"

    def chosen() -> None:
        visit.before = draft(visit, t.language) if visit.changes else visit.before
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
        width=230,
    )


def told(visit: Visit, t: Text) -> None:
    """What was just said of a link, a file or what is kept."""
    if visit.notices:
        draw([prose(notice, "alert") for notice in visit.notices], t, "told", live=True)


def shown(page: Callable[[Visit, Text], None], visit: Visit, t: Text) -> None:
    """Draw a page; one that breaks leaves the figures alone and says a code, never a traceback."""
    told(visit, t)
    why.answer(visit.decide(), t)
    try:
        page(visit, t)
    except Exception as error:
        draw([prose(t("page.failed", code=failed(error)), "alert")], t, "broken", live=True)
