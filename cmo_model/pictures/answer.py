"""The answer as pictures: who wins, gains over today, what it costs a month, what it hangs on, the chance by date.

Each is a block of the readout, made of an `Advice` and nothing else; the page and the presentation show the same ones.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import Any

from cmo_model.charts.colours import other, tone
from cmo_model.charts.look import round_ticks
from cmo_model.decision import Decision
from cmo_model.pictures.dates import dated
from cmo_model.scenario import OPTIONS, OptionName, Reading
from cmo_model.scenario.effect_share import CLAIMS, Claim
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.blocks import Block, table
from cmo_model.skin.components import parts
from cmo_model.uncertainty import Advice, Curve, Label
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import figure

SETTLED = slice(12, 24)
"""Months whose outlay is called monthly: the second year, when a hire that is made has arrived."""


def shares(advice: Advice, t: Text, titled: bool = True) -> Block:
    """How many simulations each answer wins, the advised first; answers that win none are left out."""
    today = OPTIONS[advice.decision.scenario.current].reading
    parts_ = []
    for reading, chance in sorted(advice.readings.items(), key=lambda item: (item[0] != advice.reading, -item[1])):
        if chance >= 0.005 or reading == advice.reading:
            colour = "advised" if reading == advice.reading else "today" if reading == today else "other"
            shown = said_of.chance(chance, t)
            parts_.append({"label": t(f"answers.{reading}"), "share": max(chance, 0.01), "shown": shown, "tone": colour})
    return {"kind": "shares", "title": said_of.sure(advice, t)[0] if titled else "", "parts": parts_}


def gains(advice: Advice, t: Text) -> Block:
    """Mean gain over today of the six options, and where it is 8 times in 10; the best first."""
    ordered = sorted(advice.options.items(), key=lambda item: -item[1].mean_gain)
    ends = [end for _, one in ordered for end in (one.gain_quantiles[0], one.gain_quantiles[2], one.mean_gain)] + [0.0]
    pad = 0.04 * (max(ends) - min(ends) or 1.0)
    rows = []
    for option, one in ordered:
        row = {"label": t(f"options.{option}"), "low": one.gain_quantiles[0], "mid": one.mean_gain, "high": one.gain_quantiles[2]}
        told = {"told": said_of.gained(advice, option, t), "figure": f"options.{option}.advantage", "tone": tone(option, advice)}
        rows.append(row | told)
    months = t.counted("months", advice.decision.scenario.horizon_months)
    ticks = [{"at": at, "text": t("chart.today") if at == 0 else t.brief(at)} for at in round_ticks(min(ends), max(ends))]
    cells = [(option == advice.advised, row) for option, row in said_of.compared(advice, t).items()]
    return {
        "kind": "dots",
        "title": t("chart.title", months=months),
        "note": t("answer.gains_note"),
        "hint": t("answer.gains_hint"),
        "low": min(ends) - pad,
        "high": max(ends) + pad,
        "rows": rows,
        "ticks": ticks if 0 in round_ticks(min(ends), max(ends)) else [*ticks, {"at": 0, "text": t("chart.today")}],
        "table": table(t("chart.title", months=months), map(t, said_of.COMPARED), cells),
    }


def _card(title: str, rows: Iterable[Mapping[str, Any]], foot: str) -> dict[str, Any]:
    return {"title": title, "rows": list(rows), "foot": foot}


def _row(label: str, value: str, colour: str = "", act: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"label": parts(label), "value": parts(value), "tone": colour, "act": act}


def monthly(decision: Decision, option: OptionName) -> float:
    """What an option's seats cost a month once settled, taxes and charges in, without anybody's time."""
    paid = decision.months[option]["outlay"]
    return fmean(paid[SETTLED] or paid[-12:])


def outlay(advice: Advice, first: datetime.date, t: Text) -> dict[str, Any]:
    """What today's arrangement and the other one cost a month, and the most cash the change asks for, and when."""
    decision, today = advice.decision, advice.decision.scenario.current
    option = other(advice)
    colour, name = ("advised", "this") if option == advice.advised else ("", "next")
    rows = [
        _row(t("answer.today"), t.about(monthly(decision, today))),
        _row(t(f"answer.{name}"), t.about(monthly(decision, option)), colour),
    ]
    cash = decision.options[option].cash
    if cash is not None and cash.peak_month is not None:
        date = dated(first, cash.peak_month, t, brief=True)
        rows.append(_row(t("answer.peak", date=date), t.about(cash.peak_need), colour))
    return _card(t("answer.outlay"), rows, t("answer.outlay_foot"))


def effects(by_claim: Mapping[Claim, tuple[Reading, Label]], claim: Claim, t: Text, act: bool = True) -> dict[str, Any]:
    """The answer if full leadership brings nothing, half or all of what is assumed; to `act` on one counts with it."""
    rows = []
    for name in reversed(CLAIMS):
        reading, label = by_claim[name]
        said = t(f"answers.{reading}")
        said = t("answer.barely", option=said) if label == "too_close" else said
        done = {"what": "claim", "value": name} if act else None
        rows.append(_row(t(f"claims.{name}"), said, "advised" if name == claim else "", done))
    return _card(t("answer.effects"), rows, t("answer.effects_foot"))


def horizons(advice: Advice, t: Text) -> dict[str, Any]:
    """The answer with the figures as typed over two, three and five years."""
    found = advice.decision.verdict.reading_by_horizon
    rows = [
        _row(t.counted("years", int(months) / 12), t(f"answers.{reading}"), "advised" if reading == advice.reading else "")
        for months, reading in found.items()
    ]
    return _card(t("answer.horizons"), rows, t("answer.horizons_foot"))


def beside(curve: Curve, advice: Advice, t: Text) -> dict[str, Any]:
    """A question's curve, in the reader's words: what it says at each value, and where it flips."""
    unit, ours = FIELDS[curve.path].unit, t(f"answers.{advice.reading}")
    flips = [
        {
            "value": flip.value,
            "shown": t("answer.flip", value=said_of.brief(flip.value, unit, t)),
            "text": t(
                "answer.flip_said",
                value=figure(curve.path, flip.value, t),
                before=t(f"answers.{flip.before}"),
                after=t(f"answers.{flip.after}"),
            ),
        }
        for flip in curve.flips
    ]
    return {
        "values": list(curve.values),
        "leads": list(curve.leads),
        "today": curve.today,
        **{side: t(f"answer.{side}", answer=ours, value="{value}", lead="{lead}") for side in ("ahead", "behind")},
        "flips": flips,
        "none": t("answer.no_flip"),
    }
