"""What was expected of a measure month by month, its band of eight times in ten, and what happened."""

from __future__ import annotations

from collections.abc import Sequence

from cmo_model.charts.look import round_ticks
from cmo_model.checkback import Frozen, Measure, Row
from cmo_model.skin.blocks import Block, table
from cmo_model.words import Text
from cmo_model.words.sentences import checkback as said_of

_ROOM = 0.14
"""Left of the first month for the names of the levels, as a share of all months."""


def against(kept: Frozen, rows: Sequence[Row], measure: Measure, t: Text) -> Block:
    """The months of a measure as a block of the readout; a point is solid where what happened is outside the band."""
    known = [(row.month, row.actual, row.inside) for row in rows if row.actual is not None]
    ends = [*(value for row in rows for value in (row.low, row.high)), *(actual for _, actual, _ in known)]
    pad = 0.06 * (max(ends) - min(ends) or 1.0)
    months, title = [row.month for row in rows], t(f"checkback.measures.{measure}")
    middle = months[len(months) // 2]

    def brief(value: float) -> str:
        return t.brief(value) if measure in ("sales", "cost") else t.number(value, 1)

    return {
        "kind": "lines",
        "title": title,
        "note": "",
        "x": [months[0] - _ROOM * (months[-1] - months[0]), months[-1]],
        "low": min(ends) - pad,
        "high": max(ends) + pad,
        "levels": [{"at": at, "tone": "faint", "text": brief(at)} for at in round_ticks(min(ends), max(ends))],
        "lines": [
            {
                "tone": "advised",
                "points": [(row.month, row.expected) for row in rows],
                "band": {"low": [(row.month, row.low) for row in rows], "high": [(row.month, row.high) for row in rows]},
            }
        ],
        "marks": [{"x": month, "y": actual, "tone": "happened" if inside else "happened out"} for month, actual, inside in known],
        "points": [
            {
                "x": row.month,
                "y": row.expected if row.actual is None else row.actual,
                "text": said_of.told(kept, row, measure, t),
            }
            for row in rows
        ],
        "ticks": [{"at": at, "text": t.month(kept.month(at), brief=True)} for at in dict.fromkeys((months[0], middle, months[-1]))],
        "table": table(
            title,
            [t(f"checkback.columns.{name}") for name in said_of.COLUMNS],
            [(False, cells) for cells in said_of.table(kept, rows, measure, t)],
        ),
    }
