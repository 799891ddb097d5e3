"""Workbooks made to hold the server up: refused, in a child that dies alone, while the parent does other things."""

import os
import pickle
import subprocess
import sys
import time

import pytest

from cmo_model import decide
from cmo_model.readers import apart
from cmo_model.readers.apart import MOST_CHILDREN, MOST_MEMORY, MOST_SECONDS
from cmo_model.readers.history import WORKBOOKS, read_history
from cmo_model.readers.history.limits import MOST_COMMENT, MOST_FORMAT, MOST_NAMES
from cmo_model.readers.history.xlsx import read_workbook
from cmo_model.readers.shared import ReadError
from tests.readers.files import SHEET, book, with_parts
from tests.readers.hostile import HOSTILE, MAIN, named, styles, workbook


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_and_the_parent_spends_nothing_on_it(name: str) -> None:
    WORKBOOKS.ask(book(), "")  # so that a child is there
    before = time.process_time()
    with pytest.raises(ReadError) as error:
        read_history(with_parts(book(), HOSTILE[name]), "a.xlsx")
    assert error.value.problems[0].code in ("expands_too_much", "not_xlsx", "too_long_to_read")
    assert time.process_time() - before < MOST_SECONDS
    assert read_history(book(), "a.xlsx").history is not None  # the next one is read, by another child if need be


def test_what_takes_too_long_ends_its_child() -> None:
    with pytest.raises(ReadError, match="too_long_to_read"):
        read_history(with_parts(book(), {"xl/styles.xml": styles(*("[" * MOST_FORMAT for _ in range(90_000)), uses=90_000)}))
    assert len([child for child in WORKBOOKS.children if child.poll() is None]) <= MOST_CHILDREN


def test_it_reads_what_is_read_here() -> None:
    for data in (book(), book(one=[["a"]], two=[["b"]])):
        assert WORKBOOKS.ask(data, "") == read_workbook(data)
    with pytest.raises(ReadError, match="not_xlsx"):
        WORKBOOKS.ask(b"PK\3\4", "")


@pytest.mark.parametrize(
    ("part", "inside", "beyond"),
    [
        ("xl/styles.xml", styles("0" * MOST_FORMAT), styles("0" * (MOST_FORMAT + 1))),
        (SHEET, f"<worksheet {MAIN}><!--{'a' * (MOST_COMMENT - 1)}--><sheetData/></worksheet>".encode(), b""),
        ("xl/workbook.xml", workbook(named("x", "a" * (MOST_NAMES - 50))), workbook(named("x", "a" * MOST_NAMES))),
    ],
)
def test_each_limit_holds_and_no_sooner(part: str, inside: bytes, beyond: bytes) -> None:
    beyond = beyond or inside.replace(b"<!--", b"<!--aa")

    def refusal(content: bytes) -> str:
        try:
            read_workbook(with_parts(book(), {part: content}))
        except ReadError as error:
            return error.problems[0].code
        return ""

    assert refusal(inside) in ("", "file_empty") and refusal(beyond) == "expands_too_much"


@pytest.mark.parametrize("answer", [os.getcwd, subprocess.run, decide, b"no pickle"])
def test_an_answer_that_is_no_record_of_ours_is_none(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    WORKBOOKS.ask(book(), "")
    said = answer if isinstance(answer, bytes) else pickle.dumps((True, answer))
    monkeypatch.setattr(apart, "_read", lambda _: said)
    with pytest.raises(apart.EndedError):
        WORKBOOKS.ask(book(), "")


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells no process its own size")
def test_a_childs_memory_is_bounded() -> None:
    spends = (
        f"from cmo_model.readers import apart; apart.bound_memory(); bytearray({MOST_MEMORY // 2}); bytearray({2 * MOST_MEMORY})"
    )
    found = subprocess.run([sys.executable, "-c", spends], capture_output=True, text=True, check=False)
    assert found.returncode == 1 and found.stderr.strip().endswith("MemoryError")


def test_when_all_children_read_one_waits_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_CLOCK", 0.01)
    for _ in range(MOST_CHILDREN):
        WORKBOOKS._places.acquire()
    try:
        with pytest.raises(ReadError, match="reading_is_busy"):
            read_history(book())
    finally:
        for _ in range(MOST_CHILDREN):
            WORKBOOKS._places.release()


def test_a_child_that_died_meanwhile_is_replaced_and_none_outlives_the_parent() -> None:
    WORKBOOKS.prepare()
    WORKBOOKS.ask(book(), "")
    for child in WORKBOOKS.children:
        child.kill()
        child.wait()
    assert WORKBOOKS.ask(book(), "") == read_workbook(book())
    WORKBOOKS.end()
    assert all(child.poll() is not None for child in WORKBOOKS.children)
