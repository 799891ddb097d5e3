"""The advice said in sentences: what to do, how sure, what it would gain, when to hire, and what signals and calculation each say.

Every surface prints these, from one `Advice`. A tie is said as a tie; a date is named only where the draws agree on one; amounts
are gains, over today or over the next option, rounded to what is known.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping

from dateutil.relativedelta import relativedelta

from cmo_model.decision import Decision
from cmo_model.scenario import OPTIONS, OptionName
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Advice, Curve, Label
from cmo_model.words import Text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences.verdict import Mark, plain


def headline(advice: Advice, t: Text) -> str:
    """What to do, in one sentence that knows what is there today; a tie names both."""
    return to_do(advice.advised, advice.label, advice.rival, advice.decision.scenario.current, t)


def to_do(advised: OptionName, label: Label, rival: OptionName, current: OptionName, t: Text) -> str:
    """What to do, as `headline` says it, of an advice of which these are kept."""
    if label == "too_close":
        return t("advice.close", first=_act(advised, current, t), second=_act(rival, current, t))
    if advised == current:
        return t(f"verdict.keep.{advised}")
    change = f"verdict.change.{current}_to_{advised}"
    return t(change if t.has(change) else f"verdict.take.{advised}")


def _act(option: OptionName, current: OptionName, t: Text) -> str:
    return t(f"advice.{'keep' if option == current else 'take'}.{option}")


def chance(value: float, t: Text) -> str:
    """A probability in whole percents, never quite certain."""
    if value > 0.99:
        return t("risk.over", chance=t.percent(0.99, 0))
    if 0 < value < 0.01:
        return t("risk.under", chance=t.percent(0.01, 0))
    return t.percent(value, 0)


def between(low: float, high: float, t: Text) -> str:
    """An interval of money."""
    return t("risk.between", low=t.about(low), high=t.about(high))


def gains(advice: Advice, t: Text) -> list[str]:
    """What the advised option gains over today, and over the next."""
    months = t.counted("months", advice.decision.scenario.horizon_months)
    today = advice.decision.scenario.current
    said = []
    if advice.advised != today:
        one = advice.gain
        interval = between(one.gain_quantiles[0], one.gain_quantiles[2], t)
        said.append(t("advice.gain", months=months, amount=t.about(one.mean_gain), between=interval))
        if advice.certain:
            said = [t("advice.gain_certain", months=months, amount=t.about(one.mean_gain))]
    if advice.runner_up == today and said:
        return said
    return [*said, lead(advice, t)]


def gain(advice: Advice, option: OptionName, t: Text) -> str:
    """What an option gains over today on average; today's arrangement gains nothing over itself."""
    return t("chart.today") if option == advice.decision.scenario.current else t.about(advice.options[option].mean_gain)


def gained(advice: Advice, option: OptionName, t: Text) -> str:
    """One option's gain over today in a sentence, with where it is 8 times in 10."""
    name, today = t(f"options.{option}"), advice.decision.scenario.current
    if option == today:
        return t("answer.is_today", option=name)
    one = advice.options[option]
    amount, spread = t.about(one.mean_gain), between(one.gain_quantiles[0], one.gain_quantiles[2], t)
    return t("answer.gained", option=name, amount=amount, between=spread, chance=chance(one.p_best, t))


def brief(value: float, unit: str, t: Text) -> str:
    """A figure in little room: amounts in thousands or millions, others as far as a reader tells them apart."""
    if unit.startswith("money"):
        return t.brief(value)
    if unit.startswith("share"):
        return t.percent(value, 0 if value >= 0.1 else 1)
    if unit == "hours_per_week":
        return t("answer.hours", n=t.number(value, 0 if value >= 10 else 1))
    return t.number(value, 0 if value >= 10 else 1)


def deciding(curves: Mapping[str, Curve], advice: Advice, t: Text) -> str:
    """The question that decides a close call, and on which side of which value each answer lies; nothing where none does.

    Of the questions whose curve passes from the answer to its rival, the one whose flip is nearest by proportion.
    """
    pair = {advice.reading, OPTIONS[advice.rival].reading}
    near = [
        (abs(math.log(flip.value / curve.today)), curve, flip)
        for curve in curves.values()
        for flip in curve.flips
        if {flip.before, flip.after} == pair and curve.today > 0
    ]
    if not near:
        return ""
    _, curve, flip = min(near, key=lambda found: found[0])
    low, high = (t(f"answers.{one}") for one in (flip.before, flip.after))
    name, unit = field_label(t, curve.path), FIELDS[curve.path].unit
    if len(curve.flips) == 2 and curve.flips[0].before == curve.flips[1].after:
        first, last = (brief(one.value, unit, t) for one in curve.flips)
        inside, outside = (t(f"answers.{one}") for one in (curve.flips[0].after, curve.flips[0].before))
        return t("answer.decides_between", figure=name, low=first, high=last, inside=inside, outside=outside)
    return t("answer.decides", figure=name, value=brief(flip.value, unit, t), low=low, high=high)


COMPARED = ("table.option", "table.gain", "risk.marks", "risk.chance")
"""The titles of the columns in which the options are compared."""


def compared(advice: Advice, t: Text) -> dict[OptionName, tuple[str, str, str, str]]:
    """The options by name, the highest mean first: how each is called, its gain, where that is 8 times in 10, its chance."""
    found = {}
    for option, one in sorted(advice.options.items(), key=lambda item: -item[1].mean_gain):
        interval = between(one.gain_quantiles[0], one.gain_quantiles[2], t)
        today = option == advice.decision.scenario.current
        found[option] = (t(f"options.{option}"), gain(advice, option, t), "" if today else interval, chance(one.p_best, t))
    return found


def lead(advice: Advice, t: Text) -> str:
    """By how much the advised option is ahead of the next, or that the draws cannot tell."""
    blanks = {"months": t.counted("months", advice.decision.scenario.horizon_months), "option": t(f"options.{advice.runner_up}")}
    if advice.runner_up in advice.tied or advice.lead < 0.005:
        return t("advice.tied", **blanks)
    if advice.certain:
        return t("advice.lead_certain", amount=t.about(advice.lead), **blanks)
    low, _, high = advice.lead_quantiles
    return t("advice.lead", amount=t.about(advice.lead), between=between(low, high, t), **blanks)


def sure(advice: Advice, t: Text) -> list[str]:
    """How sure the answer is, and what deciding without knowing more costs on average."""
    if advice.certain:
        return [t("risk.certain")]
    label = t(f"risk.labels.{advice.label}")
    share = chance(advice.readings[advice.reading], t)
    said = [t("risk.sure", reading=t(f"readings.{advice.reading}"), chance=share, label=label)]
    return [*said, t("risk.regret", regret=t.about(advice.regret))]


def beside(advice: Advice, t: Text) -> list[str]:
    """What of the answer hangs on how it is read: the figures as they are typed, another horizon, the cash alone."""
    decision, said = advice.decision, []
    if not advice.is_central:
        said.append(t("advice.central", option=t(f"options.{decision.best}")))
    by_horizon = decision.verdict.reading_by_horizon
    if len({*by_horizon.values(), advice.reading}) > 1:
        said.append(t("advice.horizons", **{f"r{months}": t(f"readings.{one}") for months, one in by_horizon.items()}))
    return said


def when(advice: Advice, first: datetime.date, t: Text) -> str:
    """When to start recruiting, `first` being a day of month 1: a date where the draws agree on one."""
    today = OPTIONS[advice.decision.scenario.current]
    if today.is_hire:
        if not OPTIONS[advice.advised].is_hire:
            return t("verdict.staffed_leaves")
        return t("verdict.staffed_team" if set(OPTIONS[advice.advised].seats) - set(today.seats) else "verdict.staffed")
    month = advice.search_month
    if month == 1:
        return t("verdict.now")
    if month is not None and advice.when is not None:
        day = first.replace(day=1) + relativedelta(months=month - 1)
        share = advice.when.chance[advice.when.months.index(month)]
        return t("verdict.later", date=t.month(day), chance=chance(share, t))
    if advice.hire_is_open:
        return t("verdict.unsure")
    months = t.counted("months", advice.decision.scenario.timing_months)
    return t("verdict.never", chance=chance(advice.p_ever or 0.0, t), months=months)


def agreement(advice: Advice, t: Text, mark: Mark = plain) -> str:
    """Whether the signals and the calculation say the same and, where not, the term that weighs most for the calculation's side."""
    verdict = advice.decision.verdict
    if advice.label == "too_close":
        return t("verdict.agree_close", signals=t(f"says.{verdict.signals_say}"))
    if verdict.signals_say == advice.says:
        return t("verdict.agree", says=t(f"says.{advice.says}"))
    said = [t("verdict.disagree", signals=t(f"says.{verdict.signals_say}"), money=t(f"says.{advice.says}"))]
    across = {verdict.signals_say, advice.says} != {"external", "prepare"}
    if across and advice.is_central:
        term, amount = max(verdict.rival_difference.items(), key=lambda item: item[1])
        shown = mark(f"verdict.rival_difference.{term}", t.about(amount))
        names = {"option": t(f"options.{advice.advised}"), "other": t(f"options.{verdict.rival}")}
        said.append(t("verdict.because_term", term=t(f"terms.{term}"), amount=shown, **names))
    return " ".join(said)


def model_changed(decision: Decision, t: Text) -> str:
    """That figures kept by an older version are read by today's model, with the leads that it gives, each said as what it is."""
    verdict = decision.verdict
    return t(
        "advice.model_changed",
        best=t(f"options.{decision.best}"),
        option=t(f"options.{verdict.runner_up}"),
        lead=t.about(verdict.margin),
        other=t(f"options.{verdict.reading_runner_up}"),
        other_lead=t.about(verdict.reading_margin),
    )


def error(advice: Advice, t: Text) -> str:
    """The numerical error, and how to draw the same figures again."""
    return t(
        "risk.error",
        error=t.percent(advice.readings_error[advice.reading], 1),
        regret=t.about(advice.regret_error),
        draws=t.number(advice.draws, 0),
        sets=str(advice.sets),
        seed=str(advice.seed),
    )


def stage(advice: Advice, t: Text) -> str:
    """Stay, prepare or hire today, by how far the date of the search is; or that a hire comes first and has no date."""
    return t(f"when.zone.{advice.stage}")


def curve(advice: Advice, t: Text) -> str:
    """What to see in the curve of the months of entry."""
    timing = advice.decision.timing
    if timing is None:
        return ""
    said = t("when.curve_sentence")
    if timing.base == advice.decision.scenario.current:
        return said
    return f"{said} {t('when.through', base=t(f'options.{timing.base}'))}"


def options_in_words(advice: Advice, t: Text) -> str:
    """The gains of the options for who cannot see their picture."""
    values = ". ".join(f"{name}, {shown}" for name, shown, *_ in compared(advice, t).values())
    return t("chart.alt", values=values)


def entry_in_words(advice: Advice, first: datetime.date, t: Text) -> str:
    """The curve of the dates of entry for who cannot see its picture; nothing where hiring is no question."""
    timing = advice.decision.timing
    if timing is None:
        return ""
    better = [max(pair) for pair in zip(*timing.advantage_by_month.values(), strict=True)]
    days = [t.month(first.replace(day=1) + relativedelta(months=month)) for month in (0, len(better) - 1)]
    return t("when.curve_alt", first=t.about(better[0]), last=t.about(better[-1]), begins=days[0], ends=days[1])
