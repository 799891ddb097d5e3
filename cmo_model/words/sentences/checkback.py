"""A decision opened later, said in sentences: what was expected and what happened, what explains the gap, the advice then and now.

The terminal, the page and the report print these, from one `CheckBack`.
"""

from __future__ import annotations

from collections.abc import Iterable

from cmo_model.checkback import EFFECT, Change, CheckBack, Frozen, Measure, Row
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import Text
from cmo_model.words.explanation import field_label
from cmo_model.words.sentences import advice as said_of

MOST_ALIKE = 3
"""Assumptions named beside the likeliest; the others are counted."""
COLUMNS = ("month", "expected", "band", "actual", "where")
"""Of the table of a measure, in their order."""


def kept(frozen: Frozen, t: Text) -> str:
    """That a decision is frozen, on which day and which option, and from when on it can be checked."""
    return t("checkback.frozen", day=t.date(frozen.day), option=t(f"options.{frozen.option}"), first=t.month(frozen.first))


def headline(check: CheckBack, t: Text) -> str:
    """Whether things went as planned."""
    return t("checkback.as_planned" if check.explanation.inside else "checkback.not_as_planned")


def followed(check: CheckBack, t: Text) -> str:
    """What was decided when, and the months that are known."""
    months = check.actuals.months
    first, last = (t.month(check.frozen.month(month)) for month in (months[0], months[-1]))
    option = t(f"options.{check.frozen.option}")
    return t("checkback.followed", day=t.date(check.frozen.day), option=option, known=str(len(months)), first=first, last=last)


def measured(value: float, measure: Measure, t: Text) -> str:
    """A figure of a measure."""
    if measure in ("sales", "cost"):
        return t.money(value, cents=False)
    return t.number(value, 0 if measure == "customers" else 1)


def table(frozen: Frozen, rows: Iterable[Row], measure: Measure, t: Text) -> list[tuple[str, ...]]:
    """Months of a measure: expected, its band, what happened, inside or outside."""
    return [_cells(frozen, row, measure, t) for row in rows]


def _cells(frozen: Frozen, row: Row, measure: Measure, t: Text) -> tuple[str, ...]:
    expected, low, high = (measured(value, measure, t) for value in (row.expected, row.low, row.high))
    actual = t("checkback.unknown") if row.actual is None else measured(row.actual, measure, t)
    inside = "" if row.inside is None else t(f"checkback.columns.{'inside' if row.inside else 'outside'}")
    return t.month(frozen.month(row.month), brief=True), expected, t("checkback.band", low=low, high=high), actual, inside


def counted(check: CheckBack, measure: Measure, t: Text) -> str:
    """How many months of a measure are in the band, and the last one known."""
    rows = [row for row in check.rows(measure) if row.actual is not None]
    inside = str(sum(bool(row.inside) for row in rows))
    return t("checkback.counted", inside=inside, known=str(len(rows)), told=told(check.frozen, rows[-1], measure, t))


def told(frozen: Frozen, row: Row, measure: Measure, t: Text) -> str:
    """One month of a measure: what happened, what was expected and its band."""
    expected, low, high = (measured(value, measure, t) for value in (row.expected, row.low, row.high))
    actual = t("checkback.unknown") if row.actual is None else measured(row.actual, measure, t)
    return t("checkback.told", month=t.month(frozen.month(row.month)), actual=actual, expected=expected, low=low, high=high)


def figure(change: Change, t: Text) -> str:
    """What an assumption is called."""
    return t("checkback.effect") if change.path == EFFECT else field_label(t, change.path)


def _value(change: Change, value: float, t: Text) -> str:
    if change.path == EFFECT:
        return t("checkback.effect_share", share=t.percent(value, 0))
    return t.rounded(value, FIELDS[change.path].unit)


def named(check: CheckBack, t: Text) -> list[str]:
    """Which assumption explains the gap, and what these months do not tell apart; that there is nothing to explain where so."""
    found = check.explanation
    if found.inside:
        return [t("checkback.inside")]
    if not found.changes:
        return [t("checkback.beyond" if found.beyond else "checkback.by_luck")]
    one, *more = found.changes
    blanks = {"figure": figure(one, t), "fitted": _value(one, one.fitted, t), "entered": _value(one, one.expected, t)}
    share = t.percent(found.share, 0)
    if more:
        second = {"second": figure(more[0], t)}
        second |= {f"second_{name}": _value(more[0], value, t) for name, value in _ends(more[0]).items()}
        said = [t("checkback.two", share=share, **blanks, **second)]
    else:
        said = [t("checkback.one", share=share, **blanks)]
    if found.alike:
        others = [t("checkback.alike_one", figure=figure(one, t), fitted=_value(one, one.fitted, t)) for one in found.alike]
        if len(others) > MOST_ALIKE:
            others = [*others[:MOST_ALIKE], t("checkback.and_others", n=str(len(others) - MOST_ALIKE))]
        said.append(t("checkback.alike", others=", ".join(others)))
    return [*said, t("checkback.not_proof")]


def _ends(change: Change) -> dict[str, float]:
    return {"fitted": change.fitted, "entered": change.expected}


def advised_then(check: CheckBack, t: Text) -> list[str]:
    """What was advised on the frozen day, and what it would gain."""
    then, scenario = check.frozen.advice, check.frozen.scenario
    said = [said_of.to_do(then.advised, then.label, then.rival, scenario.current, t)]
    if then.advised != scenario.current:
        months = t.counted("months", scenario.horizon_months)
        between = said_of.between(then.low_gain, then.high_gain, t)
        said.append(t("advice.gain", months=months, amount=t.about(then.mean_gain), between=between))
    return said


def advised_now(check: CheckBack, t: Text) -> list[str]:
    """What is advised as of today, what it would gain, and whether that is another option than then."""
    then, now = (t(f"options.{option}") for option in (check.frozen.advice.advised, check.advice.advised))
    change = t("checkback.changed", now=now, then=then) if check.changed else t("checkback.same", option=now)
    basis = t("checkback.as_of" if check.explanation.changes else "checkback.as_of_none")
    first = [t("checkback.as_of_beyond")] if check.explanation.beyond else []
    return [*first, change, said_of.headline(check.advice, t), *said_of.gains(check.advice, t), basis]


def versions(check: CheckBack, t: Text) -> list[str]:
    """What the frozen figures were worked out with, and that it is another version than today's where it is."""
    said = check.frozen.versions
    blanks = {"package": said.package, "schema": str(said.schema_version), "year": str(said.year), "parameters": said.parameters}
    found = [t("checkback.versions", checked=t.date(said.checked), **blanks)]
    return [*found, t("checkback.other_versions")] if check.other_versions else found


def in_words(check: CheckBack, measure: Measure, t: Text) -> str:
    """The curve of a measure for who cannot see its picture."""
    rows = check.rows(measure)
    known = [row.actual for row in rows if row.actual is not None]
    first, last, begun, ended = (
        measured(value, measure, t) for value in (rows[0].expected, rows[-1].expected, known[0], known[-1])
    )
    return t("checkback.alt", measure=t(f"checkback.measures.{measure}"), first=first, last=last, begun=begun, ended=ended)
