"""A scenario file (JSON) read strictly: size, encoding, syntax, repeated keys, numbers, then the scenario's own rules.

Each problem names the field and its place in the file, line and column. Nothing of what was typed is repeated in a message, so
that no figure reaches a log. Limits: 256 KB, numbers of 40 digits, and the first 20 problems told.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from json.decoder import JSONDecodeError, JSONDecoder, scanstring  # type: ignore[attr-defined]
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cmo_model.growth.transfer import Transfer
from cmo_model.readers.shared import NO_TAGS, Path, Problem, ReadError, Shared, Tag
from cmo_model.scenario import Scenario
from cmo_model.scenario.checks import visible
from cmo_model.scenario.fields import FIELDS
from cmo_model.scenario.versions import upgraded, version_of
from cmo_model.words import Text
from cmo_model.words.explanation import field_label

MOST_BYTES = 256 * 1024
MOST_DIGITS = 40
MOST_PROBLEMS = 20
MOST_LETTERS = 80
"""Of a key typed by somebody, as many as a message repeats."""
_DEEPEST = 8  # a scenario has four levels
_GIVEN_BY, _TRANSFER = "given_by", "transfer"
_BLANK = re.compile(r"[ \t\n\r]*")

_CODES = {
    **dict.fromkeys(("float_type", "float_parsing"), "type_number"),
    **dict.fromkeys(("int_type", "int_from_float", "int_parsing"), "type_whole"),
    **dict.fromkeys(("string_type", "string_sub_type"), "type_text"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "type_object"),
    **dict.fromkeys(("too_short", "too_long"), "wrong_length"),
    **dict.fromkeys(("finite_number", "int_parsing_size"), "number_not_finite"),
    "bool_type": "type_yes_no",
    "tuple_type": "type_list",
    "string_too_long": "text_too_long",
    "string_unicode": "text_control",
    "literal_error": "choice",
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
}
_WHERE: dict[str, Path] = {  # the field that a rule over several fields points at
    "version_unsupported": ("schema_version",),
    "text_control": ("name",),
    "jurisdiction_unknown": ("jurisdiction",),
    "year_unknown": ("year",),
    "customers_without_spend": ("acquisition", "monthly_new_customers"),
}


def read_scenario(data: bytes) -> Scenario:
    """The scenario in a file's bytes. Raises `ReadError`."""
    return read_file(data).scenario


def read_file(data: bytes) -> Shared:
    """The scenario in a file's bytes, under `given_by` who gave which value, under `transfer` its answers. Raises `ReadError`."""
    source = text_of(data)
    tree = parsed(source)
    places = _places(source)
    given, transfer, scenario = tree.pop(_GIVEN_BY, {}), None, None
    problems = list(_wrong_givers(given))
    try:
        transfer = read_transfer(tree.pop(_TRANSFER)) if _TRANSFER in tree else None
    except ReadError as error:
        problems += error.problems
    try:
        scenario = validated(upgraded(tree))
    except ReadError as error:
        problems += error.problems
    if scenario is None or problems:
        placed = (_placed(problem, places, source) for problem in problems)
        raise ReadError(*sorted(placed, key=lambda p: (p.line or 0, p.column or 0))[:MOST_PROBLEMS])
    return Shared(scenario, given, transfer=transfer, version=version_of(tree))


def text_of(data: bytes) -> str:
    """The text of a file that is no larger than a scenario's may be. Raises `ReadError`."""
    if len(data) > MOST_BYTES:
        raise ReadError(Problem("file_too_large", details={"limit": MOST_BYTES // 1024}))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError(Problem("not_text")) from None


def read_transfer(tree: Any) -> Transfer:
    """The transfer's answers from parsed data; every problem with its place. Raises `ReadError`."""
    try:
        return Transfer.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
        raise ReadError(*(Problem("transfer_invalid", (_TRANSFER, *detail["loc"])) for detail in details)) from None


def write_scenario(scenario: Scenario, tags: Mapping[str, Tag] = NO_TAGS, transfer: Transfer | None = None) -> bytes:
    """The whole scenario as a file that `read_file` reads back equal, who gave which value, and the transfer's answers."""
    tree = scenario.model_dump(mode="json") | ({_GIVEN_BY: dict(tags)} if tags else {})
    if transfer is not None:
        tree[_TRANSFER] = transfer.model_dump(mode="json")
    return (json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _wrong_givers(given: Any) -> Iterator[Problem]:
    if not isinstance(given, dict):
        yield Problem("type_object", (_GIVEN_BY,))
        return
    for path, giver in given.items():
        if path not in FIELDS:
            yield Problem("field_unknown_alone", (_GIVEN_BY, path))
        elif giver not in get_args(Tag):
            yield Problem("choice", (_GIVEN_BY, path), details={"expected": ", ".join(get_args(Tag))})


def validated(tree: Any) -> Scenario:
    """A scenario from parsed data; every problem at once. Raises `ReadError`."""
    try:
        return Scenario.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[: 2 * MOST_PROBLEMS]
        paths = [detail["loc"] for detail in details]
        inner = [d for d in details if not any(p[: len(d["loc"])] == d["loc"] for p in paths if len(p) > len(d["loc"]) > 0)]
        raise ReadError(*(_problem(detail) for detail in inner[:MOST_PROBLEMS])) from None


def parsed(source: str) -> dict[str, Any]:
    """The data of a well-formed file with each name once and every number a normal one. Raises `ReadError`."""
    try:
        tree = json.loads(source, parse_int=_whole)
    except JSONDecodeError as error:
        raise ReadError(Problem("json_invalid", line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise ReadError(Problem("json_invalid", line=1, column=1)) from None
    if not isinstance(tree, dict):
        raise ReadError(Problem("not_a_scenario", line=1, column=1))
    seen: set[Path] = set()
    for path, key, value in _members(source):
        code, at = "", value
        if path in seen:
            code, at = "json_duplicate_key", key
        elif _NOT_FINITE.match(source, value):
            code = "number_not_finite"
        elif _TOO_LONG.match(source, value):
            code = "number_too_long"
        elif _LONE_HALF.search(source, key, value):
            code, at = "text_control", key
        elif _LONE_HALF.search(source, value, _text_end(source, value)):
            code = "text_control"
        if code:
            raise ReadError(Problem(code, path, *_line_column(source, at)))
        seen.add(path)
    return tree


_NOT_FINITE = re.compile(r"-?(?:NaN|Infinity)")
_TOO_LONG = re.compile(rf"-?\d{{{MOST_DIGITS + 1},}}(?![\d.eE])")
_LONE_HALF = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
"""Half of a character written as an escape; whole pairs are refused with it, for a name has no need of them."""


def _whole(digits: str) -> int:
    """A whole number, or a stand-in for one too long to be any figure, which is refused with its place just after."""
    return int(digits) if len(digits) <= MOST_DIGITS else 0


def _text_end(source: str, value: int) -> int:
    """Where a text value ends; where another value begins."""
    return scanstring(source, value + 1)[1] if source[value] == '"' else value


def _members(source: str) -> Iterator[tuple[Path, int, int]]:
    """Path, offset of the key and offset of the value of every member and item of a well-formed JSON text."""
    decoder = JSONDecoder(parse_int=_whole)

    def blank(at: int) -> int:
        found = _BLANK.match(source, at)
        return found.end() if found else at

    def walk(at: int, path: Path) -> Iterator[tuple[Path, int, int]]:
        opening = source[at]
        if opening not in "{[" or len(path) >= _DEEPEST:
            return
        at, place = blank(at + 1), 0
        while source[at] not in "}]":
            key_at, name = at, place
            if opening == "{":
                name, at = scanstring(source, at + 1)
                at = blank(blank(at) + 1)
            yield (*path, name), key_at, at
            yield from walk(at, (*path, name))
            at = blank(decoder.raw_decode(source, at)[1])
            place += 1
            if source[at] == ",":
                at = blank(at + 1)

    yield from walk(blank(0), ())


def _places(source: str) -> dict[Path, tuple[int, int]]:
    return {path: (key, value) for path, key, value in _members(source)}


def _line_column(source: str, offset: int) -> tuple[int, int]:
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _placed(problem: Problem, places: Mapping[Path, tuple[int, int]], source: str) -> Problem:
    path = problem.path
    while path and path not in places:
        path = path[:-1]
    if not path:
        return problem
    key, value = places[path]
    at_key = problem.code in ("field_unknown", "field_unknown_alone", "duty_unknown", "range_unknown", "range_unknown_alone")
    line, column = _line_column(source, key if at_key else value)
    return Problem(problem.code, problem.path, line, column, problem.details)


def _problem(detail: ErrorDetails) -> Problem:
    context: dict[str, Any] = dict(detail.get("ctx") or {})
    code = _CODES.get(detail["type"], detail["type"])
    path: Path = tuple(detail["loc"]) or _WHERE.get(code, ())
    if code.startswith("range_"):
        path = ("uncertainty", context.pop("path"))
    if path[:1] == ("uncertainty",) and not code.startswith("range_"):
        code, path = "range_shape", path[:2]
    if code == "duty_unknown":
        path = (*path, "duties", context.pop("name"))
    if code == "field_unknown":
        names = {known.split(".")[len(path) - 1] for known in FIELDS if known.count(".") >= len(path) - 1}
        near = difflib.get_close_matches(str(path[-1]), sorted(names), 1)
        return Problem(code, path, details={"near": near[0]}) if near else Problem("field_unknown_alone", path)
    if path == ("workload", "duties") and code == "wrong_length":
        code = "duties_empty"
    if path[:1] == ("data_culture",) and len(path) == 3:
        code = "type_answer"
    if code == "choice":
        return Problem(code, path, details={"expected": ", ".join(FIELDS[".".join(map(str, path))].choices)})
    bound = next((context[name] for name in ("ge", "gt", "le", "max_length", "min_length") if name in context), None)
    return Problem(code, path, details=context if bound is None else {"bound": bound})


def remedy(problem: Problem, text: Text) -> str:
    """What is wrong and what to do, for a place that is already known."""
    blanks = {k: text.number(v, 6) if isinstance(v, (int, float)) else str(v) for k, v in problem.details.items()}
    return text(f"errors.{problem.code}", **blanks)


def words(problem: Problem, text: Text) -> str:
    """What is wrong, where and what to do, in one sentence or two."""
    message = remedy(problem, text)
    name = ".".join(map(str, problem.path))
    known = name if name in FIELDS else ".".join(map(str, problem.path[:2]))
    label = f"{field_label(text, known)} [{name}]" if known in FIELDS else visible(name, "\ufffd")[:MOST_LETTERS]
    if problem.line is None:
        return text("errors.at_field", field=label, message=message) if name else message
    place = text("errors.place", line=str(problem.line), column=str(problem.column))
    if not name:
        return text("errors.at_field", field=place, message=message)
    return text("errors.at", field=label, place=place, message=message)
