"""The formats that people export: each read, asked about or refused as an analyst expects, and never silently wrong."""

import numpy as np
import pytest

from cmo_model.readers.history import Role, corrected, read_history, said
from cmo_model.words import LANGUAGES, text
from tests.readers.formats import FORMATS, Format


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_an_analyst_expects(name: str) -> None:
    one: Format = FORMATS[name]
    read = read_history(one.data, one.name)
    if one.says is None:
        assert read.history is None and one.lacks in [problem.code for problem in read.problems]
        for language in LANGUAGES:
            assert all(said(problem, text(language))[2] for problem in read.problems if problem.action == "refused")
        return
    if one.answers or one.columns:
        asked = {question.code for question in read.questions}
        assert read.history is None and asked == ({"mapping"} if one.columns else {*one.answers})
        given: dict[int, Role] = {read.headers.index(title): role for title, role in one.columns.items()}
        read = read_history(one.data, one.name, corrected(read.mapping, given) if given else None, one.answers)
    assert read.history is not None, (read.problems, read.questions)
    assert {*read.history.channels} == {*one.says}
    for place, channel in enumerate(read.history.channels):
        spend, revenue = one.says[channel]
        np.testing.assert_allclose(read.history.spend[:, place], spend, err_msg=channel)
        np.testing.assert_allclose(read.history.revenue[:, place], revenue, err_msg=channel)
    found = read.history
    assert (found.total, found.starts_late and found.ends_early) == (one.total, one.cut == "both")


def test_there_are_sixty_formats() -> None:
    assert len(FORMATS) >= 60
