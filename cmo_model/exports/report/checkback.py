"""A decision opened later, as one page: a chart a measure, what explains the gap, the advice then and now, and what said so."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cmo_model.checkback import CheckBack, Measure
from cmo_model.exports.handout import Paper, slug
from cmo_model.exports.report import SIZES, compiled, drawings
from cmo_model.exports.report.pieces import Figure, Section
from cmo_model.exports.report.typography import printable, printed
from cmo_model.words import Text
from cmo_model.words.sentences import checkback as said_of

TEMPLATE = Path(__file__).with_name("checkback.typ")
_WIDTH, _HEIGHT = 233.0, 92.0
"""Of a chart, in points."""


@dataclass(frozen=True)
class Chart:
    """One measure: its name, its curve, and where it stands."""

    title: str
    figure: Figure
    said: str


@dataclass(frozen=True)
class Page:
    """All that the page says, written."""

    language: str
    region: str
    title: str
    product: str
    firm: str
    date: str
    headline: str
    note: str
    legend: str
    charts: tuple[Chart, ...]
    sections: tuple[Section, ...]
    versions: tuple[str, ...]
    link: str
    foot_link: str
    ink: str
    accent: str


def checkback_report(check: CheckBack, t: Text, day: datetime.date, paper: Paper = "letter") -> bytes:
    """The PDF of a decision opened on a day, the same bytes for the same one. Raises `RuntimeError` on any warning of Typst."""
    return compiled(TEMPLATE, json.dumps({"paper": SIZES[paper]} | asdict(page(check, t, day))))


def checkback_name(check: CheckBack, t: Text, day: datetime.date) -> str:
    """What its file is called: its subject, the firm, the month."""
    parts = (t("checkback.file"), slug(check.frozen.scenario.name.strip()), f"{day:%Y-%m}")
    return f"{'-'.join(filter(None, parts))}.pdf"


def page(check: CheckBack, t: Text, day: datetime.date) -> Page:
    """What the page says."""
    t = printed(t.language, t.place)
    language, region = t.tag.split("-")
    firm = printable(check.frozen.scenario.name.strip() or t("handout.no_name"))
    then = t("checkback.advice_then", day=t.date(check.frozen.day))
    return Page(
        language=language,
        region=region,
        title=f"{firm} · {t('checkback.title')}",
        product=t("product"),
        firm=firm,
        date=t.date(day),
        headline=t("checkback.title"),
        note=said_of.followed(check, t),
        legend=t("checkback.legend"),
        charts=tuple(_chart(check, measure, t) for measure in check.measures),
        sections=(
            Section(t("checkback.gap"), tuple(said_of.named(check, t))),
            Section(then, tuple(said_of.advised_then(check, t))),
            Section(t("checkback.advice_now"), tuple(said_of.advised_now(check, t))),
        ),
        versions=tuple(said_of.versions(check, t)),
        link="",
        foot_link="",
        ink=drawings.INK,
        accent=drawings.ACCENT,
    )


def _chart(check: CheckBack, measure: Measure, t: Text) -> Chart:
    figure = Figure(drawings.against(check, measure, t, _WIDTH, _HEIGHT), said_of.in_words(check, measure, t), _HEIGHT)
    return Chart(t(f"checkback.measures.{measure}"), figure, said_of.counted(check, measure, t))
