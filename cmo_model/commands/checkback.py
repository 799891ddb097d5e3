"""The commands of a decision opened later: `freeze` keeps one, `checkback` holds it against what happened."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import click

from cmo_model.checkback import Actuals, CheckBack, Frozen, Measure, check_back, frozen
from cmo_model.commands.terminal import bytes_of, language_option, noticed, put, refuse, refused_by_the_disk, shared_of
from cmo_model.exports import PAPERS, Paper
from cmo_model.readers import MOST_BYTES, ReadError, words, write_link
from cmo_model.readers.actuals import actuals_words, read_actuals
from cmo_model.readers.frozen_file import read_frozen, write_frozen
from cmo_model.readers.history.limits import MOST_BYTES as MOST_HISTORY_BYTES
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.effect_share import counted
from cmo_model.words import Language, Text, text
from cmo_model.words.sentences import checkback as said_of


@click.command("freeze")
@click.argument("file")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="fichier figé / frozen file")
@click.option("--option", type=click.Choice([*OPTIONS]), help="option suivie, sinon celle conseillée / followed, else the advised")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="aujourd'hui sinon / today otherwise")
@click.option("--link", "address", metavar="URL", help="un lien avec le jour / a link with the day")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True)
@click.option("--force", is_flag=True, help="remplace un fichier du même nom / replaces a file of the same name")
@language_option
def freeze_command(
    file: str,
    out: Path | None,
    option: str | None,
    day: datetime.datetime | None,
    address: str | None,
    seed: int,
    force: bool,
    lang: Language,
) -> None:
    """Fige une décision : chiffres, conseil, mois prévus / Freezes a decision: figures, advice, months expected."""
    shared = shared_of(file, lang)
    scenario, on = counted(shared.scenario, shared.claim), (day or datetime.datetime.now().astimezone()).date()
    t = text(lang, scenario.jurisdiction)
    if address is not None:
        click.echo(f"{address}#{write_link(shared.scenario, shared.tags, shared.base, claim=shared.claim, frozen=on)}")
        return
    kept = frozen(scenario, on, option, seed)
    if out is None:
        click.echo(write_frozen(kept).decode(), nl=False)
        return
    with refused_by_the_disk(t):
        click.echo(str(put(out.parent, out.name, write_frozen(kept), force)))
    click.echo(said_of.kept(kept, t), err=True)


@click.command("checkback")
@click.argument("file")
@click.argument("actuals")
@click.option("--option", type=click.Choice([*OPTIONS]), help="option suivie depuis un lien / option followed since a link")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="date_order=day_first | month_first …")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="une page / one page")
@click.option("--paper", type=click.Choice(PAPERS), default="letter", show_default=True)
@click.option("--force", is_flag=True, help="remplace un fichier du même nom / replaces a file of the same name")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def checkback_command(
    file: str,
    actuals: str,
    option: str | None,
    answers: tuple[str, ...],
    pdf: Path | None,
    paper: Paper,
    force: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Compare une décision figée à ce qui est arrivé / Holds a frozen decision against what happened."""
    if option is not None and "#s=" not in file:
        raise click.UsageError("--option: URL#s=…")
    kept = _of_link(file, option, lang) if "#s=" in file else _frozen(file, text(lang))
    t = text(lang, kept.scenario.jurisdiction)
    check = check_back(kept, _actuals(actuals, kept, dict(one.split("=", 1) for one in answers if "=" in one), t))
    click.echo(json.dumps(_plain(check), indent=2, allow_nan=False) if as_json else "\n".join(_told(check, t)))
    if pdf is not None:
        from cmo_model.exports.report.checkback import checkback_report  # Typst and pandas: only who wants the page waits for them

        day = datetime.datetime.now().astimezone().date()
        with refused_by_the_disk(t):
            click.echo(str(put(pdf.parent, pdf.name, checkback_report(check, t, day, paper), force)), err=True)


def _frozen(file: str, t: Text) -> Frozen:
    try:
        return read_frozen(bytes_of(file, MOST_BYTES, t))
    except ReadError as error:
        refuse(t("errors.title"), *(f"  {words(problem, t)}" for problem in error.problems))


def _of_link(link: str, option: str | None, lang: Language) -> Frozen:
    """The decision of a link with a day, what was expected worked out anew."""
    shared = shared_of(link, lang)
    t = text(lang, shared.scenario.jurisdiction)
    if shared.frozen is None:
        refuse(t("errors.title"), f"  {t('errors.link_without_day')}")
    click.echo(t("checkback.from_link"), err=True)
    return frozen(counted(shared.scenario, shared.claim), shared.frozen, option)


def _actuals(file: str, kept: Frozen, answers: Mapping[str, str], t: Text) -> Actuals:
    """What happened, in a file; what was noticed goes to the error stream, and what must be asked is refused with how to answer."""
    try:
        found = read_actuals(bytes_of(file, MOST_HISTORY_BYTES, t), kept, Path(file).name, answers, t.currency)
    except ReadError as error:
        refuse(*(actuals_words(problem, t) for problem in error.problems))
    noticed(found.problems, found.questions, t)
    if found.actuals is None:
        raise SystemExit(2)
    return found.actuals


def _plain(check: CheckBack) -> dict[str, object]:
    """All of it as data."""
    explained = check.explanation
    return {
        "option": check.frozen.option,
        "frozen": check.frozen.day.isoformat(),
        "versions": check.frozen.versions.model_dump(mode="json"),
        "other_versions": check.other_versions,
        "months": {
            measure: [
                {
                    "month": f"{check.frozen.month(row.month):%Y-%m}",
                    "expected": row.expected,
                    "low": row.low,
                    "high": row.high,
                    "actual": row.actual,
                    "inside": row.inside,
                }
                for row in check.rows(measure)
            ]
            for measure in check.measures
        },
        "inside": explained.inside,
        "explanation": explained.model_dump(mode="json"),
        "advice_then": check.frozen.advice.model_dump(mode="json"),
        "advice_now": check.now.model_dump(mode="json"),
        "advice_changed": check.changed,
    }


def _told(check: CheckBack, t: Text) -> list[str]:
    scenario = check.frozen.scenario
    out = [scenario.name, said_of.followed(check, t)]
    for measure in check.measures:
        out += ["", t(f"checkback.measures.{measure}"), *_table(check, measure, t), f"  {said_of.counted(check, measure, t)}"]
    out += ["", t("checkback.gap"), *(f"  {line}" for line in said_of.named(check, t))]
    then = t("checkback.advice_then", day=t.date(check.frozen.day))
    for title, lines in ((then, said_of.advised_then(check, t)), (t("checkback.advice_now"), said_of.advised_now(check, t))):
        out += ["", title, *(f"  {line}" for line in lines)]
    return [*out, "", *said_of.versions(check, t)]


def _table(check: CheckBack, measure: Measure, t: Text) -> list[str]:
    months = said_of.table(check.frozen, check.rows(measure), measure, t)
    rows = [tuple(t(f"checkback.columns.{name}") for name in said_of.COLUMNS), *months]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]

    def line(row: tuple[str, ...]) -> str:
        first, *middle, last = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        return "  ".join(("", first.strip().ljust(widths[0]), *middle, last.strip())).rstrip()

    return [line(row) for row in rows]
