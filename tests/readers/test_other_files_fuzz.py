"""Whatever the bytes of a table of firms, of what happened, or of a frozen decision: an answer, or a refusal in words."""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import examples
from cmo_model.checkback import MEASURES, MOST_MONTHS, rows_of
from cmo_model.portfolio import verdicts
from cmo_model.readers import ReadError, words
from cmo_model.readers.actuals import actuals_words, read_actuals
from cmo_model.readers.firms_sheet import read_sheet, sheet_words
from cmo_model.readers.frozen_file import read_frozen, write_frozen
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import checkback as said_of
from cmo_model.words.sentences.advice import to_do
from tests.checkback.kept import as_csv, kept
from tests.portfolio.test_sheet import workbook

T = text("fr")
JUNK = (b"", b"\0", b";", b'"', b"\r\n", b"=1+1", b"-", b"1e400", b"nan", "\u202e\u00e9".encode(), b"999999999999999999", b"\xff")
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=14), st.floats(), st.sampled_from(["", "12", "1 234,5"])
)


def broken(data: bytes, seed: int) -> bytes:
    """Some of its bytes taken out, put twice, or replaced by what a program would stumble on."""
    draw, found = random.Random(seed), bytearray(data)
    for _ in range(draw.randint(1, 6)):
        begin = draw.randrange(len(found) + 1)
        end = min(len(found), begin + draw.choice((1, 1, 5, 40)))
        found[begin:end] = draw.choice((*JUNK, bytes(found[begin:end]) * 2))
    return bytes(found)


def firms(data: bytes, name: str = "") -> None:
    try:
        read = read_sheet(data, name)
    except ReadError as error:
        assert all(sheet_words(problem, text(language)) for problem in error.problems for language in LANGUAGES)
        return
    assert len(read.numbers) == len(read.firms.names) == len({*read.numbers})
    for group in read.firms.groups:  # whatever was taken can be worked out
        assert verdicts(group, sieve=True).filter(like="npv.").notna().all(axis=None)
        assert read.firm(int(group.at[0])).name == read.firms.names[int(group.at[0])].strip()


def happened(data: bytes, name: str = "") -> None:
    try:
        read = read_actuals(data, kept(), name)
    except ReadError as error:
        assert all(actuals_words(problem, text(language)) for problem in error.problems for language in LANGUAGES)
        return
    assert read.actuals is not None or read.problems or read.questions


def decided(data: bytes, name: str = "") -> None:
    del name
    try:
        read_frozen(data)
    except ReadError as error:
        assert all(words(problem, text(language)) for problem in error.problems for language in LANGUAGES)


READERS: dict[str, tuple[Callable[..., None], bytes]] = {
    "firms": (firms, examples.clients()),
    "happened": (happened, as_csv()),
    "decided": (decided, write_frozen(kept())),
}


@pytest.mark.parametrize("kind", READERS)
@given(seed=st.integers(min_value=0, max_value=10**9))
@settings(max_examples=150, deadline=None)
def test_a_broken_file_has_an_answer(kind: str, seed: int) -> None:
    read, whole = READERS[kind]
    read(broken(whole, seed))


@pytest.mark.parametrize("kind", READERS)
@given(data=st.binary(max_size=300), name=st.sampled_from(["", "a.csv", "a.xlsx"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_have_an_answer(kind: str, data: bytes, name: str) -> None:
    READERS[kind][0](data, name)


@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_cells_under_good_titles_have_an_answer(rows: list[list[Any]]) -> None:
    line = [";".join(str(cell) for cell in row) for row in rows]
    firms("\n".join(["name;current;company.annual_revenue;workload.hours_per_week", *line]).encode("utf-8", "replace"))
    happened("\n".join(["Mois;Clients;Ventes;Coût", *line]).encode("utf-8", "replace"))


def test_a_workbook_of_odd_cells_has_an_answer() -> None:
    odd: list[object] = [True, -1, 1e300, "=1/0", "<b>x</b>", "'=cmd", 10**20, "", None, "45 %"]
    titles: list[object] = ["name", "current", "company.contribution_margin", "workload.hours_per_week"]
    draw = random.Random(3)
    firms(workbook(A=[titles, *([draw.choice(odd) for _ in titles] for _ in range(60))]), "a.xlsx")


def places(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a tree; of a list its first."""
    if path:
        yield path
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree[:1]) if isinstance(tree, list) else ():
        yield from places(value, (*path, key))


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_a_frozen_file_forged_with_a_right_digest_is_refused_or_can_be_checked(data: st.DataObject) -> None:
    tree = json.loads(write_frozen(kept()))
    del tree["digest"]
    path = data.draw(st.sampled_from([*places({name: part for name, part in tree.items() if name != "scenario"})]))
    held = tree
    for name in path[:-1]:
        held = held[name]
    held[path[-1]] = data.draw(
        st.sampled_from([None, -1, 0, 10**30, 1e308, "x", "owner", "1000-01-01", "9999-12-31", [], {}, [1] * 24, True])
    )
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
    try:
        found = read_frozen(json.dumps(tree | {"digest": digest}).encode())
    except ReadError as error:
        assert all(words(problem, T) for problem in error.problems)
        return
    assert said_of.kept(found, T)
    assert all(rows_of(found, measure, [(month, 1.0) for month in (1, MOST_MONTHS)]) for measure in MEASURES)
    assert said_of.told(found, rows_of(found, "sales", [(MOST_MONTHS, 1.0)])[0], "sales", T)
    assert to_do(found.advice.advised, found.advice.label, found.advice.rival, found.scenario.current, T)
    assert found.seed == np.random.SeedSequence(found.seed).entropy
