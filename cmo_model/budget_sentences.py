"""The trade-offs said in sentences: what the split proposed gains, what holds it, and what cannot be told."""

from __future__ import annotations

from cmo_model.growth.arbitrage import Arbitrage
from cmo_model.text import Text

_GAP_TO_TELL = 0.0005


def gained(found: Arbitrage, t: Text) -> list[str]:
    """The gain against today with its interval, whether it stands out of the noise, and how near the best the split is."""
    said = [
        t(
            "budget.said",
            today=t.money(found.budget_today),
            budget=t.money(found.budget),
            gain=t.money(found.gain),
            low=t.money(found.gain_low),
            high=t.money(found.gain_high),
        ),
        t("budget.noisy" if found.noisy else "budget.clear"),
    ]
    return [*said, t("budget.gap", gap=t.percent(found.gap, 2))] if found.gap > _GAP_TO_TELL else said


def held(found: Arbitrage, t: Text) -> list[str]:
    """Which channels a bound holds, which would leave the spends seen, and which keep theirs because they cannot be told."""
    said = []
    for move in found.moves:
        if not move.told:
            said.append(t("budget.kept", channel=move.channel))
            continue
        if move.bound and not move.locked:
            said.append(t("budget.bound", channel=move.channel, amount=t.money(move.low if move.bound == "low" else move.high)))
        if move.beyond:
            said.append(t("budget.beyond", channel=move.channel))
    return said


def stops(found: Arbitrage, margin: float, t: Text) -> str:
    """The budget at which one more dollar stops paying, or that it pays everywhere, or nowhere, within the bounds."""
    least, most = float(found.budgets[0]), float(found.budgets[-1])
    near = 1e-6 * max(1.0, most)
    key = "never" if found.stops <= least + near else "always" if found.stops >= most - near else "said"
    amounts = {"stops": t.money(found.stops), "least": t.money(least), "most": t.money(most), "margin": t.percent(margin)}
    return t(f"budget.sweep_{key}", **amounts)
