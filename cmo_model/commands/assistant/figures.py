"""The figures of an advice as data: what the simulations say, a few of the central case, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterator

from cmo_model.commands.assistant.origins import central
from cmo_model.commands.assistant.records import Drawn, Figure, Simulations
from cmo_model.uncertainty import Advice, ranges
from cmo_model.uncertainty.risk import tornado
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of

MOST_RESTS = 8
"""Values that a figure of the simulations is said to rest on: those that move the answer most."""

_CENTRAL = (
    "loaded_salary.in_house.loaded_salary",
    "signals.complexity.hours",
    "signals.fee_ratio.ratio",
    "signals.lit",
    "pillars.acquisition.ratio",
    "verdict.margin",
)


def simulated(advice: Advice, t: Text) -> Simulations:
    """Of each option its mean gain and its chance of being best; of the advice its chance, its lead, its regret, that of a hire."""
    return _drawn(advice, t, (*_of_options(advice, t), *_of_advice(advice, t)))


def gains(advice: Advice, t: Text) -> Simulations:
    """Of each option its mean gain, and the chance of the advice."""
    reading = f"readings.{advice.reading}"
    every = (*_of_options(advice, t), *_of_advice(advice, t))
    return _drawn(advice, t, tuple(one for one in every if one.name.endswith(".mean_gain") or one.name == reading))


def at_the_centre(advice: Advice, t: Text) -> Iterator[Figure]:
    """Net value and real cost of the advised option, its nearest and today's; the signals and what is asked first."""
    options = dict.fromkeys((advice.advised, advice.runner_up, advice.rival, advice.decision.scenario.current))
    names = (f"options.{option}.{figure}" for option in options for figure in ("npv", "cost_pv"))
    return (central(advice.decision, name, t) for name in (*names, *_CENTRAL))


def rests_on(advice: Advice, t: Text) -> tuple[str, ...]:
    """The values that move the lead most over their range, most first; where none is uncertain, what the net value needs."""
    bars = tornado(advice, ranges(advice.decision.scenario))
    if bars:
        return tuple(bar.path for bar in bars[:MOST_RESTS])
    return central(advice.decision, f"options.{advice.advised}.npv", t).rests_on


def _drawn(advice: Advice, t: Text, figures: tuple[Drawn, ...]) -> Simulations:
    source = said_of.sure(advice, t)[0] if advice.certain else said_of.error(advice, t)
    return Simulations(source=source, rests_on=rests_on(advice, t), figures=figures)


def _of_options(advice: Advice, t: Text) -> Iterator[Drawn]:
    for option, one in sorted(advice.options.items(), key=lambda item: -item[1].mean_gain):
        path, name = f"options.{option}", t(f"options.{option}")
        yield Drawn(
            name=f"{path}.mean_gain",
            label=f"{t('table.gain')} ({name})",
            value=one.mean_gain,
            unit="money",
            shown=said_of.gain(advice, option, t),
            low=one.gain_quantiles[0],
            high=one.gain_quantiles[2],
            error=one.mean_gain_error,
            explain=f"{path}.npv",
        )
        yield _chance(f"{path}.p_best", f"{t('risk.chance')} ({name})", (one.p_best, one.p_best_error), f"{path}.npv", t)


def _of_advice(advice: Advice, t: Text) -> Iterator[Drawn]:
    reading, behind = advice.reading, f"options.{advice.advised}.npv"
    chance = advice.readings[reading], advice.readings_error[reading]
    yield _chance(f"readings.{reading}", t("compare.sure"), chance, behind, t)
    yield Drawn(
        name="lead",
        label=t("assistant.lead", option=t(f"options.{advice.runner_up}")),
        value=advice.lead,
        unit="money",
        shown=t.about(advice.lead),
        low=advice.lead_quantiles[0],
        high=advice.lead_quantiles[2],
        error=advice.lead_error,
        explain=behind,
    )
    yield Drawn(
        name="regret",
        label=t("assistant.regret"),
        value=advice.regret,
        unit="money",
        shown=t.about(advice.regret),
        low=None,
        high=None,
        error=advice.regret_error,
        explain=behind,
    )
    if advice.p_ever is not None:
        yield _chance("p_ever", t("assistant.p_ever"), (advice.p_ever, advice.p_ever_error or 0.0), behind, t)


def _chance(name: str, label: str, found: tuple[float, float], behind: str, t: Text) -> Drawn:
    """A share of the simulations, with its error."""
    value, error = found
    shown = said_of.chance(value, t)
    return Drawn(
        name=name, label=label, value=value, unit="probability", shown=shown, low=None, high=None, error=error, explain=behind
    )
