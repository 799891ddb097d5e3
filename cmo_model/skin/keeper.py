"""The draft in the visitor's own browser, and what a fresh page finds there or in its address: nothing of it is stored here."""

from __future__ import annotations

from typing import Any

from cmo_model.readers import ReadError, read_link, words
from cmo_model.skin.components import heard, keep
from cmo_model.skin.draft import BroughtFile
from cmo_model.skin.session import Visit
from cmo_model.words import Text


def found(visit: Visit, what: Any) -> None:
    """What a fresh page found in the browser or in its address, put back into the visit: draft, edits, then the link."""
    if not isinstance(what, dict):
        return
    visit.restored = str(what.get("id"))
    raw, link = what.get("draft"), what.get("link")
    if isinstance(raw, str) and raw and not visit.restore(raw, same_tab=what.get("same_tab") is not False):
        visit.unread = True
        visit.notices = [visit.t("page.unread")]
    visit.take(what.get("edits"))
    if isinstance(link, str) and link:
        open_link(visit, link)


def open_link(visit: Visit, fragment: str) -> bool:
    """Open a link, beside what is kept on this computer; when it cannot be read everything stays as it was, and why is said."""
    try:
        shared = read_link(fragment)
    except ReadError as error:
        visit.notices = [words(problem, visit.t) for problem in error.problems]
        return False
    visit.set_aside()
    visit.open_shared(shared)
    if shared.frozen is not None:
        visit.draft = visit.draft.checking(BroughtFile("", fragment.encode()))
        visit.notices.append(visit.t("checkback.link_opened", day=visit.t.date(shared.frozen), page=visit.t("pages.checkback")))
    visit.keep(keep=False)  # what the browser keeps stays what it was, until these figures are chosen to be kept
    return True


def keeper(visit: Visit, t: Text, erase: int) -> None:
    """Hold this visit's draft in the browser."""

    def arrived() -> None:
        found(visit, heard("keeper", "found"))

    def dropped() -> None:
        visit.keep(keep=False)

    data = {
        "nonce": visit.nonce,
        "echo": visit.restored,
        "sequence": visit.draft.sequence,
        "draft": visit.draft.written(),
        "unread": visit.unread,
        "keep": visit.draft.keep,
        "erase": erase,
        "page": t.tag,
    }
    keep(data, "keeper", arrived, dropped)
