"""The answers about one scenario: the advice, where a figure comes from, and where the answer flips."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable

from cmo_model.commands.assistant.asked import Asked
from cmo_model.commands.assistant.figures import at_the_centre, simulated
from cmo_model.commands.assistant.origins import lines, origins, source_of
from cmo_model.commands.assistant.records import Decided, Explained, Flipped, Flips, Turn
from cmo_model.commands.printed import branches, model_changed, verdict
from cmo_model.decision import Decision, decide
from cmo_model.readers import Problem, ReadError, words
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import ADVICE_DRAWS, Flip, advise, dated, entered, flips, numbers
from cmo_model.words import Text
from cmo_model.words.explanation import Explanation, UnknownValueError, explain, field_label
from cmo_model.words.sentences.risk import figure, nearest_flips

MOST_ANSWER = 60_000
"""Bytes of the text of an answer, and of its data: an assistant reads either."""
MOST_FIGURES = 60
"""Figures of an explanation, and figures whose flips are told."""

Progress = Callable[[float], None]
Said = tuple[str, ...]


def decided(asked: Asked, day: datetime.date, t: Text, progress: Progress) -> tuple[Said, Decided]:
    """The advice, as every surface says it."""
    t = t.at(asked.scenario.jurisdiction)
    advice = dated(advise(asked.scenario, ADVICE_DRAWS, dates=False), progress)
    decision, scenario = advice.decision, advice.decision.scenario
    said = tuple(filter(None, verdict(advice, day, t)))
    notices = (*notices_of(asked, t), *filter(None, model_changed(asked.shared, decision, t)))
    drawn, found = simulated(advice, t), origins(asked, decision, t)
    answer = Decided(
        language=t.language,
        firm=asked.firm,
        place=scenario.jurisdiction,
        year=scenario.year,
        currency=t.currency,
        day=day,
        advised=advice.advised,
        reading=advice.reading,
        label=advice.label,
        notices=notices,
        sentences=said,
        simulations=drawn,
        central=tuple(at_the_centre(advice, t)),
        origins=tuple(origin for origin, _ in found),
    )
    where = {
        one.name: f"  {t('cli.labelled', name=one.label, said=one.shown)} ({source})"
        for origin, source in found
        for one in origin.values
    }
    most = (where[path] for path in drawn.rests_on if path in where)
    return (*notices, *said, drawn.source, t("assistant.rests"), *most, t("assistant.origins"), *lines(found, t)), answer


def explained(asked: Asked, name: str, depth: int, t: Text) -> tuple[Said, Explained]:
    """The tree behind a figure, cut where it would be longer than the most. Raises `ReadError` for a name of none."""
    t = t.at(asked.scenario.jurisdiction)
    try:
        whole = explain(asked.scenario, name, t.language, depth=depth)
    except UnknownValueError as error:
        near = ", ".join(error.near) or "verdict.margin, signals.fee_ratio.ratio"
        raise ReadError(Problem("value_unknown", ("value",), details={"near": near})) from None
    tree, left_out = _cut(whole)
    notices = notices_of(asked, t)
    said = (*notices, *branches(tree, t), *((t("assistant.left_out", n=str(left_out)),) if left_out else ()))
    return said, Explained(language=t.language, notices=notices, tree=tree, left_out=left_out)


def flipped(asked: Asked, name: str | None, t: Text, progress: Progress) -> tuple[Said, Flips]:
    """At which value of a figure, or of any, the answer changes. Raises `ReadError` for a name of none."""
    if name is not None and name not in numbers():
        near = ", ".join(difflib.get_close_matches(name, numbers(), 3, 0.3)) or "in_house.base_salary"
        raise ReadError(Problem("value_unknown", ("name",), details={"near": near}))
    t = t.at(asked.scenario.jurisdiction)
    scenario = asked.scenario
    found = flips(scenario, None if name is None else [name], progress)
    decision, notices = decide(scenario), notices_of(asked, t)
    turning = {path: ones for path, ones in found.items() if ones or name is not None}
    kept = {path: turning[path] for path in list(turning)[:MOST_FIGURES]}
    figures = tuple(_flipped(path, ones, asked, decision, t) for path, ones in kept.items())
    said = tuple(nearest_flips(kept, scenario, t)) or (t("risk.flips_none" if name is None else "risk.flip_none"),)
    where = (t("cli.labelled", name=one.label, said=f"{one.shown} ({one.source})") for one in figures)
    answer = Flips(
        language=t.language,
        currency=t.currency,
        notices=notices,
        sentences=said,
        figures=figures,
        left_out=len(turning) - len(kept),
    )
    return (*notices, *said, *((t("assistant.origins"), *(f"  {one}" for one in where)) if figures else ())), answer


def _flipped(path: str, found: tuple[Flip, ...], asked: Asked, decision: Decision, t: Text) -> Flipped:
    today, (who, source) = entered(asked.scenario, path), source_of(asked, decision, path, t)
    return Flipped(
        name=path,
        label=field_label(t, path),
        unit=FIELDS[path].unit,
        today=today,
        shown=figure(path, today, t),
        who=who,
        source=source,
        flips=tuple(Turn(value=one.value, shown=figure(path, one.value, t), before=one.before, after=one.after) for one in found),
    )


def notices_of(asked: Asked, t: Text) -> Said:
    """What of a link could not be kept."""
    return tuple(words(problem, t) for problem in asked.shared.notices)


def _cut(whole: Explanation) -> tuple[Explanation, int]:
    """A tree of the figures nearest its top, and how many were left out."""
    kept, waiting = 1, [whole]
    children: dict[int, list[Explanation]] = {}
    left_out = 0
    while waiting:
        node = waiting.pop(0)
        room = max(0, MOST_FIGURES - kept)
        children[id(node)] = list(node.children[:room])
        kept += len(children[id(node)])
        left_out += sum(map(_many, node.children[room:]))
        waiting += children[id(node)]

    def made(node: Explanation) -> Explanation:
        return node.model_copy(update={"children": tuple(map(made, children[id(node)]))})

    return made(whole), left_out


def _many(tree: Explanation) -> int:
    return 1 + sum(map(_many, tree.children))
