"""Cells to numbers: French and English, every space, sign and currency; what is not a plain amount is refused, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo_model.readers.history.numbers import DOLLAR, read_amount


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 234,56 $", 1234.56),
        ("1\u00a0234,56\u00a0$", 1234.56),
        ("1\u202f234\u202f567,8", 1234567.8),
        ("$1,234.56", 1234.56),
        ("CA$1,234,567", 1234567),
        ("1.234.567,89 €", 1234567.89),
        ("12,5", 12.5),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
        (",5", 0.5),
        ("+7", 7),
        ("'42", 42),
        ("(1 500,00) $", -1500),
        ("(1,500.00)", -1500),
        ("1500-", -1500),
        ("\u22121 500,25", -1500.25),
        ("-$5", -5),
        ("$-5", -5),
        ("5 CAD", 5),
        ("5 $ CA", 5),
        ("US$ 5", 5),
        ("（12＄）", -12),
        ("\u0661\u066c\u0662\u0663\u0664\u066b\u0665", 1234.5),
        ("007", 7),
        ("999999999999999", 999999999999999),
    ],
)
def test_an_amount_is_read_as_its_writer_meant_it(written: str, value: float) -> None:
    amount = read_amount(written)
    assert amount.value == value and not amount.code and not amount.ambiguous


@pytest.mark.parametrize("written", ["1,234", "1.234", "$123,456", "-1.000"])
def test_a_thousand_or_one_and_a_bit_is_settled_by_the_decimal_mark(written: str) -> None:
    assert read_amount(written).ambiguous
    mark = "," if "," in written else "."
    assert abs(read_amount(written, mark).value or 0) < 1000 <= abs(read_amount(written, ".,"[mark == "."]).value or 0)


@pytest.mark.parametrize(
    "written",
    [
        "1,23,4",
        "5 $ 5",
        "12,",
        "1 2345",
        "1.2.3",
        "5 5",
        "abc",
        "1²",
        "½",
        "- -5",
        "(-5)",
        "1'23",
        "1'234,5'678",
        "5$5",
        "1e16",
        "$",
    ],
)
def test_what_is_no_plain_amount_is_refused(written: str) -> None:
    assert read_amount(written).code == "number_format"


def test_currencies_are_told_apart() -> None:
    shown = {text: read_amount(text).currency for text in ("5 $", "CAD 5", "5 US$", "5 €", "£5", "5")}
    assert shown == {"5 $": DOLLAR, "CAD 5": "CAD", "5 US$": "USD", "5 €": "EUR", "£5": "GBP", "5": ""}


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["fr", "narrow", "en"]))
def test_any_amount_written_in_full_comes_back_to_the_cent(value: float, style: str) -> None:
    english = f"{value:,.2f}"
    space = "\u202f" if style == "narrow" else "\u00a0"
    written = english if style == "en" else english.replace(",", space).replace(".", ",") + f"{space}$"
    assert read_amount(written).value == float(value)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(written: str) -> None:
    amount = read_amount(written)
    assert (amount.value is None) == bool(amount.code)
