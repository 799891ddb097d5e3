"""What an assistant may ask and what it is answered, whatever carries the question: four tools that only read and compute.

Every figure is the engine's, with what it rests on and where that comes from; every sentence is one that another surface says.
Nothing that was asked is kept or logged. Limits are named here, each with its test.
"""

from cmo_model.commands.assistant.answers import MOST_ANSWER, MOST_FIGURES
from cmo_model.commands.assistant.asked import MOST_LEVELS, MOST_LINK, MOST_SCENARIOS, MOST_VALUE, RefusedError
from cmo_model.commands.assistant.comparison import MOST_INPUTS
from cmo_model.commands.assistant.figures import MOST_RESTS
from cmo_model.commands.assistant.tools import MOST_DEPTH, TOOLS, Answer, Tool, answer

__all__ = [
    "MOST_ANSWER",
    "MOST_DEPTH",
    "MOST_FIGURES",
    "MOST_INPUTS",
    "MOST_LEVELS",
    "MOST_LINK",
    "MOST_RESTS",
    "MOST_SCENARIOS",
    "MOST_VALUE",
    "TOOLS",
    "Answer",
    "RefusedError",
    "Tool",
    "answer",
]
