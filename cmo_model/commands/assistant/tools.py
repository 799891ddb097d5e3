"""The tools: what each is called, what it takes, and how its question is read and answered."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmo_model import examples, parameters
from cmo_model.commands.assistant import answers
from cmo_model.commands.assistant.asked import (
    EXAMPLE,
    LEAST_SCENARIOS,
    MOST_LINK,
    MOST_SCENARIOS,
    MOST_VALUE,
    Arguments,
    RefusedError,
    known,
    language_of,
    one,
    refused_in_words,
    several,
    short,
)
from cmo_model.commands.assistant.comparison import compared
from cmo_model.commands.assistant.records import Compared, Decided, Explained, Flips
from cmo_model.decision.records import Record
from cmo_model.readers import Problem, ReadError
from cmo_model.scenario.checks import MOST_LETTERS
from cmo_model.scenario.fields import FIELDS, FieldFacts
from cmo_model.uncertainty import numbers
from cmo_model.words import LANGUAGES, Language, Text, text
from cmo_model.words.explanation import field_label

MOST_DEPTH = 6
USUAL_DEPTH = 2
"""Levels of an explanation, and how many where nobody says."""

Schema = dict[str, Any]
Progress = answers.Progress
Found = tuple[answers.Said, Record]


@dataclass(frozen=True)
class Answer:
    """What a tool answers: its sentences as lines, and its figures as data."""

    text: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """One tool: its name, what it takes besides the language and must have of it, the shape of its answer, and its work."""

    name: str
    takes: Callable[[Text], Schema]
    needs: tuple[str, ...]
    shape: type[Record]
    run: Callable[[Arguments, datetime.date, Text, Progress], Found]

    def title(self, t: Text) -> str:
        """What the tool is called."""
        return t(f"assistant.{self.name}.title")

    def description(self, t: Text) -> str:
        """What the tool does, in plain words."""
        return t(f"assistant.{self.name}.description")

    def input_schema(self, t: Text) -> Schema:
        """What the tool takes, with its bounds."""
        lang = {"type": "string", "enum": list(LANGUAGES), "description": t("assistant.lang")}
        return {
            "type": "object",
            "properties": self.takes(t) | {"lang": lang},
            "required": list(self.needs),
            "additionalProperties": False,
        }

    def output_schema(self) -> Schema:
        """The shape of what the tool answers."""
        bare: Schema = _bare(self.shape.model_json_schema(mode="serialization"))
        return bare


def answer(tool: Tool, arguments: Arguments, otherwise: Language, day: datetime.date, progress: Progress) -> Answer:
    """What a tool answers, in the language asked for or the other. Raises `RefusedError`."""
    t = text(language_of(arguments, otherwise))
    with refused_in_words(t):
        known(arguments, (*tool.takes(t), "lang"))
        said, found = tool.run(arguments, day, t, progress)
    made = Answer("\n".join(said), found.model_dump(mode="json"))
    if max(len(made.text.encode()), len(json.dumps(made.data, ensure_ascii=False).encode())) > answers.MOST_ANSWER:
        raise RefusedError(t("errors.answer_too_long", limit=str(answers.MOST_ANSWER // 1000)))
    return made


def _decide(arguments: Arguments, day: datetime.date, t: Text, progress: Progress) -> Found:
    return answers.decided(one(arguments, t), day, t, progress)


def _explain(arguments: Arguments, day: datetime.date, t: Text, progress: Progress) -> Found:
    del day, progress
    value, depth = short(arguments, "value"), arguments.get("depth", USUAL_DEPTH)
    if value is None:
        raise ReadError(Problem("field_missing", ("value",)))
    if not isinstance(depth, int) or isinstance(depth, bool):
        raise ReadError(Problem("type_whole", ("depth",)))
    if not 0 <= depth <= MOST_DEPTH:
        code, bound = ("greater_than_equal", 0) if depth < 0 else ("less_than_equal", MOST_DEPTH)
        raise ReadError(Problem(code, ("depth",), details={"bound": bound}))
    return answers.explained(one(arguments, t), value, depth, t)


def _flip(arguments: Arguments, day: datetime.date, t: Text, progress: Progress) -> Found:
    del day
    name = short(arguments, "name")
    return answers.flipped(one(arguments, t), name, t, progress)


def _compare(arguments: Arguments, day: datetime.date, t: Text, progress: Progress) -> Found:
    del day, progress
    return compared(several(arguments, t), t)


def _bare(schema: Any) -> Any:
    """A shape without what the code says of itself, which is in one language."""
    if isinstance(schema, dict):
        return {key: _bare(value) for key, value in schema.items() if key not in ("title", "description")}
    return [*map(_bare, schema)] if isinstance(schema, list) else schema


def _scenario(t: Text) -> Schema:
    """A scenario without its fields, which `decide` tells."""
    return {
        "description": t("assistant.scenario"),
        "anyOf": [{"type": "object"}, {"type": "string", "maxLength": MOST_LINK}],
    }


def _whole_scenario(t: Text) -> Schema:
    """A scenario, field by field: what each is called, its type and its bounds."""
    fields: Schema = {EXAMPLE: {"type": "string", "enum": list(examples.names())}}
    for path, facts in FIELDS.items():
        place = fields
        *parents, last = path.split(".")
        for name in parents:
            place = place.setdefault(name, {"type": "object", "properties": {}})["properties"]
        place[last] = _field(facts, t)
    return {
        "description": t("assistant.scenario"),
        "anyOf": [{"type": "object", "properties": fields}, {"type": "string", "maxLength": MOST_LINK}],
    }


def _field(facts: FieldFacts, t: Text) -> Schema:
    said: Schema = {"description": field_label(t, facts.path)}
    if facts.path == "jurisdiction":
        return said | {"enum": list(parameters.available())}
    if facts.choices:
        return said | {"enum": list(facts.choices)}
    if isinstance(facts.default, bool):
        return said | {"type": "boolean"}
    if isinstance(facts.default, str):
        return said | {"type": "string", "maxLength": MOST_LETTERS}
    if not isinstance(facts.default, int | float):
        return said
    bounds = {("exclusiveMinimum" if facts.low_open else "minimum"): facts.low, "maximum": facts.high}
    return said | {"type": "integer" if facts.whole else "number"} | {k: v for k, v in bounds.items() if v is not None}


def _scenarios(t: Text) -> Schema:
    name = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS}
    item = {
        "type": "object",
        "properties": {"name": name, "scenario": _scenario(t)},
        "required": ["name", "scenario"],
        "additionalProperties": False,
    }
    return {"type": "array", "minItems": LEAST_SCENARIOS, "maxItems": MOST_SCENARIOS, "items": item}


def _takes_explain(t: Text) -> Schema:
    value = {"type": "string", "maxLength": MOST_VALUE, "description": t("assistant.value")}
    depth = {"type": "integer", "minimum": 0, "maximum": MOST_DEPTH, "default": USUAL_DEPTH, "description": t("assistant.depth")}
    return {"scenario": _scenario(t), "value": value, "depth": depth}


def _takes_flip(t: Text) -> Schema:
    return {"scenario": _scenario(t), "name": {"type": "string", "enum": numbers(), "description": t("assistant.name")}}


TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("decide", lambda t: {"scenario": _whole_scenario(t)}, ("scenario",), Decided, _decide),
        Tool("explain", _takes_explain, ("scenario", "value"), Explained, _explain),
        Tool("flip", _takes_flip, ("scenario",), Flips, _flip),
        Tool("compare", lambda t: {"scenarios": _scenarios(t)}, ("scenarios",), Compared, _compare),
    )
}
"""By name, in the order they are told."""
