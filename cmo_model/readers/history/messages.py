"""What reading a history says, in the reader's language. Codes are the only link between the reading and its words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from cmo_model.readers.history.cells import Question, Role, RowProblem, inert
from cmo_model.readers.shared import Problem
from cmo_model.words import Text

_OWN_NAMES = ("sheet", "channel_column")
"""Questions whose choices are names out of the file."""
_CHOICES = {",": "comma", ".": "point"}


def said(problem: RowProblem, t: Text) -> tuple[str, str, str]:
    """What was noticed and where, what was done, and what to put right ("" when there is nothing to do)."""
    message = t(f"history.problems.{problem.code}", **_blanks(problem.details, t))
    place = {"row": str(problem.row), "column": inert(problem.column), "message": message}
    if problem.row is not None and problem.column:
        what = t("history.at_row_column", **place)
    elif problem.row is not None:
        what = t("history.at_row", row=place["row"], message=message)
    elif problem.column:
        what = t("history.at_column", column=place["column"], message=message)
    else:
        what = message
    own = f"history.done.{problem.code}"
    done = t(own) if t.has(own) else t(f"history.done_by.{problem.action}")
    return what, done, t(f"history.fixes.{problem.code}")


def asked(question: Question, t: Text) -> tuple[str, dict[str, str]]:
    """The question, and the words of each of its choices; a sheet is called by its own name."""
    words = {choice: f"history.choices.{_CHOICES.get(choice, choice)}" for choice in question.choices}
    if question.code in _OWN_NAMES:
        labels = {choice: inert(choice) for choice in question.choices}
        if question.code == "channel_column":
            labels[question.choices[-1]] = t("history.choices.none")
    else:
        labels = {choice: t(key) for choice, key in words.items()}
    code = question.code.partition("_")[0] if question.typed else question.code
    return t(f"history.questions.{code}", **_blanks(question.details, t)), labels


def role_words(role: Role, t: Text) -> str:
    """What a column is, in words."""
    if isinstance(role, str):
        return t(f"history.roles.{role}")
    return t("history.roles.of_channel", role=t(f"history.roles.{role[0]}"), channel=inert(role[1]))


def history_words(problem: Problem, t: Text) -> str:
    """Why a whole file is refused, where, and what to do."""
    message = t(f"history.errors.{problem.code}", **_blanks(problem.details, t))
    return message if problem.line is None else t("history.at_row", row=str(problem.line), message=message)


def _blanks(details: Mapping[str, Any], t: Text) -> dict[str, str]:
    return {name: _blank(name, value, t) for name, value in details.items()}


def _blank(name: str, value: Any, t: Text) -> str:
    if name == "role":
        return t(f"history.roles.{value}")
    if name == "amount":
        return t.money(value)
    if isinstance(value, datetime.date):
        return t.month(value)
    if isinstance(value, (int, float)):
        return t.number(value, 1)
    return str(value)
