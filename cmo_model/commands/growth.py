"""The commands of the growth architecture: `diagnose`, `allocate`, `transfer`."""

from __future__ import annotations

import datetime
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cmo_model.commands.terminal import bytes_of, language_option, noticed, put, refuse, refused_by_the_disk, scenario_of, shared_of
from cmo_model.decision import quantities
from cmo_model.exports.calendar import calendar_of_tests
from cmo_model.growth import transfer as transfers
from cmo_model.growth.allocation import Allocation, BudgetError, allocate
from cmo_model.growth.arbitrage import NothingToldError, arbitrate
from cmo_model.growth.channels import History, doubts
from cmo_model.growth.credit import KINDS, Credit, fits, lifetime_of
from cmo_model.growth.diagnostic import Diagnostic, diagnose
from cmo_model.growth.experiments import Experiment, Scheduled, free_from, plans
from cmo_model.growth.transfer import Transfer
from cmo_model.growth.transfer_plan import transfer_plan
from cmo_model.readers import MOST_BYTES, ReadError, read_curves, words
from cmo_model.readers.history import FIGURES, OURS, ROLES, Read, Role, corrected, history_words, read_history
from cmo_model.readers.history.limits import MOST_BYTES as MOST_HISTORY_BYTES
from cmo_model.scenario import Scenario
from cmo_model.scenario.effect_share import counted
from cmo_model.uncertainty import advise
from cmo_model.words import Language, Text, text
from cmo_model.words.sentences import budget as budget_sentences
from cmo_model.words.sentences import diagnostic as diagnostic_sentences
from cmo_model.words.sentences import experiments as experiment_sentences
from cmo_model.words.sentences import transfer as transfer_sentences


def allocate_curves(file: str, budget: float, as_json: bool, t: Text) -> None:
    """Split a budget over known curves and print it."""
    try:
        curves = read_curves(bytes_of(file, MOST_BYTES, t))
    except ReadError as error:
        refuse(t("errors.title"), *(f"  {words(problem, t)}" for problem in error.problems))
    try:
        found = allocate(curves, budget)
    except BudgetError as error:
        refuse(_reach(error, t))
    spend = dict(zip((curve.name for curve in curves), found.spend, strict=True))
    if as_json:
        click.echo(
            json.dumps({"allocation": spend, "value": found.value, "multiplier": found.multiplier, "gap": found.gap}, indent=2)
        )
    else:
        click.echo("\n".join(_split(spend, found, t)))


def _reach(error: BudgetError, t: Text) -> str:
    """The budgets that the bounds allow."""
    most = t.number(error.most) if math.isfinite(error.most) else "∞"
    return t("errors.budget", least=t.number(error.least), most=most)


def _plain(tree: Any) -> Any:
    """Data for JSON, where what has no end is null."""
    if isinstance(tree, dict):
        return {name: _plain(value) for name, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_plain(value) for value in tree]
    return None if isinstance(tree, float) and not math.isfinite(tree) else tree


def _split(spend: dict[str, float], found: Allocation, t: Text) -> list[str]:
    rows = zip(spend.items(), found.marginals, strict=True)
    shown = ((name, t.number(value), t.number(one, 4) if math.isfinite(one) else "∞") for (name, value), one in rows)
    return [f"  {name:<32}{value:>16}  {one:>12}" for name, value, one in shown]


_scenario = click.option("--scenario", "scenario_file", metavar="FILE", help="marge et honoraires / margin and fees")
_columns = click.option("--column", "columns", multiple=True, metavar="TITLE=ROLE", help="spend, revenue, customers, spend:TV …")
_answers = click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="date_order=day_first | month_first …")


@click.command("diagnose")
@click.argument("file")
@_scenario
@_columns
@_answers
@click.option("--calendar", "calendar_file", metavar="FILE", help="les essais, .ics / the tests, .ics")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def diagnose_command(
    file: str,
    scenario_file: str | None,
    columns: tuple[str, ...],
    answers: tuple[str, ...],
    calendar_file: str | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Lit un historique et dit ce que vaut chaque canal / Reads a history and says what each channel is worth."""
    scenario = scenario_of(scenario_file, lang) if scenario_file else Scenario()
    t = text(lang, scenario.jurisdiction)
    history = _read(file, columns, answers, t)
    _check_likely(history, scenario if scenario_file else None, answers, t)
    found = _diagnosed(history, scenario, answers, t)
    weighed = plans(history, found, scenario.company.contribution_margin)
    if calendar_file is not None:
        _calendar(calendar_file, [one for one in weighed if one.pays], scenario.name if scenario_file else "", t)
    if as_json:
        plain = asdict(found) | {"experiments": [asdict(one) | {"net": one.net} for one in weighed]}
        for channel in plain["channels"]:
            for many in ("law", "draws") if channel["response"] else ():  # thousands of numbers, which the seed draws again
                del channel["response"][many]
        click.echo(json.dumps(_plain(plain), indent=2, allow_nan=False))
        return
    out = [t("budget.all"), *(f"  {one}" for one in diagnostic_sentences.in_all(found, t))]
    for channel in found.channels:
        out += ["", channel.channel, f"  {diagnostic_sentences.verdict(channel, t)}"]
        said = (
            *diagnostic_sentences.performance(channel, t),
            *diagnostic_sentences.identification(channel, found, t),
            *diagnostic_sentences.response(channel, t),
        )
        out += [f"    {one}" for one in said]
    out += ["", diagnostic_sentences.note(found, t)]
    if tests := experiment_sentences.weighed(weighed, found, t):
        out += ["", experiment_sentences.title(weighed, t)]
        out += [f"  {one}" for one in (*experiment_sentences.note(weighed, t), *tests)]
    click.echo("\n".join(out))


def _calendar(file: str, tests: list[Experiment], firm: str, t: Text) -> None:
    """Write the tests that are worth running into a calendar file, one after the other from next month on."""
    day = datetime.datetime.now().astimezone().date()
    dated: list[Scheduled] = []
    for one in tests:
        dated.append(Scheduled(one.channel, one.today, one.variation, one.months, free_from(dated, day)))
    data = calendar_of_tests(dated, t, day, firm.strip() or t("handout.no_name"))
    with refused_by_the_disk(t):
        click.echo(str(put(Path(file).parent, Path(file).name, data, force=False)), err=True)


@click.command("allocate")
@click.argument("file", required=False)
@click.option("--curves", metavar="FILE", help="courbes connues, JSON / known curves, JSON")
@click.option("--budget", type=click.FloatRange(0, 1e15), help="par mois / a month")
@click.option("--free", is_flag=True, help="s'arrêter où un dollar ne se paie plus / stop where a dollar no longer pays")
@click.option("--lock", "locked", multiple=True, metavar="CHANNEL", help="ne pas toucher / leave alone")
@_scenario
@_columns
@_answers
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def allocate_command(
    file: str | None,
    curves: str | None,
    budget: float | None,
    free: bool,
    locked: tuple[str, ...],
    scenario_file: str | None,
    columns: tuple[str, ...],
    answers: tuple[str, ...],
    as_json: bool,
    lang: Language,
) -> None:
    """Partage un budget entre les canaux d'un historique, ou entre des courbes connues / Splits a budget over channels."""
    t = text(lang)
    if (file is None) == (curves is None) or (curves is not None and budget is None):
        raise click.UsageError("FILE [--budget B]  |  --curves FILE --budget B")
    if budget is not None and 0 < budget < 0.01:
        refuse(t("errors.budget_cent"))
    if curves is not None and budget is not None:
        allocate_curves(curves, budget, as_json, t)
        return
    scenario = scenario_of(scenario_file, lang) if scenario_file else Scenario()
    t = text(lang, scenario.jurisdiction)
    history = _read(str(file), columns, answers, t)
    _check_likely(history, scenario if scenario_file else None, answers, t)
    margin = scenario.company.contribution_margin
    if unknown := set(locked) - set(history.channels):
        refuse(t("budget.unknown_channel", known=", ".join(history.channels)), *sorted(unknown))
    try:
        diagnosed = _diagnosed(history, scenario, answers, t)
        found = arbitrate(history, diagnosed, margin, budget, free, locked=locked)
    except NothingToldError as error:
        refuse(budget_sentences.nothing(error, t))
    except BudgetError as error:
        refuse(_reach(error, t))
    if as_json:
        plain = asdict(found) | {"budgets": found.budgets.tolist(), "revenues": found.revenues.tolist()}
        click.echo(json.dumps(_plain(plain), indent=2, allow_nan=False))
        return
    rows = [["", t("budget.today"), t("budget.proposed"), t("budget.marginal"), t("budget.held")]]
    for move in found.moves:
        marginal = "" if move.marginal is None else budget_sentences.marginal(move.marginal, t)
        rows.append([move.channel, t.money(move.today), t.money(move.proposed), marginal, t(f"budget.bounds.{move.bound}")])
    out = [*budget_sentences.gained(found, t), "", *(f"{r[0]:<28}{r[1]:>16}{r[2]:>16}{r[3]:>26}  {r[4]}" for r in rows), ""]
    click.echo("\n".join([*out, *budget_sentences.held(found, diagnosed, t), budget_sentences.stops(found, t)]))


def _read(file: str, columns: tuple[str, ...], answers: tuple[str, ...], t: Text) -> History:
    """The history in a file; what was noticed goes to the error stream, and what must be asked is refused with how to answer."""
    given = {OURS: t.currency} | dict(one.split("=", 1) for one in answers if "=" in one)
    named = dict(one.rsplit("=", 1) for one in columns if "=" in one)
    data = bytes_of(file, MOST_HISTORY_BYTES, t)
    try:
        found = read_history(data, Path(file).name, None, given)
        unknown = [title for title in named if title not in found.headers]
        if unknown and found.headers:
            refuse(t("errors.column_unknown", column=unknown[0], exist=", ".join(filter(None, found.headers))))
        places = {place: _role(named[title], t) for place, title in enumerate(found.headers) if title in named}
        if places:
            found = read_history(data, Path(file).name, corrected(found.mapping, places), given)
    except ReadError as error:
        refuse(*(history_words(problem, t) for problem in error.problems))
    noticed(found.problems, found.questions, t)
    if any(question.code == "mapping" for question in found.questions):
        click.echo(f"  {_example(found)}", err=True)
    if found.history is None:
        raise SystemExit(2)
    return found.history


def _example(found: Read) -> str:
    """How a column is given by hand, on one that is left out."""
    left = next((title for place, title in enumerate(found.headers) if title and found.mapping.get(place) == "ignored"), "TV")
    return f'--column "{left}=spend:{left}"'


def _role(given: str, t: Text) -> Role:
    """A column's role as it is given: `spend`, or `spend:TV` for that of one channel."""
    figure, _, channel = given.partition(":")
    if channel and figure in FIGURES:
        return figure, channel
    if given not in ROLES:
        refuse(t("errors.role_unknown", given=given, exist=", ".join([*ROLES, *(f"{one}:…" for one in FIGURES)])))
    return given


def _check_likely(history: History, scenario: Scenario | None, answers: tuple[str, ...], t: Text) -> None:
    """Refuse to advise on what looks like another figure unless it is said to be right; without a scenario, by the ratios alone."""
    firm = (scenario.company.annual_revenue, scenario.acquisition.monthly_spend) if scenario else (0.0, 0.0)
    found = doubts(history, *firm)
    if found and "plausible=yes" not in answers:
        said = [*diagnostic_sentences.doubts(found, t), t("diagnostic.doubts.ask")]
        refuse(*said, f"  --answer plausible=yes: {t('diagnostic.doubts.right')}")


def _diagnosed(history: History, scenario: Scenario, answers: tuple[str, ...], t: Text) -> Diagnostic:
    """As answered: `orders=first`, first orders only; `kind:Meta=brand`, its kind; `caused:Meta=0.5-0.9`, what it causes."""
    firm = scenario.company
    fees = float(quantities(scenario)["signals.external.fees_paid"])
    kinds = dict(one.removeprefix("kind:").rsplit("=", 1) for one in answers if one.startswith("kind:") and "=" in one)
    for channel, kind in kinds.items():
        if channel not in history.channels:
            refuse(t("budget.unknown_channel", known=", ".join(history.channels)), channel)
        if kind not in KINDS:
            refuse(t("errors.answer_unknown", given=kind, exist=", ".join(KINDS)))
    shares = dict(one.removeprefix("caused:").rsplit("=", 1) for one in answers if one.startswith("caused:") and "=" in one)
    orders = next((one.removeprefix("orders=") for one in answers if one.startswith("orders=")), "all")
    if orders not in ("all", "first"):
        refuse(t("errors.answer_unknown", given=orders, exist="all, first"))
    lifetime = lifetime_of(scenario.customers.annual_retention, scenario.discount_rate) if orders == "first" else 1.0
    if lifetime is None:
        refuse(t("budget.endless"))
    credit = Credit(kinds, _shares(shares, history, t), lifetime)
    return diagnose(history, firm.contribution_margin, fees, firm.annual_revenue, credit=credit)


def _shares(given: dict[str, str], history: History, t: Text) -> dict[str, tuple[float, float]]:
    """The least and the most that each channel causes, as answered; refuses what has no meaning."""
    found = {}
    for channel, written in given.items():
        if channel not in history.channels:
            refuse(t("budget.unknown_channel", known=", ".join(history.channels)), channel)
        try:
            least, most = (float(part) for part in written.split("-"))
        except ValueError:
            least, most = 1.0, 0.0
        if not fits(least, most):
            refuse(t("errors.answer_unknown", given=written, exist="0.5-0.9"))
        found[channel] = least, most
    return found


@click.command("transfer")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def transfer_command(file: str, as_json: bool, lang: Language) -> None:
    """Dit si l'entreprise peut se passer de l'externe, et le plan / Says whether the company can do without, and the plan."""
    shared = shared_of(file, lang)
    t = text(lang, shared.scenario.jurisdiction)
    given, advice = shared.transfer or Transfer(), advise(counted(shared.scenario, shared.claim))
    decision = advice.decision
    plan = transfer_plan(advice, datetime.datetime.now().astimezone().date())
    worth = transfers.documenting(decision)
    overlap = transfers.overlap(decision.scenario, advice.hire_in_sight or advice.advised)
    if as_json:
        found = {
            "written": transfers.written(given),
            "autonomy": transfers.autonomy(given),
            "gates": transfers.gates(given),
            "ready": transfers.ready(given),
            "memory": transfers.memory(given),
            "target_memory": transfers.TARGET_MEMORY,
            "value_of_documenting": worth,
            "value_at_proposed_memory": transfers.documenting(decision, transfers.memory(given)),
            "overlap": None if overlap is None else overlap.model_dump(),
            "plan": [{"name": one.name, "start": one.start.isoformat(), "end": one.end.isoformat()} for one in plan.phases],
        }
        click.echo(json.dumps(found, indent=2))
        return
    saying = transfer_sentences
    out = [*saying.standing(given, t), *(f"  - {one}" for one in saying.missing(given, t)), ""]
    out += [saying.proposed(given, decision, t), saying.documenting(decision, worth, t), saying.overlapping(overlap, t), ""]
    out += [t("transfer.plan_title"), saying.planned(plan, t)]
    out += [
        f"  {transfer_sentences.phase(one.name, plan, t):<32}{t.date(one.start):>20}  {t.date(one.end):>20}" for one in plan.phases
    ]
    click.echo("\n".join(out))
