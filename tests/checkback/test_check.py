"""A frozen decision opened later: the rows, the scenario of today, what is said in both languages, and the one page."""

import datetime
import io
import json
import re
from dataclasses import asdict

import pypdf
import pytest

from cmo_model import Scenario, advise
from cmo_model.checkback import EFFECT, MEASURES, Actuals, Change, CheckBack, Explanation, as_of_today, frozen
from cmo_model.exports import PAPERS
from cmo_model.exports.report.checkback import checkback_name, checkback_report, page
from cmo_model.parameters import duties
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.sentences import checkback as said_of
from tests.checkback.kept import BOTH, DAY, DEAR, FEWER_STAY, checked, kept, lived

OPENED = datetime.date(2026, 12, 15)
CASES = {"inside": (), "retention": FEWER_STAY, "fee": DEAR, "both": BOTH}
MANY = tuple(Change(path=EFFECT, expected=1.0, fitted=value, steps=1.0) for value in (0.5, 1.5, 2.0, 2.5, 3.0))


def said(check: CheckBack, t: Text) -> list[str]:
    every = [said_of.followed(check, t), *said_of.named(check, t), *said_of.advised_then(check, t), *said_of.advised_now(check, t)]
    measures = check.measures
    every += [said_of.counted(check, one, t) for one in measures] + [said_of.in_words(check, one, t) for one in measures]
    return [*every, *said_of.versions(check, t)]


def with_explanation(**changes: object) -> CheckBack:
    check = checked(FEWER_STAY)
    explanation = check.explanation.model_copy(update=changes)
    return CheckBack(check.frozen, check.actuals, explanation, check.advice)


def test_a_row_holds_what_was_frozen_and_what_happened() -> None:
    check = checked(FEWER_STAY)
    for measure in MEASURES:
        band = kept().expected[measure]
        for row in check.rows(measure):
            assert (row.expected, row.low, row.high) == (
                band.central[row.month - 1],
                band.low[row.month - 1],
                band.high[row.month - 1],
            )
            assert row.actual == check.actuals.figures[measure][row.month - 1]
            assert row.inside == (row.low <= (row.actual or 0) <= row.high)


def test_what_nobody_knows_is_neither_inside_nor_outside() -> None:
    actuals = Actuals(months=(1, 2, 4), figures={"sales": (1.0, None, 2.0)})
    check = CheckBack(kept(), actuals, checked().explanation, checked().advice)
    assert [row.inside for row in check.rows("sales")] == [False, None, False] and check.measures == ("sales",)


def test_today_is_the_frozen_scenario_with_what_is_known_since() -> None:
    check, path = checked(FEWER_STAY), lived(dict(FEWER_STAY))
    today = as_of_today(kept(), check.actuals, check.explanation)
    fitted = check.explanation.changes[0].fitted
    assert today.customers.active == round(path["customers"][11]) and today.customers.annual_retention == fitted
    assert today.company.annual_revenue == pytest.approx(path["sales"][:12].sum(), abs=0.1)
    assert today.workload.hours_per_week == pytest.approx(path["hours"][9:12].mean(), abs=0.1)
    rest = {"customers.active", "customers.annual_retention", "company.annual_revenue", "workload.hours_per_week"}
    before, after = Scenario().quantities(), today.quantities()
    assert {path for path in before if str(before[path]) != str(after[path])} == rest


def test_a_firm_that_lost_every_customer_is_advised_all_the_same() -> None:
    actuals = Actuals(months=(1, 2, 3), figures={"customers": (2.0, 1.0, 0.0)})
    today = as_of_today(kept(), actuals, Explanation(distance=0.5, furthest=1.0))
    assert today.customers.active == FIELDS["customers.active"].low


def test_the_advice_of_today_is_that_of_todays_scenario() -> None:
    check = checked(DEAR)
    assert check.advice == advise(as_of_today(kept(), check.actuals, check.explanation))
    assert check.changed == (check.advice.advised != kept().advice.advised) and check.now.advised == check.advice.advised


def test_the_option_followed_is_in_place_and_a_typed_range_of_a_fitted_figure_goes() -> None:
    scenario = Scenario.model_validate(
        {"uncertainty": {"in_house.tenure_months": [18, 42, 72], "customers.annual_retention": [0.7, 0.8, 0.85]}}
    )
    was = frozen(scenario, DAY, "in_house", advice=advise(scenario, 64))
    change = Change(path="in_house.tenure_months", expected=42.0, fitted=6.0, steps=-3.0)
    found = Explanation(distance=2.0, furthest=1.0, changes=(change,), share=0.9)
    today = as_of_today(was, Actuals(months=(1, 2, 3), figures={"customers": (400.0, 410.0, None)}), found)
    assert today.current == "in_house" and today.in_house.tenure_months == 6.0 and today.customers.active == 410.0
    assert set(today.uncertainty) == {"customers.annual_retention"}


def test_a_need_built_from_duties_gives_way_to_the_hours_that_were_seen() -> None:
    scenario = Scenario.model_validate({"workload": {"duties": {name: {"volume": 1.0} for name in duties().duties}}})
    was = frozen(scenario, DAY, "fractional", advice=advise(scenario, 64))
    found = Explanation(distance=0.5, furthest=1.0)
    today = as_of_today(was, Actuals(months=(1, 2, 3), figures={"hours": (30.0, 31.0, 32.0)}), found)
    assert today.workload.duties is None and today.workload.hours_per_week == 31.0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_it_is_said_in_whole_sentences(case: str, language: str) -> None:
    check, t = checked(CASES[case]), text(language)
    for line in said(check, t):
        assert line and line[-1] in ".?" and "{" not in line and "nan" not in line, line
    assert len(check.explanation.changes) == {"inside": 0, "retention": 1, "fee": 1, "both": 2}[case]


def test_the_figure_named_is_said_with_both_its_values() -> None:
    english, french = (said_of.named(checked(FEWER_STAY), text(language))[0] for language in ("en", "fr"))
    value = checked(FEWER_STAY).explanation.changes[0].fitted
    assert f"“Annual retention”, {round(100 * value)}% instead of the 80% entered" in english
    assert f"« Rétention annuelle », {round(100 * value)}\u00a0% au lieu de 80\u00a0%".replace(" ", " ") in french.replace(
        "«\u00a0", "« "
    ).replace("\u00a0»", " »")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_told_apart_is_said_and_the_rest_is_counted(language: str) -> None:
    t = text(language)
    named = said_of.named(with_explanation(alike=MANY), t)
    assert len(named) == 3 and named[1].count(t("checkback.effect")) == said_of.MOST_ALIKE
    assert named[1].endswith(f"{t('checkback.and_others', n='2')}.")
    one = said_of.named(with_explanation(alike=MANY[:1]), t)[1]
    assert t("checkback.effect_share", share=t.percent(0.5, 0)) in one
    assert said_of.named(with_explanation(changes=(), alike=()), t) == [t("checkback.by_luck")]
    nowhere = with_explanation(changes=(), alike=(), beyond=True)
    assert said_of.named(nowhere, t) == [t("checkback.beyond")]
    first, *_, last = said_of.advised_now(nowhere, t)
    assert first == t("checkback.as_of_beyond") and last == t("checkback.as_of_none")


def test_another_option_advised_today_is_said_as_a_change() -> None:
    check, t = checked(FEWER_STAY), text("en")
    then = check.frozen.model_copy(update={"advice": check.frozen.advice.model_copy(update={"advised": "owner", "label": "clear"})})
    other = CheckBack(then, check.actuals, check.explanation, check.advice)
    assert other.changed
    name = t(f"options.{check.advice.advised}")
    assert said_of.advised_now(other, t)[0] == f"The advice changes: “{name}” instead of “{t('options.owner')}”."
    assert len(said_of.advised_then(other, t)) == 2  # what it would gain over today as well


def test_another_version_is_told() -> None:
    check, t = checked(), text("en")
    assert not check.other_versions and len(said_of.versions(check, t)) == 1
    older = check.frozen.model_copy(update={"versions": check.frozen.versions.model_copy(update={"parameters": "0" * 12})})
    other = CheckBack(older, check.actuals, check.explanation, check.advice)
    assert other.other_versions and said_of.versions(other, t)[1] == t("checkback.other_versions")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_one_page_even_with_all_there_is_to_say(language: str, paper: str) -> None:
    check = checked(BOTH, 24)
    changes = check.explanation.changes
    explanation = check.explanation.model_copy(update={"alike": (*changes, *MANY)})
    long = check.frozen.scenario.model_copy(update={"name": "W" * 60})
    older = check.frozen.model_copy(
        update={"scenario": long, "seed": 2, "versions": check.frozen.versions.model_copy(update={"package": "0"})}
    )
    full = CheckBack(older, check.actuals, explanation, check.advice)
    pdf = checkback_report(full, text(language), OPENED, paper)  # type: ignore[arg-type]
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert pdf == checkback_report(full, text(language), OPENED, paper)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_those_of_the_record(language: str) -> None:
    check, t = checked(FEWER_STAY), text(language)
    plain = re.sub(r"\s+", "", pypdf.PdfReader(io.BytesIO(checkback_report(check, t, OPENED))).pages[0].extract_text())
    for line in (*said_of.named(check, t), *said_of.advised_now(check, t), *(said_of.counted(check, one, t) for one in MEASURES)):
        for number in re.findall(r"[\d,.\u00a0]*\d", line):
            assert re.sub(r"\s+", "", number) in plain, number
    last = check.rows("sales")[-1]
    assert re.sub(r"\s+", "", t.money(last.actual or 0, cents=False)) in plain


def test_a_point_stands_for_each_month_that_is_known_solid_outside() -> None:
    check = checked(FEWER_STAY)
    charts = page(check, text("en"), OPENED).charts
    assert len(charts) == len(MEASURES)
    for measure, chart in zip(MEASURES, charts, strict=True):
        rows = check.rows(measure)
        assert chart.figure.svg.count("<circle") == len(rows)
        assert chart.figure.svg.count('fill="white" stroke') == sum(bool(row.inside) for row in rows)


def test_what_was_typed_stays_inert_and_names_the_file() -> None:
    check = checked()
    odd = check.frozen.model_copy(
        update={"scenario": check.frozen.scenario.model_copy(update={"name": "#pagebreak() Ébène & fils"})}
    )
    other = CheckBack(odd, check.actuals, check.explanation, check.advice)
    assert len(pypdf.PdfReader(io.BytesIO(checkback_report(other, text("fr"), OPENED))).pages) == 1
    assert checkback_name(other, text("fr"), OPENED) == "retour-sur-decision-pagebreak-ebene-fils-2026-12.pdf"
    assert json.dumps(asdict(page(other, text("fr"), OPENED)))
