"""Whole pages read as a reader would, for three hundred firms in both languages: no two sentences say different things.

Advice is drawn few times: what matters is that every page follows from the same one.
"""

import datetime
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from cmo_model.charts import tables
from cmo_model.decision import plan
from cmo_model.pages import signals, transfer, verdict, when
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.effect_share import CLAIMS
from cmo_model.skin import advised, blocks, components
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice, Risk, advise, curves
from cmo_model.uncertainty import advice as advice_module
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.sentences import advice as said_of
from tests.uncertainty.test_advice import firm

DAY = datetime.date(2026, 11, 25)
FIRMS, BATCHES = 300, 20


def sentences(block: Any) -> Iterator[str]:
    """Everything a block shows, flows of parts put together."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, dict):
        for value in block.values():
            yield from sentences(value)
    elif isinstance(block, list) and block and all(isinstance(part, dict) and "text" in part and len(part) <= 2 for part in block):
        yield "".join(part["text"] for part in block)
    elif isinstance(block, (list, tuple)):
        for one in block:
            yield from sentences(one)


@cache
def pattern(t: Text, key: str) -> re.Pattern[str]:
    """What a sentence of this key looks like, whatever stands in its blanks."""
    blanks = re.findall(r"\{(\w+)\}", t._words[key])
    whole = t(key, **dict.fromkeys(blanks, "\0"))
    return re.compile(re.escape(whole).replace(re.escape("\0"), ".+?"))


@cache
def keys(t: Text, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in t._words if key.startswith(prefixes))


def of_keys(t: Text, said: set[str], *prefixes: str) -> set[str]:
    """The sentences, among those said, that the catalogue has under these prefixes."""
    return {one for one in said if any(pattern(t, key).fullmatch(one) for key in keys(t, prefixes))}


def drawn_pages(visit: Visit, t: Text, shown: list[Any]) -> dict[str, set[str]]:
    found = {}
    pages = {
        "verdict": lambda: verdict.page(visit, t, DAY),
        "signals": lambda: signals.page(visit, t),
        "when": lambda: when.page(visit, t, DAY),
        "transfer": lambda: transfer.page(visit, t, DAY),
    }
    for name, page in pages.items():
        shown.clear()
        page()
        if visit.later is not None:
            visit.later()
            visit.later = None
        found[name] = {one for one in sentences(shown) if one}
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_page_contradicts_itself_nor_another(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []

    def readout(given: list[Any], *_: Any, **__: Any) -> None:
        shown.extend(given)

    for module in (blocks, components, verdict):
        monkeypatch.setattr(module, "readout", readout)
    for part in ("questions", "rows", "checklist"):
        monkeypatch.setattr(components, part, lambda *_, **__: None)
    monkeypatch.setattr(advice_module, "WHEN_DRAWS", 16)
    monkeypatch.setattr(when, "assessed", lambda visit, _: advised.glanced(visit))
    monkeypatch.setattr(when, "_luck", lambda *_: {})
    for seed in range(batch * FIRMS // BATCHES, (batch + 1) * FIRMS // BATCHES):
        scenario = firm(seed)
        visit = Visit()
        visit._open("file", scenario)
        risk = quick(visit, random.Random(seed))
        for language in LANGUAGES:
            visit.keep(language=language)
            agree(risk.advice, drawn_pages(visit, text(language), shown), text(language))


def quick(visit: Visit, rng: random.Random) -> Risk:
    """Advice of few draws put where the pages look for it, its dates moved at random: sentences must follow whatever it is."""
    decision = visit.decide()
    scenario = decision.scenario
    dated = advise(scenario, 32, decision=decision)
    if dated.when is not None and rng.random() < 0.5:
        dated = dated.model_copy(update={"hire_from": rng.choice((None, *dated.when.months)), "p_ever": rng.random()})
    risk = Risk(
        advice=dated, evppi={}, evppi_error={}, information=(), ranges={}, tornado=(), flips={}, zones=None, draws=dated.draws
    )
    visit.memory["advice"] = scenario, dated
    visit.memory["glance"] = scenario, risk
    visit.memory["curves"] = (scenario, dated.reading, verdict.CURVED), curves(scenario, dated.reading, ())
    for claim in CLAIMS:
        visit.memory[f"effect.{claim}"] = visit.typed, (dated.reading, dated.label)
    return risk


def agree(advice: Advice, pages: dict[str, set[str]], t: Text) -> None:
    every = set().union(*pages.values())
    # One headline, that of the advice, and no other sentence of that kind anywhere.
    headline = said_of.headline(advice, t)
    assert headline in pages["verdict"]
    assert of_keys(t, every, "verdict.keep.", "verdict.take.", "verdict.change.", "advice.close") <= {headline}
    # One answer to when, one stage; no plan without a date, and the dates of the plan are the plan's.
    told = said_of.when(advice, DAY, t)
    dates = ("verdict.now", "verdict.later", "verdict.never", "verdict.unsure", "verdict.staffed")
    assert of_keys(t, every, *dates) <= {told}
    assert of_keys(t, every, "when.zone.") <= ({said_of.stage(advice, t)} if advice.decision.timing is not None else set())
    steps = plan.plan(advice.decision, advice.search_month, DAY)
    named = {t(f"when.step.{step.name}") for step in steps}
    assert {said for said in pages["when"] if said in {t(f"when.step.{name}") for name in ("search", "offer", "arrival")}} <= named
    assert (t("when.plan_note") in pages["when"]) == bool(steps)
    # One gain, one gap over the second, one certainty, and one line of signals against calculation.
    gains = set(said_of.gains(advice, t))
    assert gains <= pages["verdict"]
    assert of_keys(t, every, "advice.gain", "advice.lead", "advice.tied") <= gains
    assert of_keys(t, every, "risk.sure", "risk.certain") <= {said_of.sure(advice, t)[0]}
    assert of_keys(t, every, "verdict.agree", "verdict.disagree") <= {said_of.agreement(advice, t)}
    # A gap of the figures as typed is called so, wherever it stands.
    if tables.difference(advice.decision).size:
        assert t("page.difference") in pages["verdict"]
    # A staffed company is not told to recruit a director, nor to end a contract that it has not.
    if OPTIONS[advice.decision.scenario.current].is_hire:
        assert not of_keys(t, every, "verdict.now", "verdict.later", "verdict.never")
        assert t("when.plan_note") not in every
    if not any(seat in ("fractional", "consultant") for seat in OPTIONS[advice.decision.scenario.current].seats) and not steps:
        assert t("when.step.external_ends") not in every
