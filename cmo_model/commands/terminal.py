"""What every command shares: its language, its scenario, a bar of progress, what it noticed and asks, and how it refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from cmo_model.readers import MOST_BYTES, Problem, ReadError, Shared, read_file, read_link, words
from cmo_model.readers.history import Question, RowProblem, asked, said
from cmo_model.scenario import Scenario
from cmo_model.scenario.effect_share import counted
from cmo_model.words import LANGUAGES, Language, Text, preferred, text


def _default_language() -> Language:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return preferred(locale, LANGUAGES[0])


language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=_default_language,
    show_default=f"terminal, else {LANGUAGES[0]}",
    help=" | ".join(LANGUAGES),
)


class Whole(click.Group):
    """A command line that says when what it prints could not be written."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, then see that everything printed has left; exits with 2 where it has not."""
        try:
            try:
                return super().main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except OSError as error:
            with contextlib.suppress(OSError), Path(os.devnull).open("wb") as nowhere:  # or the interpreter tries again as it ends
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
            if error.errno == errno.EPIPE:  # whoever reads has read enough
                raise SystemExit(1) from None
            refuse(text(_default_language())("errors.output"))


FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What a system answers when there is no room left; Windows knows no quota."""


def put(folder: Path, name: str, data: bytes, force: bool) -> Path:
    """Write a file of a folder whole or not at all, under a number if its name is taken, unless forced; its path."""
    path, count = folder / name, 1
    while not force and os.path.lexists(path):
        count += 1
        path = folder / f"{Path(name).stem} ({count}){Path(name).suffix}"
    with whole(path) as beside:
        beside.write_bytes(data)
    return path


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that appears whole or not at all.

    It is written beside and then renamed, so that an earlier one stays until then; a link is replaced, not followed.
    """
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def refused_by_the_disk(t: Text) -> Iterator[None]:
    """Refuses, in words, what a disk without room or a folder that cannot be written to stops."""
    try:
        yield
    except OSError as error:
        refuse(t("errors.disk_full" if error.errno in FULL else "errors.folder"))


@contextlib.contextmanager
def progress_bar(t: Text) -> Iterator[Callable[[float], None]]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda share: None
        return
    with click.progressbar(length=1000, label=t("risk.working"), file=sys.stderr) as bar:
        yield lambda share: bar.update(max(0, round(1000 * share) - bar.pos))


def noticed(problems: Iterable[RowProblem], questions: Iterable[Question], t: Text) -> None:
    """What was noticed of a file, and what it asks with how to answer, on the error stream."""
    for problem in problems:
        click.echo(" ".join(filter(None, said(problem, t))), err=True)
    for question in questions:
        what, choices = asked(question, t)
        click.echo(what, err=True)
        for choice, label in choices.items():
            click.echo(f"  --answer {question.code}={choice}: {label}", err=True)
        if question.typed:
            click.echo(f"  --answer {question.code}=1.37", err=True)


def refuse(*messages: str) -> NoReturn:
    """Say why on the error stream and exit with 2."""
    for message in messages:
        click.echo(message, err=True)
    raise SystemExit(2)


def scenario_of(file: str, lang: Language) -> Scenario:
    """The scenario that is decided on."""
    shared = shared_of(file, lang)
    return counted(shared.scenario, shared.claim)


def shared_of(file: str, lang: Language) -> Shared:
    """What a file, standard input, or a share link in place of a file holds; what of a link was lost goes to the error stream."""
    t = text(lang)
    try:
        if "#s=" in file:
            shared = read_link(file.partition("#")[2])
            for problem in shared.notices:
                click.echo(words(problem, t), err=True)
            return shared
        return read_file(bytes_of(file, MOST_BYTES, t))
    except ReadError as error:
        refuse(t("errors.title"), *(f"  {words(problem, t)}" for problem in error.problems))


def bytes_of(file: str, most: int, t: Text) -> bytes:
    """What a file or standard input (`-`) holds, one byte more than the most at most; a reader refuses what is too large."""
    try:
        if file != "-":
            with Path(file).open("rb") as opened:
                return opened.read(most + 1)
        if sys.stdin is None:
            raise FileNotFoundError
        return sys.stdin.buffer.read(most + 1)
    except FileNotFoundError:
        refuse(t("errors.title"), words(Problem("file_missing"), t))
    except OSError:
        refuse(t("errors.title"), words(Problem("file_unreadable"), t))
