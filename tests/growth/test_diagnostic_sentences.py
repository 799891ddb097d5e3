"""Every case of the diagnostic is said in both languages, with its figures and no blank left."""

import dataclasses

import numpy as np
import pytest

from cmo_model.growth.diagnostic import Diagnostic, diagnose
from cmo_model.uncertainty.study import Array
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import diagnostic as say
from tests.growth.test_diagnostic import history, noisy, varied


def read(spend: Array, credited: Array, margin: float = 0.4, **given: float) -> Diagnostic:
    customers = np.full(spend.shape, 4.0) if given.pop("with_customers", 0) else None
    return diagnose(history(spend, credited, customers), margin, **given)  # type: ignore[arg-type]


def column(values: Array) -> Array:
    return values[:, None]


def power(level: float, noise: float = 0.2) -> Array:
    return level * 200 * varied(1) ** 0.5 * noisy(1, noise=noise)


SPEND = varied(1)
LATE = np.where(np.arange(36) > 31, 0.0, SPEND)
TWINS = np.column_stack([SPEND, SPEND * 1.001, SPEND * 0.1, np.zeros(36), varied(3)])
CASES = {
    "scale": read(column(SPEND), column(power(5))),
    "keep": read(column(SPEND), column(power(3.2)), with_customers=1),
    "stop": read(column(SPEND), column(power(0.2))),
    "falling": read(column(SPEND), column(20 * SPEND * np.exp(-0.05 * np.arange(36)) * noisy(1))),
    "rising": read(column(SPEND), column(20 * SPEND * np.exp(0.05 * np.arange(36)) * noisy(1))),
    "straddles": read(column(SPEND), column(2.5 * SPEND * noisy(2, noise=0.5)), fees_paid=1000.0),
    "few": read(column(SPEND[:4]), column(power(1)[:4])),
    "idle": read(column(LATE), column(power(1))),
    "wild": read(column(SPEND), column(SPEND * 3 * noisy(1, noise=3.0))),
    "constant": read(np.full((24, 1), 300.0), column(900 * noisy(1, 24)), revenue=400_000.0),
    "crowd": read(TWINS, 3 * TWINS * np.where(np.arange(36) % 5, 1.0, 0.0)[:, None], revenue=400_000.0),
    "refunds": read(column(SPEND), -column(SPEND)),
    "total": diagnose(dataclasses.replace(history(column(SPEND), column(9 * SPEND)), total=True), 0.4),
    "total, never paid": diagnose(dataclasses.replace(history(column(SPEND), column(SPEND)), total=True), 0.4),
    "nothing": read(np.zeros((6, 2)), np.zeros((6, 2))),
}


def said(found: Diagnostic, language: str) -> list[str]:
    t = text(language)  # type: ignore[arg-type]
    lines = [*say.in_all(found, t), say.note(found, t), *say.concentration(found, t)]
    for channel in found.channels:
        lines += [say.verdict(channel, t), *say.performance(channel, t), *say.identification(channel, found, t)]
        lines += say.response(channel, t)
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_case_is_said_whole(name: str, language: str) -> None:
    for line in said(CASES[name], language):
        assert line.endswith(".") and line[0] != " "
        for bad in ("{", "}", "None", "nan", "inf ", "∞", "sans objet", "not applicable"):
            assert bad not in line, line


def test_the_figures_said_are_those_found() -> None:
    found = CASES["scale"]
    channel, t = found.channels[0], text("fr")
    assert channel.response is not None and channel.ratio is not None
    lines = " ".join(said(found, "fr"))
    assert t.money(channel.spend) in lines and t.value(channel.ratio, "ratio") in lines
    assert t.money(channel.response.marginal) in lines
    assert say.verdict(channel, t).startswith("channel 0\u00a0: augmenter. Le prochain dollar rapporte au moins")
    assert "cannot be told." in say.identification(CASES["constant"].channels[0], CASES["constant"], text("en"))[0]


def test_reasons_come_from_their_cases() -> None:
    reasons = {name: found.channels[0].reason for name, found in CASES.items()}
    assert reasons["scale"] == "marginal_pays" and reasons["few"] == "few_months" and reasons["idle"] == "idle"
    assert reasons["stop"] == "under_break_even" and reasons["refunds"] == "brings_nothing" and reasons["nothing"] == "no_spend"
    assert reasons["falling"] == "falling" and reasons["straddles"] == "straddles"
    assert CASES["constant"].dispersed is False and CASES["crowd"].dispersed is True


if __name__ == "__main__":
    for one, found in CASES.items():
        print("\n##", one, *said(found, "fr"), "", *said(found, "en"), sep="\n")
