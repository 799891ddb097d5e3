"""The transfer's calendar and table: every phase and what is due, text kept as text, the same bytes each time."""

import csv
import datetime
import io
import math

import pytest
from icalendar import Calendar

from cmo_model import examples
from cmo_model.decision.plan import plan as steps_of
from cmo_model.exports.calendar import calendar, calendar_of_tests, inert, table
from cmo_model.growth.experiments import Scheduled
from cmo_model.growth.transfer import ITEMS, OVERLAP_TIME, Item, Transfer, overlap
from cmo_model.growth.transfer_plan import PHASES, transfer_plan
from cmo_model.uncertainty import advise
from cmo_model.words import LANGUAGES, Language, text
from tests.exports.firms import DAY, PAYLOADS, example

DUE = datetime.date(2027, 1, 15)
GIVEN = Transfer(
    items={
        "accounts": Item(state="partly", owner="Zoé", due=DUE, evidence="http://evil.example"),
        "access": Item(state="yes", due=DUE),
    }
)


@pytest.mark.parametrize("name", examples.names())
def test_phases_follow_each_other_and_end_with_the_mandate(name: str) -> None:
    advice = advise(example(name))
    found = transfer_plan(advice, DAY)
    assert [phase.name for phase in found.phases] == list(PHASES)
    for before, after in zip(found.phases, found.phases[1:], strict=False):
        assert before.end == after.start
    assert found.phases[0].start >= DAY
    weeks = {phase.name: (phase.end - phase.start).days / 7 for phase in found.phases}
    assert {name: weeks[name] for name in ("inventory", "writing", "alone", "silent")} == {
        **{"inventory": 2, "writing": 4, "alone": 4, "silent": 4}
    }
    assert found.backwards == (advice.search_month is not None)
    steps = {step.name: step.day for step in steps_of(advice.decision, advice.search_month, DAY)}
    wanted = steps.get("external_ends") or steps.get("handover")
    assert found.late == (wanted is not None and wanted < found.phases[-1].start)
    earliest = DAY + sum((phase.end - phase.start for phase in found.phases), datetime.timedelta())
    assert found.phases[-1].start == (earliest if wanted is None or found.late else wanted)


def test_without_a_bridge_the_mandate_ends_as_the_search_opens() -> None:
    bridged = advise(example(examples.FIRST))
    alone = bridged.decision.model_copy(update={"scenario": example(examples.FIRST).with_values({"bridge": False})})
    advice = bridged.model_copy(update={"decision": alone})
    found = transfer_plan(advice, DAY)
    [opens] = [step.day for step in steps_of(advice.decision, advice.search_month, DAY) if step.name == "search"]
    assert found.phases[-1].start == opens and not found.late


def test_both_work_side_by_side_for_the_weeks_that_are_worth_it() -> None:
    for name in examples.names():
        advice = advise(example(name))
        weeks = {phase.name: (phase.end - phase.start).days / 7 for phase in transfer_plan(advice, DAY).phases}
        option = advice.hire_in_sight
        found = None if option is None else overlap(advice.decision.scenario, option)
        if found is None:
            assert weeks["together"] == OVERLAP_TIME
        else:
            assert weeks["together"] == (26 if found.weeks is None else min(26, math.ceil(found.weeks)))


def test_a_mandate_that_ends_when_it_is_wanted_to_is_not_late() -> None:
    found = [transfer_plan(advise(example(name)), DAY) for name in examples.names()]
    assert any(one.backwards and not one.late for one in found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_calendar_holds_each_phase_and_what_is_due_and_not_done(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    plan = transfer_plan(advise(example(examples.FIRST)), DAY)
    made = calendar(plan, GIVEN, t, DAY, "Chez Élo")
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [str(one["summary"]) for one in events[:-1]] == [
        t("transfer.event", firm="Chez Élo", step=t(f"transfer.phases.{name}")) for name in PHASES
    ]
    assert [one["dtstart"].dt for one in events] == [*(phase.start for phase in plan.phases), DUE]
    assert str(events[-1]["description"]) == "Zoé. http://evil.example"
    assert "attach" not in events[-1] and "url" not in events[-1]
    assert len({str(one["uid"]) for one in events}) == len(events)
    assert made == calendar(plan, GIVEN, t, DAY, "Chez Élo")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_has_an_event_for_each_month_with_its_weekly_spend_and_what_to_record(language: Language) -> None:
    t, one = text(language), Scheduled("Meta", 3000.0, 0.5, 2, DAY)
    events = Calendar.from_ical(calendar_of_tests([one], t, DAY, "Élo")).walk("VEVENT")
    assert [(event["dtstart"].dt, event["dtend"].dt) for event in events] == [(step.start, step.end) for step in one.steps()]
    up, down = (t.money(3000 * times * 84 / 365.25) for times in (1.5, 0.5))
    half = t.percent(0.5)
    assert [str(event["summary"]) for event in events] == [
        t("experiments.event", firm="Élo", channel="Meta", spend=up, share=half),
        t("experiments.event_down", firm="Élo", channel="Meta", spend=down, share=half),
    ]
    assert {str(event["description"]) for event in events} == {t("experiments.record")}
    plan = transfer_plan(advise(example(examples.FIRST)), DAY)
    whole = Calendar.from_ical(calendar(plan, GIVEN, t, DAY, "Élo", [one])).walk("VEVENT")
    assert [str(event["uid"]) for event in whole[-2:]] == [str(event["uid"]) for event in events]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_becomes_a_formula_or_a_line(payload: str) -> None:
    given = Transfer(items={"accounts": Item(owner=payload[:60], due=DUE, evidence=payload)})
    t, plan = text("fr"), transfer_plan(advise(example(examples.FIRST)), DAY)
    rows = list(csv.reader(io.StringIO(table(plan, given, t).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + len(PHASES) + 2 + len(ITEMS)
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row if cell)
    assert payload in rows[-12][4]
    events = Calendar.from_ical(calendar(plan, given, t, DAY, payload[:60])).walk("VEVENT")
    assert payload in str(events[-1]["description"])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "\n"])
@pytest.mark.parametrize("live", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "＝1"])
def test_no_separator_makes_a_formula_of_what_was_typed(separator: str, live: str) -> None:
    typed = f"x{separator}{live}"
    given = Transfer(items={"accounts": Item(owner="y", due=DUE, evidence=typed)})
    for language in LANGUAGES:
        t, plan = text(language), transfer_plan(advise(example(examples.FIRST)), DAY)
        made = table(plan, given, t).decode("utf-8-sig")
        for other in ",;\t|":
            for row in csv.reader(io.StringIO(made), delimiter=other):
                assert not [cell for cell in row if cell.lstrip(' "')[:1] in tuple("=+-@＝")], (other, row)
    assert inert("Jean-Paul, 3 = trois") == "Jean-Paul, 3 = trois"
