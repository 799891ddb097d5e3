"""The controls: what a file keeps of who gave each value, and what is asked for by a browser that is not ours."""

import base64

from cmo_model.readers import write_scenario
from cmo_model.skin.controls import do, honest_tags, open_file
from cmo_model.skin.session import Visit
from cmo_model.words import text

T = text("fr")
EFFECT = "leadership_effect.acquisition_lift"


def test_a_file_keeps_who_gave_each_value_but_an_effect_the_claim_cut_is_nobodys() -> None:
    visit = Visit()
    visit.change(EFFECT, 0.4)
    visit.change("in_house.base_salary", 99_000.0, "consultant")
    written = write_scenario(visit.decide().scenario, honest_tags(visit))
    other = Visit()
    open_file(other, base64.b64encode(written).decode(), T)
    assert other.draft.tags == {EFFECT: "client", "in_house.base_salary": "consultant"}
    visit.keep(claim="half")
    visit.decide()
    assert honest_tags(visit) == {"in_house.base_salary": "consultant"}


def test_a_file_is_asked_for_with_an_address_that_is_one() -> None:
    visit = Visit()
    do(visit, T, {"what": "pdf", "value": "https://calcul.exemple.ca/"})
    assert visit.asked == ("pdf", "https://calcul.exemple.ca/")
    for value in ("javascript:alert(1)", "https://x y", "https://x/#s=1.A", "https://" + "x" * 300, 3, None):
        do(visit, T, {"what": "xlsx", "value": value})
        assert visit.asked == ("xlsx", "")
    for done in ({"what": "exe", "value": ""}, {"what": ["pdf"]}, {"what": "paper", "value": "a3"}, "pdf", None, {}):
        visit.asked = None
        do(visit, T, done)
        assert (visit.asked, visit.paper) == (None, "letter")
    do(visit, T, {"what": "paper", "value": "a4"})
    assert visit.paper == "a4"
