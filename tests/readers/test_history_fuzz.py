"""Broken and hostile files: nothing but a `ReadError` comes out, within two seconds and 300 MB."""

import io
import random
import subprocess
import sys
import time
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model.readers.history import limits, read_history
from cmo_model.readers.shared import ReadError
from tests.readers.files import MAIN, SHEET, TITLES, book, csv, good_row, text_cell, with_parts, with_sheet
from tests.readers.fuzz import MEGABYTES, fuzzed, judged, most_memory, mutated
from tests.serving import ROOT, environment


@given(st.integers(min_value=10**6, max_value=10**9))
@settings(max_examples=300, deadline=None)
def test_a_broken_file_is_read_asked_or_refused(seed: int) -> None:
    assert judged(mutated(random.Random(seed)))


@given(st.binary(max_size=400), st.sampled_from(["", "a.csv", "a.xlsx"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_have_an_answer(data: bytes, name: str) -> None:
    assert judged(data, name)


CELLS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=5, max_size=5)


@given(st.lists(CELLS, max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_cells_under_good_titles_have_an_answer(rows: list[list[str]]) -> None:
    assert judged(csv("2026-01;SEA;1;2;3", *(";".join(row) for row in rows)))


def test_files_broken_at_random_end_in_more_than_one_way() -> None:
    outcomes, _ = fuzzed(150)
    assert sum(outcomes.values()) == 150
    assert {"read", "file refused"} <= outcomes.keys()


def of_marks(count: int) -> bytes:
    """A sheet of one row with so many empty cells: the costliest XML for its size."""
    draw = random.Random(1)
    cells = "".join(f'<c r="A{draw.randrange(10**7)}"/>' for _ in range(count))
    return with_sheet(f'<row r="1">{cells}</row>')


def of_rows(count: int) -> bytes:
    """Rows of as many empty cells as Excel has columns, up to so many marks."""
    draw = random.Random(1)
    width = limits.MOST_ROW_CELLS - 8
    cells = ("".join(f'<c r="A{draw.randrange(10**7)}"/>' for _ in range(width)) for _ in range(count // width))
    rows = (f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, 2))
    return with_sheet(TITLES + "".join(rows))


def of_strings(count: int) -> bytes:
    """A table of shared texts with as many texts as the marks allow."""
    draw = random.Random(1)
    texts = "".join(f"<si><t>{draw.randrange(10**7)}</t></si>" for _ in range(count // 4))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        types = archive.read("[Content_Types].xml").decode()
    types = types.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    parts = {"[Content_Types].xml": types.encode(), "xl/sharedStrings.xml": f"<sst {MAIN}>{texts}</sst>".encode()}
    return with_parts(with_sheet(TITLES + good_row(2)), parts)


HOSTILE = {
    "rows": lambda: of_rows(limits.MOST_MARKS - 20_000),
    "strings": lambda: of_strings(limits.MOST_MARKS - 20_000),
    "far": lambda: with_sheet(f'<row r="1">{text_cell("A1", "x")}</row><row r="1048576">{text_cell("XFD1048576", "x")}</row>'),
    "far_below": lambda: with_sheet(TITLES + good_row(2) + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'),
    "bomb": lambda: with_parts(book(), {SHEET: b" " * 31_000_000}),
    "blank_rows": lambda: with_sheet(TITLES + good_row(2) + "<row/>" * 1_000_000),
    "blank_rows_few": lambda: with_sheet(TITLES + good_row(2) + "<row/>" * 300_000),
    "marks": lambda: of_marks(limits.MOST_MARKS),
    "nearly": lambda: of_marks(limits.MOST_MARKS - 2_000),
    "quotes": lambda: csv('"' * 5_000_000),
    "letters": lambda: csv("x;" * 60 + "y" * 4_000_000),
    "lines": lambda: b"\n" * 5_000_000 + csv(),
    "open_cells": lambda: with_sheet('<c r="A1"' * 2_000_000),
    "full": lambda: csv(*(f"2026-01-{1 + n % 28:02};{n % 60};1,5;2;3" for n in range(limits.MOST_ROWS))),
    "refused": lambda: csv(*(f"2026-01;{n % 60};x;2;3" for n in range(limits.MOST_ROWS))),
}


def hostile(name: str) -> None:
    """Read one hostile file and print the processor's seconds it took and the most memory of the process."""
    data, started = HOSTILE[name](), time.process_time()
    try:
        outcome = [problem.code for problem in read_history(data).problems]
    except ReadError as error:
        outcome = [problem.code for problem in error.problems]
    took, peak = time.process_time() - started, most_memory()
    print(f"{name} {len(data)} {took:.2f} {peak:.0f} {','.join(outcome[:2])}")


def test_a_hostile_file_is_answered_within_its_memory() -> None:
    """In a process of its own, whose memory is then the file's; one that hung would meet the limit."""
    code = "from tests.readers.test_history_fuzz import *; [hostile(name) for name in HOSTILE]"
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=200, env=environment(), cwd=ROOT)
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert [line[0] for line in lines] == [*HOSTILE]
    assert all(float(line[3]) < MEGABYTES for line in lines), ran.stdout
