"""What an assistant is told of the tools: the shape of questions and answers, and words of its language alone."""

import json
from typing import Any

import jsonschema
import pytest

from cmo_model import Scenario
from cmo_model.commands.assistant import TOOLS
from cmo_model.words import text
from tests.pseudo import PSEUDO, cited, registered, untranslated
from tests.test_assistant import ask, side


def test_an_answer_has_the_shape_that_is_announced_and_a_question_that_is_asked_fits_it() -> None:
    asked: dict[str, dict[str, Any]] = {
        "decide": {"scenario": {"example": "atelier-boreal", "company": {"sector": "general"}}},
        "explain": {"scenario": {}, "value": "best"},
        "flip": {"scenario": {}, "name": "in_house.base_salary"},
        "compare": {"scenarios": [side("a", {}), side("b", {"current": "owner"})]},
    }
    for name, arguments in asked.items():
        jsonschema.validate(ask(name, arguments).data, TOOLS[name].output_schema())
        jsonschema.validate(arguments, TOOLS[name].input_schema(text("fr")))
    schema = TOOLS["decide"].input_schema(text("fr"))
    whole = json.loads(Scenario().model_dump_json(exclude={"assumptions": {"memory"}}))
    jsonschema.validate({"scenario": whole}, schema)
    for wrong in ({"company": {"contribution_margin": 1.2}}, {"current": "boss"}, {"horizon_months": 1}, {"bridge": 1}, 3):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"scenario": wrong}, schema)


def test_a_question_is_answered_without_a_word_left(tmp_path_factory: pytest.TempPathFactory) -> None:
    with registered(tmp_path_factory.mktemp("words")) as t:
        known = {*cited(), "alpha", "beta"}
        pair = [side("alpha", {"example": "atelier-boreal"}), side("beta", {"example": "thes-brunante"})]
        asked: dict[str, dict[str, Any]] = {
            "decide": {"scenario": {"example": "atelier-boreal"}},
            "explain": {"scenario": {}, "value": "verdict.margin"},
            "flip": {"scenario": {}},
            "compare": {"scenarios": pair},
        }
        for name, arguments in asked.items():
            for line in ask(name, arguments, PSEUDO).text.splitlines():
                assert not untranslated(line, known), (line, untranslated(line, known))
            tool = TOOLS[name]
            assert not untranslated(f"{tool.title(t)} {tool.description(t)}", known)
