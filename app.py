"""The page's entry: set-up, language, navigation. Nothing is computed here."""

import datetime
from functools import partial

import streamlit as st

from cmo_model.text import LANGUAGES, preferred, text
from cmo_model.views import risk, verdict, when
from cmo_model.views.state import Visit

NAMES = {"fr": "Français", "en": "English"}

if "visit" not in st.session_state:
    st.session_state["visit"] = Visit()
visit: Visit = st.session_state["visit"]

language = st.session_state.get("language") or preferred(st.context.locale)
t = text(language)
st.set_page_config(page_title=t("product"), page_icon="◐", layout="wide")
first = datetime.datetime.now(tz=datetime.UTC).date()
pages = [
    st.Page(partial(verdict.page, visit, t), title=t("pages.verdict"), url_path="verdict", default=True),
    st.Page(partial(when.page, visit, t, first), title=t("pages.when"), url_path="when"),
    st.Page(partial(risk.page, visit, t), title=t("pages.risk"), url_path="risk"),
]
chosen = st.navigation(pages, position="top")

title, example, switch = st.columns([0.5, 0.28, 0.22], vertical_alignment="bottom", gap="medium")
with title:
    st.markdown(f"**{t('product')}**")
with example:
    verdict.choose_example(visit, t)
with switch:
    st.segmented_control(
        t("page.language"),
        LANGUAGES,
        format_func=NAMES.__getitem__,
        default=language,
        required=True,
        key="language",
        label_visibility="collapsed",
    )

chosen.run()
