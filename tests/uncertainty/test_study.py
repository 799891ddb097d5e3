"""A two-input model with a known answer, through the same code as the decision."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from cmo_model.uncertainty import Inputs, Study, study
from cmo_model.uncertainty.study import Array, interval, points, studied
from tests.conftest import case_file

EVIDENCE = {case["id"]: case for case in case_file("evidence.json")}


def either(x: Mapping[str, Array]) -> Array:
    """Do nothing, or gain p1 − p2."""
    return np.column_stack([np.zeros_like(x["p1"]), x["p1"] - x["p2"]])


def normals(mean: float = 1.0, first: float = 1.0, second: float = 2.0) -> dict[str, Any]:
    return {"p1": lambda u: mean + first * ndtri(u), "p2": lambda u: second * ndtri(u)}


def run(inputs: Mapping[str, Any] | None = None, **more: Any) -> Study:
    return study(either, Inputs(normals() if inputs is None else inputs), **({"log2_size": 13} | more))


def test_an_error_is_that_of_student_from_two_sets_on() -> None:
    found = interval(np.array([[1.0, 5.0], [3.0, 5.0]]))
    assert found.value.tolist() == [2.0, 5.0] and found.error == pytest.approx([12.7062, 0.0], abs=1e-4)
    assert np.isnan(interval(np.array([[1.0]])).error).all()


def test_regret_is_the_published_evpi() -> None:
    expected = EVIDENCE["evpi_normal"]["expected"]
    found = run().regret
    assert float(found.value) == pytest.approx(expected, abs=3e-4)
    assert abs(float(found.value) - expected) <= 2 * float(found.error) + 1e-6


def test_the_worth_of_each_input_is_the_published_evppi() -> None:
    worth = run().information
    assert float(worth["p1"].value) == pytest.approx(0.0833, abs=1e-3)
    assert float(worth["p2"].value) == pytest.approx(0.3956, abs=1e-3)


def test_printed_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """Two hundred seeds of the known model: mean, chance and regret stand within their 95 % intervals 92 to 98 times in 100."""
    truth = np.array([1.0, ndtr(1 / np.sqrt(5)), EVIDENCE["evpi_normal"]["expected"]])
    covered = np.zeros(3)
    for seed in range(200):
        found = run(log2_size=6, seed=1_000 + seed, information=False)
        values = np.array([found.mean.value[1], found.best.value[1], float(found.regret.value)])
        covered += np.abs(values - truth) <= (found.mean.error[1], found.best.error[1], float(found.regret.error))
    assert np.all((covered >= 0.92 * 200) & (covered <= 0.98 * 200)), covered / 200


@pytest.mark.parametrize("place", range(4))
def test_chance_and_regret_of_two_options_are_the_normal_ones(place: int) -> None:
    case = EVIDENCE["pbest_evpi_two_options"]
    z = case["inputs"]["z"][place]
    found = study(lambda x: np.column_stack([np.zeros_like(x["d"]), x["d"]]), Inputs({"d": lambda u: z + ndtri(u)}), log2_size=13)
    assert float(found.best.value[1]) == pytest.approx(case["expected"]["P"][place], abs=2e-3)
    assert float(found.regret.value) == pytest.approx(case["expected"]["EVPI_over_sigma"][place], abs=5e-4)


def test_chances_sum_to_one_and_worth_never_exceeds_regret() -> None:
    found = run(log2_size=8)
    assert found.best.value.sum() == pytest.approx(1.0)
    for one in found.information.values():
        assert float(one.value) <= float(found.regret.value) + float(found.regret.error) + float(one.error)


def test_an_input_that_tells_nothing_is_worth_nothing() -> None:
    found = run(normals() | {"noise": lambda u: u}, log2_size=10)
    assert float(found.information["noise"].value) <= float(found.information["noise"].error) + 1e-3


def test_an_input_gains_nothing_from_its_own_noise_however_few_the_draws() -> None:
    """Two draws a bin: whoever chose the option by the bin it is tried on would find a third of a dollar in each."""
    found = run(normals(mean=0.2, second=0.5) | {f"noise {place}": lambda u: u for place in range(6)}, log2_size=7)
    for place in range(6):
        assert float(found.information[f"noise {place}"].value) <= float(found.information[f"noise {place}"].error)
    assert float(found.information["p1"].value) > 0.1


def test_with_no_uncertain_input_there_is_no_regret() -> None:
    found = study(lambda x: np.array([[1.0, 2.0, 0.0]]), Inputs({}), log2_size=4)
    assert float(found.regret.value) == 0.0
    assert found.best.value.tolist() == [0.0, 1.0, 0.0]


def test_benefits_known_already_are_studied_set_by_set() -> None:
    found = studied(np.random.default_rng(1).normal(size=(4, 8, 3)), seed=9)
    assert (found.draws, found.sets, found.seed, found.information) == (32, 4, 9, {}) and found.mean.value.shape == (3,)


def test_wider_ranges_never_lower_the_regret() -> None:
    regrets = [float(run(normals(second=width), log2_size=11).regret.value) for width in (0.5, 1.0, 2.0, 4.0)]
    assert regrets == sorted(regrets)


def flattened(found: Study) -> list[float]:
    return [
        *found.mean.value,
        *found.best.value,
        float(found.regret.value),
        *(float(found.information[n].value) for n in ("p1", "p2")),
    ]


def test_neither_the_order_of_inputs_nor_the_chunk_changes_anything_and_the_seed_does() -> None:
    first = flattened(run(log2_size=9))
    backwards = dict(reversed(normals().items()))
    assert flattened(run(backwards, log2_size=9)) == first
    assert flattened(run(log2_size=9, chunk=37)) == pytest.approx(first, rel=1e-12)
    assert flattened(run(log2_size=9, seed=2)) != first


@pytest.mark.parametrize("sets", [1, 5, 16])
def test_sets_joined_in_a_chunk_give_the_numbers_of_sets_alone(sets: int) -> None:
    alone = run(log2_size=6, sets=sets, chunk=64)
    for chunk in (63, 128, 200, 4096):
        joined = run(log2_size=6, sets=sets, chunk=chunk)
        for name in ("mean", "quantiles", "gaps", "leads", "best", "regret"):
            one, other = getattr(alone, name), getattr(joined, name)
            np.testing.assert_array_equal(one.value, other.value)
            np.testing.assert_array_equal(one.error, other.error)
        assert flattened(joined) == flattened(alone)


def test_no_call_is_larger_than_the_chunk_and_progress_is_told_after_each() -> None:
    sizes: list[int] = []
    told: list[float] = []

    def counted(x: Mapping[str, Array]) -> Array:
        sizes.append(len(x["p1"]))
        return either(x)

    study(counted, Inputs(normals()), log2_size=10, sets=6, progress=told.append)
    assert sizes == [4096, 2048] and told == [4096 / 6144, 1.0]
    sizes.clear()
    told.clear()
    study(counted, Inputs(normals()), log2_size=13, sets=2, progress=told.append)
    assert sizes == [4096] * 4 and told == [0.25, 0.5, 0.75, 1.0]


def test_small_sets_are_kept_and_cannot_be_written_to_and_large_ones_are_not_kept() -> None:
    small, large = (4, 5, 7, 0), (5, 14, 7, 0)
    assert points(*small) is points(*small) and points(*large) is not points(*large)
    assert np.array_equal(points(*large), points(*large)) and not np.array_equal(points(*small), points(4, 5, 7, 1))
    for kept in (points(*small), points(*large)):
        with pytest.raises(ValueError, match="read-only"):
            kept[0, 0] = 0.5


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    run(log2_size=6, sets=4, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0


def test_points_fill_the_unit_cube_evenly() -> None:
    u = points(3, 10, 1, 0)
    assert u.shape == (1024, 3) and u.min() > 0 and u.max() < 1
    for column in u.T:
        assert np.bincount((column * 1024).astype(int), minlength=1024).max() == 1
