"""A decision calculator: hire a marketing director, or keep a fractional one, or neither yet.

The rooms, each of which imports only those before it (a linter holds the order):

- `operands`, `graph`: what a rule can be run on, and how rules are linked by their names;
- `parameters`, `examples`: data that somebody else decided, dated and sourced; starting situations;
- `scenario`: what is asked, and the table of ways to staff the direction;
- `rules`: the arithmetic, written once, for numbers, arrays, spreadsheet cells and tracers;
- `decision`, `uncertainty`, `growth`: the central case and its timing; how sure; the budget and the transfer;
- `checkback`: a decision frozen on a day, and what explains the gap with what happened since;
- `words`: the only home of words, sentences made of figures, and where each figure comes from;
- `charts`, `readers`, `exports`: figures drawn, data read with bounds, files handed over;
- `server`, `skin`, `pictures`, `pages`: what serves, what the pages stand on, what one sees, one file a page;
- `commands`: the command line.
"""

from cmo_model.decision import Decision, decide
from cmo_model.scenario import Scenario
from cmo_model.uncertainty import Advice, advise
from cmo_model.words.explanation import explain

__all__ = ["Advice", "Decision", "Scenario", "advise", "decide", "explain"]
