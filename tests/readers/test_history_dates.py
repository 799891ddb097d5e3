"""Cells to months: every way of writing one, and no month where the writer may have meant another."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo_model.readers.history.dates import _MONTHS, read_day, read_month, read_serial

MARCH = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2026-03",
            "2026-3",
            "2026/03",
            "2026.03",
            "202603",
            "03/2026",
            "3-2026",
            "2026-03-01",
            "2026/3/9",
            "20260315",
            "2026-03-01 00:00:00",
        ),
        *("2026-03-01T12:30:00Z", "mars 2026", "Mars-26", "mars-2026", "MARS 2026", "Mar-26", "March 2026", "mar. 2026", "Mar '26"),
        *("1er mars 2026", "15 mars 2026", "15-Mar-2026", "March 15, 2026", "2026 mars", "2026-Mar", "15/03/2026", "03/15/2026"),
        *("03/03/2026", "'2026-03", "2026-03-01 - 2026-03-31", "1 mars 2026 au 31 mars 2026"),
    ],
)
def test_a_month_is_recognised(written: str) -> None:
    moment = read_month(written)
    assert (moment.first, moment.code, moment.span) == (MARCH, "", 1)


@pytest.mark.parametrize("place", range(12))
def test_every_name_of_every_month_is_known(place: int) -> None:
    for name in _MONTHS[place]:
        for written in (f"{name} 2026", f"{name.capitalize()}-26", f"{name}. 2026"):
            assert read_month(written).first == datetime.date(2026, place + 1, 1)
    assert read_month(("février", "août", "décembre")[place % 3] + " 2026").first is not None


def test_day_and_month_that_can_be_swapped_are_either() -> None:
    moment = read_month("03/04/2026")
    assert (moment.order, moment.first, moment.other) == ("either", datetime.date(2026, 4, 1), MARCH)
    assert read_month("13/04/2026").order == "day_first" and read_month("04-13-2026").order == "month_first"


def test_quarters_and_serials() -> None:
    for written in ("T1 2026", "Q1 2026", "2026-Q1", "2026T1", "t1-2026"):
        assert (read_month(written).first, read_month(written).span) == (datetime.date(2026, 1, 1), 3)
    assert read_month("45997").serial and read_month("45997").first == datetime.date(2025, 12, 1)
    assert read_serial(202603.0).first == MARCH and not read_serial(202603.0).serial
    assert read_serial(44535.0, datetime.date(1904, 1, 1)).first == datetime.date(2025, 12, 1)
    assert read_day(datetime.date(2026, 3, 31)).first == MARCH


@pytest.mark.parametrize(
    "written",
    [
        *(
            "31/02/2026",
            "2026-13",
            "2026-00",
            "0026-01-01",
            "9999-12-31",
            "1989-12",
            "2101-01",
            "",
            "mars",
            "2026",
            "demain",
            "12345",
        ),
        *(
            "99999",
            "01/02/26",
            "T5 2026",
            "2026-02-30",
            "marsipan 2026",
            "2026-04-30 - 2026-03-01",
            "\u0662026-03",
            "Total",
            "13/13/2026",
        ),
    ],
)
def test_what_is_no_month_is_refused(written: str) -> None:
    assert read_month(written).code == "date_invalid"


@given(st.text(max_size=60))
def test_any_text_has_an_answer(written: str) -> None:
    moment = read_month(written)
    assert (moment.first is None) == bool(moment.code)


def test_a_count_of_days_is_a_day_of_1990_to_2100() -> None:
    assert read_serial(32_874.0).first == datetime.date(1990, 1, 1)
    assert read_serial(73_414.0).first == datetime.date(2100, 12, 1)
    assert not read_serial(73_414.0).code
    assert read_serial(32_873.0).code and read_serial(73_415.0).code
