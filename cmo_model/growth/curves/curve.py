"""Response curves by channel: what a spend brings, what one more dollar brings, and the spend at which a marginal is reached.

Sources and formulas: evidence.md, section 1.3. Spend and response are in the same units as the parameters (dollars a period).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from cmo_model.growth.curves.shapes import Shapes
from cmo_model.uncertainty.study import Array, Codes

Family = Literal["michaelis_menten", "power", "log", "hill"]
"""The families that have a formula of their own; a `mean` is that of many curves side by side."""


@dataclass(frozen=True)
class Curve:
    """One channel's response and the bounds of its spend; the parameters a family does not use are left alone.

    michaelis_menten A·x/(K+x); power A·x^b; log A·ln(1+x/K); hill A·x^slope/(K^slope+x^slope), S-shaped when slope > 1.
    mean: the sum of `shapes` (one dimension, as many in every curve of a stack), where K is today's spend.
    Raises ValueError naming the channel when a parameter has no meaning.
    """

    name: str
    family: Family | Literal["mean"]
    A: float = 1.0
    K: float = 1.0
    b: float = 0.5
    slope: float = 1.0
    low: float = 0.0
    high: float = math.inf
    shapes: Shapes | None = None

    def __post_init__(self) -> None:
        if (self.family not in get_args(Family)) if self.shapes is None else (self.family != "mean"):
            raise ValueError(f"{self.name}: no family of curves is called {self.family!r}")
        if not 0 < self.A < math.inf:
            raise ValueError(f"{self.name}: A must be positive and finite")
        if self.family == "power" and not 0 < self.b < 1:
            raise ValueError(f"{self.name}: b must be strictly between 0 and 1")
        if self.family != "power" and not 0 < self.K < math.inf:
            raise ValueError(f"{self.name}: K must be positive and finite")
        if self.family == "hill" and not 0 < self.slope < math.inf:
            raise ValueError(f"{self.name}: slope must be positive and finite")
        if not (0 <= self.low <= self.high and self.low < math.inf):
            raise ValueError(f"{self.name}: bounds must be 0 <= low <= high")

    @property
    def inflection(self) -> float:
        """Spend up to which returns increase: 0 for a concave curve."""
        return float(self._alone.inflection.item())

    def value(self, x: float) -> float:
        """Response to a spend of x."""
        return float(self._alone.value(np.array([x])).item())

    def marginal(self, x: float) -> float:
        """Response to one more dollar at a spend of x; infinite at 0 for power and for hill with slope < 1."""
        return float(self._alone.marginal(np.array([x])).item())

    @cached_property
    def _alone(self) -> Stack:
        return Stack((self,))


_FARTHEST = 60.0
"""How far from today's spend a mean is followed, in logarithms."""


class Stack:
    """The parameters of several curves as arrays: every method works on spends whose last axis is the channels."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        if not curves:
            raise ValueError("an allocation needs a curve at least")
        self.low, self.high, self.A, self.K, self.b, self.slope = np.array(
            [(c.low, c.high, c.A, c.K, c.b, c.slope) for c in curves], dtype=float
        ).T
        kinds = ["michaelis_menten" if c.family == "hill" and c.slope == 1 else c.family for c in curves]
        present = set(kinds)
        # A whole slice when all the curves are of one family: several times quicker than an index.
        self.parts: dict[str, slice[None, None, None] | Codes] = {
            kind: slice(None) if len(present) == 1 else np.array([i for i, one in enumerate(kinds) if one == kind])
            for kind in sorted(present)
        }
        several = [c.shapes for c in curves if c.shapes is not None]
        self.shapes = Shapes(*(np.array([getattr(one, name) for one in several]) for name in ("worth", "elasticity", "saturating")))

    @cached_property
    def offset(self) -> Array:
        """What to add to the spend to make it a power of the marginal (for hill, nothing does)."""
        found: Array = np.zeros_like(self.K)
        for kind in {"michaelis_menten", "log"} & set(self.parts):
            found[self.parts[kind]] = self.K[self.parts[kind]]
        return found

    @cached_property
    def inflection(self) -> Array:
        """Spend up to which each curve is convex; 0 where it is concave throughout."""
        s = np.maximum(self.slope, 1.0)
        found: Array = np.zeros_like(self.K)
        if "hill" in self.parts:
            found[self.parts["hill"]] = (self.K * ((s - 1) / (s + 1)) ** (1 / s))[self.parts["hill"]]
        return found

    def value(self, x: Array) -> Array:
        """Response of each channel."""
        out = np.empty_like(x)
        for kind, i in self.parts.items():
            A, K, y = self.A[i], self.K[i], x[..., i]
            if kind == "michaelis_menten":
                out[..., i] = A * y / (K + y)
            elif kind == "log":
                out[..., i] = A * np.log1p(y / K)
            elif kind == "power":
                out[..., i] = A * y ** self.b[i]
            elif kind == "mean":
                out[..., i] = self.shapes.value((y / K)[..., None]).sum(axis=-1)
            else:
                with np.errstate(divide="ignore", over="ignore"):
                    out[..., i] = A / (1 + (K / y) ** self.slope[i])
        return out

    def curvature(self, x: Array) -> Array:
        """Elasticity of each marginal to the spend: negative where the curve is concave."""
        out = np.empty_like(x)
        for kind, i in self.parts.items():
            K, y = self.K[i], x[..., i]
            if kind == "power":
                out[..., i] = self.b[i] - 1
            elif kind == "mean":
                ratio = (y / K)[..., None]
                each = self.shapes.marginal(ratio)
                out[..., i] = (each * self.shapes.curvature(ratio)).sum(axis=-1) / each.sum(axis=-1)
            elif kind == "hill":
                with np.errstate(divide="ignore", over="ignore"):
                    out[..., i] = self.slope[i] - 1 - 2 * self.slope[i] / (1 + (K / y) ** self.slope[i])
            else:
                out[..., i] = -(2 if kind == "michaelis_menten" else 1) * y / (K + y)
        return out

    def marginal(self, x: Array) -> Array:
        """Response of each channel to one more dollar."""
        out = np.empty_like(x)
        for kind, i in self.parts.items():
            A, K, y = self.A[i], self.K[i], x[..., i]
            if kind == "michaelis_menten":
                out[..., i] = A / (K + y) * (K / (K + y))
            elif kind == "log":
                out[..., i] = A / (K + y)
            elif kind == "power":
                with np.errstate(divide="ignore"):
                    out[..., i] = A * self.b[i] * y ** (self.b[i] - 1)
            elif kind == "mean":
                out[..., i] = self.shapes.marginal((y / K)[..., None]).sum(axis=-1) / K
            else:
                s = self.slope[i]
                with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                    ratio = y / K
                    at = A * s / y / (1 + ratio**-s) / (1 + ratio**s)
                out[..., i] = np.where(y > 0, at, np.where(s < 1, np.inf, 0.0))
        return out

    def spend_at(self, log_marginal: Array, near: Array | None = None) -> tuple[Array, Array]:
        """Spend at which each channel's marginal is e to this power, past any inflection, and the fall of spend per unit of it.

        Spends may come out negative or beyond the bounds: the caller clips them. For hill with slope > 1 the marginal must not be
        above the greatest one, or the answer means nothing. `near`, spends close to the answer, saves time for hill.
        """
        t = np.broadcast_to(log_marginal, np.broadcast_shapes(log_marginal.shape, self.K.shape))
        x, fall = np.empty(t.shape), np.empty(t.shape)
        with np.errstate(over="ignore"):
            for kind, i in self.parts.items():
                A, K, at = self.A[i], self.K[i], t[..., i]
                if kind == "michaelis_menten":
                    whole = np.sqrt(A * K) * np.exp(-at / 2)
                    x[..., i], fall[..., i] = whole - K, whole / 2
                elif kind == "log":
                    whole = A * np.exp(-at)
                    x[..., i], fall[..., i] = whole - K, whole
                elif kind == "power":
                    e = 1 / (1 - self.b[i])
                    whole = np.exp(e * (np.log(A * self.b[i]) - at))
                    x[..., i], fall[..., i] = whole, e * whole
                elif kind == "mean":
                    x[..., i], fall[..., i] = self._mean_spend(i, at)
                else:
                    x[..., i], fall[..., i] = _hill_spend(A, K, self.slope[i], at, None if near is None else near[..., i])
        return x, fall

    def _mean_spend(self, i: slice[None, None, None] | Codes, t: Array) -> tuple[Array, Array]:
        """Newton on the logarithm of the spend, kept between ends that close on the answer: the marginal falls all along."""
        wanted = t + np.log(self.K[i])
        u, left, right = np.zeros_like(t), np.full_like(t, -_FARTHEST), np.full_like(t, _FARTHEST)
        for _ in range(100):
            ratio = np.exp(u)[..., None]
            each = self.shapes.marginal(ratio)
            whole = each.sum(axis=-1)
            bend = (each * self.shapes.curvature(ratio)).sum(axis=-1) / whole
            above = np.log(whole) - wanted
            left, right = np.where(above > 0, u, left), np.where(above > 0, right, u)
            moved = u - above / np.minimum(bend, -1e-12)
            moved = np.where((moved > left) & (moved < right), moved, (left + right) / 2)
            step, u = np.abs(moved - u).max(initial=0.0), moved
            if step <= 1e-13:
                break
        x = self.K[i] * np.exp(u)
        return x, -x / bend


def _hill_spend(A: Array, K: Array, s: Array, t: Array, near: Array | None) -> tuple[Array, Array]:
    """Newton on u = ln(x/K). ln f' is concave in u: a step lands right of the root, and none from there overshoots it."""
    excess = np.log(A * s / K) - t
    u = excess / np.where((excess >= 0) | (s > 1), s + 1, 1 - s) if near is None else np.log(np.maximum(near, 1e-300) / K)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(s > 1, np.log((s - 1) / (s + 1)) / s, -np.inf)
    for _ in range(60):
        z = np.exp(s * -np.abs(u))
        share = np.where(u >= 0, 1.0, z) / (1 + z)
        gradient = np.minimum(s - 1 - 2 * s * share, -1e-12)
        step = (excess + (s - 1) * u - 2 * (np.maximum(s * u, 0) + np.log1p(z))) / gradient
        u = np.maximum(u - step, least)
        if np.abs(step).max() <= 1e-9:  # the next step would be about its square
            break
    x = K * np.exp(u)
    return x, -x / gradient
