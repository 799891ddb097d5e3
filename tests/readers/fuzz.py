"""Files broken at random, read until something else than a `ReadError` comes out: `python -m tests.readers.fuzz [N]`.

Each file must answer within two seconds, and the whole run must stay under 300 MB. Seeded, so that a failure can be run again.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
import zipfile
from pathlib import Path

from cmo_model.readers.history import asked, history_words, read_history, said
from cmo_model.readers.shared import ReadError
from cmo_model.words import text
from tests.readers.files import HEAD, ROWS, SHEET, TITLES, book, csv, good_row, with_parts, with_sheet
from tests.readers.formats import FORMATS

SECONDS, MEGABYTES = 2.0, 300
PIECES = (
    *(
        b";",
        b",",
        b"\t",
        b'"',
        b"\n",
        b"\r",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xe9",
        b"-",
        b"(",
        b"$",
        b"\xc2\xa0",
        b"=",
        b"#N/A",
    ),
    *(b"NaN", b"1e999", b"Total", b"2026-13", b"03/04/2026", b"1,234", b"45997", b"sep=;", b"\xe2\x80\xae", b"9" * 50, b"T1 2026"),
    *(b"Infinity", b"\xd9\xa1", b"\xf0\x9f\x98\x80", b"US$", b"k$", b"Mois", b"Canal", b"Revenus", b"{}", b"{row}", b"%s"),
)
XML = (
    *PIECES,
    b"<",
    b">",
    b"<c>",
    b"</row>",
    b't="s"',
    b't="e"',
    b't="b"',
    b't="d"',
    b"<f>",
    b"<v/>",
    b's="9"',
    b"&amp;",
    b"&x;",
    b"<!DOCTYPE",
)
_ANSWERS = {
    **{"date_order": "day_first", "date_serial": "yes", "decimal": ",", "refused_rows": "leave_out", "sheet": "Feuil1"},
    **{"revenue_whose": "all", "rate_USD": "1.4", "rate_EUR": "1.6"},
}
_SEEDS = (
    csv(),
    csv(encoding="utf-16"),
    csv(encoding="cp1252"),
    csv("2026-01;1;2;10;20", head="Mois;Coût A;Coût B;Revenu A;Revenu B"),
    *(one.data for one in FORMATS.values() if not one.data.startswith(b"PK")),
    ("Rapport\n" + HEAD.replace(";", ",") + "\n" + "\n".join(row.replace(",", ".").replace(";", ",") for row in ROWS)).encode(),
)
_BOOKS = (
    book(),
    book(Notes=[["x"]], Feuil1=[HEAD.split(";"), ["2026-01", "SEA", 1, 9, 1]]),
    with_sheet(TITLES + good_row(2) + good_row(3)),
)


def mutated(draw: random.Random) -> bytes:
    """A CSV or a workbook with some of its bytes, or some bytes of one of its parts, changed."""
    if draw.random() < 0.6:
        return _broken(draw, draw.choice(_SEEDS), PIECES)
    data = draw.choice(_BOOKS)
    if draw.random() < 0.3:
        return _broken(draw, data, PIECES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        part = SHEET if draw.random() < 0.6 else draw.choice(names)
        return with_parts(data, {part: _broken(draw, archive.read(part), XML)})


def _broken(draw: random.Random, data: bytes, pieces: tuple[bytes, ...]) -> bytes:
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        at, end = sorted((draw.randrange(len(data) + 1), draw.randrange(len(data) + 1)))
        match draw.randrange(6):
            case 0:
                data = data[:at] + draw.choice(pieces) + data[at:]
            case 1:
                data = data[:at] + draw.choice(pieces) + data[at + draw.randrange(8) :]
            case 2:
                data = data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
            case 3:
                data = data[:at] + data[min(end, at + 40) :]
            case 4:
                data = data[:end] + data[at:end] + data[end:]
            case _:
                data = data[:at] if draw.random() < 0.2 else data
    return data


def judged(data: bytes, name: str = "") -> str:
    """Read a file with and without answers; the outcome in a word. Raises on anything but a `ReadError`."""
    outcome = ""
    for answers in (None, _ANSWERS):
        try:
            read = read_history(data, name, answers=answers)
        except ReadError as error:
            words = [history_words(problem, text("fr")) for problem in error.problems]
            outcome = "file refused"
        else:
            words = [part for problem in read.problems for part in said(problem, text("en"))[:2]]
            words += [asked(question, text("fr"))[0] for question in read.questions]
            outcome = "read" if read.history is not None else "asked or refused"
            if read.history is not None:
                assert read.history.spend.shape == (len(read.history.months), len(read.history.channels))
                assert (read.history.spend >= 0).all() and (abs(read.history.revenue) < 1e20).all()
        assert all(words)
    return outcome


def fuzzed(count: int) -> tuple[dict[str, int], float]:
    """Judge so many files: how they ended, and the seconds of the slowest."""
    outcomes: dict[str, int] = {}
    slowest = 0.0
    for seed in range(count):
        data, started = mutated(random.Random(seed)), time.perf_counter()
        try:
            outcome = judged(data)
        except BaseException:
            print(f"seed {seed}")
            raise
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        slowest = max(slowest, time.perf_counter() - started)
    return outcomes, slowest


def most_memory() -> float:
    """The most megabytes this process has held; what `getrusage` says begins with those of the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def main(count: int) -> None:
    """Judge so many files, say how they ended, and fail when one was slow or memory grew."""
    outcomes, slowest = fuzzed(count)
    peak = most_memory()
    print(f"{count} files, {outcomes}, slowest {slowest:.2f} s, peak {peak:.0f} MB")
    raise SystemExit(0 if peak < MEGABYTES and slowest < 2 * SECONDS else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
