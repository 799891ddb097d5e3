"""What a visitor typed and chose, as one frozen record; its JSON is what her own browser keeps, and what "back" returns to.

The text comes back from outside, and is read like any stranger's file: kinds and limits here, bounds with the scenario. A history
or a scenario set aside that is spoilt is left out alone; anything else that is wrong refuses the whole, which the browser keeps.
"""

from __future__ import annotations

import base64
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_serializer, model_validator

from cmo_model import examples
from cmo_model.checkback import MOST_MONTHS
from cmo_model.growth.experiments import Scheduled, scheduled
from cmo_model.growth.transfer import Transfer
from cmo_model.readers import ReadError, Tag, read_link, read_scenario, write_link
from cmo_model.readers.history.limits import MOST_BYTES
from cmo_model.scenario import Scenario
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.scenario.effect_share import Claim
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.paths import exists, fits
from cmo_model.words import Language

MOST_KEPT = 3
"""Scenarios kept beside the one on screen; four side by side in all."""
MOST_CHOICES = 400
"""Choices about a history and the cash; the name of one and its value have as many letters as a file's name at most."""
MOST_EDITS = 2**53
"""Beyond which the browser's own numbers are no longer exact."""
MOST_PACKED = 64 * 1024
"""Characters of a file in a draft; a larger one has to be opened again after a reload."""
MOST_PACKED_BESIDE = MOST_PACKED // 2
"""The same of a table of firms, of a decision to check, and of what happened."""
_MOST_DEFLATED = 64 * MOST_PACKED
"""Bytes beyond which a file is not even deflated to find that it is too large."""
MOST_LETTERS = 200
"""Of a file's name."""
_MOST = 512 * 1024
"""Characters of a draft: a history, what stands beside it, and as much again of the draft before."""
MOST_BEFORE = 64 * 1024
"""Characters of the draft before, with those before it; past it, those go."""

CHECK = "checkback:"
"""How the choices begin about a decision to check: what happened each month, what was answered of its file, the option followed."""
_MONTHS = tuple(f"{CHECK}{month}:" for month in range(1, MOST_MONTHS + 1))
TEST = "test:"
"""How the choice of a test that is in the calendar begins, its channel after it."""
CLIENTS = "clients:"
"""How the choices begin that are about a table of firms."""
OF_NO_HISTORY = ("cash:", "compare:", "title:", "typed:", CHECK, TEST, CLIENTS)
"""How choices begin that another history leaves as they are."""
OF_NO_FIRM = ("title:", CHECK, CLIENTS)
"""How those begin that another firm leaves as they are."""
Origin = Literal["example", "own", "link", "file"]
Kind = Literal["version", "link", "example"]


def example_scenario(name: str) -> Scenario:
    """An example's scenario."""
    return read_scenario(examples.source(name).encode())


@dataclass(frozen=True)
class BroughtFile:
    """Its name, its bytes, and whether reading it was refused: such a file is in no draft, and opened by none."""

    name: str
    data: bytes
    refused: bool = field(default=False, compare=False)

    @cached_property
    def packed(self) -> tuple[str, ...]:
        """Name and deflated bytes, as a draft holds them; nothing when they are too many."""
        if self.refused or len(self.data) > _MOST_DEFLATED:
            return ()
        deflated = base64.b64encode(zlib.compress(self.data, 9)).decode()
        return (self.name, deflated) if len(deflated) <= MOST_PACKED else ()

    @property
    def packed_beside(self) -> bool:
        """Whether it survives a reload beside a history: as a table of firms, a decision to check, or what happened."""
        return bool(self.packed) and len(self.packed[1]) <= MOST_PACKED_BESIDE


def unpacked(given: Any) -> BroughtFile | None:
    """A file as a draft holds it, inflated with a bound; nothing when it cannot be read."""
    try:
        name, deflated = given
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.b64decode(deflated, validate=True), MOST_BYTES)
        return BroughtFile(str(name)[:MOST_LETTERS], data) if inflate.eof else None
    except (ValueError, TypeError, zlib.error):
        return None


def own_scenario() -> Scenario:
    """Where one's own figures begin: the documented defaults, and no name."""
    return Scenario(name="")


class Kept(BaseModel):
    """A scenario set aside for comparison: whence it came (a version of one's own, a link, an example), its number or name."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    name: str
    scenario: Scenario


def choices_fit(choices: object) -> bool:
    """Whether what was chosen is words, numbers from 0, yes or no, by name, and not too much of it."""
    if not isinstance(choices, dict) or len(choices) > MOST_CHOICES:
        return False
    for name, value in choices.items():
        number = isinstance(value, (int, float)) and 0 <= value < MOST_MONEY
        if len(str(name)) > MOST_LETTERS or not (number or (isinstance(value, str) and len(value) <= MOST_LETTERS)):
            return False
    return True


def _chosen(choices: Any) -> Any:
    if not choices_fit(choices):
        raise ValueError("choices")
    return choices


def _example(name: str) -> str:
    if name not in examples.names():
        raise ValueError(name)
    return name


def _file(given: Any) -> BroughtFile | None:
    return given if isinstance(given, BroughtFile) or given is None else unpacked(given)


def _kept(given: Any) -> tuple[Kept, ...]:
    """What was set aside; one that cannot be read, or that has the name of another, is left out alone."""
    found: dict[tuple[str, str], Kept] = {}
    for one in given[:MOST_KEPT]:
        if isinstance(one, Kept):
            found[one.kind, one.name] = one
            continue
        kind, name, link = one
        known = name in examples.names() if kind == "example" else str(name).isdigit() and len(name) < 7
        if known and kind in ("version", "link", "example"):
            with suppress(ReadError, ValueError):
                found.setdefault((kind, name), Kept(kind=kind, name=name, scenario=read_link(link).scenario))
    return tuple(found.values())


class Draft(BaseModel):
    """Everything typed and chosen.

    Figures are `changes` to a `start` (an example, a link, a file), by path, each with who gave it in `tags`. `claim` is the share
    of the assumed effects of leadership that counts; `file` is the history of the firm on screen, `clients` a table of many firms;
    `frozen` a decision to check, a file's or the text of a link with a day, and `happened` a file of what did; `choices` what was
    chosen about the history, the cash, the table and that decision; `sequence` the last edit taken from the browser's log,
    `figures` which start edits are typed over; `before` the draft that "back" returns to.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    version: Literal[1] = 1
    origin: Origin = "example"
    example: Annotated[str, AfterValidator(_example)] = examples.FIRST
    base: Annotated[str, Field(exclude=True)] = ""
    start: Scenario = Field(default_factory=lambda: example_scenario(examples.FIRST))
    changes: dict[str, Any] = Field(default_factory=dict)
    tags: dict[str, Tag] = Field(default_factory=dict)
    claim: Claim = "full"
    typing: Literal["client", "consultant"] = "client"
    keep: Annotated[bool, Field(strict=True)] = False
    file: Annotated[BroughtFile | None, BeforeValidator(_file)] = None
    clients: Annotated[BroughtFile | None, BeforeValidator(_file)] = None
    frozen: Annotated[BroughtFile | None, BeforeValidator(_file)] = None
    happened: Annotated[BroughtFile | None, BeforeValidator(_file)] = None
    choices: Annotated[dict[str, Any], BeforeValidator(_chosen)] = Field(default_factory=dict)
    transfer: Transfer = Field(default_factory=Transfer)
    kept: Annotated[tuple[Kept, ...], BeforeValidator(_kept)] = ()
    counted: Annotated[int, Field(strict=True, ge=0, lt=MOST_EDITS)] = 0
    figures: Annotated[str, Field(max_length=16)] = Field(default_factory=lambda: secrets.token_hex(4))
    sequence: Annotated[int, Field(strict=True, ge=0, lt=MOST_EDITS)] = 0
    language: Language | None = None
    before: Annotated[str, Field(max_length=_MOST)] = ""

    @model_validator(mode="before")
    @classmethod
    def _opened(cls, tree: Any) -> Any:
        """The start of what was written: an example's, or that of a link; changes and tags of fields that there are."""
        if not isinstance(tree, dict) or not isinstance(tree.get("start", ""), str):
            return tree
        tree = tree | {"choices": tree.get("choices", tree.get("arbitrage", {}))}  # as an earlier version called them
        origin = tree.get("origin", "example")
        if origin == "own":
            tree["start"] = own_scenario()
        elif origin == "example":
            tree["start"] = example_scenario(_example(str(tree.get("example", examples.FIRST))))
        else:
            opened = read_link(str(tree.get("start")))
            tree |= {"start": opened.scenario, "base": opened.base}
        changes, tags = dict(tree.get("changes", {})), dict(tree.get("tags", {}))
        tree["changes"] = {path: value for path, value in changes.items() if exists(path) and fits(path, value)}
        tree["tags"] = {path: tag for path, tag in tags.items() if path in FIELDS}
        return tree

    @field_serializer("start")
    def _start(self, start: Scenario) -> str:
        return "" if self.origin in ("example", "own") else write_link(start, base=self.base, with_name=True)

    @field_serializer("file")
    def _packed(self, file: BroughtFile | None) -> tuple[str, ...]:
        return file.packed if file else ()

    @field_serializer("clients", "frozen", "happened")
    def _packed_beside(self, file: BroughtFile | None) -> tuple[str, ...]:
        return file.packed if file and file.packed_beside else ()

    @field_serializer("kept")
    def _aside(self, kept: tuple[Kept, ...]) -> list[list[str]]:
        return [[one.kind, one.name, write_link(one.scenario, with_name=True)] for one in kept]

    @property
    def untouched(self) -> bool:
        """Whether it is an example as it came."""
        return self.origin == "example" and not self.changes and self.claim == "full"

    @property
    def follows(self) -> bool:
        """Whether something is known of what happened since the decision to check."""
        return self.happened is not None or any(name.startswith(_MONTHS) for name in self.choices)

    @property
    def began_from(self) -> str:
        """The example the figures began from; none when they came from elsewhere."""
        return self.example if self.origin == "example" else self.base

    @property
    def answered(self) -> Transfer | None:
        """The transfer, once something of it was answered."""
        return None if self.transfer == Transfer() else self.transfer

    @property
    def tests(self) -> tuple[Scheduled, ...]:
        """The tests put in the calendar, the first to begin first; what cannot be read is left out."""
        written = {name.removeprefix(TEST): value for name, value in self.choices.items() if name.startswith(TEST)}
        found = [scheduled(channel, value) for channel, value in written.items() if isinstance(value, str)]
        return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.day, one.channel)))

    def checking(self, frozen: BroughtFile | None) -> Draft:
        """A copy with another decision to check, or none; what happened after the one before goes with it."""
        rest = {name: value for name, value in self.choices.items() if not name.startswith(CHECK)}
        return self.but(frozen=frozen, happened=None, choices=rest)

    def but(self, **changed: Any) -> Draft:
        """A copy with some of it changed."""
        return self.model_copy(update=changed)

    def after(self, left: Draft) -> Draft:
        """A copy, come back to from `left`, with what of it is no firm's own: the table of firms, who types and in which language.

        What is known of a decision to check stays too, unless it was closed or erased; so does a history too large to be written.
        """
        stays: tuple[str, ...] = (CLIENTS,)
        kept: dict[str, Any] = {"clients": left.clients, "language": left.language, "typing": left.typing}
        if self.frozen in (None, left.frozen) and (left.follows or not self.follows):
            stays, kept = (CLIENTS, CHECK), kept | {"frozen": left.frozen, "happened": left.happened}
        if self.file is None and left.file is not None and not left.file.packed:
            kept["file"] = left.file
        chosen = {name: value for name, value in left.choices.items() if name.startswith(stays)}
        rest = {name: value for name, value in self.choices.items() if not name.startswith(stays)}
        return self.but(choices=rest | chosen, **kept)

    def written(self) -> str:
        """The draft as text."""
        return self.model_dump_json()


def never_kept(before: str) -> str:
    """A draft set aside, and those before it, none of them to be kept on this computer."""
    found = read_draft(before)
    return "" if found is None else found.but(keep=False, before=never_kept(found.before)).written()


def read_draft(text: str) -> Draft | None:
    """A draft from its text; nothing where it is none."""
    try:
        found = Draft.model_validate_json(text) if len(text) <= _MOST else None
        return found if found is not None and "version" in found.model_fields_set else None
    except (ValueError, TypeError, AttributeError, KeyError):  # pydantic's own error, and ReadError, are of the first kind
        return None
