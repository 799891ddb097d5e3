"""From a file's bytes to what was read of it: the whole of `read_history`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from cmo_model.readers.apart import MOST_SECONDS, Apart, BusyError, EndedError
from cmo_model.readers.history.cells import (
    FIGURES,
    ROLES,
    Columns,
    Question,
    Read,
    Role,
    Row,
    RowProblem,
    Table,
    inert,
    shown,
)
from cmo_model.readers.history.columns.headers import find_columns, find_header, missing_roles, perhaps_channels
from cmo_model.readers.history.columns.titles import platform_of
from cmo_model.readers.history.limits import MOST_ROWS, PREVIEW_ROWS
from cmo_model.readers.history.rows import WHOSE, build, told, usable_rows
from cmo_model.readers.history.table import is_workbook, read_text, refuse
from cmo_model.scenario.checks import plain

WORKBOOKS = Apart("cmo_model.readers.history.xlsx:read_workbook")
"""What reads workbooks: long, and of files that anybody makes."""
CHANNEL_COLUMN, NONE_OF_THEM = "channel_column", "none"
"""The question of which column is that of channels, and its answer when none is."""
_MARKS = "%$€£#"
"""Signs by which titles that are otherwise the same differ."""
_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


def read_history(
    data: bytes, file_name: str = "", mapping: Columns | None = None, answers: Mapping[str, str] | None = None
) -> Read:
    """The monthly history in a CSV file or a workbook. `mapping` replaces the columns found; `answers` resolves the questions.

    Raises `ReadError` when the whole file is refused, with codes whose words `history_words` gives.
    """
    answers = _NO_ANSWERS if answers is None else answers
    table = read_table(data, file_name, answers.get("sheet", ""))
    if table.question:
        return Read(None, {}, (), (), (), (table.question,), 0)
    first = next((row for row in table.rows if any(cell != "" for cell in row.cells)), None)
    if first is None:
        raise refuse("file_empty")
    header = find_header(table.rows)
    if header is None:
        raise refuse("header_missing", first.number)
    body = [row for row in table.rows if row.number > header.number]
    if not any(cell != "" for row in body for cell in row.cells):
        raise refuse("no_rows")
    headers = [" ".join(shown(cell).split()) for cell in header.cells]
    while headers and not headers[-1]:
        headers.pop()
    _check_titles(headers, header.number)
    width = len(headers)
    columns = find_columns(Row(header.number, header.cells[:width]), body)
    if mapping is not None:
        columns = {place: _known(mapping.get(place, "ignored")) for place in range(width)}
    columns, channel = _channels_of(columns, body, headers, answers)
    titles = {place: headers[place] or f"#{place + 1}" for place in range(width)}
    rows, problems = usable_rows(body, width, titles, columns)
    filled = sum(any(cell != "" for cell in row.cells) for row in body)
    if filled > MOST_ROWS:
        raise refuse("too_many_rows", rows=filled, limit=MOST_ROWS)
    problems = [*table.problems, *_ignored_columns(columns, headers), *problems]
    preview = tuple(tuple(inert(shown(cell)) for cell in row.cells) for row in rows[:PREVIEW_ROWS])
    if missing := missing_roles(columns):
        found = ", ".join(inert(name) for name in headers if name)
        for role in missing:
            code = "spend_missing" if role == "spend" else "column_missing"
            problems.append(RowProblem(code, None, "", {"role": role, "found": found}, "refused"))
        return Read(None, columns, tuple(headers), preview, told(problems), (Question("mapping", ()),), 0)
    above = [shown(cell) for row in table.rows if row.number < header.number for cell in row.cells]
    platform = platform_of((file_name, *above, *headers))
    before = [p for p in problems if p.action == "refused"]
    history, more, questions = build(rows, columns, titles, table, answers, platform, " ".join(above))
    if before and answers.get("refused_rows") != "leave_out":
        history = None
        also = sum(question.details["n"] for question in questions if question.code == "refused_rows")
        questions = [question for question in questions if question.code != "refused_rows"]
        questions.append(Question("refused_rows", ("leave_out",), {"n": len(before) + also}))
    if channel is not None:
        history, questions = (
            None,
            [channel, *(one for one in questions if one.code != WHOSE)],
        )  # whose it is depends on the channels
    problems += more
    refused = {p.row for p in problems if p.action == "refused" and p.row is not None}
    skipped = sum(p.code == "total_row_skipped" for p in problems)
    if history is not None:
        counts = {"rows": len(rows) - len(refused - {p.row for p in before}), "months": len(history.months)}
        problems.insert(0, RowProblem("ok", details=counts | {"channels": len(history.channels)}, action="accepted"))
    return Read(history, columns, tuple(headers), preview, told(problems), tuple(questions), len(refused) + skipped)


def read_table(data: bytes, file_name: str = "", sheet: str = "") -> Table:
    """The rows of a CSV file or of a workbook's sheet, before any cell is understood. Raises `ReadError`."""
    return _workbook(data, sheet) if is_workbook(data, file_name) else read_text(data)


def _workbook(data: bytes, sheet: str) -> Table:
    try:
        return cast("Table", WORKBOOKS.ask(data, sheet))
    except EndedError:
        raise refuse("too_long_to_read", limit=MOST_SECONDS) from None
    except BusyError:
        raise refuse("reading_is_busy") from None


def _channels_of(
    columns: dict[int, Role], body: list[Row], headers: list[str], answers: Mapping[str, str]
) -> tuple[dict[int, Role], Question | None]:
    """The columns with that of channels as it was answered, or the question of which one it is."""
    maybe = {headers[place]: place for place in perhaps_channels(body, columns) if headers[place]}
    answer = answers.get(CHANNEL_COLUMN, "")
    if answer in maybe:
        return {**columns, maybe[answer]: "channel"}, None
    if not maybe or answer == NONE_OF_THEM:
        return columns, None
    return columns, Question(CHANNEL_COLUMN, (*maybe, NONE_OF_THEM))


def _known(role: Role) -> Role:
    """The role given for a column, or `ignored` when there is no such role."""
    if isinstance(role, str):
        return role if role in ROLES else "ignored"
    return role if role[0] in FIGURES and role[1] else "ignored"


def _check_titles(headers: list[str], row: int) -> None:
    seen: dict[str, str] = {}
    for title in headers:
        key = f"{plain(title)} {''.join(mark for mark in title if mark in _MARKS)}".strip() or title
        if key and key in seen:
            raise refuse("header_duplicate", row, first=inert(seen[key]), second=inert(title))
        seen[key] = title


def _ignored_columns(columns: Columns, headers: list[str]) -> list[RowProblem]:
    names = [inert(headers[place]) for place, role in columns.items() if role == "ignored" and headers[place]]
    more = "…" if len(names) > 8 else ""
    return [RowProblem("column_ignored", details={"columns": ", ".join(names[:8]) + more})] if names else []
