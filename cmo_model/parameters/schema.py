"""The shape of a parameter file: every number somebody else decided, with its source and the day last checked.

Kinds: `law` (a statute or its regulation), `article` (a claim of the source articles), `evidence` (published figures),
`assumption` (ours). Confidence is a word, `high`, `medium` or `low`; `inferred` marks a figure deduced, not read. Words stand with
each language (`words/fr/parameters.yaml`), under the names used here.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Self

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
    """One charge of a line on pay: a rate on the slice of a base between two bounds, or an amount a year.

    The base is the pay, or the sum of the `lines` named. The rate is a number or the scenario field that holds it. A charge may
    hold only where the firm has so many people (`staff`, first and last), for an executive, or once the pay is over `pay_above`.
    """

    lower: NonNegative = 0.0
    upper: NonNegative | None = None
    rate: NonNegative | None = None
    rate_of: str | None = None
    multiplier: NonNegative = 1.0
    amount: NonNegative | None = None
    lines: tuple[str, ...] = ()
    staff: tuple[int, int | None] | None = None
    executive: Literal[True] | None = None
    pay_above: NonNegative | None = None

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if sum(one is not None for one in (self.rate, self.rate_of, self.amount)) != 1:
            raise ValueError("a charge has either a rate, the field that gives it, or an amount")
        if self.rate is None and self.multiplier != 1:
            raise ValueError("only a rate of the law is multiplied: a rate of the firm's own, or an amount, is charged as it is")
        if self.upper is not None and self.upper <= self.lower:
            raise ValueError("a band ends above where it starts")
        if self.staff is not None and self.staff[1] is not None and self.staff[1] < self.staff[0]:
            raise ValueError("a number of people ends where it starts, or above")
        return self


class Graduated(Entry):
    """A percentage that climbs in a straight line with the payroll between two thresholds, by sector at the low end.

    A sector among the `exempt` pays nothing.
    """

    lower: NonNegative
    upper: NonNegative
    low_percent: dict[str, NonNegative]
    high_percent: NonNegative
    exempt: tuple[str, ...] = ()


class WholeAbove(Entry):
    """A share of the whole payroll, once it exceeds (not reaches) the threshold."""

    threshold: NonNegative
    rate: NonNegative


class Exemption(Entry):
    """A share of what the payroll exceeds an exemption by; past a ceiling the exemption is lost, and another share is of it all."""

    exemption: NonNegative
    rate: NonNegative
    ceiling: NonNegative | None = None
    rate_above: NonNegative | None = None

    @model_validator(mode="after")
    def _a_ceiling_has_its_rate(self) -> Self:
        if (self.ceiling is None) != (self.rate_above is None) or (self.ceiling or self.exemption) < self.exemption:
            raise ValueError("a ceiling is over the exemption, and comes with the rate past it")
        return self


class Relief(Entry):
    """What is taken off for a pay under so many `times` the minimum `wage` of a year, as a share of the pay.

    The share is `least` + spread × ((times × wage / pay - 1) / (times - 1)) ^ `exponent`, rounded half up to four decimals, and at
    most what it is at the minimum wage; the spread is `spread_below` in a firm of fewer than `staff` people, else `spread_from`.
    """

    wage: Annotated[float, Field(gt=0)]
    times: Annotated[float, Field(gt=1)]
    least: NonNegative
    exponent: NonNegative
    staff: int
    spread_below: NonNegative
    spread_from: NonNegative


class Line(Sourced):
    """One statutory line of the employer's cost: charges on the pay, a levy on the whole payroll, or a relief."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    bands: tuple[Band, ...] = ()
    graduated: Graduated | None = None
    whole_above: WholeAbove | None = None
    exemption: Exemption | None = None
    relief: Relief | None = None

    @model_validator(mode="after")
    def _one_way_to_charge(self) -> Self:
        if len([way for way in (self.bands, self.graduated, self.whole_above, self.exemption, self.relief) if way]) != 1:
            raise ValueError("a line is charged in one way: bands, graduated, whole_above, exemption or relief")
        return self

    @property
    def levy(self) -> Graduated | WholeAbove | Exemption | None:
        """How it is charged on the firm's whole payroll; nothing when it is on the pay."""
        return self.graduated or self.whole_above or self.exemption

    @property
    def fields(self) -> frozenset[str]:
        """The questions that the line rests on beside the pay; of a seat's own, the name alone."""
        found = {band.rate_of for band in self.bands if band.rate_of}
        found |= {"company.staff"} if self.relief or any(band.staff for band in self.bands) else set()
        found |= {"executive"} if any(band.executive for band in self.bands) else set()
        found |= {"company.annual_payroll"} if self.levy else set()
        return frozenset(found | ({"company.sector"} if self.graduated else set()))


class SalesTax(Sourced):
    """The sales tax on services, as a share of their price."""

    rate: NonNegative


class Statutory(Entry):
    """One jurisdiction in one year: its sales tax on services, and its lines in the order an accountant lists them."""

    jurisdiction: str
    year: int
    sales_tax: SalesTax
    lines: tuple[Line, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The questions that the place's own law makes."""
        return frozenset().union(*(line.fields for line in self.lines))


class PlaceDefault(Sourced):
    """The default of one question in a place, where it is not Québec's."""

    value: float


class Place(Entry):
    """What a place is, whatever the year: its currency, its locale and its own words by language, its defaults by question.

    `words` replace those of the language, by the same keys. `stale` says, once its file is old, why no newer one is filed.
    """

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    locales: dict[str, str] = {}
    defaults: dict[str, PlaceDefault] = {}
    words: dict[str, dict[str, Any]] = {}


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
