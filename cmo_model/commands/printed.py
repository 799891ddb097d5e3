"""What is printed of an advice and of an explanation, line by line, whoever asks: the terminal or an assistant."""

from __future__ import annotations

import datetime

from cmo_model.decision import Decision
from cmo_model.readers import Shared
from cmo_model.scenario import SCHEMA_VERSION
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.explanation import Explanation
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.place import standing_in
from cmo_model.words.sentences.verdict import pillars, three_signals


def model_changed(shared: Shared, decision: Decision, t: Text) -> list[str]:
    """That a file or a link of an older version is read by today's model, and both leads of it."""
    return [] if shared.version == SCHEMA_VERSION else [said_of.model_changed(decision, t), ""]


def verdict(advice: Advice, day: datetime.date, t: Text) -> list[str]:
    """What to do, how sure that is, when, the signals, the pillars and the options; whose firm it is stands before."""
    decision = advice.decision
    horizon = t.counted("months", decision.scenario.horizon_months)
    out = [*filter(None, [standing_in(decision.scenario, day, t)]), ""]
    out += [said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, day, t), *said_of.sure(advice, t)]
    out += [*said_of.beside(advice, t), said_of.agreement(advice, t)]
    out += ["", t("cli.signals", lit=str(decision.signals.lit))]
    for signal in three_signals(decision, t):
        out.append(f"  {'●' if signal.lit else '○'} {signal.name} ({t('signals.lit' if signal.lit else 'signals.unlit')})")
        out += [f"      {line}" for line in (signal.measure, signal.when, signal.limit) if line]
    out += [
        "",
        t("cli.pillars"),
        *(f"  {t('cli.labelled', name=name, said=said)}" for name, said in pillars(decision, t)),
    ]
    out += ["", t("cli.options", months=horizon), *options(advice, t)]
    return [*out, "", t("verdict.not_counted_title"), f"  {t('verdict.not_counted')}", f"  {t('verdict.lean')}"]


def options(advice: Advice, t: Text) -> list[str]:
    """The options by what they would gain over today, in columns."""
    rows: list[list[str]] = [["", *map(t, said_of.COMPARED[1:])]]
    for option, (name, *cells) in said_of.compared(advice, t).items():
        rows.append([("→ " if option == advice.advised else "  ") + name, *cells])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(row: list[str]) -> str:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        return "  ".join((row[0].ljust(widths[0]), *cells))

    return [line(row) for row in rows]


def branches(tree: Explanation, t: Text, level: int = 0, seen: set[str] | None = None) -> list[str]:
    """The tree as indented lines; what was already shown is named again, not unfolded again."""
    seen = set() if seen is None else seen
    indent, out = "  " * level, [f"{'  ' * level}{tree.label} = {tree.shown}"]
    if tree.name in seen and (tree.children or tree.source):
        return [f"{out[0]} …"]
    seen.add(tree.name)
    out += [f"{indent}    {tree.formula}"] if tree.formula else []
    facts = [*tree.facts(t), *([" ".join(filter(None, (tree.source, tree.address)))] if tree.source else [])]
    out += [f"{indent}    ({', '.join(facts)})"] if facts else []
    out += [f"{indent}    {tree.note}"] if tree.note else []
    for child in tree.children:
        out += branches(child, t, level + 1, seen)
    return out
