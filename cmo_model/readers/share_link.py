"""The share link: a whole scenario in the fragment of an address, written and read here so that the two cannot drift.

`s=1.<payload>.<checksum>`: version, then compact JSON deflated against a frozen text (`link_1.txt`) and put in base64url, then the
first 8 hexadecimal digits of the SHA-256 of what stands before. A fragment is never sent in a request, so no figure reaches the log
of a server on the way. Every field is written, so that a later change of defaults never changes what an old link means; only the
name is left out unless asked. `link_1.txt` never changes once a link has been given out: another text is another version.

The checksum ends a link with a letter or a digit, so that the marks a mail program adds after it can be told from it. It finds
accidents; it proves nothing about who wrote the link, whose figures therefore pass the same checks as a file's. From a link that
is whole but of an older or newer scenario, what can be read is read; every value that is left out or replaced is told.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
import string
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File
from types import MappingProxyType
from typing import Any, get_args
from urllib.parse import unquote

from cmo_model import examples, parameters
from cmo_model.readers.history.limits import FIRST_YEAR, LAST_YEAR
from cmo_model.readers.scenario_file import parsed, validated
from cmo_model.readers.shared import NO_TAGS, Path, Problem, ReadError, Shared, Tag
from cmo_model.scenario import SCHEMA_VERSION, STAFF, Duty, Scenario
from cmo_model.scenario.checks import visible
from cmo_model.scenario.effect_share import CLAIMS, Claim
from cmo_model.scenario.fields import FIELDS
from cmo_model.scenario.versions import upgraded, version_of

VERSION = 1
MOST_CHARACTERS = 8000
MOST_NOTICES = 200  # more than there are fields, so that every replaced value is told
_MOST_BYTES = 64 * 1024
_MOST_MANGLED = 4 * MOST_CHARACTERS  # room for escapes and line breaks


def write_link(
    scenario: Scenario,
    tags: Mapping[str, Tag] = NO_TAGS,
    base: str = "",
    with_name: bool = False,
    claim: Claim = "full",
    frozen: datetime.date | None = None,
) -> str:
    """The fragment of a link, without `#`; `frozen` is the day on which it freezes the scenario.

    Raises `ReadError` when it would be too long, and `ValueError` for a tag or a base that a link cannot hold.
    """
    if not (tags.keys() <= FIELDS.keys() and set(tags.values()) <= set(get_args(Tag))):
        raise ValueError("a tag is a giver by the path of a field")
    if base and base not in examples.names():
        raise ValueError("a base is the name of an example")
    tree: dict[str, Any] = {"scenario": scenario.model_dump(mode="json"), "tags": dict(tags), "base": base}
    if not with_name:
        del tree["scenario"]["name"]
        tree["tags"].pop("name", None)
    if not tags:
        del tree["tags"]
    if not base:
        del tree["base"]
    if claim != "full":
        tree["claim"] = claim
    if frozen is not None:
        tree["frozen"] = frozen.isoformat()
    source = json.dumps(tree, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=dictionary())
    packed = base64.urlsafe_b64encode(deflate.compress(source) + deflate.flush()).decode().rstrip("=")
    body = f"{VERSION}.{packed}"
    fragment = f"s={body}.{_checksum(body)}"
    if len(fragment) > MOST_CHARACTERS or len(source) > _MOST_BYTES:
        raise _too_long()
    return fragment


def read_link(fragment: str) -> Shared:
    """What a link holds, with or without its `#`, as mail programs may have left it. Raises `ReadError`."""
    tree = _tree(_payload(fragment))
    given = tree.get("scenario")
    notices: list[Problem] = []
    if not isinstance(given, dict):
        raise _damaged()
    scenario = _scenario(upgraded(given), notices)
    replaced = {".".join(map(str, n.path)) for n in notices if n.code in ("link_value_default", "link_field_missing")}
    tags = _tags(tree.get("tags", {}), notices)
    kept = {path: giver for path, giver in tags.items() if path not in replaced}
    base = tree.get("base", "")
    if base != "" and base not in examples.names():
        base = ""
        notices.append(Problem("link_base_unknown"))
    notices += [Problem("link_field_dropped", (name,)) for name in tree if name not in _TOLD]
    claim: Claim = next((known for known in CLAIMS if known == tree.get("claim", "full")), "full")
    if claim != tree.get("claim", "full"):
        notices.append(Problem("link_claim_unknown"))
    frozen = _day(tree.get("frozen"), notices)
    told, version = tuple(notices[:MOST_NOTICES]), version_of(given)
    return Shared(scenario, MappingProxyType(kept), base, claim, told, version=version, frozen=frozen)


_TOLD = frozenset({"scenario", "tags", "base", "claim", "frozen"})


def _day(given: Any, notices: list[Problem]) -> datetime.date | None:
    """The day on which a link froze its scenario; none where it says none, or what is no day."""
    if given is None:
        return None
    try:
        day = datetime.date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        notices.append(Problem("link_day_unknown"))
        return None
    return day


@cache
def dictionary() -> bytes:
    """The text that version 1 is deflated against: the reference scenario and the words that tags and ranges are made of."""
    return (File(__file__).parent / "link_1.txt").read_bytes().strip()


def _damaged() -> ReadError:
    return ReadError(Problem("link_damaged"))


def _too_long() -> ReadError:
    return ReadError(Problem("link_too_long", details={"limit": MOST_CHARACTERS}))


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:8]


def _cleaned(fragment: str) -> str:
    """A fragment without escapes, blanks, line breaks and invisible characters, none of which a link holds."""
    return "".join(visible(unquote(unquote(fragment))).split()).removeprefix("#")


def _payload(fragment: str) -> bytes:
    """The deflated bytes of a link whose checksum is right."""
    if len(fragment) > _MOST_MANGLED:
        raise _too_long()
    link = _cleaned(fragment)
    if not link.startswith("s="):
        raise ReadError(Problem("link_foreign"))
    link = link.rstrip(string.punctuation + "…»”’")
    if len(link) > MOST_CHARACTERS:
        raise _too_long()
    version = re.match(r"s=([1-9][0-9]{0,3})\.", link)
    if version and int(version[1]) > VERSION:
        raise ReadError(Problem("link_newer"))
    shape = re.fullmatch(r"s=(1\.([A-Za-z0-9_-]+))\.([0-9a-f]{8})", link)
    if not shape or _checksum(shape[1]) != shape[3] or len(shape[2]) % 4 == 1:
        raise _damaged()
    return base64.urlsafe_b64decode(shape[2] + "=" * (-len(shape[2]) % 4))


def _tree(payload: bytes) -> dict[str, Any]:
    """The JSON of a payload, unpacked with a bound and read as strictly as a file's."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary())
    try:
        source = inflate.decompress(payload, _MOST_BYTES)
        if not inflate.eof or inflate.unconsumed_tail or inflate.unused_data:
            raise _damaged()
        return parsed(source.decode())
    except (zlib.error, UnicodeDecodeError, RecursionError, ReadError):
        raise _damaged() from None  # a place in a text that nobody has seen would help nobody


_LEAVES: dict[Path, str] = {tuple(path.split(".")): path for path in FIELDS}
_PARTS = frozenset(leaf[:depth] for leaf in _LEAVES for depth in range(1, len(leaf)))
_ABSENT: dict[Path, Any] = {
    **{("name",): "", ("workload", "duties"): None, ("advantage_volatility",): None, ("uncertainty",): {}},
    **{("company", "staff"): STAFF, ("in_house", "executive"): True, ("coordinator", "executive"): False},
}
"""What is left out when there is none of it; so a link without it says that there is none, whatever the defaults become."""
_KEPT = frozenset({("schema_version",), ("jurisdiction",), ("year",)})
"""Never replaced: every other figure would change its meaning."""
_DISAGREE = frozenset({"customers_without_spend"})
"""Rules over several fields, where no one value is the wrong one."""


def _scenario(given: dict[str, Any], notices: list[Problem]) -> Scenario:
    """The scenario of a link, of this version or another; what could not be kept is added to the notices."""
    version = given.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        raise ReadError(Problem("link_newer"))
    dropped: list[Problem] = []
    tree = _known_fields(given, notices)
    _drop_unknown(given, (), dropped)
    _known_entries(tree, dropped)
    while True:  # every round takes out at least one value, and there are as many as fields, duties and ranges
        try:
            scenario = validated(tree)
        except ReadError as error:
            righted = [_put_right(tree, problem, notices) for problem in error.problems]
            if not any(righted):
                raise
        else:
            notices += dropped
            return scenario


def _known_fields(given: dict[str, Any], notices: list[Problem]) -> dict[str, Any]:
    """The fields that this version asks for; a missing one is told and left to its default."""
    tree: dict[str, Any] = {}
    found = False
    for path, dotted in _LEAVES.items():
        *parents, last = dotted.split(".")
        source: Any = given
        place, code = tree, "link_field_missing"
        for name in parents:
            source = source.get(name, {})
            if not isinstance(source, dict):
                source, code = {}, "link_value_default"
            place = place.setdefault(name, {})
        if last in source:
            place[last], found = source[last], True
        elif path in _ABSENT:
            place[last] = _ABSENT[path]
        else:
            notices.append(Problem(code, path))
    if not found:
        raise _damaged()
    return tree


def _drop_unknown(given: dict[str, Any], prefix: Path, dropped: list[Problem]) -> None:
    """Tell the fields that this version does not ask for."""
    for name, value in given.items():
        path = (*prefix, name)
        if path in _PARTS and isinstance(value, dict):
            _drop_unknown(value, path, dropped)
        elif path not in _PARTS and path not in _LEAVES:
            dropped.append(Problem("link_field_dropped", path))


def _known_entries(tree: dict[str, Any], dropped: list[Problem]) -> None:
    """Keep the duties and the ranges that have a name in this version, and in a duty its own fields."""
    duties, known = tree["workload"]["duties"], parameters.duties().duties
    if isinstance(duties, dict):
        tree["workload"]["duties"] = _only(duties, known, ("workload", "duties"), dropped)
        for name, duty in tree["workload"]["duties"].items():
            if isinstance(duty, dict):
                path = ("workload", "duties", name)
                tree["workload"]["duties"][name] = _only(duty, Duty.model_fields, path, dropped)
                dropped += [Problem("link_field_missing", (*path, "delegated"))] if "delegated" not in duty else []
    if isinstance(tree["uncertainty"], dict):
        tree["uncertainty"] = _only(tree["uncertainty"], {*FIELDS, "*"}, ("uncertainty",), dropped)


def _only(given: dict[str, Any], known: Any, path: Path, dropped: list[Problem]) -> dict[str, Any]:
    dropped += [Problem("link_field_dropped", (*path, name)) for name in given if name not in known]
    return {name: value for name, value in given.items() if name in known}


def _put_right(tree: dict[str, Any], problem: Problem, notices: list[Problem]) -> bool:
    """Take out the value that a problem is about, so that its default stands; whether there was one to take out."""
    path, code = problem.path, "link_value_default"
    if problem.code in _DISAGREE or path[:1] in _KEPT:
        return False
    if path[:1] == ("uncertainty",) and len(path) > 1:
        path = path[:2]
        code = "link_field_dropped" if problem.code.startswith("range_unknown") else code
    elif path[:2] == ("workload", "duties") and len(path) > 2:
        path, code = path[:3], "link_field_dropped"
    else:
        path = next((path[:depth] for depth in (1, 2) if path[:depth] in _LEAVES), ())
    place: Any = tree
    for name in path[:-1]:
        place = place.get(name, {})
    if not path or path[-1] not in place or (path in _ABSENT and place[path[-1]] == _ABSENT[path]):
        return False
    if path in _ABSENT:
        place[path[-1]] = _ABSENT[path]
    else:
        del place[path[-1]]
    notices.append(Problem(code, path))
    return True


def _tags(given: Any, notices: list[Problem]) -> dict[str, Tag]:
    """Who gave which value, for the fields and the givers that this version knows."""
    if not isinstance(given, dict):
        notices.append(Problem("link_tag_dropped"))
        return {}
    givers: tuple[Tag, ...] = get_args(Tag)
    kept = {path: giver for path, giver in given.items() if path in FIELDS and giver in givers}
    notices += [Problem("link_tag_dropped", tuple(path.split("."))) for path in given if path not in kept]
    return kept
