"""The page's entry: set-up, language, navigation. Nothing is computed here."""

import streamlit as st

from cmo_model.text import LANGUAGES, preferred, text
from cmo_model.views.state import Visit
from cmo_model.views.verdict import choose_example, page

NAMES = {"fr": "Français", "en": "English"}

if "visit" not in st.session_state:
    st.session_state["visit"] = Visit()
visit: Visit = st.session_state["visit"]

language = st.session_state.get("language") or preferred(st.context.locale)
t = text(language)
st.set_page_config(page_title=t("product"), page_icon="◐", layout="wide")

title, example, switch = st.columns([0.5, 0.28, 0.22], vertical_alignment="bottom", gap="medium")
with title:
    st.markdown(f"**{t('product')}**")
with example:
    choose_example(visit, t)
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

page(visit, t)
