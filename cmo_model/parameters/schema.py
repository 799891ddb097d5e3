"""The shape of a parameter file: every number somebody else decided, with its source and the day last checked.

Kinds: `law` (a statute or its regulation), `article` (a claim of the source articles), `evidence` (published figures),
`assumption` (ours). Confidence is a word, `high`, `medium` or `low`; `inferred` marks a figure deduced, not read. Words stand with
each language (`words/fr/parameters.yaml`), under the names used here.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["law", "article", "evidence", "assumption"]
Confidence = Literal["high", "medium", "low"]
Stands = Literal["holds", "partly", "not_shown"]
NonNegative = Annotated[float, Field(ge=0)]


class Entry(BaseModel):
    """A frozen, closed record."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(Entry):
    """Where a figure was read; both empty for an assumption of ours."""

    title: str
    address: str


class Sourced(Entry):
    """What every figure carries, whoever decided it; `note` names what is said of it."""

    kind: Kind
    source: Source
    checked: datetime.date
    confidence: Confidence
    inferred: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _law_names_its_source(self) -> Self:
        if self.kind != "assumption" and not self.source.title:
            raise ValueError("everything but an assumption of ours names its source")
        return self


class Band(Entry):
    """A rate on the slice of pay between two bounds; the rate is a number or the scenario field that holds it."""

    lower: NonNegative
    upper: NonNegative | None = None
    rate: NonNegative | None = None
    rate_of: str | None = None
    multiplier: NonNegative = 1.0

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if (self.rate is None) == (self.rate_of is None):
            raise ValueError("a band has either a rate or the field that gives it")
        if self.rate_of is not None and self.multiplier != 1:
            raise ValueError("a rate of the firm's own is charged as it is")
        if self.upper is not None and self.upper <= self.lower:
            raise ValueError("a band ends above where it starts")
        return self


class Graduated(Entry):
    """A percentage that climbs in a straight line with the payroll between two thresholds, by sector at the low end."""

    lower: NonNegative
    upper: NonNegative
    low_percent: dict[str, NonNegative]
    high_percent: NonNegative


class WholeAbove(Entry):
    """A share of the whole payroll, once it exceeds (not reaches) the threshold."""

    threshold: NonNegative
    rate: NonNegative


class Line(Sourced):
    """One statutory line of the employer's cost."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    basis: Literal["pay", "payroll"]
    bands: tuple[Band, ...] = ()
    graduated: Graduated | None = None
    whole_above: WholeAbove | None = None

    @model_validator(mode="after")
    def _one_way_to_charge(self) -> Self:
        ways = [bool(self.bands), self.graduated is not None, self.whole_above is not None]
        if sum(ways) != 1 or (self.basis == "pay") != bool(self.bands):
            raise ValueError("a line on pay has bands; a line on payroll is graduated or on the whole above a threshold")
        return self


class SalesTax(Sourced):
    """The sales tax on services, as a share of their price."""

    rate: NonNegative


class Statutory(Entry):
    """One jurisdiction in one year: its sales tax on services, and its lines in the order an accountant lists them."""

    jurisdiction: str
    year: int
    currency: str
    sales_tax: SalesTax
    lines: tuple[Line, ...]


class Threshold(Sourced):
    """A number where a signal lights or a zone begins, or that is taken of any channel."""

    value: float
    unit: str


class Default(Sourced):
    """Why a question's default is what it is. The value itself stands in `scenario.py`, once."""


class Spread(Entry):
    """How far a figure may be from its entered value, in multiples of it or in additions to it, and how to know it better."""

    times: tuple[float, float] | None = None
    plus: tuple[float, float] | None = None
    learn: str

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [pair for pair, still in ((self.times, 1.0), (self.plus, 0.0)) if pair and pair[0] <= still <= pair[1]]
        if len(given) != 1 or (self.times is None) == (self.plus is None):
            raise ValueError("a spread is either in multiples or in additions, and holds the entered value")
        return self


class Uncertain(Sourced):
    """The spread of one figure, and who says so."""

    spread: Spread


class Duty(Entry):
    """A family of tasks: the hours one unit takes in a week (low, likely, high), a common volume."""

    unit_hours: tuple[NonNegative, NonNegative, NonNegative]
    typical: NonNegative


class Duties(Entry):
    """The families, and the one that is a share of all the others."""

    kind: Kind
    checked: datetime.date
    confidence: Confidence
    share_of_rest: str
    duties: dict[str, Duty]


class Article(Entry):
    """A source article; author and date are empty where they were not kept."""

    title: str
    author: str | None = None
    date: datetime.date | None = None
    address: str


class Claim(Entry):
    """What an article claims, and whether the evidence bears it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    article: str
    stands: Stands
    sources: tuple[Source, ...]
    checked: datetime.date
    confidence: Confidence


class Claims(Entry):
    """The articles by name, and their claims in reading order."""

    articles: dict[str, Article]
    claims: tuple[Claim, ...]

    @model_validator(mode="after")
    def _every_claim_is_in_an_article(self) -> Self:
        if strangers := {claim.article for claim in self.claims} - self.articles.keys():
            raise ValueError(f"no such article: {sorted(strangers)}")
        return self


class ChannelKind(Entry):
    """A kind of channel: the least and the most of its credited revenue that spend may have caused, and the words of its names.

    A name with one of the words in `unless` is of another kind.
    """

    caused: tuple[NonNegative, NonNegative]
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
