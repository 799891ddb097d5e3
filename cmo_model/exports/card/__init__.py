"""The card: one page that stands alone, to open from a mail or a disk, with no network, and to print on one sheet.

Everything is said in the page itself, so that a reader that drops scripts and styles loses only the mark that moves along the
curves. The page's own policy lets nothing in but its one style and its one script, told by their digests; what was typed is text,
and the data beside the script is inert JSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files

from cmo_model.exports.card import drawings
from cmo_model.exports.card.figures import Figure, figures, weightiest
from cmo_model.exports.card.markup import Markup, joined, tag
from cmo_model.exports.handout import Entry, Handout, given, ledger
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.place import rates, standing_in
from cmo_model.words.sentences.risk import three_flips

MOST_BYTES = 300_000
MOST_GIVEN, MOST_DEFAULTS = 6, 5
"""Values of each kind on the card; the report and the workbook list them all."""


def card(handout: Handout) -> bytes:
    """The page of a handout, the same bytes for the same handout."""
    t, found = handout.text, figures(handout)
    style, script = (files(__package__).joinpath(name).read_text("utf-8") for name in ("card.css", "card.js"))
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; base-uri 'none'"
    body = joined(
        [
            tag(
                "main",
                _head(handout, t),
                _answer(handout, t),
                _options(handout, t),
                _figures(handout, found, t),
                _basis(handout, t),
                _foot(handout, t),
            ),
            tag("script", _inert([{"points": one.points, "said": one.said, "at": one.at} for one in found]), **_DATA),
            tag("script", Markup(script)),
        ]
    )
    head = joined(
        [
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            Markup('<meta name="referrer" content="no-referrer">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Markup('<link rel="icon" href="data:,">'),
            tag("title", t("report.title", firm=handout.firm)),
            tag("style", Markup(style)),
        ]
    )
    page = tag("html", tag("head", head), tag("body", body), lang=t.tag)
    return f"<!doctype html>\n{page}\n".encode()


_DATA = {"type": "application/json", "id": "curves"}


def _digest(source: str) -> str:
    """A source as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _inert(data: object) -> Markup:
    """Data that can end no element and begin none."""
    plain = json.dumps(data, separators=(",", ":"))
    return Markup(re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", plain))


def _head(handout: Handout, t: Text) -> Markup:
    firm = tag("p", tag("bdi", handout.firm, class_="firm"), " ", t("product"))
    return tag("header", firm, tag("p", t.date(handout.day)))


def _answer(handout: Handout, t: Text) -> Markup:
    """What to do, what it gains, when, how sure; then what it hangs on."""
    advice = handout.advice
    claim = "" if handout.claim == "full" else t(f"page.claim.{handout.claim}")
    quiet = " ".join(filter(None, (*said_of.beside(advice, t), claim, standing_in(handout.decision.scenario, handout.day, t))))
    return tag(
        "section",
        tag("h1", said_of.headline(advice, t)),
        *(tag("p", said, class_="lead") for said in said_of.gains(advice, t)),
        tag("p", said_of.when(advice, handout.day, t)),
        tag("p", " ".join(said_of.sure(advice, t))),
        *([tag("p", quiet, class_="quiet")] if quiet else []),
        class_="answer",
    )


def _options(handout: Handout, t: Text) -> Markup:
    """The options, the highest mean first: bar and whisker, and in figures what the screen compares."""
    advice = handout.advice
    scale, titles = drawings.Scale(advice), [t(key) for key in said_of.COMPARED]
    heads = [tag("th", title, scope="col") for title in titles]
    heads.insert(1, tag("td", drawings.today(t("chart.today"), scale), class_="picture"))
    rows = []
    for option, (name, *cells) in said_of.compared(advice, t).items():
        told = [tag("td", cell, data_title=title) for cell, title in zip(cells, titles[1:], strict=True)]
        picture = tag("td", drawings.gain(option, advice, scale), class_="picture")
        rows.append(tag("tr", tag("th", name, scope="row"), picture, *told, class_="best" if option == advice.advised else ""))
    months = t.counted("months", handout.decision.scenario.horizon_months)
    title = tag("h2", t("chart.title", months=months), " ", tag("small", t("card.note")))
    return tag("section", title, tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows)), class_="options")


def _figures(handout: Handout, found: list[Figure], t: Text) -> Markup:
    """The figures that matter, side by side; and that no other changes the answer, where that is so."""
    said = three_flips(handout.risk, handout.decision, t)
    turns = [turn for one in found for turn in one.turns]
    title = tag("h2", t("page.matters"), " ", tag("small", t("page.legend")))
    parts = [tag("div", *(_figure(one, t) for one in found), class_="figures")]
    parts += [tag("p", one, class_="quiet") for one in said if one not in turns]
    return tag("section", title, *parts, tag("p", t("card.hint"), class_="quiet hint", hidden="hidden"))


def _figure(one: Figure, t: Text) -> Markup:
    curve = one.curve
    label, (low, high) = field_label(t, curve.path), (field_value(t, curve.path, curve.values[end]) for end in (0, -1))
    leads = {"lead_low": t.about(curve.leads[0]), "lead_high": t.about(curve.leads[-1])}
    alt = t("risk.tornado_row", figure=label, low=low, high=high, **leads)
    return tag(
        "article",
        tag("h3", label),
        tag("p", t("answer.today"), " ", tag("b", field_value(t, curve.path, curve.today)), class_="now"),
        tag("div", drawings.flips(one, t), class_="strip"),
        tag("div", drawings.curve(one), class_="plot", role="img", aria_label=alt, data_name=label),
        tag("p", tag("span", low), " ", tag("span", high), class_="ends", aria_hidden="true"),
        tag("p", one.said[one.at], class_="said"),
        tag("p", *one.turns, class_="turn"),
    )


def _basis(handout: Handout, t: Text) -> Markup:
    """The values given, those of people first, and the defaults that weigh most, each with its source and its day."""
    entries = {entry.path: entry for entry in ledger(handout) if entry.path != "name"}
    told = given(entries.values())[:MOST_GIVEN]
    heavy = [entries[path] for path in weightiest(handout.risk) if path in entries]
    defaults = [entry for entry in heavy if entry.giver == "default"][:MOST_DEFAULTS]
    parts = []
    if told:
        parts.append(_values(t("report.given"), [(entry, tag("small", entry.given_by)) for entry in told]))
    if defaults:
        parts.append(_values(t("card.defaults"), [(entry, _source(entry, t)) for entry in defaults]))
    rest = t("slides.rest", n=str(len(entries) - len(told) - len(defaults)))
    return tag("section", tag("h2", t("slides.basis"), " ", tag("small", rest)), tag("div", *parts, class_="basis"))


def _values(title: str, rows: list[tuple[Entry, Markup]]) -> Markup:
    cells = [tag("tr", tag("th", entry.label, " ", by, scope="row"), tag("td", entry.value)) for entry, by in rows]
    return tag("table", tag("caption", title), tag("tbody", *cells), class_="values")


def _source(entry: Entry, t: Text) -> Markup:
    """Who says a default, with the day it was checked."""
    assert entry.checked is not None  # noqa: S101 - each default has its source and its day
    said = t("report.source", source=entry.source, date=t.date(entry.checked))
    return tag("small", _link(entry.address, said) if _followed(entry.address) else said)


def _foot(handout: Handout, t: Text) -> Markup:
    """What is not counted and which way the assumptions lean, whose rates are used, and the way back."""
    limits = tag("p", tag("b", t("verdict.not_counted_title")), " ", t("verdict.not_counted"), " ", t("verdict.lean"))
    back = []
    if _followed(handout.link):
        back = [" ", _link(handout.link, t("bar.link"))]
    elif handout.link:
        back = [" ", tag("span", t("bar.link"), " ", handout.link, class_="address")]
    return tag("footer", limits, tag("p", rates(handout.decision.scenario, t), *back))


def _followed(address: str) -> bool:
    """Whether an address may be followed."""
    return re.match(r"https?://", address) is not None


def _link(address: str, words: str) -> Markup:
    return tag("a", words, href=address, rel="noopener noreferrer")
