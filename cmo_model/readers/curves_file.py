"""A file of known response curves (JSON), read strictly: a list of objects, each with its name, family, parameters and bounds.

Limits: 256 KB and 1,000 curves. A parameter that its family does not use may be left out or null; so may a bound (0, and no end).
Amounts go up to a trillion (1e12), as everywhere.
"""

from __future__ import annotations

import json
import math
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, field_validator

from cmo_model.growth.curves import Curve, Family
from cmo_model.readers.scenario_file import MOST_BYTES, MOST_PROBLEMS
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.scenario.checks import MOST_LETTERS, MOST_MONEY, has_hidden_character

MOST_CURVES = 1000


LEAST, MOST = 1e-9, MOST_MONEY
"""A parameter in dollars outside these has no meaning, and its results no digits."""
Size = Annotated[float, Field(ge=LEAST, le=MOST)]
Amount = Annotated[float, Field(ge=0.0, le=MOST)]


class Written(BaseModel):
    """One curve as a file writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    name: Annotated[str, StringConstraints(min_length=1, max_length=MOST_LETTERS)]
    family: Family
    A: Size
    K: Size | None = None
    b: Annotated[float, Field(ge=0.001)] | None = None
    slope: Annotated[float, Field(le=100.0)] | None = None
    low: Amount | None = None
    high: Amount | None = None

    @field_validator("name")
    @classmethod
    def _visible(cls, value: str) -> str:
        if has_hidden_character(value):
            raise ValueError("hidden character")
        return value

    def curve(self) -> Curve:
        """The curve. Raises `ValueError` when a parameter has no meaning."""
        given = {name: value for name, value in self.model_dump().items() if value is not None}
        return Curve(**{"high": math.inf} | given)


_LIST = TypeAdapter(Annotated[list[Written], Field(min_length=1, max_length=MOST_CURVES)])


def read_curves(data: bytes) -> tuple[Curve, ...]:
    """The curves in a file's bytes, in its order. Raises `ReadError` with the place of each problem in the list."""
    if len(data) > MOST_BYTES:
        raise ReadError(Problem("file_too_large", details={"limit": MOST_BYTES // 1024}))
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    except UnicodeDecodeError:
        raise ReadError(Problem("not_text")) from None
    except (ValueError, RecursionError):
        raise ReadError(Problem("curves_json")) from None
    try:
        written = _LIST.validate_python(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
        raise ReadError(*(Problem("curve_invalid", _place(detail["loc"])) for detail in details)) from None
    curves = []
    for place, one in enumerate(written, start=1):
        try:
            curves.append(one.curve())
        except ValueError:
            raise ReadError(Problem("curve_invalid", (place,))) from None
    names = [one.name for one in curves]
    if len(set(names)) < len(names):
        raise ReadError(Problem("curve_twice"))
    return tuple(curves)


def _place(path: tuple[Any, ...]) -> tuple[Any, ...]:
    """The curve counted from 1, then its field."""
    return tuple(part + 1 if isinstance(part, int) else part for part in path)


def _refused(_: str) -> None:
    raise ValueError
