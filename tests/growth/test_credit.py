"""What credited revenue is worth: kinds of channels, first orders, and a cut only when it is safe."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo_model import parameters
from cmo_model.growth.arbitrage import arbitrate
from cmo_model.growth.credit import KINDS, MOST_SHARE, OTHER, Credit, fits, kind_of, lifetime_of
from cmo_model.growth.diagnostic import LEAST_MONTHS_TO_CUT, ChannelDiagnostic, diagnose
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import budget as budget_sentences
from cmo_model.words.sentences import diagnostic as diagnostic_sentences
from tests.growth.test_diagnostic import history, noisy, varied


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("Google - Marque", "brand"),
        ("Search Brand", "brand"),
        ("Search non-brand", OTHER),
        ("Hors marque", OTHER),
        ("Meta", "prospecting"),
        ("Meta remarketing", OTHER),
        ("Infolettre", "email"),
        ("Courriels, marque", "email"),
        ("Radio", OTHER),
    ],
)
def test_a_name_tells_the_kind_of_its_channel_and_a_person_knows_better(channel: str, kind: str) -> None:
    assert kind_of(channel) == kind
    assert Credit({channel: "brand"}).kind(channel) == "brand"


def test_shares_stand_on_both_sides_of_what_is_credited() -> None:
    kinds = parameters.channel_kinds()
    assert tuple(kinds) == KINDS and all(0 < low < high for low, high in (kind.caused for kind in kinds.values()))
    assert kinds[OTHER].caused == (0.5, 1.5) and kinds["prospecting"].caused[1] > 1 > kinds["brand"].caused[1]


@given(st.floats(0, 0.99), st.floats(0, 1))
def test_a_customer_is_worth_all_the_orders_to_come(retention: float, discount: float) -> None:
    years = (retention / (1 + discount)) ** np.arange(20_000)
    assert lifetime_of(retention, discount) == pytest.approx(years.sum(), rel=1e-3)


def test_a_customer_who_never_leaves_is_worth_no_number() -> None:
    assert lifetime_of(1.0, 0.0) is None and lifetime_of(1.0, 0.08) == pytest.approx(13.5)


def one(spend: np.ndarray, revenue: np.ndarray, credit: Credit, margin: float = 0.4) -> ChannelDiagnostic:  # type: ignore[type-arg]
    return diagnose(history(spend[:, None], revenue[:, None]), margin, credit=credit).channels[0]


def test_a_first_order_pays_at_less_than_its_own_margin_says() -> None:
    spend = varied(1)
    whole, first = one(spend, 2 * spend, Credit()), one(spend, 2 * spend, Credit(lifetime=2.5))
    assert (whole.break_even, first.break_even) == (2.5, 1)
    assert (whole.verdict, first.verdict) == ("test", "scale")


def test_a_channel_is_cut_only_when_all_that_it_may_have_caused_does_not_pay() -> None:
    spend, wobble = varied(1), noisy(1, noise=0.05)
    assert one(spend, 2.2 * spend * wobble, Credit({"channel 0": "brand"})).verdict == "cut"  # of 2.5 to break even
    found = one(spend, 2.2 * spend * wobble, Credit({"channel 0": "prospecting"}))
    assert (found.verdict, found.reason, found.cut_to) == ("test", "may_cause_more", None)
    assert one(spend, 1.2 * spend * wobble, Credit({"channel 0": "prospecting"})).verdict == "cut"
    short = LEAST_MONTHS_TO_CUT - 1
    few = one(spend[:short], (0.5 * spend * wobble)[:short], Credit())
    assert (few.verdict, few.reason) == ("test", "few_to_cut")
    assert one(spend[: short + 1], (0.5 * spend * wobble)[: short + 1], Credit()).verdict == "cut"


def test_a_cut_goes_where_the_next_dollar_still_pays() -> None:
    spend = varied(1)
    found = one(spend, 50 * spend**0.5 * noisy(1), Credit())
    assert found.verdict == "cut" and found.response is not None and found.cut_to is not None
    assert 0 < found.cut_to < found.response.today / 2
    top = float(np.quantile(found.response.marginals(found.cut_to), 0.95))
    assert top * found.caused[1] == pytest.approx(found.break_even)
    for language in LANGUAGES:
        assert text(language).about(found.cut_to) in diagnostic_sentences.verdict(found, text(language))


def test_a_cut_is_seldom_wrong_when_platforms_miss_sales_as_often_as_they_claim_too_many() -> None:
    """200 channels whose spend truly caused 0.5 to 1.5 of what it is credited with, on both sides of the break-even."""
    draw = np.random.default_rng(7)
    cuts = wrong = 0
    for seed in range(200):
        truth, caused = draw.uniform(0.5, 4.0), draw.uniform(0.5, 1.5)
        spend = varied(seed, 24, 0.4)
        found = one(spend, truth / caused * spend * noisy(seed, 24, 0.3), Credit())
        cuts += found.verdict == "cut"
        wrong += found.verdict == "cut" and truth > found.break_even
    assert cuts >= 20 and wrong <= 0.05 * cuts


def test_the_split_says_why_it_does_not_do_what_the_diagnostic_says() -> None:
    weak, weaker = (level * varied(seed) ** 0.5 * noisy(seed, noise=0.1) for level, seed in ((40, 1), (8, 2)))
    table = history(np.column_stack([varied(1), varied(2)]), np.column_stack([weak, weaker]))
    found = diagnose(table, 0.4)
    assert [channel.verdict for channel in found.channels] == ["cut", "cut"]
    split = arbitrate(table, found, 0.4)
    for language in LANGUAGES:
        t = text(language)
        said = budget_sentences.held(split, found, t)
        first, second = split.moves
        assert first.proposed > first.today and second.bound == "low"
        assert (
            t("budget.replaces", channel=first.channel, marginal=t.money(found.channels[0].told.marginal), others=second.channel)
            in said
        )
        assert t("budget.cut_held", channel=second.channel, amount=t.money(second.low)) in said


def test_shares_given_by_hand_prevail_over_those_of_the_kind() -> None:
    spend, wobble = varied(1), noisy(1, noise=0.05)
    revenue = 2.2 * spend * wobble  # of 2.5 to break even
    assert one(spend, revenue, Credit({"channel 0": "prospecting"}, {"channel 0": (0.2, 0.9)})).verdict == "cut"
    found = one(spend, revenue, Credit({"channel 0": "brand"}, {"channel 0": (0.2, 2.0)}))
    assert (found.verdict, found.caused) == ("test", (0.2, 2.0))
    assert fits(0, 1) and fits(1, 1) and fits(0, MOST_SHARE) and MOST_SHARE == 10
    assert not any(fits(*pair) for pair in ((0.5, 0.4), (0, 0), (0, 10.5), (math.nan, 1), (-0.1, 1)))


def test_channels_that_brought_nothing_count_alike_in_what_all_of_them_may_cause() -> None:
    spend = np.column_stack([np.full(12, 1000.0), np.full(12, 3000.0)])
    credit = Credit({"channel 0": "email", "channel 1": "prospecting"})
    kinds = parameters.channel_kinds()
    for revenue in (np.zeros_like(spend), np.full_like(spend, 0.01)):
        found = diagnose(history(spend, revenue), 0.4, credit=credit)
        both = zip(kinds["email"].caused, kinds["prospecting"].caused, strict=True)
        assert found.totals.caused == pytest.approx([sum(pair) / 2 for pair in both])
    alone = diagnose(history(spend, np.column_stack([np.full(12, 9.0), np.zeros(12)])), 0.4, credit=credit)
    assert alone.totals.caused == pytest.approx(kinds["email"].caused)


def test_a_cut_of_an_untold_channel_goes_where_a_curve_of_the_usual_elasticity_still_pays() -> None:
    spend = np.full(24, 3000.0) * np.where(np.arange(24) % 2 == 0, 0.99, 1.01)
    found = one(spend, 0.9 * spend * noisy(3, 24, 0.2), Credit())
    assert found.verdict == "cut" and found.told is None and found.ratio_high is not None and found.cut_to is not None
    pays = 0.5 * found.ratio_high * found.caused[1] / found.break_even
    assert pays < 1 and found.cut_to == pytest.approx(spend[-3:].mean() * pays**2)


def test_each_channel_is_said_to_cause_what_its_own_kind_may() -> None:
    spend = np.column_stack([varied(1), varied(2)])
    found = diagnose(history(spend, 3 * spend), 0.4, credit=Credit({"channel 0": "email", "channel 1": "prospecting"}))
    kinds = parameters.channel_kinds()
    assert [one.caused for one in found.channels] == [kinds["email"].caused, kinds["prospecting"].caused]
    assert found.totals.caused not in [one.caused for one in found.channels]


def test_channels_without_any_spend_have_no_share_of_it() -> None:
    found = diagnose(history(np.zeros((12, 2)), np.full((12, 2), 50.0)), 0.4)
    assert [one.share for one in found.channels] == [0.0, 0.0]
    found = diagnose(history(np.full((12, 2), [0.01, 0.03]), np.full((12, 2), 50.0)), 0.4)
    assert [one.share for one in found.channels] == pytest.approx([0.25, 0.75])
