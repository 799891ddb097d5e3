"""What a link or a file hands over: the scenario, who gave which value, and what could not be kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from cmo_model.growth.transfer import Transfer
from cmo_model.scenario import SCHEMA_VERSION, Scenario
from cmo_model.scenario.effect_share import Claim

Path = tuple[str | int, ...]
Tag = Literal["client", "consultant", "unknown"]
"""Who gave a value; a field without a giver is at its default."""
NO_TAGS: Mapping[str, Tag] = MappingProxyType({})


@dataclass(frozen=True)
class Problem:
    """One thing wrong: its code (a key under `errors.` in the texts), the field's path, its place, and the words' blanks."""

    code: str
    path: Path = ()
    line: int | None = None
    column: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class ReadError(ValueError):
    """A file or a value could not be accepted; `problems` says why, in the order of the file."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ReadError], tuple[Problem, ...]]:
        """As it is made, when it goes from one process to another."""
        return type(self), self.problems


@dataclass(frozen=True)
class Shared:
    """The scenario, who gave which value, the example it began from, the claim, what could not be kept; a file's transfer too.

    `version` is that of the scenario as it was kept, `frozen` the day on which a link froze it.
    """

    scenario: Scenario
    tags: Mapping[str, Tag]
    base: str = ""
    claim: Claim = "full"
    notices: tuple[Problem, ...] = ()
    transfer: Transfer | None = None
    version: int = SCHEMA_VERSION
    frozen: datetime.date | None = None
