"""The trade-offs said in sentences: what the split proposed gains, what holds it, and what cannot be told."""

from __future__ import annotations

import math

from cmo_model.growth.arbitrage import Arbitrage, NothingToldError
from cmo_model.growth.diagnostic import Diagnostic
from cmo_model.words import Text

_GAP_TO_TELL = 0.0005
_CENT = 0.005


def gained(found: Arbitrage, t: Text) -> list[str]:
    """The gain against today with its interval, what is left of it, whether it stands out of the noise, how near the best it is."""
    less = found.gain < 0
    amounts = {"gain": found.gain, "low": found.gain_low, "high": found.gain_high}
    shown = {name: t.money(-amount if less else amount) for name, amount in amounts.items()}
    said = [
        t("budget.said_less" if less else "budget.said", today=t.money(found.budget_today), budget=t.money(found.budget), **shown)
    ]
    if abs(found.budget - found.budget_today) >= _CENT:
        profits = {"profit": found.profit, "low": found.profit_low, "high": found.profit_high}
        said.append(t("budget.profit", margin=_margin(found, t), **{name: t.money(amount) for name, amount in profits.items()}))
    said.append(t("budget.noisy" if found.noisy else "budget.loses" if found.profit < 0 else "budget.clear"))
    return [*said, t("budget.gap", gap=t.percent(found.gap, 2))] if found.gap > _GAP_TO_TELL else said


def nothing(error: NothingToldError, t: Text) -> str:
    """Why no dollar can be moved."""
    return t("budget.all_locked" if error.locked else "budget.nothing_told")


def marginal(value: float | None, t: Text) -> str:
    """The next dollar's sales; nothing to say where they have no end, or cannot be told."""
    return t.money(value) if value is not None and math.isfinite(value) else t("unknown")


def held(found: Arbitrage, diagnostic: Diagnostic, t: Text) -> list[str]:
    """Which channels a bound holds, which would leave the spends seen, and which keep theirs because they cannot be told.

    Where the split does not do what the diagnostic says of a channel, it says why.
    """
    said = []
    cut = {one.channel for one in diagnostic.channels if one.verdict == "cut"}
    told = {one.channel: one.told for one in diagnostic.channels if one.told is not None}
    scaled = {one.channel for one in diagnostic.channels if one.verdict == "scale"}
    lowered = [move.channel for move in found.moves if move.proposed < move.today - _CENT]
    raised = [move.channel for move in found.moves if move.proposed > move.today + _CENT]
    for move in found.moves:
        if move.channel in cut and move.told and move.bound == "low" and not move.locked:
            said.append(t("budget.cut_held", channel=move.channel, amount=t.money(move.low)))
            continue
        next_dollar = told[move.channel].marginal if move.channel in told else math.inf
        if lowered and move.proposed > move.today + _CENT and next_dollar * found.margin * found.lifetime < 1:
            said.append(t("budget.replaces", channel=move.channel, marginal=t.money(next_dollar), others=", ".join(lowered)))
        if move.channel in scaled and move.channel in lowered and raised:
            said.append(t("budget.yields", channel=move.channel, others=", ".join(raised)))
        if not move.told:
            said.append(t("budget.kept", channel=move.channel))
            continue
        if move.bound and not move.locked:
            said.append(t("budget.bound", channel=move.channel, amount=t.money(move.low if move.bound == "low" else move.high)))
        if move.beyond:
            said.append(t("budget.beyond", channel=move.channel))
    return said


def _margin(found: Arbitrage, t: Text) -> str:
    margin = t.percent(found.margin)
    return margin if found.lifetime == 1 else t("budget.lifetime", margin=margin, worth=t.money(found.margin * found.lifetime))


def stops(found: Arbitrage, t: Text) -> str:
    """The budget at which one more dollar stops paying, or that it pays everywhere, or nowhere, within the bounds."""
    least, most = float(found.budgets[0]), float(found.budgets[-1])
    near = 1e-6 * max(1.0, most)
    key = "never" if found.stops <= least + near else "always" if found.stops >= most - near else "said"
    amounts = {"stops": t.money(found.stops), "least": t.money(least), "most": t.money(most), "margin": _margin(found, t)}
    return t(f"budget.sweep_{key}", **amounts)
