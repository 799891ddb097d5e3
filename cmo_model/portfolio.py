"""The same advice over a table of firms: a row in, a verdict out, whatever the rows around it.

`advise_table` is all that a cluster needs: it takes a pandas frame whose columns are fields of a scenario and gives a frame of
`COLUMNS`, one row for each firm that could be read, in their order; `refused_rows` says which could not be, and why. Amounts are
rounded to the cent and chances to four decimals, so that the same rows give the same bytes on every machine.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cmo_model.readers.firms import ROW, Firms, Group, read_firms
from cmo_model.readers.scenario_file import remedy
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty.many import Answer, advise_many, central_worth
from cmo_model.uncertainty.study import Progress
from cmo_model.words import LANGUAGES, Language, text

_NPV = tuple(f"npv.{option}" for option in OPTIONS)
_SAID = tuple(one.name for one in fields(Answer))
COLUMNS = (ROW, "name", *_SAID, "best", *_NPV)
"""Of a verdict: the row, counted from 1 or as the table's own column `row` says, and the name; the advice, empty in a sieve; the
best option of the central case and each option's net value in it, in the currency of its place."""
_AMOUNTS = ("gain_over_today", "regret", *_NPV)
_KINDS = dict.fromkeys(COLUMNS, "str") | dict.fromkeys((*_AMOUNTS, "p_ever"), "float64") | {ROW: "int64", "hire_from": "Int64"}
_ARROW = {"str": pa.string(), "float64": pa.float64(), "int64": pa.int64(), "Int64": pa.int64()}
SCHEMA = pa.schema([(name, _ARROW[kind]) for name, kind in _KINDS.items()])
"""Of verdicts in an Arrow table or a Parquet file."""
_DECIMALS = dict.fromkeys(_AMOUNTS, 2) | {"p_ever": 4}


@dataclass(frozen=True)
class Worked:
    """Verdicts, of `COLUMNS`; refused cells (`row`, `column`, `remedy`); and the titles of the columns that were not read."""

    verdicts: pd.DataFrame
    refused: pd.DataFrame
    unread: tuple[str, ...] = ()


def advise_table(table: pd.DataFrame, example: str = "", *, sieve: bool = False) -> pd.DataFrame:
    """The verdict on each firm of a table, of `COLUMNS`; rows that cannot be read are left out.

    An empty cell stands at the default, or at what the `example` has. A `sieve` says the central case alone, some thousand times as
    fast: it draws nothing and advises nothing. Raises `ReadError` for titles that cannot be read.
    """
    return work(table, example, sieve=sieve).verdicts


def refused_rows(table: pd.DataFrame, example: str = "", language: Language = LANGUAGES[0]) -> pd.DataFrame:
    """What cannot be read of a table: `row`, `column`, and the `remedy` in words."""
    return _refused(read_firms(table, example), _rows(table), language)


def work(
    table: pd.DataFrame,
    example: str = "",
    *,
    sieve: bool = False,
    language: Language = LANGUAGES[0],
) -> Worked:
    """Verdicts and refused rows together."""
    firms, rows = read_firms(table, example), _rows(table)
    parts = [verdicts(group, sieve=sieve) for group in firms.groups]
    found = pd.concat(parts).sort_index(kind="stable") if parts else pd.DataFrame(columns=[*COLUMNS[2:]])
    found.insert(0, "name", [firms.names[at] for at in found.index])
    found.insert(0, ROW, rows[found.index.to_numpy(int)])
    return Worked(found.reset_index(drop=True).astype(_KINDS), _refused(firms, rows, language), firms.unread)


def _rows(table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Each row's number: its own where the table has a column of them, else from 1."""
    if ROW in table.columns and pd.api.types.is_integer_dtype(table[ROW].dtype):
        return table[ROW].to_numpy(np.int64)
    return np.arange(1, len(table) + 1)


def verdicts(group: Group, *, sieve: bool = False, progress: Progress | None = None) -> pd.DataFrame:
    """The verdicts on rows that share what is no figure, by their places: `COLUMNS` but for the row and the name."""
    worth = central_worth(group.scenario, group.figures)
    if sieve:
        said = pd.DataFrame(None, index=group.at, columns=[*_SAID], dtype=object)
    else:
        answers = advise_many(group.scenario, group.figures, progress=progress)
        said = pd.DataFrame([astuple(one) for one in answers], index=group.at, columns=[*_SAID])
    said["best"] = np.array([*OPTIONS], object)[worth.argmax(axis=1)]
    found = said.join(pd.DataFrame(worth, index=group.at, columns=[*_NPV]))
    return found.astype({name: kind for name, kind in _KINDS.items() if name in found}).round(_DECIMALS)


def _refused(firms: Firms, rows: npt.NDArray[np.int64], language: Language) -> pd.DataFrame:
    t = text(language)
    told = [(int(rows[one.at]), one.column, remedy(one.problem, t)) for one in firms.refused]
    return pd.DataFrame(told, columns=["row", "column", "remedy"]).astype({"row": "int64"})
