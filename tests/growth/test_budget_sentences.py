"""What Budget says of many simulated histories, read whole: no two of its sentences contradict each other, in either language."""

from dataclasses import replace

import numpy as np
import pytest

from cmo_model.growth.arbitrage import Arbitrage, NothingToldError, arbitrate
from cmo_model.growth.diagnostic import ChannelDiagnostic, Diagnostic, diagnose
from cmo_model.growth.experiments import MOST_WEIGHED, Experiment, plans, worth_trying
from cmo_model.words import LANGUAGES, Language, Text, text
from cmo_model.words.sentences import budget as budget_sentences
from cmo_model.words.sentences import diagnostic as say
from cmo_model.words.sentences import experiments
from tests.bench.truth import margin_for
from tests.growth.truth import history_of, hostile, recovery


def said(found: Diagnostic, weighed: tuple[Experiment, ...], split: Arbitrage | None, t: Text) -> dict[str, list[str]]:
    """The sentences of each section of the page."""
    return {
        "all": say.in_all(found, t),
        "verdicts": [say.verdict(one, t) for one in found.channels],
        "details": [line for one in found.channels for line in (*say.identification(one, found, t), *say.response(one, t))],
        "tests": experiments.weighed(weighed, found, t),
        "split": [] if split is None else [*budget_sentences.gained(split, t), *budget_sentences.held(split, found, t)],
    }


def no_contradiction(found: Diagnostic, weighed: tuple[Experiment, ...], split: Arbitrage | None, margin: float, t: Text) -> None:
    lines = said(found, weighed, split, t)
    small = [line for line in lines["all"] if line.startswith(t("diagnostic.thin.spend", least="", channels="")[:8])]
    for one in found.channels:
        named = [line for line in lines["tests"] if quoted(one.channel, t) in line]
        asked = one.verdict == "test" and one.response is not None
        if asked and one.thin is None:  # what is to be tested is weighed below
            assert 1 <= len(named) <= 2, (one.channel, named)
            assert len(named) == 1 or one.reason == "may_cause_more"
        if t("diagnostic.test.learn") in say.identification(one, found, t):
            assert named or one.thin is not None
        if one.thin == "spend":  # said to be too small to test: no test is proposed
            assert small and not [test for test in weighed if test.channel == one.channel]
        kept = t("budget.kept", channel=one.channel) in lines["split"]
        assert not (kept and one.identified) and (split is None or kept or one.identified)
        if split is not None:
            told_why(one, split, lines["split"], margin, t)


def quoted(channel: str, t: Text) -> str:
    return t("budget.kept", channel=channel).split(channel)[0] + channel


def told_why(one: ChannelDiagnostic, split: Arbitrage, lines: list[str], margin: float, t: Text) -> None:
    """What the split does against the verdict, or against the next dollar, is said with its reason."""
    move = next(move for move in split.moves if move.channel == one.channel)
    about = [line for line in lines if quoted(one.channel, t) in line]
    if one.verdict == "cut" and move.told and move.bound == "low":
        assert t("budget.cut_held", channel=one.channel, amount=t.money(move.low)) in about
    raised = move.proposed > move.today + 0.01
    if one.verdict == "cut" and raised:
        assert len(about) >= 1
    if raised and one.told is not None and one.told.marginal * margin < 0.999 and split.budget <= split.budget_today + 0.01:
        assert any(t.money(one.told.marginal) in line for line in about)
    if one.verdict == "scale" and move.proposed < move.today - 0.01:
        assert any(line.startswith(t("budget.yields", channel=one.channel, others="").split("(")[0][:25]) for line in about)


@pytest.mark.parametrize("batch", range(4))
def test_no_sentence_of_budget_contradicts_another(batch: int) -> None:
    splits = verdicts = 0
    for seed in range(15 * batch, 15 * (batch + 1)):
        random = np.random.default_rng((seed, 9))
        make = (recovery, hostile)[seed % 2]
        truth = make(random, int(random.choice([8, 14, 24, 36])), random.choice([0.04, 0.3, 0.8]), random.choice([0.05, 0.2, 0.6]))
        margin = margin_for(random, truth)
        found = diagnose(truth.history, margin)
        weighed = plans(truth.history, found, margin)
        assert {test.channel for test in weighed} == {one.channel for one in found.channels if worth_trying(one)}
        try:
            split = arbitrate(truth.history, found, margin)
        except NothingToldError:
            split = None
        splits, verdicts = splits + (split is not None), verdicts + len({one.verdict for one in found.channels})
        for language in LANGUAGES:
            no_contradiction(found, weighed, split, margin, text(language))
    assert splits >= 5 and verdicts >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_tests_that_are_not_worth_their_cost_and_channels_left_out_are_said(language: Language) -> None:
    t, random = text(language), np.random.default_rng(1)
    spend = 3000 * np.exp(random.normal(0, 0.05, (36, 20)))
    history = history_of(spend, 12_000 * (spend / 3000) ** 0.5 * np.exp(random.normal(0, 0.25, spend.shape)))
    found = diagnose(history, 0.4)
    weighed = plans(history, found, 0.4)
    assert len(weighed) == MOST_WEIGHED < sum(worth_trying(one) for one in found.channels)
    poor = tuple(replace(one, value=0.0, cost=1.0) for one in weighed)
    assert experiments.title(poor, t) == t("experiments.title_none") and experiments.title(weighed, t) == t("experiments.title")
    lines = experiments.weighed(poor, found, t)
    assert lines[:-1] == [t("experiments.not_worth", channel=one.channel) for one in poor]
    assert lines[-1] == t("experiments.left_out", most=str(MOST_WEIGHED))
    assert experiments.weighed(weighed, found, t)[0] == experiments.worth(weighed[0], t)
