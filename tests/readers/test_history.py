"""A history as people export it: French and English, long and wide, ad platforms, answers, and the words of what was noticed."""

import dataclasses
import datetime
import json
import re
from pathlib import Path

import numpy as np
import pytest

import cmo_model.readers.history as door
from cmo_model import examples
from cmo_model.readers.history import (
    History,
    Read,
    RowProblem,
    asked,
    corrected,
    history_words,
    limits,
    read_history,
    role_words,
    said,
)
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.words import LANGUAGES, catalogue, text
from tests.readers.files import HEAD, book, csv, one

CODE = Path(door.__file__).parent


def history(data: bytes, **answers: str) -> History:
    read = read_history(data, answers=answers)
    assert read.history is not None, (read.problems, read.questions)
    return read.history


def codes(read: Read) -> list[str]:
    return [problem.code for problem in read.problems]


def test_a_french_excel_file_is_read_to_the_cent() -> None:
    data = csv("2026-01;SEA;1 234,56 $;4 000,00 $;3", "2026-01;Meta;500;1 000;1", "2026-02;SEA;1\u202f100,50;3000,10;2")
    read = history(data)
    assert read.channels == ("SEA", "Meta") and read.months == (datetime.date(2026, 1, 1), datetime.date(2026, 2, 1))
    np.testing.assert_array_equal(read.spend, [[1234.56, 500], [1100.5, 0]])
    np.testing.assert_array_equal(read.revenue, [[4000, 1000], [3000.1, 0]])
    np.testing.assert_array_equal(read.customers, [[3, 1], [2, 0]])
    assert "channel_absent" in codes(read_history(data))


def test_every_way_to_write_the_same_file_gives_the_same_figures() -> None:
    french = history(csv("2026-01;Été;1 234,56;4 000,00;3"))
    for same in (
        csv("2026-01;Été;1 234,56;4 000,00;3", encoding="cp1252"),
        csv("2026-01;Été;1 234,56;4 000,00;3", encoding="utf-16"),
        csv("2026-01\tÉté\t1 234,56\t4 000,00\t3", head=HEAD.replace(";", "\t")),
        'Month,Channel,Spend,Revenue,New customers\n2026-01-01,Été,"$1,234.56","$4,000.00",3\n'.encode(),
        'MOIS ; canal;"Depenses ($)";REVENUS (CAD);nouveaux  CLIENTS\njanvier 2026;Été;1234,56 $ CA;4000;3'.encode(),
        book([HEAD.split(";"), [datetime.datetime(2026, 1, 1), "Été", 1234.56, 4000, 3]]),
        book([["Rapport"], [], HEAD.split(";"), ["202601", "Été", "1 234,56", "4 000,00", "3"]]),
    ):
        read = history(same)
        assert (read.channels, read.months) == (french.channels, french.months)
        for name in ("spend", "revenue", "customers"):
            np.testing.assert_array_equal(getattr(read, name), getattr(french, name))


GOOGLE_FR = """Rapport sur les campagnes
1 janvier 2026 - 28 février 2026
Mois,Campagne,Code de devise,Coût,Conversions,Valeur conv.
2026-01-01,Marque,CAD,"1,234.56",12.50,"5,000.00"
2026-02-01,Marque,CAD,"1,000.00",10.00, --
Total : Compte,--,--,"2,234.56",22.50,"5,000.00"
"""
GOOGLE_EN = GOOGLE_FR.replace("Mois,Campagne,Code de devise,Coût", "Month,Campaign,Currency code,Cost").replace(
    "Valeur conv.", "Conv. value"
)
META_FR = """Début des rapports,Fin des rapports,Nom de la campagne,Montant dépensé (CAD),Valeur de conversion des achats
2026-01-01,2026-01-31,Marque,1234.56,5000
2026-02-01,2026-02-28,Marque,1000.00,-
"""
META_EN = """Month,Reporting starts,Reporting ends,Campaign name,Amount spent (CAD),Purchases conversion value
2026-01-01 - 2026-01-31,2026-01-01,2026-01-31,Marque,1234.56,5000
2026-02-01 - 2026-02-28,2026-02-01,2026-02-28,Marque,1000.00,0
"""


@pytest.mark.parametrize("export", [GOOGLE_FR, GOOGLE_EN, META_FR, META_EN])
def test_the_exports_of_ad_platforms_are_recognised(export: str) -> None:
    for data in (export.encode(), export.encode("utf-8-sig"), export.encode("utf-16")):
        read = history(data)
        assert read.channels == ("Marque",) and read.customers is None
        assert read.spend.tolist() == [[1234.56], [1000]] and read.revenue.tolist() == [[5000], [0]]


GOOGLE_ACCOUNT = """Account performance
Month,Clicks,Impr.,Cost,Cost / conv.,Conv. value
2026-01,10,100,"1,000.50",25.01,"3,000.00"
2026-02,20,200,"2,000.00",20.00,"6,000.00"
"""


def test_an_account_without_channels_is_one_channel_and_its_rates_are_no_money() -> None:
    read = read_history(GOOGLE_ACCOUNT.encode())
    assert read.history is not None and read.history.channels == ("Google Ads",) and "one_channel" in codes(read)
    assert read.history.spend.tolist() == [[1000.5], [2000]] and read.history.revenue.tolist() == [[3000], [6000]]


@pytest.mark.parametrize("name", ["Cost per result", "Coût par achat", "Avg. CPC", "Purchase ROAS", "CTR (%)", "Clicks", "Budget"])
def test_a_rate_a_count_or_a_plan_is_never_spend(name: str) -> None:
    read = read_history(csv("2026-01;Meta;10;3000", head=f"Month;Channel;{name};Revenue"))
    assert read.history is None and "spend_missing" in codes(read) and name in said(read.problems[-1], text("en"))[0]


def test_mute_titles_are_asked_about_not_taken() -> None:
    data = csv("2026-01;10;500;3000", "2026-02;20;600;4000", head="DATE;tv_S;facebook_I;revenue")
    read = read_history(data)
    assert read.history is None and [question.code for question in read.questions] == ["mapping"]
    given = read_history(data, mapping=corrected(read.mapping, {1: ("spend", "TV")}), answers={"revenue_whose": "all"})
    assert given.history is not None and given.history.channels == ("TV",) and given.history.spend.tolist() == [[10], [20]]


@pytest.mark.parametrize(
    "head", ["Original source,Create date,Amount,New customers", "Source d'origine,Date de création,Montant,Nouveaux clients"]
)
def test_a_crm_export_lacks_spend_and_says_so(head: str) -> None:
    read = read_history(f"{head}\nPaid Search,2026-01-15,1500,1\n".encode())
    assert read.history is None and [question.code for question in read.questions] == ["mapping"]
    assert sorted(str(role) for role in read.mapping.values()) == ["channel", "customers", "ignored", "month"]
    lacking = next(problem for problem in read.problems if problem.code == "spend_missing")
    assert said(lacking, text("en"))[0] == f"No column says that it is spend. Columns found: {head.replace(',', ', ')}."


def test_days_are_summed_by_month_and_told() -> None:
    read = read_history(csv("2026-01-05;SEA;1,5;10;1", "2026-01-06;sea;2;20;0"))
    assert read.history is not None and read.history.spend.tolist() == [[3.5]]
    assert {"daily_summed", "channel_merged"} <= {*codes(read)} and "month_duplicate" not in codes(read)


def test_a_wide_table_with_revenue_by_channel_keeps_its_channels() -> None:
    data = csv("2026-01;1;2;10;20", "2026-02;;4;30;40", head="Mois;Coût Google;Coût Meta;Revenu Google;Revenu Meta")
    read = read_history(data)
    assert read.history is not None and read.history.channels == ("Google", "Meta")
    assert read.history.spend.tolist() == [[1, 2], [0, 4]] and read.history.revenue.tolist() == [[10, 20], [30, 40]]
    assert {"blank_zero", "wide_layout"} <= {*codes(read)}


def test_a_wide_table_with_revenue_in_total_is_one_line() -> None:
    read = read_history(csv("2026-01;100;200;5 000;4", head="Mois;Google;Meta;Revenus;Nouveaux clients"))
    assert read.history is not None and read.history.channels == ("Google + Meta",)
    assert read.history.spend.tolist() == [[300]] and read.history.customers is not None
    assert "revenue_total" in codes(read)


def test_customers_in_total_beside_revenue_by_channel_are_told_and_left() -> None:
    head = "Mois;Coût A;Coût B;Revenu A;Revenu B;Nouveaux clients"
    read = read_history(csv("2026-01;1;2;3;4;5", head=head))
    assert read.history is not None and read.history.customers is None and "customers_total" in codes(read)


def test_the_mapping_can_be_put_right() -> None:
    data = csv("2026-01;SEA;100;5 000", head="Quand;Où;Combien;Rapporté")
    found = read_history(data)
    assert found.history is None and {*found.mapping.values()} == {"ignored"}
    read = read_history(data, mapping={0: "month", 1: "channel", 2: "spend", 3: "revenue"})
    assert read.history is not None and read.history.channels == ("SEA",)
    wide = read_history(data, mapping={0: "month", 2: ("spend", "SEA"), 3: ("revenue", "SEA")})
    assert wide.history is not None and wide.history.spend.tolist() == [[100]]
    assert role_words(("spend", "SEA"), text("fr")) == "dépenses, SEA" and role_words("month", text("en")) == "month"


def test_ambiguous_dates_are_asked_then_read() -> None:
    data = csv("03/04/2026;SEA;1;9;1", "05/04/2026;SEA;1;9;1")
    read = read_history(data)
    assert read.history is None and [question.code for question in read.questions] == ["date_order"]
    assert history(data, date_order="day_first").months == (datetime.date(2026, 4, 1),)
    assert [month.month for month in history(data, date_order="month_first").months] == [3, 4, 5]
    told = csv("03/04/2026;SEA;1;9;1", "13/04/2026;SEA;1;9;1")
    assert history(told).months == (datetime.date(2026, 4, 1),)  # one row proves it for all
    both = read_history(csv("04/13/2026;SEA;1;9;1", "13/04/2026;SEA;1;9;1"))
    assert both.history is None and [question.code for question in both.questions] == ["date_order"]
    assert history(told, date_order="day_first").months == (datetime.date(2026, 4, 1),)
    assert "date_invalid" in codes(read_history(told, answers={"date_order": "month_first"}))
    assert history(csv("31/01/2026;SEA;1;9;1", "28/02/2026;SEA;1;9;1")).months[1].month == 2


def test_an_ambiguous_amount_is_asked_then_read() -> None:
    assert [q.code for q in read_history(one(spend="1,234")).questions] == ["decimal"]
    plain = csv("2026-01;SEA;1,234;9;1")
    assert history(plain, decimal=",").spend.tolist() == [[1.234]] and history(plain, decimal=".").spend.tolist() == [[1234]]
    assert history(csv("2026-01;SEA;1.234;9,50;1")).spend.tolist() == [[1234]]  # another column shows the decimal mark
    assert read_history(plain, answers={"decimal": "x"}).history is None


def test_excel_day_numbers_are_asked_in_a_text_and_known_in_a_workbook() -> None:
    assert history(one(month="45997"), date_serial="yes").months[0] == datetime.date(2025, 12, 1)
    assert "date_invalid" in codes(read_history(one(month="45997"), answers={"date_serial": "no"}))
    assert history(book([HEAD.split(";"), [45997, "SEA", 1, 9, 1]])).months == (datetime.date(2025, 12, 1),)


def test_a_refused_row_is_left_out_only_when_asked() -> None:
    data = csv("2026-01;SEA;x;9;1", "2026-01;SEA;2;9;1", "2026-02;SEA;3;9")
    read = read_history(data)
    assert read.history is None and [question.code for question in read.questions] == ["refused_rows"] and read.ignored == 2
    assert read.questions[0].details["n"] == 2
    assert history(data, refused_rows="leave_out").spend.tolist() == [[2]]
    alone = read_history(csv("2026-01;SEA;x;9;1"), answers={"refused_rows": "leave_out"})
    assert alone.history is None and codes(alone)[-1] == "nothing_left"


def test_the_sheet_is_asked_then_read() -> None:
    data = book(Notes=[["Bonjour"]], Données=[HEAD.split(";"), ["2026-01", "SEA", 1, 9, 1]])
    read = read_history(data)
    assert asked(read.questions[0], text("fr")) == (
        "Quelle feuille contient l'historique?",
        {"Notes": "Notes", "Données": "Données"},
    )
    assert history(data, sheet="Données").channels == ("SEA",)


def test_a_gap_is_filled_with_nothing_and_told() -> None:
    read = read_history(csv("2026-02;SEA;1;9;1", "2026-04;SEA;2;9;1"))
    assert read.history is not None and read.history.spend.tolist() == [[1], [0], [2]]
    (gap,) = (problem for problem in read.problems if problem.code == "month_gap")
    assert said(gap, text("fr")) == (
        "Il manque un mois : mars 2026.".replace(" :", "\u00a0:"),
        "Il compte comme un mois sans dépense ni revenu.",
        "Si ce mois a eu lieu, ajoutez-le.",
    )


def test_a_quarter_is_spread_by_days_over_its_months_and_told() -> None:
    read = read_history(csv("T1 2026;SEA;900;9;3"))
    assert read.history is not None and "quarter_split" in codes(read)
    np.testing.assert_allclose(read.history.spend, [[310], [280], [310]])


def test_rows_between_two_dates_are_spread_by_days() -> None:
    head = "Début des rapports;Fin des rapports;Canal;Dépenses;Revenus"
    read = read_history(csv("2026-01-30;2026-02-02;SEA;400;800", "2026-02-03;2026-02-28;SEA;10;20", head=head))
    assert read.history is not None and "days_spread" in codes(read) and "month_duplicate" not in codes(read)
    np.testing.assert_allclose(read.history.spend, [[200], [210]])
    np.testing.assert_allclose(read.history.revenue, [[400], [420]])
    long = read_history(csv("2026-01-01;2026-03-31;SEA;1;2", head=head))
    assert long.history is None and codes(long)[-1] == "span_too_long"
    assert "62" in said(long.problems[-1], text("en"))[0]
    back = read_history(csv("2026-02-01;2026-01-31;SEA;1;2", head=head))
    assert back.history is None and codes(back)[-1] == "date_invalid"
    whole = read_history(csv("2026-01-01;2026-01-31;SEA;1;2", head=head))
    assert whole.history is not None and codes(whole) == ["ok"]


@pytest.mark.parametrize(("head", "first"), [("Week", 29), ("Week ending", 4)])
def test_weeks_are_spread_by_days(head: str, first: int) -> None:
    start = datetime.date(2026, 1, first)
    rows = [f"{start + datetime.timedelta(weeks=n)};SEA;70;140" for n in range(3)]
    read = read_history(csv(*rows, head=f"{head};Channel;Spend;Revenue"))
    assert read.history is not None and "weeks_spread" in codes(read)
    months = [(2026, 1), (2026, 2)] if head == "Week" else [(2025, 12), (2026, 1)]
    np.testing.assert_allclose(read.history.spend, [[30], [180]])
    assert [(month.year, month.month) for month in read.history.months] == months


def test_another_currency_is_asked_about_wherever_it_is_said_and_never_taken_for_dollars() -> None:
    rows = ("2026-01;SEA;100;1 000", "2026-02;SEA;200;2 000")
    for data in (
        csv(*(f"{row};USD" for row in rows), head="Mois;Canal;Dépenses;Revenus;Code de devise"),
        csv(*rows, head="Mois;Canal;Dépenses (USD);Revenus (US$)"),
        csv("2026-01;SEA;100 US$;$US 1 000", "2026-02;SEA;200 USD;2 000 US$", head="Mois;Canal;Dépenses;Revenus"),
    ):
        read = read_history(data)
        assert read.history is None and [(one.code, one.typed) for one in read.questions] == [("rate_USD", True)]
        assert "USD" in asked(read.questions[0], text("fr"))[0]
        assert read_history(data, answers={"rate_USD": "none"}).history is None
        np.testing.assert_allclose(history(data, rate_USD="1.4").spend, [[140], [280]])
        np.testing.assert_allclose(history(data, rate_USD="1,4").revenue, [[1400], [2800]])
    for code in ("AUD", "NZD", "GBP", "CHF", "EUR"):
        read = read_history(csv(*rows, head=f"Mois;Canal;Dépenses ({code});Revenus"))
        assert [one.code for one in read.questions] == [f"rate_{code}"]


def test_micros_are_millionths() -> None:
    assert history(csv("2026-01;SEA;1234560000;5", head="Month;Campaign;cost_micros;conv value")).spend.tolist() == [[1234.56]]


def test_a_blank_beside_a_figure_is_nothing_and_told() -> None:
    read = read_history(csv("2026-01;Meta;100;;", "2026-02;Meta;;50;1"))
    assert read.history is not None and "blank_zero" in codes(read)
    assert read.history.spend.tolist() == [[100], [0]] and read.history.revenue.tolist() == [[0], [50]]
    assert "value_missing" in codes(read_history(csv("2026-01;Meta;;;")))


def test_other_things_are_noticed() -> None:
    assert "currency_in_cell" in codes(read_history(one(spend="$5 €")))
    assert "revenue_negative" in codes(read_history(one(revenue="-5")))
    many = read_history(csv(*(f"2026-01;c{n};1;2;3" for n in range(65))))
    assert "too_many_channels" in codes(many) and many.history is None
    read = read_history(csv(*["2026-01;SEA;x;9;1"] * 30))
    assert codes(read).count("number_format") == limits.MOST_TOLD and read.problems[-1].details["n"] == 10


def test_what_was_typed_is_shown_short_and_inert() -> None:
    bad = "\u202e=HYPERLINK(1)" + "x" * 80
    read = read_history(one(spend=bad))
    what = said(next(p for p in read.problems if p.code == "number_format"), text("en"))[0]
    assert "\u202e" not in what and "x" * 40 not in what and what.startswith("Row 2, column “Dépenses”: “=HYPERLINK(1)")
    assert all(len(cell) <= limits.MOST_SHOWN for row in read.preview for cell in row)


def test_the_limits_are_the_corpus_s() -> None:
    assert (limits.MOST_BYTES, limits.MOST_UNPACKED, limits.MOST_PARTS, limits.MOST_RATIO) == (5242880, 31457280, 200, 200)
    assert (limits.MOST_ROWS, limits.MOST_COLUMNS, limits.MOST_CHARACTERS) == (50_000, 64, 120)


def test_each_limit_is_the_last_that_passes() -> None:
    rows = [f"2026-01;SEA;{n};2;3" for n in range(limits.MOST_ROWS)]
    assert read_history(csv(*rows)).history is not None
    with pytest.raises(ReadError, match="too_many_rows"):
        read_history(csv(*rows, rows[0]))
    for width, fits in ((limits.MOST_COLUMNS, True), (limits.MOST_COLUMNS + 1, False)):
        extra = ";".join(f"x{n}" for n in range(width - 5))
        data = csv("2026-01;SEA;1;2;3" + ";y" * (width - 5), head=f"{HEAD};{extra}")
        if fits:
            assert read_history(data).history is not None
        else:
            with pytest.raises(ReadError, match="too_many_columns"):
                read_history(data)
    assert read_history(csv(f"2026-01;{'x' * 120};1;2;3")).history is not None
    with pytest.raises(ReadError, match="file_too_large"):
        read_history(b"x" * (limits.MOST_BYTES + 1))


def test_every_code_has_its_words_and_every_word_its_code() -> None:
    files = [*CODE.rglob("*.py"), CODE.parent / "actuals.py"]  # what happened is read as a history is, and said in its words
    source = "".join(file.read_text("utf-8") for file in files)
    known = catalogue("en")
    words = {key.split(".")[2] for key in known if key.startswith(("history.problems.", "history.errors.", "history.questions."))}
    assert all(f'"{code}"' in source for code in words)
    problems = {key.split(".")[2] for key in known if key.startswith("history.problems.")}
    assert problems == {key.split(".")[2] for key in known if key.startswith("history.fixes.")}
    assert {key.split(".")[2] for key in known if key.startswith("history.done.")} <= problems
    assert {*re.findall(r'RowProblem\(\s*"(\w+)"', source)} <= problems
    said = {key.split(".")[2] for key in known if key.startswith(("history.errors.", "checkback.errors."))}
    refused = {*re.findall(r'refuse\(\s*"(\w+)"', source)}
    assert refused <= said and {code for code in said if code.startswith("actuals_")} <= refused


def test_a_refusal_of_the_whole_file_says_what_to_do() -> None:
    size = Problem("file_too_large", details={"size": 6.0, "limit": 5})
    assert history_words(size, text("fr")) == "Ce fichier fait 6 Mo, et la limite est 5 Mo. Regroupez les lignes par mois."
    stray = Problem("quote_stray", line=3)
    assert history_words(stray, text("en")) == "Row 3: There is a quotation mark in the middle of a cell. Remove it."
    with pytest.raises(ReadError, match="quote_stray"):
        read_history(csv('2026-01;"SEA"x;1;2;3'))


def test_records_are_frozen_and_plain() -> None:
    problem = RowProblem("ok")
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.code = "x"  # type: ignore[misc]
    assert json.dumps([dict(problem.details), problem.action]) == '[{}, "warned"]'


def test_the_example_histories_are_read_without_a_question() -> None:
    spreads = {}
    for name in examples.histories():
        read = read_history(examples.history(name), f"{name}.csv")
        assert read.history is not None and len(read.history.months) == 36 and read.history.customers is not None
        assert {*codes(read)} <= {"ok", "encoding_cp1252"}
        spend = read.history.spend
        spreads[name] = min(float(np.log(column[column > 0]).std()) for column in spend.T), spend.shape[1]
        assert all(text(language)(f"history.samples.{name}.{part}") for language in LANGUAGES for part in ("name", "story"))
    assert examples.histories() == ("depenses-stables", "depenses-variees", "petite-et-dispersee")
    assert spreads["depenses-stables"][0] < 0.1 and spreads["depenses-variees"][0] > 0.5
    assert spreads["petite-et-dispersee"][1] == 8
    with pytest.raises(KeyError):
        examples.history("../secret")


def test_a_mapping_with_no_such_role_is_ignored() -> None:
    data = csv("2026-01;SEA;100;5000;1")
    read = read_history(data, mapping={0: "month", 1: "channel", 2: "spend", 3: "revenue", 4: ("profit", "x")})
    assert read.mapping[4] == "ignored" and read.history is not None and read.history.customers is None
    assert read_history(data, mapping={0: "day"}).history is None
