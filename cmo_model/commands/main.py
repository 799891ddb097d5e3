"""The command line: what to do, why, how sure, when; files to hand over; channels, budget and transfer; the examples; the app.

Results go to standard output, messages to standard error; a file that cannot be read exits with 2. The language is `--lang`, else
that of the terminal's locale, else French.
"""

from __future__ import annotations

import contextlib
import datetime
import difflib
import json
import socket
import sys
import threading
import webbrowser
from pathlib import Path

import click

from cmo_model import examples
from cmo_model.commands.checkback import checkback_command, freeze_command
from cmo_model.commands.growth import allocate_command, diagnose_command, transfer_command
from cmo_model.commands.mcp import mcp_command
from cmo_model.commands.portfolio import portfolio_command
from cmo_model.commands.printed import branches, model_changed, options, verdict
from cmo_model.commands.terminal import (
    Whole,
    language_option,
    progress_bar,
    put,
    refuse,
    refused_by_the_disk,
    scenario_of,
    shared_of,
)
from cmo_model.decision import decide
from cmo_model.decision.plan import plan as plan_of
from cmo_model.exports import KINDS, PAPERS, Handout, Kind, Paper, file_name, made
from cmo_model.readers import write_link
from cmo_model.scenario.effect_share import counted
from cmo_model.uncertainty import REPORT_DRAWS, advise, assess, flips, numbers, zones
from cmo_model.words import Language, text
from cmo_model.words.explanation import UnknownValueError, explain
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import information, nearest_flips
from cmo_model.words.sentences.risk import tornado as tornado_said

MOST_WORKERS = 64
"""Processes that serve the page at most: one a core is enough, and each takes some 280 MB."""


@click.group(cls=Whole, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Décide si une PME embauche sa direction marketing / Whether an SME hires its marketing director."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command("decide")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def decide_command(file: str, as_json: bool, lang: Language) -> None:
    """Lit un scénario et dit le verdict; - : entrée standard / Reads a scenario and says the verdict; -: standard input."""
    shared = shared_of(file, lang)
    decision = decide(shared.scenario)
    if as_json:
        click.echo(decision.model_dump_json(indent=2))
        return
    t = text(lang, shared.scenario.jurisdiction)
    day, name = datetime.datetime.now().astimezone().date(), decision.scenario.name
    advice = advise(shared.scenario, decision=decision)
    click.echo("\n".join([*model_changed(shared, decision, t), name, *verdict(advice, day, t)]))


@main.command("explain")
@click.argument("file")
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def explain_command(file: str, value: str, as_json: bool, lang: Language) -> None:
    """Montre d'où vient un chiffre / Shows where a figure comes from (signals.fee_ratio.ratio)."""
    scenario = scenario_of(file, lang)
    try:
        tree = explain(scenario, value, lang)
    except UnknownValueError as error:
        refuse(text(lang)("errors.value_unknown", near=", ".join(error.near) or "verdict.margin, signals.fee_ratio.ratio"))
    click.echo(tree.model_dump_json(indent=2) if as_json else "\n".join(branches(tree, text(lang, scenario.jurisdiction))))


_draws = click.option("--draws", type=click.IntRange(64, 2**24), default=REPORT_DRAWS, show_default=True)
_seed = click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True)


@main.command("risk")
@click.argument("file")
@_draws
@_seed
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def risk_command(file: str, draws: int, seed: int, as_json: bool, lang: Language) -> None:
    """Dit à quel point c'est sûr et ce qui changerait la réponse / Says how sure, and what would change the answer."""
    scenario = scenario_of(file, lang)
    t = text(lang, scenario.jurisdiction)
    with progress_bar(t) as progress:
        risk = assess(scenario, draws, seed, progress=progress)
    advice = risk.advice
    if as_json:
        told = advice.model_dump(mode="json", exclude={"decision"}) | risk.model_dump(mode="json", exclude={"advice"})
        click.echo(json.dumps(told, indent=2))
        return
    out = [said_of.headline(advice, t), *said_of.sure(advice, t), *said_of.beside(advice, t)]
    out += ["", t("risk.chances"), *options(advice, t)]
    out += [] if advice.certain else ["", said_of.error(advice, t)]
    for title, said in (("information", information(risk, t)), ("tornado", tornado_said(risk, t))):
        out += ["", t(f"risk.{title}"), *(f"  {line}" for line in said)]
    out += ["", t("risk.flips"), *(f"  {line}" for line in nearest_flips(risk.flips, scenario, t)[:15])]
    click.echo("\n".join(out))


@main.command("flip")
@click.argument("file")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def flip_command(file: str, name: str | None, as_json: bool, lang: Language) -> None:
    """Dit à quelle valeur d'un chiffre la réponse change / Says at which value of a figure the answer changes."""
    scenario = scenario_of(file, lang)
    t = text(lang, scenario.jurisdiction)
    if name is not None and name not in numbers():
        near = difflib.get_close_matches(name, numbers(), 3, 0.3)
        refuse(t("errors.value_unknown", near=", ".join(near) or "in_house.base_salary"))
    with progress_bar(t) as progress:
        found = flips(scenario, None if name is None else [name])
        progress(1.0)
    if as_json:
        click.echo(json.dumps({path: [one.model_dump() for one in ones] for path, ones in found.items()}, indent=2))
        return
    said = nearest_flips(found, scenario, t)
    click.echo("\n".join(said) or t("risk.flips_none" if name is None else "risk.flip_none"))


@main.command("when")
@click.argument("file")
@_seed
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def when_command(file: str, seed: int, as_json: bool, lang: Language) -> None:
    """Dit quand ouvrir la recherche, et le plan / Says when to open the search, and the plan."""
    scenario = scenario_of(file, lang)
    t = text(lang, scenario.jurisdiction)
    advice = advise(scenario, seed=seed)
    decision, day = advice.decision, datetime.datetime.now().astimezone().date()
    if as_json:
        found = zones(decision)
        told = {
            "timing": None if decision.timing is None else decision.timing.model_dump(mode="json"),
            "zones": None if found is None else found.model_dump(mode="json"),
            "hire_from": advice.hire_from,
            "p_ever": advice.p_ever,
            "when": None if advice.when is None else advice.when.model_dump(mode="json"),
            "seed": seed,
        }
        click.echo(json.dumps(told, indent=2))
        return
    out = [said_of.when(advice, day, t)]
    steps = plan_of(decision, advice.search_month, day)
    if decision.timing is not None:
        out += ["", t("when.zones"), f"  {said_of.stage(advice, t)}"]
        said = [f"{t.month(step.day):<18} {t(f'when.step.{step.name}')}" for step in steps] or [t("when.plan_none")]
        out += ["", t("when.plan"), *(f"  {line}" for line in said)]
    click.echo("\n".join(out))


@main.command("report")
@click.argument("file")
@click.option("--pdf", "kinds", flag_value="pdf", multiple=True, help="rapport / report")
@click.option("--xlsx", "kinds", flag_value="xlsx", multiple=True, help="classeur / workbook")
@click.option("--pptx", "kinds", flag_value="pptx", multiple=True, help="diapositives / slides")
@click.option("--html", "kinds", flag_value="html", multiple=True, help="carte d'une page / one-page card")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="dossier / folder")
@click.option("--force", is_flag=True, help="remplace un fichier du même nom / replaces a file of the same name")
@click.option("--paper", type=click.Choice(PAPERS), default="letter", show_default=True)
@click.option("--link", "address", metavar="URL", help="imprime le lien vers le calculateur à cette adresse / prints the link")
@language_option
def report_command(
    file: str, kinds: tuple[Kind, ...], out: Path, force: bool, paper: Paper, address: str | None, lang: Language
) -> None:
    """Écrit rapport, classeur, diapositives et carte / Writes the report, the workbook, the slides and the card."""
    shared = shared_of(file, lang)
    scenario = counted(shared.scenario, shared.claim)
    t = text(lang, scenario.jurisdiction)
    advice = advise(scenario)
    with progress_bar(t) as progress:
        risk = assess(scenario, advice=advice, progress=progress)
    link = "" if address is None else f"{address}#{write_link(shared.scenario, shared.tags, shared.base, claim=shared.claim)}"
    day = datetime.datetime.now().astimezone().date()
    handout = Handout(risk, t, day, shared.tags, "example" if shared.base else "file", shared.claim, link, shared.transfer)
    with refused_by_the_disk(t):
        out.mkdir(parents=True, exist_ok=True)
        for kind in kinds or KINDS:
            click.echo(str(put(out, file_name(handout, kind), made(handout, kind, paper), force)))


@main.command("example")
@click.argument("name", required=False)
@language_option
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
        refuse(t("errors.example_unknown", exist=", ".join(examples.names())))


@main.command("app")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, show_default=True)
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="nom publié par un mandataire / name a proxy publishes")
@click.option("--embed", "frames", multiple=True, metavar="ORIGIN", help="site qui l'encadre / site that frames it")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True, help="processus / processes")
@language_option
def app_command(port: int, browser: bool, hosts: tuple[str, ...], frames: tuple[str, ...], workers: int, lang: Language) -> None:
    """Ouvre le calculateur dans le navigateur, sur cet ordinateur seulement / Opens the calculator in the browser."""
    from cmo_model.server.serve import (  # streamlit takes a second to import; the other commands do without it
        OriginError,
        PortTakenError,
        serve,
    )

    t, address = text(lang), f"http://localhost:{port}"

    def up() -> None:
        click.echo(t("cli.serving", address=address))
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    for here in ("127.0.0.1", "::1"):
        with socket.socket(socket.AF_INET6 if ":" in here else socket.AF_INET) as probe, contextlib.suppress(OSError):
            probe.settimeout(2.0)
            if probe.connect_ex((here, port)) == 0:
                refuse(t("errors.port_taken", port=str(port)))
    try:
        if workers == 1:
            serve(port, up, hosts, frames)
        else:
            from cmo_model.server.front import serve_several

            serve_several(port, workers, up, hosts, frames)
    except PortTakenError:
        refuse(t("errors.port_taken", port=str(port)))
    except OriginError:
        refuse(t("errors.embed_origin"))
    except ValueError:
        refuse(t("errors.host_name"))


OTHERS = (
    *(diagnose_command, allocate_command, transfer_command, portfolio_command),
    *(freeze_command, checkback_command, mcp_command),
)
for command in OTHERS:
    main.add_command(command)


if __name__ == "__main__":
    main()
