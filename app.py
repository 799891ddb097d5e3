"""The page's entry: set-up, language, navigation. Nothing is computed here."""

import datetime
from functools import partial

import streamlit as st

from cmo_model.pages import budget, checkback, clients, compare, cost, method, roi, signals, story, transfer, verdict, when
from cmo_model.server import scheduler as turns
from cmo_model.server import warm as _warm  # noqa: F401 - once a process, what the first visitor would wait for
from cmo_model.server.allowances import person
from cmo_model.skin import controls, frame, keeper
from cmo_model.skin import export_on_request as handing
from cmo_model.skin.session import Visit
from cmo_model.words import preferred

newcomer = "visit" not in st.session_state
if newcomer:
    st.session_state["visit"] = Visit()
visit: Visit = st.session_state["visit"]

if visit.draft.language is None:
    visit.keep(language=preferred(st.context.locale))
t = visit.t
st.set_page_config(page_title=t("product"), page_icon="◐", layout="wide")
offset = max(-24 * 60, min(st.context.timezone_offset or 0, 24 * 60))  # no place is further from the server's day
behind = datetime.timedelta(minutes=offset)  # the visitor's own day, wherever the server stands
first = (datetime.datetime.now(tz=datetime.UTC) - behind).date()
pages = {
    name: st.Page(partial(frame.shown, name, page, visit, t), title=t(f"pages.{name}"), url_path=name, default=name == "verdict")
    for name, page in {
        "verdict": partial(verdict.page, first=first),
        "signals": signals.page,
        "roi": roi.page,
        "cost": partial(cost.page, first=first),
        "when": partial(when.page, first=first),
        "budget": partial(budget.page, day=first),
        "transfer": partial(transfer.page, day=first),
        "compare": compare.page,
        "clients": partial(clients.page, day=first),
        "checkback": partial(checkback.page, day=first),
        "method": method.page,
    }.items()
}
framed = bool(st.context.is_embedded)  # by another site, which asks for the first page alone
chosen = st.navigation(list(pages.values()), position="hidden")
visit.later = None
if visit.turned:
    visit.turned, turned = "", visit.turned
    st.switch_page(pages[turned])
who = person(st.context.ip_address) or ("" if newcomer else str(id(visit)))  # from this computer, newcomers go as one
with turns.TURNS.page(who, turns.typed_again):
    keeper.keeper(visit, t, st.session_state.get("erase", 0))
    name = "verdict" if framed else next(name for name, page in pages.items() if page is chosen)
    if visit.place not in ("", name):
        visit.step = None  # another page asked for while presenting: whoever asks wants to see it
    visit.place = name
    with st.container(key="apart" if framed else "head"):
        if framed:
            visit.step = None
            controls.slim(visit, t)
        elif visit.step is None:
            controls.controls(visit, t, name, {name: f"./{page.url_path}" for name, page in pages.items()}, first)
        else:
            story.stage(visit, t)
    making = st.container()
    if framed:
        frame.shown(name, partial(verdict.page, first=first), visit, t)
    elif visit.step is None:
        chosen.run()
    else:  # in the same places as a page, so that neither is left standing under the other
        frame.shown("story", partial(story.page, first=first), visit, t)
if visit.later is not None:
    frame.afterwards(visit, t)
if visit.step is None:
    with making:
        handing.hand_over(visit, t, first)
