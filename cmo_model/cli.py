"""The command line: `cmo-model decide`, `explain`, `example`, `app`.

Results go to standard output, messages to standard error; a file that cannot be read exits with 2. The language is `--lang`, else
that of the terminal's locale, else French.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from cmo_model import examples
from cmo_model.decision import Decision, decide
from cmo_model.explanation import Explanation, UnknownValueError, explain
from cmo_model.readers import Problem, ReadError, read_scenario, words
from cmo_model.scenario import Scenario
from cmo_model.sentences import advice, agreement, lamps, lead, pillars, search
from cmo_model.text import LANGUAGES, Language, Text, text


def _default_language() -> Language:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "fr"


_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=_default_language, show_default="terminal, else fr", help="fr | en"
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Décide si une PME embauche sa direction marketing / Whether an SME hires its marketing director."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command("decide")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@_language
def decide_command(file: str, as_json: bool, lang: Language) -> None:
    """Lit un scénario et dit le verdict ; - : entrée standard / Reads a scenario and says the verdict; -: standard input."""
    decision = decide(_scenario(file, lang))
    click.echo(decision.model_dump_json(indent=2) if as_json else _verdict(decision, text(lang)))


@main.command("explain")
@click.argument("file")
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@_language
def explain_command(file: str, value: str, as_json: bool, lang: Language) -> None:
    """Montre d'où vient un chiffre / Shows where a figure comes from (signals.fee_ratio.ratio)."""
    scenario = _scenario(file, lang)
    try:
        tree = explain(scenario, value, lang)
    except UnknownValueError as error:
        _refuse(text(lang)("errors.value_unknown", near=", ".join(error.near) or "verdict.margin, signals.fee_ratio.ratio"))
    click.echo(tree.model_dump_json(indent=2) if as_json else "\n".join(_branches(tree, text(lang))))


@main.command("example")
@click.argument("name", required=False)
@_language
def example_command(name: str | None, lang: Language) -> None:
    """Écrit un scénario d'exemple, ou les énumère / Writes an example scenario, or lists them."""
    t = text(lang)
    if name is None:
        for known in examples.names():
            story = t(f"examples.{known}.story").replace("\n", "\n    ")
            click.echo(f"{known}\n    {story}")
        return
    try:
        click.echo(examples.source(name), nl=False)
    except KeyError:
        _refuse(t("errors.example_unknown", exist=", ".join(examples.names())))


@main.command("app")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, show_default=True)
@_language
def app_command(port: int, browser: bool, lang: Language) -> None:
    """Ouvre le calculateur dans le navigateur, sur cet ordinateur seulement / Opens the calculator in the browser."""
    from cmo_model.views.server import serve  # streamlit takes a second to import; the other commands do without it

    click.echo(text(lang)("cli.serving", address=f"http://localhost:{port}"), err=True)
    serve(port, browser)


def _refuse(*messages: str) -> NoReturn:
    for message in messages:
        click.echo(message, err=True)
    raise SystemExit(2)


def _scenario(file: str, lang: Language) -> Scenario:
    t = text(lang)
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError:
        _refuse(t("errors.title"), words(Problem("file_missing"), t))
    try:
        return read_scenario(data)
    except ReadError as error:
        _refuse(t("errors.title"), *(f"  {words(problem, t)}" for problem in error.problems))


def _verdict(decision: Decision, t: Text) -> str:
    horizon = t.counted("months", decision.scenario.horizon_months)
    out = [
        decision.scenario.name,
        "",
        advice(decision, t),
        lead(decision, t),
        search(decision, t),
        agreement(decision, t),
    ]
    out += ["", t("cli.signals", lit=str(decision.signals.lit))]
    for lamp in lamps(decision, t):
        out.append(f"  {'●' if lamp.lit else '○'} {lamp.name} ({t('signals.lit' if lamp.lit else 'signals.unlit')})")
        out += [f"      {line}" for line in (lamp.measure, lamp.when) if line]
    out += [
        "",
        t("cli.pillars"),
        *(f"  {t('cli.labelled', name=name, said=said)}" for name, said in pillars(decision, t)),
    ]
    out += ["", t("cli.options", months=horizon), *_table(decision, t)]
    out += ["", t("verdict.not_counted_title"), f"  {t('verdict.not_counted')}", f"  {t('verdict.lean')}"]
    return "\n".join(out)


def _table(decision: Decision, t: Text) -> list[str]:
    columns = ("npv", "cost_pv", "extra_margin_pv", "advantage")
    rows: list[list[str]] = [["", *(t(f"table.{name}") for name in columns)]]
    for option, outcome in decision.options.items():
        mark = "→ " if option == decision.best else "  "
        rows.append([mark + t(f"options.{option}"), *(t.money(getattr(outcome, name)) for name in columns)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(row: list[Any]) -> str:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        return "  ".join((row[0].ljust(widths[0]), *cells))

    return [line(row) for row in rows]


def _branches(tree: Explanation, t: Text, level: int = 0, seen: set[str] | None = None) -> list[str]:
    """The tree as indented lines; what was already shown is named again, not unfolded again."""
    seen = set() if seen is None else seen
    indent, out = "  " * level, [f"{'  ' * level}{tree.label} = {tree.shown}"]
    if tree.name in seen and (tree.children or tree.source):
        return [f"{out[0]} …"]
    seen.add(tree.name)
    details = [tree.formula] if tree.formula else []
    if tree.kind:
        details.append(t(f"kinds.{tree.kind}"))
    if tree.source:
        details.append(" ".join(filter(None, (tree.source, tree.address))))
    if tree.checked:
        details.append(t("explanation.checked", date=t.date(tree.checked)))
    if tree.confidence:
        details.append(t("explanation.confidence", word=t(f"confidences.{tree.confidence}")))
    if tree.inferred:
        details.append(t("explanation.inferred"))
    out += [f"{indent}    {detail}" for detail in details[:1]]
    out += [f"{indent}    ({' ; '.join(details[1:])})"] if details[1:] else []
    out += [f"{indent}    {tree.note}"] if tree.note else []
    for child in tree.children:
        out += _branches(child, t, level + 1, seen)
    return out


if __name__ == "__main__":
    main()
