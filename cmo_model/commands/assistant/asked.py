"""What was asked, read as strictly as a file or a link: the arguments of a tool, and the scenarios among them.

What is refused is refused in words, with its field and the remedy. A scenario that comes as an object has no lines or columns.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from cmo_model import examples
from cmo_model.commands.assistant.records import Who
from cmo_model.readers import Problem, ReadError, Shared, read_file, read_link, words
from cmo_model.scenario import Scenario
from cmo_model.scenario.checks import MOST_LETTERS, has_hidden_character
from cmo_model.scenario.effect_share import CLAIMED, counted
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, Language, Text, text

MOST_SCENARIOS = 4
LEAST_SCENARIOS = 2
MOST_LEVELS = 8
"""Levels of a scenario's object, which has four."""
MOST_VALUE = 120
"""Letters of the name of a figure."""
MOST_LINK = 32_000
"""Letters of a link as it was pasted, escapes and an address before it among them; the link itself has its own bound."""
EXAMPLE = "example"

Arguments = Mapping[str, Any]


class RefusedError(ValueError):
    """A question that cannot be answered; `lines` say why, in the language it was asked in."""

    def __init__(self, *lines: str) -> None:
        super().__init__("refused")
        self.lines = lines


@dataclass(frozen=True)
class Asked:
    """A scenario as it was asked about: what was read, the paths that were typed, and where the other values come from."""

    shared: Shared
    typed: frozenset[str]
    origin: Literal["given", "example", "link"]

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that is decided on."""
        return counted(self.shared.scenario, self.shared.claim)

    @property
    def firm(self) -> str:
        """The firm's name; none that came with a link, whose writer is unknown."""
        return "" if self.origin == "link" else self.scenario.name

    def who(self, path: str) -> Who:
        """Who gave the value of a field."""
        if self.shared.claim != "full" and path in CLAIMED:
            return "claimed"
        if tag := self.shared.tags.get(path):
            return tag
        if path in self.typed:
            return "given"
        return "default" if self.scenario.value(path) == self.scenario.default(path) else self.origin


@contextlib.contextmanager
def refused_in_words(t: Text, before: str = "") -> Iterator[None]:
    """Refuses in words what a reader refuses, each problem after what it is a problem of."""
    try:
        yield
    except ReadError as error:
        said = [words(replace(problem, line=None, column=None), t) for problem in error.problems]
        raise RefusedError(*(t("errors.at_field", field=before, message=one) if before else one for one in said)) from None


def language_of(arguments: Arguments, otherwise: Language) -> Language:
    """The language asked for, where it is one of ours; an argument that is none is refused in the other."""
    if "lang" not in arguments:
        return otherwise
    if arguments["lang"] in LANGUAGES:
        return str(arguments["lang"])
    with refused_in_words(text(otherwise)):
        raise ReadError(Problem("choice", ("lang",), details={"expected": ", ".join(LANGUAGES)}))


def known(arguments: Arguments, names: tuple[str, ...]) -> None:
    """Raises `ReadError` for an argument that the tool does not have."""
    if unknown := [name for name in arguments if name not in names]:
        raise ReadError(*(Problem("argument_unknown", (name,), details={"exist": ", ".join(names)}) for name in unknown[:3]))


def one(arguments: Arguments, t: Text) -> Asked:
    """The scenario of a question about one. Raises `RefusedError`."""
    with refused_in_words(t):
        if "scenario" not in arguments:
            raise ReadError(Problem("field_missing", ("scenario",)))
    return read(arguments["scenario"], t)


def several(arguments: Arguments, t: Text) -> dict[str, Asked]:
    """The scenarios of a comparison, by name. Raises `RefusedError`."""
    with refused_in_words(t):
        given = arguments.get("scenarios")
        if given is None:
            raise ReadError(Problem("field_missing", ("scenarios",)))
        if not isinstance(given, list):
            raise ReadError(Problem("type_list", ("scenarios",)))
        if not LEAST_SCENARIOS <= len(given) <= MOST_SCENARIOS:
            bounds = {"least": LEAST_SCENARIOS, "most": MOST_SCENARIOS}
            raise ReadError(Problem("scenarios_between", ("scenarios",), details=bounds))
        names = [_name(one, place) for place, one in enumerate(given)]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise ReadError(Problem("name_twice", ("scenarios", place, "name")))
    return {name: read(one["scenario"], t, name) for name, one in zip(names, given, strict=True)}


def read(given: Any, t: Text, name: str = "") -> Asked:
    """A scenario as an object (as in a file, or an example and what differs from it) or a share link. Raises `RefusedError`."""
    with refused_in_words(t, name):
        if isinstance(given, str):
            if len(given) > MOST_LINK:
                raise ReadError(Problem("text_too_long", ("scenario",), details={"bound": MOST_LINK}))
            return Asked(read_link(given.partition("#")[2] or given), frozenset(), "link")
        if not isinstance(given, dict):
            raise ReadError(Problem("type_object", ("scenario",)))
        if _levels(given) > MOST_LEVELS:
            raise ReadError(Problem("too_deep", ("scenario",), details={"limit": MOST_LEVELS}))
        tree = {key: value for key, value in given.items() if key != EXAMPLE}
        base = _example(given[EXAMPLE]) if EXAMPLE in given else {}
        return Asked(read_file(_bytes(_merged(base, tree))), frozenset(_paths(tree)), "example" if base else "given")


def short(arguments: Arguments, name: str) -> str | None:
    """A short text among the arguments, none where it was left out. Raises `ReadError`."""
    given = arguments.get(name)
    if given is None:
        return None
    if not isinstance(given, str):
        raise ReadError(Problem("type_text", (name,)))
    if len(given) > MOST_VALUE:
        raise ReadError(Problem("text_too_long", (name,), details={"bound": MOST_VALUE}))
    return given


def _name(given: Any, place: int) -> str:
    """The name of a scenario of a comparison."""
    path = ("scenarios", place)
    if not isinstance(given, dict):
        raise ReadError(Problem("type_object", path))
    for part in ("name", "scenario"):
        if part not in given:
            raise ReadError(Problem("field_missing", (*path, part)))
    if unknown := [key for key in given if key not in ("name", "scenario")]:
        raise ReadError(Problem("argument_unknown", (*path, unknown[0]), details={"exist": "name, scenario"}))
    name = given["name"]
    if not isinstance(name, str) or not name.strip():
        raise ReadError(Problem("type_text", (*path, "name")))
    if len(name) > MOST_LETTERS:
        raise ReadError(Problem("text_too_long", (*path, "name"), details={"bound": MOST_LETTERS}))
    if has_hidden_character(name):
        raise ReadError(Problem("text_control", (*path, "name")))
    return name.strip()


def _example(name: Any) -> dict[str, Any]:
    """The tree of an example."""
    if not isinstance(name, str) or name not in examples.names():
        raise ReadError(Problem("example_unknown", (EXAMPLE,), details={"exist": ", ".join(examples.names())}))
    tree: dict[str, Any] = json.loads(examples.source(name))
    return tree


def _levels(tree: Any) -> int:
    """How deep an object goes, as far as one level past the most."""
    level, here = 0, [tree]
    while here and level <= MOST_LEVELS:
        level += 1
        here = [
            below for one in here for below in (one.values() if isinstance(one, dict) else one) if isinstance(below, dict | list)
        ]
    return level


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A tree in which what was changed stands in for what was there, at any depth."""
    found = dict(base)
    for key, value in changes.items():
        there = found.get(key)
        found[key] = _merged(there, value) if isinstance(there, dict) and isinstance(value, dict) else value
    return found


def _bytes(tree: Mapping[str, Any]) -> bytes:
    """An object as the bytes of a file, for the one reader of files."""
    try:
        return json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ReadError(Problem("text_control")) from None
    except ValueError:  # Python writes no number of so many digits
        raise ReadError(Problem("number_too_long")) from None


def _paths(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Paths of the fields of a tree."""
    for key, value in tree.items():
        path = f"{prefix}{key}"
        if path in FIELDS:
            yield path
        elif isinstance(value, dict):
            yield from _paths(value, f"{path}.")
