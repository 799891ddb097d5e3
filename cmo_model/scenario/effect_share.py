"""How much of the supposed effects of leadership counts: all, half or none of it, whatever was typed.

The effects are what nobody can know beforehand; whoever sells leadership gains by them. Halving or removing them is one click, and
leaves the figures typed as they are: a link carries both.
"""

from __future__ import annotations

from typing import Literal

from cmo_model.scenario.record import Scenario

Claim = Literal["full", "half", "none"]
CLAIMS: dict[Claim, float] = {"full": 1.0, "half": 0.5, "none": 0.0}
EFFECTS = ("acquisition_lift", "retention_lift", "price_premium", "win_rate_lift")
CLAIMED = tuple(f"leadership_effect.{name}" for name in EFFECTS)
"""The paths of the effects that the claim scales."""


def counted(scenario: Scenario, claim: Claim) -> Scenario:
    """The scenario that is decided on: the one typed, its effects at the share that the claim lets count."""
    if claim == "full":
        return scenario
    effect = scenario.leadership_effect
    scaled = {name: getattr(effect, name) * CLAIMS[claim] for name in EFFECTS}
    return scenario.model_copy(update={"leadership_effect": effect.model_copy(update=scaled)})
