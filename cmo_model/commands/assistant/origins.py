"""Where the values of a scenario come from, and a computed figure with what it rests on; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cmo_model.commands.assistant.asked import Asked
from cmo_model.commands.assistant.records import Figure, Origin, Value, Who, plain
from cmo_model.decision import Decision
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.words import Text
from cmo_model.words.explanation import Explanation, explain, field_value

_NOT_ASKED = frozenset({"schema_version", "name", "uncertainty"})
_OURS: tuple[Who, ...] = ("default", "unknown", "law")
"""Givers whose values have a source of their own; all others are figures of somebody's."""

Origins = tuple[tuple[Origin, str], ...]
"""Each with the sentence that says it."""


def origins(asked: Asked, decision: Decision, t: Text, paths: Iterable[str] | None = None) -> Origins:
    """The values asked about, or all that the decision rests on and the lines of the law, by where they come from: given first."""
    scenario = decision.scenario
    hidden = _NOT_ASKED | unread(scenario.jurisdiction, scenario.year)
    held = [path for path in FIELDS if path not in hidden and not (path == "workload.duties" and scenario.value(path) is None)]
    if paths is None:
        law = [f"loaded_salary.in_house.lines.{line}" for line in decision.loaded_salary["in_house"].lines]
    else:
        chosen = set(paths)
        held, law = [path for path in held if path in chosen], []
    found: dict[Origin, tuple[str, list[Value]]] = {}
    for path in (*held, *law):
        node = explain(decision, path, t.language, depth=0)
        who: Who = "law" if path in law else asked.who(path)
        _, values = found.setdefault(_origin(node, who), (_said(node, who, t), []))
        values.append(_value(node, t))
    told = ((origin.model_copy(update={"values": tuple(values)}), said) for origin, (said, values) in found.items())
    return tuple(sorted(told, key=lambda one: (one[0].who in _OURS, one[0].who == "law", one[0].who != "given")))


def source_of(asked: Asked, decision: Decision, path: str, t: Text) -> tuple[Who, str]:
    """Who gave a value, and where it comes from in a sentence."""
    who = asked.who(path)
    return who, _said(explain(decision, path, t.language, depth=0), who, t)


def central(decision: Decision, name: str, t: Text) -> Figure:
    """A figure of the central case: its rule in words, and what it rests on."""
    node = explain(decision, name, t.language, depth=1)
    return Figure(
        **_value(node, t).model_dump(),
        source=node.formula or t("assistant.computed"),
        rests_on=tuple(dict.fromkeys(child.name for child in node.children)),
    )


def lines(found: Origins, t: Text) -> Iterator[str]:
    """Origins and their values, as they are printed."""
    for origin, said in found:
        yield said
        yield f"  {'; '.join(t('cli.labelled', name=one.label, said=one.shown) for one in origin.values)}"
        if origin.note:
            yield f"  {origin.note}"


def _value(node: Explanation, t: Text) -> Value:
    shown = field_value(t, node.name, node.value) if node.name in FIELDS and node.name != "workload.duties" else node.shown
    return Value(name=node.name, label=node.label, value=plain(node.value), unit=node.unit, shown=shown)


def _said(node: Explanation, who: Who, t: Text) -> str:
    if who not in _OURS:
        return t("kinds.given" if who == "given" else f"tags.{who}")
    parts = ("" if who == "law" else t(f"tags.{who}"), node.source or "", node.address or "", *node.facts(t))
    return ", ".join(filter(None, parts))


def _origin(node: Explanation, who: Who) -> Origin:
    ours = who in _OURS
    return Origin(
        who=who,
        kind=node.kind if ours else None,
        source=node.source if ours else None,
        address=node.address if ours else None,
        checked=node.checked if ours else None,
        confidence=node.confidence if ours else None,
        inferred=node.inferred and ours,
        note=node.note if ours else None,
        values=(),
    )
