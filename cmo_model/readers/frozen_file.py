"""A frozen scenario as a file (JSON), read as strictly as a scenario's: 256 KB, each name once, every number a normal one.

A frozen file is a proof of what was said, so it ends with a digest of everything else: one that was changed, or cut, is refused.
The digest finds accidents and edits; it proves nothing about who froze it. A scenario of an older schema is read with the defaults
of its day; what was expected and advised stays as it was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from cmo_model.checkback import FORMAT, Frozen
from cmo_model.readers.history.limits import FIRST_YEAR, LAST_YEAR
from cmo_model.readers.scenario_file import parsed, text_of, validated
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.scenario import SCHEMA_VERSION
from cmo_model.scenario.versions import upgraded

_DIGEST = "digest"


def write_frozen(frozen: Frozen) -> bytes:
    """The file of a frozen scenario, the same bytes for the same record."""
    tree = frozen.model_dump(mode="json")
    return (json.dumps(tree | {_DIGEST: _digest(tree)}, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def read_frozen(data: bytes) -> Frozen:
    """The frozen scenario in a file's bytes. Raises `ReadError`."""
    tree = parsed(text_of(data))
    form, scenario = tree.get("format"), tree.get("scenario")
    if type(form) is not int or not isinstance(scenario, dict):
        raise ReadError(Problem("frozen_not_one"))
    version = scenario.get("schema_version")
    if form > FORMAT or (type(version) is int and version > SCHEMA_VERSION):
        raise ReadError(Problem("frozen_newer"))
    said = tree.pop(_DIGEST, None)
    if said != _digest(tree):
        raise ReadError(Problem("frozen_damaged"))
    try:
        kept = validated(upgraded(scenario))
    except ReadError as error:
        raise ReadError(*(Problem(one.code, ("scenario", *one.path), details=one.details) for one in error.problems)) from None
    try:
        found = Frozen.model_validate(tree | {"scenario": kept})
    except ValidationError:
        raise ReadError(Problem("frozen_damaged")) from None
    if not FIRST_YEAR <= found.day.year <= LAST_YEAR:
        raise ReadError(Problem("frozen_damaged"))
    return found


def _digest(tree: Mapping[str, Any]) -> str:
    """Of everything said, whatever the order and the spaces it is written with."""
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
