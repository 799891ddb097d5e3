"""All languages say the same things, every key is used, and numbers look as a reader of each expects."""

import ast
import datetime
import re
from pathlib import Path
from typing import get_args

import pytest

import cmo_model
from cmo_model import Scenario, examples, parameters
from cmo_model import rules as formulas
from cmo_model.checkback import MEASURES
from cmo_model.commands.assistant import TOOLS
from cmo_model.decision import Saying, quantities
from cmo_model.decision.plan import StepName
from cmo_model.exports import PAPERS, workbook
from cmo_model.exports.handout import Giver
from cmo_model.growth import transfer as transfers
from cmo_model.growth.allocation import Bound
from cmo_model.growth.channels import Unlikely
from cmo_model.growth.credit import KINDS
from cmo_model.growth.diagnostic import Reason, Thin, Verdict
from cmo_model.growth.identification import FAILINGS
from cmo_model.growth.transfer_plan import PHASES
from cmo_model.operands import ZERO, Operand
from cmo_model.pages import budget, clients, history, method, story, transfer
from cmo_model.pages.questions import IN_DAYS, LEFT, SUBJECTS
from cmo_model.parameters.schema import Stands
from cmo_model.readers.scenario_file import _CODES
from cmo_model.rules.months import LED, TERMS
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.value import CASH, FIGURES, PARTS, lives, outcomes
from cmo_model.scenario.effect_share import CLAIMS
from cmo_model.scenario.fields import FIELDS
from cmo_model.scenario.options import OPTIONS
from cmo_model.skin import controls
from cmo_model.uncertainty import Label
from cmo_model.uncertainty.advice import Stage
from cmo_model.words import FOLDERS, LANGUAGES, catalogue, preferred, text
from cmo_model.words.languages import COIN, _flat, _read
from cmo_model.words.sentences import checkback, experiments

CODE = Path(cmo_model.__file__).parent
FILES = [*CODE.rglob("*.py"), CODE.parent / "app.py"]


def blanks_by_file(language: str) -> dict[str, dict[str, list[str]]]:
    """Of each file, its keys; of each key, the blanks of its sentence."""
    files = {file.name: _flat(_read(file)) for file in FOLDERS[language].glob("*.yaml")}
    return {name: {key: sorted(re.findall(r"{(\w+)}", str(said))) for key, said in words.items()} for name, words in files.items()}


def test_every_language_has_the_same_files_keys_and_blanks() -> None:
    first, *others = (blanks_by_file(language) for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for name in first:
            assert other[name] == first[name], name


def test_a_language_is_a_folder_and_french_comes_first() -> None:
    assert LANGUAGES[0] == "fr" and set(LANGUAGES) == FOLDERS.keys()
    assert (FRENCH.conventions.name, ENGLISH.conventions.name) == ("Français", "English")
    with pytest.raises(KeyError):
        text("../fr")


ANY = "|".join(OPTIONS)


class Names(Notebook):
    """Hears the name of every value of the months."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = {"workbook.columns.month"}

    def constant(self, owner: str, name: str, value: Operand) -> Operand:
        family = name.partition(".")[0]
        if owner != "options":
            self.heard.add(f"workbook.{'clock' if owner == 'clock' else 'seats'}.{family}")
        return value

    def put(self, owner: str, name: str, value: Operand) -> Operand:
        family = name.partition(".")[0]
        if family not in TERMS:
            self.heard.add(f"workbook.columns.{family}{'_led' if owner == LED else ''}")
        return value

    def discounted(self, owner: str, name: str) -> Operand:
        return ZERO


def months_keys() -> set[str]:
    """What the sheets of the months say."""
    names, scenario = Names(), Scenario()
    outcomes(lives(quantities(scenario), scenario.current, True, names).advance(6), names)
    return names.heard


def dynamic_keys() -> set[str]:
    """Keys that code builds from names of the model."""
    spaces = ("cash_pay", "benefits", "employer_contributions", "loaded_salary", "payroll_before")
    keys = {f"rules.loaded_salary.{name}.{part}" for name in spaces for part in ("label", "formula")}
    for rule in formulas.rules(parameters.statutory("CA-QC", 2026).lines):
        if not rule.name.startswith(("loaded_salary.", "law.")):
            keys |= {f"rules.{rule.name}.label", f"rules.{rule.name}.formula"}
    spoken = ("options", "verdict.keep", "verdict.take", "advice.keep", "advice.take")
    keys |= {f"{family}.{o}" for o in OPTIONS for family in spoken}
    keys |= {key for key in catalogue("fr") if re.fullmatch(rf"verdict\.change\.({ANY})_to_({ANY})", key)}
    keys |= {f"terms.{term}" for term in PARTS}
    keys |= {f"thresholds.{name}" for name in parameters.thresholds()} | {
        f"channels.{name}" for name in parameters.channel_figures()
    }
    keys |= {f"errors.{code}" for code in _CODES.values()}
    for path in FIELDS:
        seat, _, name = path.partition(".")
        own = f"fields.{path}.label" in catalogue("fr")
        base = f"fields.{path}" if own else f"seat_fields.{name}"
        keys |= {f"{base}.label", f"{base}.help"} | (set() if own else {f"seats.{seat}"})
    keys |= {key for key in catalogue("fr") if key.startswith("parameters.")}  # held by the tests of the parameters
    for name in examples.names():
        keys |= {f"examples.{name}.name", f"examples.{name}.story"}
    for family, names in FAMILIES.items():
        keys |= {f"{family}.{name}" for name in names}
    return keys


RESULTS = (
    *(*FIGURES, *CASH, "by_year", *TERMS, "capability_today", "value_of_full_leadership", "best", "base", "advantage_by_month"),
    *("comparator_by_month", "tipping_month", "tipping_option", "reading", "hire_month", "runner_up", "reading_runner_up", "rival"),
    *("margin", "reading_margin", "cash_best", "reading_by_horizon", "difference", "hours_spread", "probability_at_threshold"),
    "months",
)
COUNTED = ("clients", "months", "weeks", "days", "working_days", "years", "still", "smaller", "yours", "mine", "borrowed")
HISTORY = tuple(
    f"history.{part}." for part in ("problems", "fixes", "done", "done_by", "errors", "questions", "choices", "roles", "samples")
)
"""Keys by the codes of what is noticed in a history; the readers' own tests hold each code to its words."""
FAMILIES = {
    "readings": ("neither_yet", "fractional", "hybrid", "hire"),
    "says": ("external", "prepare", "internalise"),
    "zones": ("below", "band", "above", "inside"),
    "stages": ("validation", "growth"),
    "sectors": ("general", "primary_manufacturing", "primary_on_holiday"),
    "kinds": ("law", "article", "evidence", "assumption", "given"),
    "confidences": ("high", "medium", "low"),
    "answers": ("neither_yet", "fractional", "hybrid", "hire"),
    "answer": ("ahead", "behind", "this", "next", *(f"stages.{stage}" for stage in get_args(Stage) if stage != "undated")),
    "units": [f"{u}.{n}" for u in COUNTED for n in ("one", "other")]
    + ["per_month", "per_year", "per_day", "per_hour", "hours_per_week", "ratio", "score"],
    "signals": [f"{s}.{part}" for s in ("complexity", "fee_ratio", "data_culture") for part in ("name", "limit")],
    "learn": parameters.learning_costs(),
    "when": [*(f"step.{s}" for s in get_args(StepName)), *(f"zone.{z}" for z in get_args(Stage))],
    "risk": ("information", "tornado", "flip_up", "flip_down", "marks", "chance", *(f"labels.{one}" for one in get_args(Label))),
    "pillars": ("acquisition", "retention", "brand"),
    "field_errors": ("too_low", "above"),
    "table": ("npv", "cost_pv", "extra_margin_pv", "advantage", "option", "gain"),
    "results": [f"{name}.{part}" for name in RESULTS for part in ("label", "formula")],
    "errors": ("greater_than_equal", "greater_than", "less_than_equal"),
    "bar": (*controls.WORDS, *controls.SLIM),
    "claims": CLAIMS,
    "days": IN_DAYS,
    "tags": get_args(Giver),
    "papers": PAPERS,
    "subjects": (LEFT, *SUBJECTS),
    "places": parameters.available(),
    "pages": ("verdict", "signals", "roi", "cost", "when", "budget", "transfer", "compare", "clients", "checkback", "method"),
    "page": ("months", "weeks", "days", "claim.half", "claim.none", "from_own", "from_link", "from_file"),
    "signals.reading": get_args(Saying),
    "roi": [
        *(f"rows.{name}" for name in ("ratio", "break_even_ratio", "break_even_ratio_with_fees", "profit_maximising_ratio")),
        *(f"map.{name}" for name in ("both", "customers", "neither")),
        *(f"here.{name}" for name in ("both", "customers", "budget", "neither", "nowhere")),
    ],
    "culture": [
        f"{group}.q{place}.{part}"
        for group, most in (("need", 3), ("answers", 12))
        for place in range(1, most + 1)
        for part in ("ask", *(f"a{score}" for score in range(5)))
    ],
    "stands": get_args(Stands),
    "diagnostic": [
        *(f"verdicts.{one}" for one in get_args(Verdict)),
        *(f"reasons.{one}" for one in get_args(Reason)),
        *(f"test.{one}" for one in FAILINGS),
        *(f"thin.{one}" for one in get_args(Thin)),
        *(f"doubts.{one}" for one in get_args(Unlikely)),
        *(f"kinds.{one}" for one in KINDS),
        *(f"zones.{one}" for one in ("below", "inside", "above")),
    ],
    "history": [key.removeprefix("history.") for key in catalogue("fr") if key.startswith(HISTORY)],
    "transfer": [
        *(f"states.{state}" for state in transfers.WORTH),
        *(f"levels.{level}" for level in range(6)),
        *(f"weights.{weight}" for weight in range(1, 4)),
        *(f"items.{name}" for name in transfers.ITEMS),
        *(f"phases.{name}" for name in PHASES),
        *transfer._WORDS,
    ],
    "experiments": [*experiments.WEIGHED, *experiments.DATED],
    "budget": [
        "orders_all",
        *(f"typed.{part}" for _, part in history._PARTS),
        *budget._SHARES,
        "orders_first",
        *(f"sweep_{key}" for key in ("never", "always", "said")),
        *(f"bounds.{bound}" for bound in get_args(Bound)),
        *("channel", "verdict", "spend", "share", "revenue", "ratio", "between", "today", "proposed", "marginal", "held"),
        *("low", "high"),
    ],
    "workbook": [
        *(f"sheets.{name}" for name in workbook.sheets()),
        *(key.removeprefix("workbook.") for key in months_keys()),
        *(f"salaries.{name}" for name in workbook.salaries._UNITS),
        *("salaries.coordinator_in_team", "signals.external", "options.other_option"),
        *("options.other_reading", "options.other_side", "options.visible", "seats.bridge", "seats.first_hire"),
        *("options.difference", "options.rival"),
        *(f"seats.{name}" for name in workbook.months._RATES),
        *(f"units.{name}" for name in workbook.inputs.UNITS),
    ],
    "method": [
        *(f"step{n}" for n in range(1, 6)),
        *(f"private{n}" for n in range(1, 6)),
        *(f"limit.{name}" for name in method.LIMITS),
        *method.SECTIONS,
    ],
    "checkback": [
        *(f"{part}.{measure}" for part in ("measures", "brief") for measure in MEASURES),
        *(f"columns.{name}" for name in (*checkback.COLUMNS, "inside", "outside")),
        *(key.removeprefix("checkback.") for key in catalogue("fr") if key.startswith("checkback.errors.")),
    ],
    "story": ("back", "next", "leave", *(f"say.{name}" for name in story.STEPS)),
    "compare": ("version", "link", "from", "to"),
    "clients": (
        "across",
        "up",
        "read",
        "twice",
        "unread",
        "defaults",
        "row",
        "column",
        "remedy",
        *clients.COLUMNS,
        *(f"sorts.{name}" for name in clients.SORTS),
    ),
    "cost": ("first", "second"),
    "assistant": [f"{name}.{part}" for name in TOOLS for part in ("title", "description")],
}


def spoken() -> set[str]:
    """Every string in the code that could be a key."""
    found: set[str] = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, f"errors.{node.value}"}
    return found


def test_every_key_is_used_and_every_used_key_exists() -> None:
    keys, dynamic = set(catalogue("fr")), dynamic_keys()
    assert dynamic <= keys, sorted(dynamic - keys)
    unused = keys - dynamic - spoken()
    assert not unused, sorted(unused)


def test_every_key_asked_for_in_the_code_exists() -> None:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    assert key.value in catalogue("fr"), f"{file.name}: {key.value}"


FRENCH, ENGLISH = text("fr"), text("en")


def test_money_is_written_as_its_reader_writes_it() -> None:
    assert FRENCH.money(1234.56) == "1\u00a0234,56\u00a0$"
    assert ENGLISH.money(1234.56) == "$1,234.56"
    assert FRENCH.money(-12.345) == "\u221212,35\u00a0$"
    assert FRENCH.money(1_819.125) == "1\u00a0819,13\u00a0$"  # half up, as an accountant rounds
    assert ENGLISH.money(9_144.664999999999) == "$9,144.67"  # the same, past the float's own noise
    assert ENGLISH.money(-0.001) == "$0.00"
    assert ENGLISH.money(999_999.5, cents=False) == "$1,000,000"


def test_shares_months_and_dates_are_written_as_their_reader_writes_them() -> None:
    assert FRENCH.percent(0.456) == "45,6\u00a0%" and ENGLISH.percent(0.456) == "45.6%"
    assert FRENCH.value(0.00602, "share") == "0,602\u00a0%"
    assert FRENCH.counted("months", 1.5) == "1,5 mois" and ENGLISH.counted("months", 1) == "1 month"
    assert FRENCH.counted("weeks", 1.5) == "1,5 semaine" and ENGLISH.counted("weeks", 1.5) == "1.5 weeks"
    assert FRENCH.date(datetime.date(2026, 11, 21)) == "21 novembre 2026"
    assert FRENCH.value(True, "yes_no") == "oui" and FRENCH.value(None, "money") == "sans objet"
    assert ENGLISH.value(float("nan"), "ratio") == "not applicable" and ENGLISH.value("", "zone") == "not applicable"
    assert ENGLISH.value((1, None, 3), "answers") == "2 answers of 3"
    assert ENGLISH.value("Boreal", "text") == "Boreal" and ENGLISH.value(2026, "year") == "2026"


def test_a_parameter_is_told_in_words_and_a_line_of_ones_own_by_its_identifier() -> None:
    assert (FRENCH.line("qpip"), ENGLISH.line("qpip")) == ("RQAP, assurance parentale", "QPIP, parental insurance")
    assert ENGLISH.line("flat") == "flat" and ENGLISH.note(None) is None
    assert ENGLISH.note("in_house_ramp") == "6.2 months, cited from memory."


def test_french_keeps_its_marks_with_their_words() -> None:
    for key, sentence in catalogue("fr").items():
        shown = FRENCH(key, **dict.fromkeys({*re.findall(r"{(\w+)}", sentence)} - {*COIN}, "x"))
        assert not re.search(r" [:»%$]|« ", shown), key
        assert not re.search(r"[ \u00a0][;?!]", shown), key


def test_no_sentence_carries_a_slogan_or_an_emoji() -> None:
    for language in LANGUAGES:
        for key, sentence in catalogue(language).items():
            assert not re.search("[\U0001f000-\U0001faff]|!", sentence), key


def test_things_are_counted_as_each_language_counts_them() -> None:
    for value, french, english in (
        *((0, "0 semaine", "0 weeks"), (0.5, "0,5 semaine", "0.5 weeks"), (1, "1 semaine", "1 week")),
        *((1.5, "1,5 semaine", "1.5 weeks"), (1.94, "1,9 semaine", "1.9 weeks"), (2, "2 semaines", "2 weeks")),
        *((5, "5 semaines", "5 weeks"), (1_000_000, "1\u00a0000\u00a0000 semaines", "1,000,000 weeks")),
    ):
        assert (FRENCH.counted("weeks", value), ENGLISH.counted("weeks", value)) == (french, english)


def test_a_spreadsheet_writes_money_and_shares_as_each_language_does() -> None:
    assert (FRENCH.money_code(), ENGLISH.money_code(cents=False)) == ('#,##0.00"\u00a0$"', '"$"#,##0')
    assert (FRENCH.percent_code(), ENGLISH.percent_code(2)) == ('0.0"\u00a0"%', "0.00%")


@pytest.mark.parametrize(("locale", "language"), [("fr-CA", "fr"), ("FR", "fr"), ("en-CA", "en"), ("de", "en"), (None, "en")])
def test_a_visitor_is_met_in_the_browsers_language(locale: str | None, language: str) -> None:
    assert preferred(locale) == language
