"""Two shapes of what a spend brings beside today's, each with one parameter: the elasticity at today's spend, between 0 and 1.

At r times today's spend, a power brings r^e times today's revenue; a saturating curve (Michaelis-Menten) r / (e + (1-e) r), its
half point e / (1-e) times today's spend. Near today the two cannot be told apart; far from it they part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmo_model.uncertainty.study import Array

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Shapes:
    """Curves side by side: `worth`, dollars of revenue a month at today's spend, by `elasticity`, a power unless `saturating`.

    The three have one shape; what is asked at a `ratio` of today's spend needs an axis more at its end, for the curves to follow.
    """

    worth: Array
    elasticity: Array
    saturating: Flags

    def value(self, ratio: Array) -> Array:
        """Revenue of each curve at these times today's spend."""
        return self.worth * relative(ratio, self.elasticity, self.saturating)

    def marginal(self, ratio: Array) -> Array:
        """Revenue of each curve for one more times today's spend."""
        e = self.elasticity
        with np.errstate(divide="ignore"):
            return self.worth * e * np.where(self.saturating, (e + (1 - e) * ratio) ** -2.0, ratio ** (e - 1))

    def curvature(self, ratio: Array) -> Array:
        """Elasticity of each curve's marginal to the spend."""
        e = self.elasticity
        return np.where(self.saturating, -2 * (1 - e) * ratio / (e + (1 - e) * ratio), e - 1)


def relative(ratio: Array, elasticity: Array, saturating: Flags) -> Array:
    """What a spend brings beside today's."""
    return np.where(saturating, ratio / (elasticity + (1 - elasticity) * ratio), ratio**elasticity)
