"""A share link gives back what was put in it, in any version to come; cut, altered or made by hand it loads no wrong figure."""

import base64
import hashlib
import json
import string
import zlib
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo_model import Scenario, examples, parameters
from cmo_model.readers import MOST_CHARACTERS, ReadError, Shared, read_link, read_scenario, words, write_link, write_scenario
from cmo_model.readers.share_link import MOST_NOTICES, Tag, dictionary
from cmo_model.scenario import SCHEMA_VERSION
from cmo_model.scenario.checks import has_hidden_character
from cmo_model.scenario.fields import FIELDS
from cmo_model.words import LANGUAGES, text
from tests import test_share_link_partly
from tests.links import EXAMPLES, NUMBERS, TAGS, made, refused, refused_with, said_well, sealed, sealed_raw
from tests.test_versions import NEW


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    changes: dict[str, Any] = {}
    for facts in draw(st.lists(st.sampled_from(NUMBERS), max_size=25, unique_by=lambda f: f.path)):
        low, high = facts.low or 0.0, facts.high or 0.0
        changes[facts.path] = (
            draw(st.integers(int(low), int(high)))
            if facts.whole
            else draw(st.floats(low, high, exclude_min=facts.low_open, allow_subnormal=False))
        )
    if changes.get("acquisition.monthly_spend") == 0:
        changes["acquisition.monthly_new_customers"] = 0.0
    answers = st.lists(st.none() | st.integers(0, 4), min_size=12, max_size=12)
    changes["data_culture.answers"] = tuple(draw(answers))
    names = st.sampled_from(sorted(parameters.duties().duties))
    duty = st.fixed_dictionaries({"volume": st.floats(0, 10_000), "delegated": st.floats(0, 1)})
    changes["workload.duties"] = draw(st.none() | st.dictionaries(names, duty, min_size=1, max_size=5))
    share = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted).map(tuple)
    shares = st.sampled_from([f.path for f in NUMBERS if f.unit == "share" and (f.low, f.high) == (0, 1)])
    changes["uncertainty"] = draw(st.dictionaries(shares, st.none() | share, max_size=4))
    changes["name"] = draw(st.text(max_size=60).filter(lambda name: not has_hidden_character(name)) | st.just("\\ud83d \\n Été"))
    return Scenario().with_values(changes)


@settings(max_examples=200, deadline=None)
@given(scenarios(), st.dictionaries(st.sampled_from(sorted(FIELDS)), st.sampled_from(["client", "consultant", "unknown"])))
def test_what_is_put_in_a_link_comes_out_of_it(scenario: Scenario, tags: dict[str, Tag]) -> None:
    named = read_link(write_link(scenario, tags, examples.FIRST, with_name=True))
    assert named == Shared(scenario, tags, examples.FIRST, "full")
    bare = read_link("#" + write_link(scenario, tags))
    assert bare.scenario == scenario.with_values({"name": ""}) and bare.base == "" and not bare.notices
    assert bare.tags == {path: giver for path, giver in tags.items() if path != "name"}
    assert write_link(scenario, tags) == write_link(scenario, tags)


@settings(max_examples=100, deadline=None)
@given(scenarios())
def test_a_saved_scenario_reads_back_equal(scenario: Scenario) -> None:
    saved = write_scenario(scenario)
    assert read_scenario(saved) == scenario and write_scenario(read_scenario(saved)) == saved
    assert saved.endswith(b"}\n") and b'\n  "year": 2026' in saved


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_make_short_links(name: str) -> None:
    every: dict[str, Tag] = dict.fromkeys(FIELDS, "client")
    bare, full = write_link(EXAMPLES[name]), write_link(EXAMPLES[name], every, name, with_name=True)
    print(name, len(bare), len(full))
    assert len(bare) < 300 and len(full) < 600


def test_every_figure_is_written_and_the_name_only_when_asked() -> None:
    def unpacked(fragment: str) -> Any:
        payload = fragment.split(".")[1]
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return json.loads(zlib.decompressobj(-15, zdict=dictionary()).decompress(raw))

    scenario = EXAMPLES["atelier-boreal"]
    tree = unpacked(write_link(scenario))
    assert tree == {"scenario": {k: v for k, v in scenario.model_dump(mode="json").items() if k != "name"}}
    assert unpacked(write_link(scenario, {"name": "client"}))["tags"] == {}
    assert unpacked(write_link(scenario, with_name=True))["scenario"]["name"] == "Atelier Boréal"


OLD_LINK = (
    "s=1.Izj4DO2H-RxemaigpgDMf8VKAzkibWJsZGhpYa5nZjo6JD06JE2NIWkdpPUGmDPVRiDLUKaIjWprKRvFNtQBz0wZjw5kjw5kjw5kjw5kkz"
    "uQDawGzUz1TIyH1UA22tIb9JG_aFCEg1wHrNFB5edQHfcmPLKMZ_ANeREBxtAobLEB7iYfAA.ead9a29c"
)
"""Written by the first version, of 99 fields; no later version may change what it opens as."""


def test_a_link_of_the_first_version_opens_with_the_same_figures_for_ever() -> None:
    shared = read_link(OLD_LINK)
    assert {notice.code for notice in shared.notices} <= {"link_field_missing"}, "only a field added since may be told"
    assert shared.base == "atelier-boreal" and shared.tags == TAGS
    assert shared.version == 1
    added = {".".join(map(str, notice.path)) for notice in shared.notices} | NEW.keys()
    figures = {}
    for path in FIELDS.keys() - added:
        value: Any = shared.scenario.model_dump(mode="json")
        for name in path.split("."):
            value = value.get(name)
        figures[path] = value
    figures["schema_version"] = 1  # as it was kept: what has changed since is the model's, not the figures'
    digest = hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()
    assert shared.scenario.name == "Léa & fils" and shared.scenario.company.annual_revenue == 4_321_987.65
    assert shared.scenario.uncertainty == {"sales.win_rate": (0.1, 0.2, 0.4)}
    assert shared.scenario.workload.duties is not None and shared.scenario.workload.duties["people"].volume == 2.5
    assert digest == "36f60bd4e6ed99346c2b996b0e1cca39e234adc173983d5e4ba7c27b14dfd537"


def test_the_text_that_links_are_deflated_against_never_changes() -> None:
    """Every link given out needs it. For another text, make another version."""
    assert hashlib.sha256(dictionary()).hexdigest() == "a4be3111d0a0f9305ce5442c9d901e4d5463636f9cd6b33b425ad57f5bc438a5"


LINK = write_link(EXAMPLES["atelier-boreal"], TAGS, "atelier-boreal")
MEANT = read_link(LINK)


@pytest.mark.parametrize(
    "mangled",
    [
        "#" + LINK,
        f"  #{LINK}\n",
        *(LINK + after for after in (".", ")", ">", "),", ">.", "…", " »", "*", "_", "]]")),
        quote(LINK, safe=""),
        quote(quote(LINK, safe=""), safe=""),
        LINK.replace("=", "%3D").replace(".", "%2E"),
        LINK.replace("=", "%3d") + "%0D%0A",
        "%23" + LINK + "%20",
        LINK[:60] + "\r\n" + LINK[60:90] + "\n > "[:2] + LINK[90:],
        LINK[:60] + "\u00a0\u200b\u00ad" + LINK[60:],
    ],
)
def test_what_mail_programs_do_to_a_link_does_no_harm(mangled: str) -> None:
    assert read_link(mangled) == MEANT


def test_a_link_cut_at_any_length_loads_nothing() -> None:
    for length in range(len(LINK)):
        assert refused_with(LINK[:length]) in ("link_damaged", "link_foreign"), length


def test_a_link_with_one_character_changed_loads_nothing() -> None:
    for place in range(len(LINK)):
        for other in "AZaz09-_=.%~é ":
            if other == LINK[place]:
                continue
            assert refused_with(LINK[:place] + other + LINK[place + 1 :]) in ("link_damaged", "link_foreign", "link_newer")


@pytest.mark.parametrize("fragment", ["", "#", "a", "#section-2", "x=1.abc.0123abcd", "1.abc.0123abcd", "?" + LINK, "é\ud800"])
def test_what_is_not_a_link_of_ours_is_told_apart(fragment: str) -> None:
    assert refused_with(fragment) == "link_foreign"


@pytest.mark.parametrize(
    "fragment",
    [
        *("s=", "s=1", "s=1..", "s=0.abc.0123abcd", "s=01.abc.0123abcd", "s=\u0661.abc.0123abcd", "s=1.abc.zzzzzzzz"),
        *(f"{LINK}&{LINK}", f"{LINK}&utm_source=mail", LINK.replace(".", ".!", 1), LINK.upper().replace("S=", "s=")),
        *(sealed_raw(b""), sealed_raw(b"\xff" * 30), sealed(b"\xff\xfe"), sealed_raw(zlib.compress(b'{"scenario":{"year":2026}}'))),
        *(sealed(b""), sealed(b"{}"), sealed(b"[]"), sealed(b"null"), sealed(b'{"scenario":[]}'), sealed(b'{"scenario":{}}')),
        *(sealed(b'{"scenario":{"year":2026,"year":2026}}'), sealed(b'{"scenario":{"discount_rate":NaN}}')),
        *(sealed(b'{"scenario":{"year":' + b"9" * 5000 + b"}}"), sealed(b"[" * 60_000), sealed(b'{"scenario":{"zz":1}}')),
        *(sealed(b'{"scenario":' + b'{"a":' * n + b"1" + b"}" * n + b"}") for n in range(940, 1000, 3)),
    ],
)
def test_a_damaged_link_is_told_and_loads_nothing(fragment: str) -> None:
    assert refused(fragment) == [("link_damaged", "")]


def test_what_follows_a_whole_payload_is_damage() -> None:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=dictionary())
    packed = deflate.compress(json.dumps({"scenario": Scenario().model_dump()}).encode()) + deflate.flush()
    assert read_link(sealed_raw(packed)).scenario == Scenario()
    assert refused_with(sealed_raw(packed + b"more")) == refused_with(sealed_raw(packed[:-1])) == "link_damaged"


def test_a_bomb_is_stopped_at_64_kb() -> None:
    bomb = sealed(b'{"scenario":{"name":"' + b" " * 5_000_000 + b'"}}')
    assert 5_000 < len(bomb) <= MOST_CHARACTERS
    assert refused_with(bomb) == "link_damaged"
    whole = json.dumps({"scenario": Scenario().model_dump()}).encode()
    assert read_link(sealed(whole + b" " * (64 * 1024 - len(whole)))).scenario == Scenario()
    assert refused_with(sealed(whole + b" " * (64 * 1024 + 1 - len(whole)))) == "link_damaged"


@pytest.mark.parametrize("fragment", ["s=1." + "A" * 8_000 + ".0123abcd", "s=" + "B" * 100_000, "?" * 100_000])
def test_a_link_is_at_most_8000_characters(fragment: str) -> None:
    assert refused_with(fragment) == "link_too_long"


def test_marks_without_end_are_taken_off_quickly() -> None:
    assert refused_with("s=1" + "." * 31_990 + "é") == "link_too_long" and refused_with("s=1" + "." * 31_990) == "link_damaged"


def test_even_a_scenario_of_odd_figures_and_ranges_everywhere_fits_in_a_link() -> None:
    def odd(path: str, place: int) -> float:
        """A figure of seventeen digits in the middle of a field's bounds, that nothing can shorten."""
        low, high = FIELDS[path].low or 0.0, FIELDS[path].high or 0.0
        drawn = int.from_bytes(hashlib.sha256(f"{path}{place}".encode()).digest()[:8], "big") / 2**64
        return low + (high - low) * (0.2 + 0.2 * place + 0.2 * drawn)

    paths = [f.path for f in NUMBERS if not f.whole and f.default is not None]
    ranges = {path: tuple(odd(path, place) for place in range(3)) for path in paths}
    scenario = Scenario().with_values({path: odd(path, 1) for path in paths} | {"uncertainty": ranges})
    link = write_link(scenario, dict.fromkeys(FIELDS, "client"), examples.FIRST, with_name=True)
    print("everything odd", len(link))
    assert len(link) <= MOST_CHARACTERS and read_link(link).scenario == scenario


def test_a_link_over_the_limit_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmo_model.readers.share_link.MOST_CHARACTERS", len(LINK) - 1)
    with pytest.raises(ReadError) as caught:
        write_link(EXAMPLES["atelier-boreal"], TAGS, "atelier-boreal")
    assert said_well(caught.value) == [("link_too_long", "")]


def test_a_link_of_a_newer_version_is_told_so() -> None:
    assert refused_with("s=2.anything~at!all") == refused_with(sealed(b"{}", 17)) == "link_newer"
    assert refused_with(made({"schema_version": SCHEMA_VERSION + 1})) == "link_newer"


def test_a_tag_or_a_base_that_a_link_cannot_hold_is_not_written() -> None:
    wrong: Any
    for wrong in ({"tags": {"company.colour": "client"}}, {"tags": {"year": "nobody"}}, {"base": "nowhere"}):
        with pytest.raises(ValueError, match="is"):
            write_link(Scenario(), **wrong)


def test_a_message_never_repeats_a_value() -> None:
    shared = read_link(made({"in_house.base_salary": -187654.32, "sales.win_rate": 187654.32}))
    for language in LANGUAGES:
        assert not any("187" in words(notice, text(language)) for notice in shared.notices)


@pytest.mark.parametrize("part", ["scenario", "tags", "duties", "uncertainty"])
def test_a_link_full_of_unknown_names_is_answered_quickly_and_in_few_words(part: str) -> None:
    tree: dict[str, Any] = {"scenario": Scenario().model_dump(), "tags": {}}
    duties = tree["scenario"]["workload"].setdefault("duties", {})
    ranges = tree["scenario"].setdefault("uncertainty", {})
    places = {"scenario": tree["scenario"], "tags": tree["tags"], "duties": duties, "uncertainty": ranges}
    places[part].update({f"k{n}": 1 for n in range(2_500)})
    fragment = sealed(json.dumps(tree, separators=(",", ":")).encode())
    assert len(fragment) <= MOST_CHARACTERS
    assert len(read_link(fragment).notices) == MOST_NOTICES


CORPUS = {
    "L01": "test_a_damaged_link_is_told_and_loads_nothing, and the two before it: random, cut or altered",
    "L02": "test_a_bomb_is_stopped_at_64_kb",
    "L03": "test_a_value_that_cannot_be_used_goes_back_to_its_default_and_is_told: the rest is loaded",
    "L04": "test_a_link_of_the_first_version_opens_with_the_same_figures_for_ever",
    "L05": "test_a_name_is_kept_as_typed",
    "L06": "test_a_damaged_link_is_told_and_loads_nothing: twice, or with something after it; the query is the page's",
}


def test_the_corpus_of_bad_links_is_covered() -> None:
    written = {*globals(), *vars(test_share_link_partly)}
    assert all(entry.split(",")[0].split(":")[0] in written for entry in CORPUS.values())


@pytest.mark.parametrize("name", ["![x](http://evil.example/p.png)", "<img src=x>", "=HYPERLINK(1)", "Été & Cie", "\\ud800"])
def test_a_name_is_kept_as_typed(name: str) -> None:
    scenario = Scenario().with_values({"name": name})
    assert read_link(write_link(scenario, with_name=True)).scenario == scenario


ALPHABET = string.ascii_letters + string.digits + "-_.=%#"
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from([*FIELDS, "company", "workload", "uncertainty.*", "workload.duties", "uncertainty"])


@settings(max_examples=2000, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(ALPHABET, max_size=80).map("s=1.".__add__),
        st.binary(max_size=80).map(sealed_raw),
        st.binary(max_size=80).map(sealed),
        JSON.map(json.dumps).map(str.encode).map(sealed),
        st.fixed_dictionaries({"scenario": JSON, "tags": JSON, "base": JSON}).map(json.dumps).map(str.encode).map(sealed),
        st.tuples(PATHS, JSON).map(lambda one: made({one[0]: one[1]} if "*" not in one[0] else {"uncertainty": {"*": one[1]}})),
        st.dictionaries(st.sampled_from(["people", "data", "x"]), JSON).map(lambda duties: made({"workload.duties": duties})),
        st.dictionaries(st.sampled_from(["*", "year", *FIELDS]), JSON).map(lambda ranges: made({"uncertainty": ranges})),
    )
)
def test_any_fragment_is_a_scenario_or_a_read_error(fragment: str) -> None:
    try:
        shared = read_link(fragment)
    except ReadError as error:
        assert error.problems and said_well(error)
    else:
        said_well(shared)
        assert read_link(write_link(shared.scenario, shared.tags, shared.base, with_name=True)).scenario == shared.scenario
