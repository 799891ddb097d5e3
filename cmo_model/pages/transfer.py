"""Can the firm stand alone: twelve items, who can do what, what documenting is worth, the plan worked backwards with its dates."""

from __future__ import annotations

import datetime

import streamlit as st

from cmo_model.exports import calendar as agenda
from cmo_model.growth import transfer as transfers
from cmo_model.growth.transfer import (
    FIRST_DAY,
    ITEMS,
    LAST_DAY,
    MOST_AUTONOMY,
    MOST_CRITICALITY,
    MOST_EVIDENCE,
    MOST_INSIDERS,
    MOST_PROCESSES,
)
from cmo_model.growth.transfer_plan import TransferPlan, transfer_plan
from cmo_model.pictures import bars
from cmo_model.scenario.checks import MOST_LETTERS
from cmo_model.skin import components
from cmo_model.skin.advised import glanced
from cmo_model.skin.blocks import Block, draw, heading, headline, items, prose
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.sentences import transfer as said

_WORDS = (
    *("items_title", "item", "state", "owner", "due", "evidence", "processes_title", "processes_note", "process", "autonomy"),
    *("criticality", "insiders", "add", "remove", "silent", "take", "calendar", "table"),
)


def page(visit: Visit, t: Text, day: datetime.date) -> None:
    """Draw the page; `day` is the first day of the plan when no hire is in sight."""
    advice = glanced(visit).advice
    plan = transfer_plan(advice, day)
    answers, standing = st.columns([0.7, 0.3], gap="large")
    with answers:
        draw([headline(t("transfer.question")), prose(t("transfer.note"))], t, "transfer")
        _ask(visit, plan, t, day)
    with standing, st.container(border=True):
        draw(_standing(visit, advice, t), t, "transfer_standing", live=True)
    _plan(plan, t)


def _ask(visit: Visit, plan: TransferPlan, t: Text, day: datetime.date) -> None:
    place = f"checklist#{visit.round}"

    def edited() -> None:
        visit.take(components.heard(place, "edits"))

    def did() -> None:
        done = components.heard(place, "did")
        if isinstance(done, dict) and done.get("what") == "take":
            visit.change("assumptions.memory", transfers.memory(visit.draft.transfer))

    words: dict[str, object] = {name: t(f"transfer.{name}") for name in _WORDS}
    words |= {
        "states": [[state, t(f"transfer.states.{state}")] for state in transfers.WORTH],
        "levels": [[str(level), t(f"transfer.levels.{level}")] for level in range(MOST_AUTONOMY + 1)],
        "weights": [[str(weight), t(f"transfer.weights.{weight}")] for weight in range(1, MOST_CRITICALITY + 1)],
    }
    made = {
        "calendar": ("ics", agenda.calendar(plan, visit.draft.transfer, t, day, visit.called(t), visit.draft.tests)),
        "table": ("csv", agenda.table(plan, visit.draft.transfer, t)),
    }
    transfer = visit.draft.transfer
    whole = transfer.model_copy(update={"items": {name: transfer.item(name) for name in ITEMS}})
    data = {
        "items": [[name, t(f"transfer.items.{name}")] for name in ITEMS],
        "answers": whole.model_dump(mode="json"),
        "most": {"processes": MOST_PROCESSES, "letters": MOST_LETTERS, "evidence": MOST_EVIDENCE, "insiders": MOST_INSIDERS},
        "first_day": FIRST_DAY.isoformat(),
        "last_day": LAST_DAY.isoformat(),
        "words": words,
        "figures": visit.draft.figures,
        "files": {
            kind: {"name": f"{t('transfer.file')}.{suffix}", "text": content.decode()} for kind, (suffix, content) in made.items()
        },
    }
    components.checklist(data, place, edited, did)


def _standing(visit: Visit, advice: Advice, t: Text) -> list[Block]:
    transfer, decision = visit.draft.transfer, advice.decision
    worth = transfers.documenting(decision)
    missing = said.missing(transfer, t)
    return [
        heading(t("transfer.score_title")),
        *(prose(one) for one in said.standing(transfer, t)),
        *([items(missing)] if missing else []),
        prose(said.proposed(transfer, decision, t), "large"),
        prose(said.documenting(decision, worth, t)),
        prose(said.overlapping(transfers.overlap(decision.scenario, advice.hire_in_sight or advice.advised), t)),
        prose(t("transfer.assumption"), "quiet"),
    ]


def _plan(plan: TransferPlan, t: Text) -> None:
    draw([heading(t("transfer.plan_title")), prose(said.planned(plan, t))], t, "transfer_plan")
    draw([bars.gantt(plan, t)], t, "transfer_bars")
