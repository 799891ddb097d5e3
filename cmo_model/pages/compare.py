"""This or that: up to four named scenarios, what differs between them, what each option gains, what each difference moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmo_model import examples
from cmo_model.decision.comparison import Difference, difference
from cmo_model.pictures import bars
from cmo_model.readers import ReadError, read_link, words
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.effect_share import counted
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.blocks import Block, draw, heading, headline, prose, table
from cmo_model.skin.draft import MOST_KEPT, Kept, example_scenario
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice, advise
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import comparison as told

SCREEN = "screen"


@dataclass(frozen=True)
class Column:
    """A scenario of the comparison: its key among the choices, what it is called, its advice; the words of its place."""

    key: str
    name: str
    advice: Advice
    t: Text


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    draw([headline(t("compare.question")), prose(t("compare.note"))], t, "compare")
    _adding(visit, t)
    columns = [Column(SCREEN, t("compare.screen", name=visit.called(t)), visit.advise(), t)]
    columns += [
        Column(_key(one), _called(visit, one, t), _advised(visit, one), t.at(one.scenario.jurisdiction)) for one in visit.draft.kept
    ]
    if len(columns) == 1:
        draw([prose(t("compare.alone"), "large")], t, "compare_alone")
        return
    blocks = [
        _answers(columns, t),
        heading(t("compare.inputs")),
        _inputs(columns, t),
        heading(t("compare.gains")),
    ]
    if len({one.t.currency for one in columns}) > 1:  # no rate is ours to choose, so nothing is put on one scale or taken apart
        draw([*blocks, prose(t("compare.currencies")), _gains_told(columns, t)], t, "compare_table", live=True)
        return
    draw([*blocks, _gains(columns, t)], t, "compare_table", live=True)
    _difference(visit, columns, t)


def _key(one: Kept) -> str:
    return f"{one.kind}.{one.name}"


def _called(visit: Visit, one: Kept, t: Text) -> str:
    """The name given to a scenario, or our own words for it: never one that came with a link."""
    given = str(visit.draft.choices.get(f"title:{_key(one)}", "")).strip()
    return given or (t(f"examples.{one.name}.name") if one.kind == "example" else t(f"compare.{one.kind}", n=one.name))


def _advised(visit: Visit, one: Kept) -> Advice:
    """The advice on a scenario set aside, kept for as long as it is there."""

    def made() -> Advice:
        with TURNS.long(typed_again):
            return advise(one.scenario, dates=False)

    return visit.once(f"compared.{_key(one)}", one.scenario, made)


def _adding(visit: Visit, t: Text) -> None:
    """What can be set aside, and the names of what is."""
    full = len(visit.draft.kept) >= MOST_KEPT
    taken = {one.name for one in visit.draft.kept}
    left = [["", t("compare.choose")], *([name, t(f"examples.{name}.name")] for name in examples.names() if name not in taken)]
    controls = [
        control("button", "keep", t("compare.keep")),
        control("pick", "example", t("compare.example"), choices=left),
        control("paste", "link", t("compare.received"), hint="https://…#s=1.…"),
    ]
    rows: list[Block] = [] if full else [{"controls": controls}]
    for one in visit.draft.kept:
        name, key = _called(visit, one, t), _key(one)
        called = control("words", f"title:{key}", t("compare.named"), t("compare.name", name=name), value=name)
        rows.append({"controls": [called, control("button", f"remove:{key}", t("compare.remove", name=name))]})
    panel(visit, rows, t, "compare", _pressed)
    if full:
        draw([prose(t("compare.full"), "quiet")], t, "compare_full")


def _pressed(visit: Visit, t: Text, done: Any) -> None:
    """Do what was pressed; what the browser cannot say is ignored."""
    what, value = (str(done.get("what")), str(done.get("value", ""))) if isinstance(done, dict) else ("", "")
    if what == "keep":
        visit.keep_aside("version", visit.decide().scenario)
    elif what == "example" and value in examples.names() and value not in {one.name for one in visit.draft.kept}:
        visit.keep_aside("example", example_scenario(value), value)
    elif what == "link":
        try:
            shared = read_link(value.split("#", 1)[-1])
        except ReadError as error:
            visit.notices = [words(problem, t) for problem in error.problems]
            return
        visit.keep_aside("link", counted(shared.scenario, shared.claim))
        visit.notices = [words(problem, t) for problem in shared.notices]
    elif what.startswith("remove:"):
        visit.keep(kept=tuple(one for one in visit.draft.kept if _key(one) != what.removeprefix("remove:")))


def _answers(columns: Sequence[Column], t: Text) -> Block:
    """The answer of each scenario, how sure it is, and what it rests on."""
    rows = told.answers([(one.advice, one.t) for one in columns], t)
    heads = [t("compare.figure"), *(one.name for one in columns)]
    return table(t("compare.reading"), heads, ((False, [label, *cells]) for label, cells in rows.items()))


def _inputs(columns: Sequence[Column], t: Text) -> Block:
    """The inputs that differ, in the order of the questions."""
    found = told.inputs([(one.advice.decision.scenario, one.t) for one in columns], t)
    rows = [(False, row) for row in found.values()] or [(False, [t("compare.nothing"), *("" for _ in columns)])]
    return table(t("compare.inputs"), [t("compare.inputs"), *(one.name for one in columns)], rows)


def _gains(columns: Sequence[Column], t: Text) -> Block:
    """What each option gains over today in each scenario, on one scale: a dot for the mean, a bar for 8 simulations in 10."""
    drawn = []
    for option in OPTIONS:
        lanes, said = [], []
        for column in columns:
            one, advised = column.advice.options[option], column.advice.advised == option
            low, _, high = one.gain_quantiles
            shown = said_of.gain(column.advice, option, t)
            dot, spread = (
                {"at": one.mean_gain, "tone": "advised" if advised else "other"},
                "spread advised" if advised else "spread",
            )
            lanes.append(bars.lane([bars.bar(low, high, spread)], shown, dots=[dot]) | {"name": column.name})
            said.append(t("cli.labelled", name=column.name, said=shown))
        drawn.append(bars.row(t(f"options.{option}"), lanes, "; ".join(said)))
    note = t("answer.gains_note")
    return bars.rows(t("compare.gains"), drawn, t, titled=False, note=note, cells=_gains_told(columns, t))


def _gains_told(columns: Sequence[Column], t: Text) -> Block:
    """The same in a table, each scenario in the currency of its place."""
    heads = [t("table.option"), *(one.name for one in columns)]
    cells = [(False, [t(f"options.{option}"), *(said_of.gain(one.advice, option, one.t) for one in columns)]) for option in OPTIONS]
    return table(t("compare.gains"), heads, cells)


def _difference(visit: Visit, columns: Sequence[Column], t: Text) -> None:
    """What each difference of two scenarios moves."""
    named = [[one.key, one.name] for one in columns]
    of = {one.key: one for one in columns}
    chosen = [visit.draft.choices.get("compare:from"), visit.draft.choices.get("compare:to")]
    first = of.get(str(chosen[0]), columns[-1])
    second = of.get(str(chosen[1]), columns[0])
    draw([heading(t("compare.difference"))], t, "difference_heading")
    pair = (("from", first), ("to", second))
    controls = [control("select", f"compare:{side}", t(f"compare.{side}"), choices=named, value=one.key) for side, one in pair]
    panel(visit, [{"controls": controls}], t, "compare_pair")
    if first.key == second.key:
        draw([prose(t("compare.same"))], t, "difference")
        return
    found = difference(first.advice.decision, second.advice.decision)
    draw(_said(found, first.name, second.name, t), t, "difference", live=True)


def _said(found: Difference, first: str, second: str, t: Text) -> list[Block]:
    said = prose(told.together(found, first, second, t))
    if not found.moves:
        return [said]
    blocks = [said, _waterfall(found, first, second, t)]
    return [*blocks, prose(still, "quiet")] if (still := told.still(found, t)) else blocks


def _waterfall(found: Difference, first: str, second: str, t: Text) -> Block:
    """From the first gap to the second, a difference at a time; moves alone do not add up, and what is left over is a row."""
    at = found.lead_first
    drawn = [_total(first, at, t)]
    cells = [(True, [first, "", t.about(at)])]
    for name, moved, changes in told.steps(found, t):
        shown = t("unknown") if moved is None else t.about(moved)
        said = t("cli.labelled", name=name, said=" ".join(filter(None, (shown, changes))))
        drawn.append(bars.row(name, [bars.lane([bars.bar(at, at + (moved or 0.0))], shown)], said))
        cells.append((False, [name, changes, shown]))
        at += moved or 0.0
    drawn.append(_total(second, found.lead_second, t))
    cells.append((True, [second, "", t.about(found.lead_second)]))
    columns = (t("compare.figure"), t("compare.changes"), t("compare.moved"))
    return bars.rows(t("compare.waterfall"), drawn, t, cells=table(t("compare.waterfall"), columns, cells))


def _total(name: str, lead: float, t: Text) -> Mapping[str, Any]:
    shown = t.about(lead)
    return bars.row(
        name, [bars.lane([bars.bar(0.0, lead, "advised")], shown)], t("cli.labelled", name=name, said=shown), strong=True
    )
