"""The advice on screen, and its risk: long computations, made in their turn and kept for as long as the figures stay."""

from __future__ import annotations

from functools import cache

import streamlit as st

from cmo_model.checkback import Actuals, CheckBack, Frozen, check_back
from cmo_model.scenario import OptionName, Reading, Scenario
from cmo_model.scenario.effect_share import CLAIMS, Claim, counted
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.draft import example_scenario
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import CashPaths, Curve, Label, Risk, advise, assess, cash_paths, curves, glance
from cmo_model.words import Text


def glanced(visit: Visit) -> Risk:
    """The advice on screen with its dates, and what would change it, computed once for as long as the figures stay."""
    advice = visit.advise()

    def made() -> Risk:
        with TURNS.long(typed_again) as turn:
            return example_glance(visit.draft.example) if visit.draft.untouched else glance(advice, progress=turn)

    return visit.once("glance", advice.decision.scenario, made)


@cache
def example_glance(name: str) -> Risk:
    """How sure an example's answer is; no visitor's figures are in it, so that all may share it."""
    return glance(advise(example_scenario(name)))


def by_effect(visit: Visit) -> dict[Claim, tuple[Reading, Label]]:
    """The answer, and its label, if none, half or all of the assumed effects of leadership count; kept while the figures stay."""
    shown, typed = visit.advise(), visit.typed

    def one(claim: Claim) -> tuple[Reading, Label]:
        with TURNS.long(typed_again):
            return example_by_effect(visit.draft.example, claim) if visit.draft.untouched else _leaning(typed, claim)

    return {
        claim: (shown.reading, shown.label)
        if claim == visit.told_claim
        else visit.once(f"effect.{claim}", typed, lambda c=claim: one(c))  # type: ignore[misc]
        for claim in CLAIMS
    }


@cache
def example_by_effect(name: str, claim: Claim) -> tuple[Reading, Label]:
    """An example's answer with so much of the assumed effects counted, which all may share."""
    return _leaning(example_scenario(name), claim)


def _leaning(typed: Scenario, claim: Claim) -> tuple[Reading, Label]:
    found = advise(counted(typed, claim), dates=False)
    return found.reading, found.label  # and not the decision behind, which nobody asks for again


def drawn_curves(visit: Visit, paths: tuple[str, ...]) -> dict[str, Curve]:
    """The curve of each question, kept for as long as the figures stay."""
    advice = visit.advise()
    scenario = advice.decision.scenario
    return visit.once("curves", (scenario, advice.reading, paths), lambda: curves(scenario, advice.reading, paths))


def till(visit: Visit) -> dict[OptionName, CashPaths]:
    """The cash of each option over the draws, kept for as long as the figures stay."""
    scenario = visit.advise().decision.scenario

    def made() -> dict[OptionName, CashPaths]:
        with TURNS.long(typed_again):
            return cash_paths(scenario)

    return visit.once("till", scenario, made)


def assessed(visit: Visit, t: Text) -> Risk:
    """The risk of what is on screen, with a bar while it is computed; leaving the page stops it."""
    advice = visit.advise()
    scenario = advice.decision.scenario
    if visit.holds("risk", scenario):
        return visit.once("risk", scenario, lambda: assess(scenario, advice=advice))
    known = glanced(visit).advice if visit.holds("glance", scenario) else advice
    bar = st.progress(0.0, t("risk.working"))

    with TURNS.long(typed_again) as turn:

        def progress(share: float) -> None:
            bar.progress(min(1.0, share), t("risk.working"))
            turn(share)

        risk = visit.once("risk", scenario, lambda: assess(scenario, advice=known, progress=progress))
    bar.empty()
    return risk


def checked(visit: Visit, kept: Frozen, actuals: Actuals) -> CheckBack:
    """A decision held against what happened, kept for as long as neither changes."""

    def made() -> CheckBack:
        with TURNS.long(typed_again):
            return check_back(kept, actuals)

    return visit.once("checked", (kept, actuals), made)


def last_checked(visit: Visit) -> CheckBack | None:
    """The decision that is checked on screen, if any."""
    check = visit.memory.get("checked", (None, None))[1]
    return check if isinstance(check, CheckBack) else None
