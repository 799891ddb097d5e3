"""Links made by hand, and what is said of them."""

import base64
import hashlib
import json
import zlib
from typing import Any

import pytest

from cmo_model import Scenario, examples
from cmo_model.readers import ReadError, Shared, read_link, read_scenario, words
from cmo_model.readers.share_link import Tag, dictionary
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, text

NUMBERS = [f for f in FIELDS.values() if f.low is not None and f.high is not None]
EXAMPLES = {name: read_scenario(examples.source(name).encode()) for name in examples.names()}
TAGS: dict[str, Tag] = {"company.annual_revenue": "client", "workload.hours_per_week": "consultant", "sales.win_rate": "unknown"}


def sealed(source: bytes, version: int = 1) -> str:
    """A link with a good checksum around any text, as someone who read the code could make one."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=dictionary())
    return sealed_raw(deflate.compress(source) + deflate.flush(), version)


def sealed_raw(packed: bytes, version: int = 1) -> str:
    body = f"{version}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
    return f"s={body}.{hashlib.sha256(body.encode()).hexdigest()[:8]}"


def made(changes: dict[str, Any] | None = None, without: tuple[str, ...] = (), **more: Any) -> str:
    """A whole link, except for these values by their path and these fields left out."""
    tree = Scenario().changed(changes or {})
    for path in without:
        *parents, last = path.split(".")
        place = tree
        for name in parents:
            place = place[name]
        del place[last]
    return sealed(json.dumps({"scenario": tree, **more}).encode())


def said_well(shared_or_error: Shared | ReadError) -> list[tuple[str, str]]:
    """Codes and paths, once every one of them has words in both languages."""
    problems = shared_or_error.notices if isinstance(shared_or_error, Shared) else shared_or_error.problems
    for language in LANGUAGES:
        for problem in problems:
            said = words(problem, text(language))
            assert said.endswith((".", "».", "”.")) and len(said) < 400
    return [(problem.code, ".".join(map(str, problem.path))) for problem in problems]


def refused(fragment: str) -> list[tuple[str, str]]:
    with pytest.raises(ReadError) as caught:
        read_link(fragment)
    return said_well(caught.value)


def refused_with(fragment: str) -> str:
    return refused(fragment)[0][0]
