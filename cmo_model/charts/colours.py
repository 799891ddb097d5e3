"""What a colour means, everywhere: the option advised, today's, another; and the option that today's is set against."""

from __future__ import annotations

from cmo_model.scenario import OptionName
from cmo_model.uncertainty import Advice


def tone(option: OptionName, advice: Advice) -> str:
    """The one meaning of a colour: advised, today's, another."""
    return "advised" if option == advice.advised else "today" if option == advice.decision.scenario.current else "other"


def other(advice: Advice) -> OptionName:
    """The option that today's is set against: the one advised, or the second where today's is advised."""
    return advice.advised if advice.advised != advice.decision.scenario.current else advice.runner_up


def second(advice: Advice) -> OptionName:
    """The best option by mean beside today's and the one set against it."""
    first, today = other(advice), advice.decision.scenario.current
    rest = [option for option in advice.options if option not in (first, today)]
    return max(rest, key=lambda option: advice.options[option].mean_gain)
