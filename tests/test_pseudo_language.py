"""Nothing that is said escapes translation: in a language made up for the test, no word of French or English is left."""

import datetime
import json
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from cmo_model import Scenario, examples
from cmo_model.commands.main import main
from cmo_model.parameters import duties
from cmo_model.readers import ReadError, read_curves, read_link, read_scenario, words
from cmo_model.readers.history import asked, history_words, read_history, said
from cmo_model.scenario.fields import FIELDS
from cmo_model.scenario.options import OPTIONS
from cmo_model.uncertainty import advise
from cmo_model.words import Text, catalogue, text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.verdict import hidden_cost, pillars, priorities, remarks, three_signals
from tests import pseudo
from tests.growth import test_diagnostic_sentences as diagnostics
from tests.pseudo import PSEUDO, cited, offered, registered, untranslated

CODES = {*OPTIONS, *duties().duties, *(part for path in FIELDS for part in path.split("."))}
"""What a scenario file calls things by, whatever the language."""


@pytest.fixture(scope="module")
def t(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Text]:
    with registered(tmp_path_factory.mktemp("words")) as made:
        yield made
    with pytest.raises(KeyError):
        text(PSEUDO)


def clean(lines: list[str], *allowed: str) -> None:
    """Each line says something, all of it in the language it was asked in."""
    known = cited() | set(allowed)
    for line in lines:
        assert line and not untranslated(line, known), (line, untranslated(line, known))


def test_a_sentence_is_longer_by_a_third_with_other_letters_and_the_same_blanks() -> None:
    said = pseudo.pseudo("Embauche au mois {month},<br>à {{n}} $ près : été")
    assert re.findall(r"{+\w+}+|<br>|[$:,]", said) == ["{month}", ",", "<br>", "{{n}}", "$", ":"]
    assert not untranslated(said.replace("{month}", ""))
    long = "La direction externalisée suffit encore; la question est de savoir quand elle ne suffira plus."
    assert len(pseudo.pseudo(long)) == pytest.approx(len(long) * 4 / 3, abs=1)


def test_a_word_left_behind_is_found_and_what_is_nobodys_words_is_not() -> None:
    assert untranslated("Šüŕ 12 mois, Français") == ["mois", "Français"]
    assert not untranslated(
        "https://example.ca/page-une contact@firme.ca --port 8502 in_house.base_salary a-b.xlsx 1\u00a0234,5\u00a0$ kM"
    )
    assert not untranslated("Źöñë : l\u2019atelier\u00a0Boréal", ["l'atelier Boréal"])
    assert untranslated("Boréales", ["Boréal"]) == ["Boréales"]


def test_every_key_is_there_in_other_letters(t: Text) -> None:
    assert list(catalogue(PSEUDO)) == list(catalogue("fr"))
    for key, sentence in catalogue(PSEUDO).items():
        assert not untranslated(re.sub(r"{+\w*}+", "", sentence)), key


@pytest.mark.parametrize("name", examples.names())
def test_a_verdict_is_said_without_a_word_left(name: str, t: Text) -> None:
    advice = advise(Scenario.model_validate_json(examples.source(name)))
    decision, day = advice.decision, datetime.date(2026, 11, 25)
    said = [said_of.headline(advice, t), *said_of.gains(advice, t), said_of.when(advice, day, t), said_of.agreement(advice, t)]
    said += [*said_of.sure(advice, t), *said_of.beside(advice, t), said_of.error(advice, t), hidden_cost(decision, t)]
    said += [
        part for signal in three_signals(decision, t) for part in (signal.name, signal.measure, signal.when, signal.limit) if part
    ]
    clean([*said, *(part for pillar in pillars(decision, t) for part in pillar), *priorities(t)])


def test_what_is_odd_is_said_without_a_word_left(t: Text) -> None:
    odd = [{"acquisition.monthly_new_customers": 0}, {"acquisition.monthly_new_customers": 10_000}]
    for changes in odd:
        said = remarks(Scenario().with_values(changes), t)
        assert said
        clean([*said.values()])


@pytest.mark.parametrize("name", diagnostics.CASES)
def test_a_diagnostic_is_said_without_a_word_left(name: str, t: Text) -> None:
    found = diagnostics.CASES[name]
    clean(diagnostics.said(found, PSEUDO), *(channel.channel for channel in found.channels))


BAD = (
    *('{"a": ', "[]", '{"current": 3}', '{"current": "boss"}', '{"companie": {}}', '{"company": {"annual_revenu": 1}}'),
    *('{"company": {"contribution_margin": 1.2, "annual_revenue": "x"}}', '{"year": 1999}', '{"jurisdiction": "XX"}'),
    *('{"name": "a\u200bb"}', '{"uncertainty": {"x": 1}}', '{"workload": {"duties": {"x": {"volume": 1}}}}'),
    *('{"schema_version": 9}', '{"year": 2026, "year": 2026}'),
)


@pytest.mark.parametrize("source", BAD)
def test_a_refused_scenario_is_told_without_a_word_left(source: str, t: Text) -> None:
    with pytest.raises(ReadError) as refused:
        read_scenario(source.encode())
    clean([words(problem, t) for problem in refused.value.problems], *CODES, *re.findall(r"\w+", source))


def test_a_refused_link_and_curves_are_told_without_a_word_left(t: Text) -> None:
    links = [lambda link=link: read_link(link) for link in ("s=1.AAAA.00000000", "https://elsewhere.example")]
    curves = [lambda data=data: read_curves(data) for data in (b"{", b'[{"A": 1}]')]
    for read in (*links, *curves):
        with pytest.raises(ReadError) as refused:
            read()
        clean([words(problem, t) for problem in refused.value.problems])


HISTORIES = (
    b"mois;canal;depense;revenu\n2026-01;SEA;x;2\n2026-02;SEA;-5;3\n2026-13;SEA;5;3\n2026-03;;5;3\n",
    b"month,channel,spend,revenue\n01/02/2026,SEA,1,2\n02/02/2026,SEA,3,4\n",
    b"a,b\n1,2\n",
    b"",
    b'2026-01;"SEA"x;1;2;3',
)


@pytest.mark.parametrize("data", HISTORIES)
def test_what_is_noticed_in_a_history_is_told_without_a_word_left(data: bytes, t: Text) -> None:
    try:
        read = read_history(data, "history.csv")
    except ReadError as error:
        clean([history_words(problem, t) for problem in error.problems])
        return
    lines = [part for problem in read.problems for part in said(problem, t) if part]
    for question in read.questions:
        what, choices = asked(question, t)
        lines += [what, *choices.values()]
    clean(lines, *re.findall(r"[A-Za-z]+", data.decode()))


@pytest.mark.parametrize("command", ["decide -", "risk - --draws 256", "flip - in_house.base_salary", "when -"])
def test_the_command_line_answers_without_a_word_left(command: str, t: Text, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(main, monkeypatch)
    answer = CliRunner().invoke(main, [*command.split(), "--lang", PSEUDO], input=examples.source(examples.FIRST))
    assert answer.exit_code == 0, answer.output
    clean([answer.output], json.loads(examples.source(examples.FIRST))["name"])
