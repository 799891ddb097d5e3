"""The transfer's plan, what is due and the tests scheduled, as calendar files and a table; the same plan gives the same bytes."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Sequence

from icalendar import Calendar, Event

from cmo_model.growth.experiments import Scheduled
from cmo_model.growth.transfer import ITEMS, Transfer
from cmo_model.growth.transfer_plan import TransferPlan
from cmo_model.words import Text
from cmo_model.words.sentences import experiments
from cmo_model.words.sentences.transfer import phase as phase_name

_LIVE = re.compile(r"""(^|[,;|"\t\r\n\0])(?=\s*[=+\-@＝＋－＠])""")
"""Where a formula could begin: at the start of a cell, or after any mark that some spreadsheet takes for the end of one."""


def calendar(
    plan: TransferPlan, transfer: Transfer, t: Text, day: datetime.date, firm: str, tests: Sequence[Scheduled] = ()
) -> bytes:
    """An iCalendar file: the phases, each item that has a day and is not done, and the tests; events name the firm and the step."""
    found = _empty("transfer", t)
    for phase in plan.phases:
        if phase.start == phase.end and phase.name != "end":
            continue  # an overlap of no length is nothing to put in a calendar
        end = max(phase.end, phase.start + datetime.timedelta(days=1))
        found.add_component(_event(t("transfer.event", firm=firm, step=phase_name(phase.name, plan, t)), phase.start, end, day))
    for name in ITEMS:
        item = transfer.item(name)
        if item.due is not None and item.state != "yes":
            said = t("transfer.due_event", item=t(f"transfer.items.{name}"))
            event = _event(t("transfer.event", firm=firm, step=said), item.due, item.due + datetime.timedelta(days=1), day)
            event.add("description", ". ".join(filter(None, (item.owner, item.evidence))))
            found.add_component(event)
    _add_tests(found, tests, t, day, firm)
    return bytes(found.to_ical())


def calendar_of_tests(tests: Sequence[Scheduled], t: Text, day: datetime.date, firm: str) -> bytes:
    """An iCalendar file of the tests alone: an event for each part, with the spend of its weeks and what to record."""
    found = _empty("tests", t)
    _add_tests(found, tests, t, day, firm)
    return bytes(found.to_ical())


def _empty(subject: str, t: Text) -> Calendar:
    found = Calendar()
    found.add("prodid", f"-//cmo-model//{subject}//" + t.language.upper())
    found.add("version", "2.0")
    return found


def _add_tests(found: Calendar, tests: Sequence[Scheduled], t: Text, day: datetime.date, firm: str) -> None:
    for one in tests:
        for step in one.steps():
            event = _event(experiments.event(one, step.weekly, step.up, firm, t), step.start, step.end, day)
            event.add("description", t("experiments.record"))
            found.add_component(event)


def _event(said: str, start: datetime.date, end: datetime.date, day: datetime.date) -> Event:
    event = Event()
    event.add("summary", said)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", datetime.datetime.combine(day, datetime.time(), datetime.UTC))
    event.add("uid", hashlib.sha256(f"{said} {start}".encode()).hexdigest()[:32] + "@cmo-model")
    return event


def table(plan: TransferPlan, transfer: Transfer, t: Text) -> bytes:
    """The phases, then the twelve items, as a table that spreadsheets open in the reader's language; text stays text."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=t.conventions.list_separator, lineterminator="\r\n")
    rows.writerow([t("transfer.phase"), t("transfer.starts"), t("transfer.ends")])
    rows.writerows([phase_name(one.name, plan, t), one.start.isoformat(), one.end.isoformat()] for one in plan.phases)
    rows.writerow([])
    rows.writerow([t(f"transfer.{head}") for head in ("item", "state", "owner", "due", "evidence")])
    for name in ITEMS:
        item = transfer.item(name)
        due = "" if item.due is None else item.due.isoformat()
        state = t(f"transfer.states.{item.state}")
        rows.writerow([t(f"transfer.items.{name}"), state, inert(item.owner), due, inert(item.evidence)])
    return out.getvalue().encode("utf-8-sig")


def inert(said: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return ("'" if said[:1] in tuple("\t\r\n\0") else "") + _LIVE.sub(r"\1'", said)
