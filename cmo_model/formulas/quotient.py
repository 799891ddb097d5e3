"""Division where nothing over nothing, or something over nothing, has no answer: NaN inside, `null` in the JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Number = Any  # a float, or a float64 array of cases


def quotient(over: Number, under: Number) -> npt.NDArray[np.float64]:
    """`over / under`, NaN where `under` is zero or either is NaN."""
    over, under = np.broadcast_arrays(np.asarray(over, float), np.asarray(under, float))
    return np.divide(over, under, out=np.full(over.shape, np.nan), where=under != 0)


def logarithm(x: Number) -> npt.NDArray[np.float64]:
    """Natural logarithm, NaN where it has none (zero and below)."""
    x = np.asarray(x, float)
    return np.log(x, out=np.full(x.shape, np.nan), where=x > 0)
