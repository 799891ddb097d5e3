"""Titles, totals and currencies of odd files: which row names the columns, which rows add up, whose money it is."""

import numpy as np
import pytest

from cmo_model.readers.history import OURS, Question, Role, asked, read_history
from cmo_model.readers.history.cells import Row
from cmo_model.readers.history.columns.headers import find_header, is_total, perhaps_channels
from cmo_model.words import text


def test_which_column_is_that_of_channels_may_be_none_of_them_and_it_is_the_last_choice() -> None:
    labels = asked(Question("channel_column", ("Where", "Who", "none")), text("en"))[1]
    assert [*labels] == ["Where", "Who", "none"]
    assert [*labels.values()] == ["Where", "Who", text("en")("history.choices.none")]


def test_a_column_of_figures_with_a_few_words_is_no_column_of_channels() -> None:
    columns: dict[int, Role] = {0: "month", 1: "spend", 2: "ignored", 3: "ignored"}
    cells = [("2026-01", 5.0, ("n/d", "x")[n] if n < 2 else float(n), ("Meta", "Google")[n % 2]) for n in range(20)]
    assert perhaps_channels([Row(n, row) for n, row in enumerate(cells)], columns) == [3]


def test_a_title_that_stands_alone_is_not_the_row_of_titles() -> None:
    rows = [Row(1, ("Spend", "", "")), Row(2, ("Month", "Abc", "Xyz")), Row(3, ("2026-01", 1.0, 2.0))]
    found = find_header(rows)
    assert found is not None and found.number == 2


def test_a_first_cell_that_begins_with_total_adds_up_only_where_no_month_is_told() -> None:
    columns: dict[int, Role] = {0: "ignored", 1: "month", 2: "channel", 3: "spend"}
    assert not is_total(Row(5, ("Total Wine", "2026-01", "Meta", 5.0)), columns)
    assert is_total(Row(5, ("Total", "", "", 5.0)), columns)
    assert is_total(Row(5, ("Total", "of all", "", 5.0)), columns)


@pytest.mark.parametrize(
    ("ours", "sign", "question"),
    [("EUR", "€", ""), ("EUR", "$", "rate_USD"), ("EUR", "CAD", "rate_CAD"), ("CAD", "$", ""), ("CAD", "€", "rate_EUR")],
)
def test_an_amount_is_in_the_currency_of_the_place_or_is_asked_about(ours: str, sign: str, question: str) -> None:
    file = f"Month;Channel;Spend ({sign});Revenue ({sign})\n2026-01;Meta;1000;3000\n2026-02;Meta;1500;4000\n".encode()
    read = read_history(file, "spend.csv", None, {OURS: ours})
    assert [one.code for one in read.questions] == ([question] if question else [])
    answered = read_history(file, "spend.csv", None, {OURS: ours, question: "2"}) if question else read
    assert answered.history is not None
    assert np.array_equal(answered.history.spend[:, 0], np.array([1000.0, 1500.0]) * (2 if question else 1))
