"""A diagnostic said in sentences, in either language: what each channel brings back, what can be told of it, and what to do.

As in `sentences`, words come from `text/` and figures from one object; the page, the terminal and the files all print these.
"""

from __future__ import annotations

from collections.abc import Iterable

from cmo_model import parameters
from cmo_model.growth.channels import Doubt
from cmo_model.growth.credit import GEO_TESTS
from cmo_model.growth.diagnostic import (
    FEW_CHANNELS,
    LEAST_MONTHS_FOR_A_RATIO,
    LEAST_MONTHS_TO_CUT,
    THIN_MONTHS,
    THIN_SPEND,
    ChannelDiagnostic,
    Diagnostic,
    Performance,
)
from cmo_model.growth.experiments import worth_trying
from cmo_model.growth.identification import LATELY, LEAST_MONTHS, LEAST_SPREAD, MOST_SILENT, Failing
from cmo_model.growth.intervals import BLOCK
from cmo_model.growth.response import MOST_WIDTH
from cmo_model.words import Text
from cmo_model.words.sentences.advice import chance


def doubts(found: Iterable[Doubt], t: Text) -> list[str]:
    """What looks like another figure, before anything is advised."""
    said = []
    for one in found:
        unit = "ratio" if one.code in ("ratio_high", "ratio_low") else "money"
        blanks = {"figure": t.value(one.figure, unit), "beside": t.value(one.beside, unit), "channel": one.channel}
        said.append(t(f"diagnostic.doubts.{one.code}", **blanks))
    return said


def in_all(found: Diagnostic, t: Text) -> list[str]:
    """All channels together: the ratio, the break-even and the article's target, and how the spend is spread."""
    totals, months = found.totals, t.counted("months", found.months)
    if totals.ratio is None:
        return [t("diagnostic.in_all_no_spend", months=months)]
    ratio = t.value(totals.ratio, "ratio")
    told = "diagnostic.in_all_total" if found.total else "diagnostic.in_all"
    first = t(told, months=months, spend=t.money(totals.spend), revenue=t.money(totals.revenue), ratio=ratio)
    said = [first, *_performance(totals, t, found.total), _even(totals, t)]
    if found.total:
        return said
    if found.lifetime != 1:
        said.append(t("diagnostic.first_order", worth=t.number(found.lifetime, 1)))
    low, middle, high = (t.value(ratio, "ratio") for ratio in GEO_TESTS)
    return [*said, t("diagnostic.geo", low=low, middle=middle, high=high), *concentration(found, t)]


def concentration(found: Diagnostic, t: Text) -> list[str]:
    """How the spend is spread, the warning against dispersion, and the channels too thin to learn from."""
    used = [channel for channel in found.channels if channel.spend > 0]
    if not used:
        return []
    widest = max(used, key=lambda channel: channel.share)
    if len(used) == 1:
        said = [t("diagnostic.one_channel", channel=widest.channel)]
    else:
        effective, share = t.number(found.effective_channels, 1), t.percent(widest.share)
        figures = {"effective": effective, "channels": str(len(used)), "share": share}
        said = [t("diagnostic.concentration", channel=widest.channel, **figures)]
    if found.dispersed:
        limit = t.money(parameters.thresholds()["growth_revenue"].value, cents=False)
        said.append(t("diagnostic.dispersed", limit=limit, few=t.number(FEW_CHANNELS, 0)))
    least, months = t.money(THIN_SPEND, cents=False), t.counted("months", THIN_MONTHS)
    for kind in ("spend", "noise"):
        thin = ", ".join(one.channel for one in used if one.thin == kind)
        if thin:
            said.append(t(f"diagnostic.thin.{kind}", channels=thin, least=least, months=months))
    return said


def performance(channel: ChannelDiagnostic, t: Text) -> list[str]:
    """What one channel brought back, its trend, and what is left of it if the credit is too generous."""
    if channel.ratio is None:
        return [t("diagnostic.channel_no_spend")]
    first = t(
        "diagnostic.channel_total" if channel.reason == "total" else "diagnostic.channel",
        spend=t.money(channel.spend),
        share=t.percent(channel.share),
        revenue=t.money(channel.revenue),
        ratio=t.value(channel.ratio, "ratio"),
    )
    return [first, *_performance(channel, t, channel.reason == "total")]


def verdict(channel: ChannelDiagnostic, t: Text) -> str:
    """What to do with a channel, and why, in figures."""
    told = channel.told
    reason = t(
        f"diagnostic.reasons.{channel.reason}",
        low=t.value(channel.ratio_low, "ratio"),
        high=t.value(channel.ratio_high, "ratio"),
        even=t.value(channel.break_even, "ratio"),
        even_dollars=t.money(channel.break_even),
        most=t.percent(channel.caused[1], 0),
        at_most=t.value(channel.ratio_high and channel.ratio_high * max(1.0, channel.caused[1]), "ratio"),
        least_to_cut=str(LEAST_MONTHS_TO_CUT),
        cut_to=t.about(channel.cut_to or 0.0),
        fall=t.percent(-(channel.trend or 0.0)),
        spending=t.counted("months", channel.spending_months),
        least=str(LEAST_MONTHS_FOR_A_RATIO),
        pays=_pays(channel, t),
        lately=str(LATELY),
        effective=t.number(channel.revenue_months, 1),
        marginal_low=t.value(told and told.marginal_low, "money"),
        marginal_high=t.value(told and told.marginal_high, "money"),
        caused_for_next=t.percent(channel.break_even / told.marginal_low, 0) if told else "",
    )
    return t("diagnostic.verdict", channel=channel.channel, verdict=t(f"diagnostic.verdicts.{channel.verdict}"), reason=reason)


def identification(channel: ChannelDiagnostic, found: Diagnostic, t: Text) -> list[str]:
    """Whether the channel's curve can be told; if not, all that stands in the way and, where it would help, how to find out."""
    usable, wide = t.counted("months", channel.usable_months), channel.response
    if channel.ratio is None:
        return [t("diagnostic.channel_no_spend")]
    if channel.identified:
        return [t("diagnostic.test.passed", months=usable, spread=t.percent(channel.log_spread))]
    blanks: dict[Failing, dict[str, str]] = {
        "total": {},
        "months": {"months": usable, "least": str(LEAST_MONTHS)},
        "silent": {"silent": t.percent(channel.silent), "most": t.percent(MOST_SILENT)},
        "idle": {"lately": str(LATELY)},
        "noise": {},
        "spread": {"spread": t.percent(channel.log_spread), "least": t.percent(LEAST_SPREAD)},
        "inflation": {"explained": t.percent(channel.r_squared)},
        "wide": {
            "low": t.value(wide and wide.marginal_low, "money"),
            "high": t.value(wide and wide.marginal_high, "money"),
            "times": t.number(MOST_WIDTH, 0),
        },
    }
    said = [t("diagnostic.test.failed"), *(t(f"diagnostic.test.{name}", **blanks[name]) for name in channel.failing)]
    if worth_trying(channel):
        said.append(t("diagnostic.test.learn"))
    return said


def response(channel: ChannelDiagnostic, t: Text) -> list[str]:
    """What more spend would bring, what the next dollar brings, and how much of it the data say; nothing if it cannot be told."""
    found = channel.told
    if found is None:
        return []
    rise, low, high = (t.percent(share) for share in (found.rise, found.rise_low, found.rise_high))
    carried = "diagnostic.response.carried" if found.carry_over else "diagnostic.response.not_carried"
    return [
        t("diagnostic.response.rise", rise=rise, low=low, high=high),
        t(
            "diagnostic.response.marginal",
            today=t.money(found.today),
            marginal=t.money(found.marginal),
            low=t.money(found.marginal_low),
            high=t.money(found.marginal_high),
            even=t.money(channel.break_even),
        ),
        t("diagnostic.response.weight", weight=t.percent(found.weight_of_data)),
        t(carried, share=t.percent(found.carry_over), chance=chance(found.carry_over_probability, t)),
        t("diagnostic.response.range", low=t.money(found.spend_low), high=t.money(found.spend_high)),
    ]


def note(found: Diagnostic, t: Text) -> str:
    """What the intervals are, how to draw them again, and what credited revenue cannot say."""
    return t("diagnostic.note", block=str(BLOCK), seed=str(found.seed))


def trend(found: Performance, t: Text) -> str:
    """Where the ratio is heading, or that it cannot be told."""
    if found.trend is None or found.trend_low is None or found.trend_high is None:
        return t("diagnostic.trend.none")
    middle, low, high = found.trend, found.trend_low, found.trend_high
    if low > 0:
        return t("diagnostic.trend.up", trend=t.percent(middle), low=t.percent(low), high=t.percent(high))
    if high < 0:
        return t("diagnostic.trend.down", trend=t.percent(-middle), low=t.percent(-high), high=t.percent(-low))
    return t("diagnostic.trend.flat", low=t.percent(low), high=t.percent(high))


def _performance(found: Performance, t: Text, total: bool) -> list[str]:
    if found.ratio_low is None:
        said = [t("diagnostic.no_interval", least=str(LEAST_MONTHS_FOR_A_RATIO))]
    else:
        low, high = t.value(found.ratio_low, "ratio"), t.value(found.ratio_high, "ratio")
        said = [t("diagnostic.interval", low=low, high=high)]
    if found.customers is not None and found.cost_per_customer is not None:
        customers, cost = t.number(found.customers), t.money(found.cost_per_customer)
        said.append(t("diagnostic.customers", customers=customers, cost=cost))
    said.append(trend(found, t))
    share = found.caused_share_to_break_even
    ratios = found.ratio_caused
    if share is None or ratios is None or share > max(1.0, found.caused[1]):
        return [*said, t("diagnostic.never_paid_total" if total else "diagnostic.never_paid")]
    least, most = (t.percent(part, 0) for part in found.caused)
    low, high = (t.value(ratio, "ratio") for ratio in ratios)
    if total:
        said.append(t("diagnostic.caused_of_total", share=most, ratio=high))
        return [*said, t("diagnostic.caused_total", share=t.percent(share))]
    return [*said, t("diagnostic.credited", least=least, most=most, low=low, high=high), _pays(found, t)]


def _pays(found: Performance, t: Text) -> str:
    """The share of the credited revenue that the spend must cause to pay for itself, or that it never does."""
    share = found.caused_share_to_break_even
    if share is None or share > max(1.0, found.caused[1]):
        return t("diagnostic.never_paid")
    return t("diagnostic.caused", share=t.percent(share))


def _even(totals: Performance, t: Text) -> str:
    """The break-even beside the article's target."""
    limits = parameters.thresholds()
    low, high = (t.value(limits[f"acquisition_{end}"].value, "ratio") for end in ("low", "high"))
    even, zone = t.value(totals.break_even, "ratio"), t(f"diagnostic.zones.{totals.article_zone}")
    if totals.break_even_with_fees in (None, totals.break_even):
        return t("diagnostic.even", even=even, low=low, high=high, zone=zone)
    fees = t.value(totals.break_even_with_fees, "ratio")
    return t("diagnostic.even_with_fees", even=even, fees=fees, low=low, high=high, zone=zone)
