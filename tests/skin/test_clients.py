"""A table of firms in a visit: it outlives the firms that are opened from it, and is in the draft like a history."""

import random

import pytest

from cmo_model import advise, examples
from cmo_model.pages.clients import book
from cmo_model.skin.controls import do
from cmo_model.skin.draft import BroughtFile, read_draft
from cmo_model.skin.session import Visit
from cmo_model.uncertainty.advice import search_month
from cmo_model.words import text

T = text("fr")


@pytest.fixture
def visit() -> Visit:
    found = Visit()
    book.take(found, BroughtFile("clients.csv", b"name,workload.hours_per_week,current\nA,12,owner\nB,44,fractional\nC,x,owner\n"))
    return found


def test_a_firm_opened_from_the_table_replaces_the_figures_and_leaves_the_table(visit: Visit) -> None:
    visit.change("in_house.base_salary", 81_000)
    visit.choose({"clients:sort": "name", "plausible": True})
    sheet = book.read(visit)
    visit.open_client(sheet.firm(1))
    assert visit.decide().scenario.name == "B" and visit.firm(T) == "B"
    assert visit.draft.clients is not None and visit.draft.choices == {"clients:sort": "name"}
    assert book.read(visit) is sheet  # and nothing is read again
    visit.choose({"clients:sort": "date"})
    visit.back()
    assert visit.draft.changes == {"in_house.base_salary": 81_000} and visit.decide().scenario.name != "B"
    assert visit.draft.clients is not None and visit.draft.choices == {"clients:sort": "date", "plausible": True}
    visit.back()
    assert visit.decide().scenario.name == "B"


def test_the_table_comes_back_with_the_draft_and_a_refused_one_does_not(visit: Visit) -> None:
    again = read_draft(visit.draft.written())
    assert again is not None and again.clients == visit.draft.clients
    book.take(visit, BroughtFile("bad.csv", b"city\nLaval\n"))
    with pytest.raises(ValueError):
        book.read(visit)
    again = read_draft(visit.draft.written())
    assert again is not None and again.clients is None
    visit.open_example(examples.FIRST)
    assert visit.draft.clients is not None


def test_what_was_chosen_for_one_table_goes_with_it(visit: Visit) -> None:
    visit.choose({"clients:across": "company.annual_revenue", "cash:a": "hybrid"})
    book.take(visit, BroughtFile("other.csv", b"workload.hours_per_week\n3\n"))
    assert visit.draft.choices == {"cash:a": "hybrid"}


def test_the_answers_of_the_table_are_those_of_its_firms(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = book.read(visit)
    assert book.advised(visit, sheet, T) is None
    monkeypatch.setattr(book.st, "progress", lambda *_: type("Bar", (), {"progress": lambda *_: None})())
    book.work_on(visit, sheet, T)
    found = book.advised(visit, sheet, T)
    assert found is not None and book.advised(visit, sheet, T) is found
    assert [(one.name, one.row) for one in found] == [("A", 2), ("B", 3)]
    for one in found:
        alone = advise(sheet.firm(one.at))
        assert (one.advised, one.label, one.search) == (alone.advised, alone.label, alone.search_month)
        assert one.gain == round(alone.gain.mean_gain, 2) and one.changes == (alone.advised != alone.decision.scenario.current)
    assert book.figures(sheet, "workload.hours_per_week") == {0: 12.0, 1: 44.0}
    assert len({*book.figures(sheet, "company.annual_revenue").values()}) == 1


def test_a_date_is_that_of_a_search_only_where_it_fits_the_advice() -> None:
    assert [search_month(*one) for one in (("in_house", 1), ("in_house", 13), ("owner", 13), ("owner", 1), ("owner", None))] == [
        *(1, None, 13, None, None)
    ]


def test_going_back_over_a_firm_leaves_what_was_typed_since_of_a_decision_to_check(visit: Visit) -> None:
    visit.open_client(book.read(visit).firm(0))
    visit.draft = visit.draft.checking(BroughtFile("frozen.json", b"{}"))
    visit.choose(visit.draft.choices | {"checkback:1:sales": 7.0})
    visit.keep(language="en", typing="consultant")
    for _ in range(3):
        visit.back()
        assert visit.draft.frozen == BroughtFile("frozen.json", b"{}") and visit.draft.choices["checkback:1:sales"] == 7.0
        assert (visit.draft.language, visit.draft.typing) == ("en", "consultant")
    visit.set_aside()
    visit.draft = visit.draft.checking(None)
    visit.back()
    assert visit.draft.frozen is not None and visit.draft.choices["checkback:1:sales"] == 7.0


def test_figures_that_were_to_be_kept_no_more_are_not_kept_again_by_going_back(visit: Visit) -> None:
    for done in ({"what": "keep", "value": False}, {"what": "erase"}):
        visit.keep(keep=True)
        visit.open_client(book.read(visit).firm(0))
        visit.open_client(book.read(visit).firm(1))
        do(visit, T, done)
        for _ in range(3):
            visit.back()
            assert not visit.draft.keep


def test_a_draft_with_all_that_may_be_in_it_is_read_again() -> None:
    noise = random.Random(1)

    def file(name: str, size: int) -> BroughtFile:
        return BroughtFile(name, bytes(noise.randrange(256) for _ in range(size)))

    visit = Visit()
    history, *beside = file("a", 46_000), file("b", 24_000), file("c", 24_000), file("d", 24_000)
    assert history.packed and all(one.packed_beside for one in beside)
    visit.keep(file=history, clients=beside[0], frozen=beside[1], happened=beside[2])
    visit.choose({f"checkback:{month}:sales": 1e9 + month for month in range(1, 25)})
    visit.set_aside()
    visit.change("in_house.base_salary", 81_000)
    visit.set_aside()
    again = read_draft(visit.draft.written())
    assert again is not None and again.file == history and again.clients == beside[0]
    visit.back()
    assert read_draft(visit.draft.written()) is not None and visit.draft.file == history
