"""The advice over a file of firms, worked out in parts and put together; what was refused is told beside it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from cmo_model import examples
from cmo_model.commands.parts import Job, PartError, run, run_on_cluster
from cmo_model.commands.results import KINDS, SheetFullError, put_together
from cmo_model.commands.terminal import progress_bar, refuse, refused_by_the_disk
from cmo_model.exports.verdicts import MOST_SHEET
from cmo_model.readers import ReadError
from cmo_model.readers.firms import columns_of
from cmo_model.readers.firms_file import FirmsFile
from cmo_model.readers.scenario_file import remedy
from cmo_model.words import Language, Text, text

SOME_REFUSED = 3
"""The exit of a run that could not read every row."""


def advise_book(
    file: Path, out: Path, example: str, *, sieve: bool, workers: int, dask: str | None, force: bool, lang: Language
) -> None:
    """Write the verdicts on a file of firms; exits with 2 where it cannot, with 3 where some rows could not be read."""
    t = text(lang)
    if out.suffix.casefold() not in KINDS:
        refuse(t("portfolio.kinds", kinds=", ".join(KINDS)))
    if example and example not in examples.names():
        refuse(t("errors.example_unknown", exist=", ".join(examples.names())))
    beside, folder = out.with_suffix(".refused.csv"), out.with_name(f"{out.name}.parts")
    if not force and (out.exists() or beside.exists()):
        refuse(t("portfolio.exists"))
    with refused_by_the_disk(t):
        firms = _opened(file, t)
        _told_unread(firms, t)
        with _counting(t, firms.rows) as done:
            _run(firms, folder, Job(example, sieve, lang), workers, dask, done, t)
        try:
            told, refused = put_together(folder, out, beside)
        except SheetFullError:
            refuse(t("portfolio.sheet", most=t.number(MOST_SHEET, 0)))
        shutil.rmtree(folder)
    click.echo(t("portfolio.done", firms=t.number(told, 0), out=str(out)))
    if refused:
        click.echo(t("portfolio.refused", rows=t.number(refused, 0), out=str(beside)), err=True)
        raise SystemExit(SOME_REFUSED)


def _opened(file: Path, t: Text) -> FirmsFile:
    if not file.is_file():
        refuse(t("errors.file_missing"))
    try:
        return FirmsFile(file)
    except ReadError as error:
        refuse(*(remedy(problem, t) for problem in error.problems))


def _told_unread(firms: FirmsFile, t: Text) -> None:
    ours = columns_of(firms.titles)
    if unread := [title.strip() for at, title in enumerate(firms.titles) if at not in ours and title.strip()]:
        click.echo(t("portfolio.unread", columns=", ".join(unread)), err=True)


@contextlib.contextmanager
def _counting(t: Text, rows: int) -> Iterator[Callable[[int], None]]:
    """Hears of rows done, and moves the bar."""
    counted = 0

    def done(more: int) -> None:
        nonlocal counted
        counted += more
        bar(min(1.0, counted / rows))

    with progress_bar(t) as bar:
        yield done


def _run(firms: FirmsFile, folder: Path, job: Job, workers: int, dask: str | None, done: Callable[[int], None], t: Text) -> None:
    try:
        if dask is None:
            run(firms, folder, job, min(workers, -(-firms.rows // job.rows)), done)
        else:
            run_on_cluster(firms, folder, job, None if dask == "local" else dask, done)
    except ReadError as error:
        refuse(*(remedy(problem, t) for problem in error.problems))
    except PartError:
        refuse(t("portfolio.part"))
    except ModuleNotFoundError:
        refuse(t("portfolio.no_dask"))
