"""A firm's monthly history by channel out of a CSV file or an Excel workbook, as people export them, in French or English.

`read_history` answers with the figures, how each column was taken, what was noticed row by row, and what has to be asked. It never
guesses between two readings that differ, and computes nothing while a question is open or a row is refused and not left out.
"""

from cmo_model.growth.channels import History
from cmo_model.readers.history.cells import FIGURES, ROLES, Columns, Question, Read, Role, RowProblem, corrected
from cmo_model.readers.history.columns.figures import OURS
from cmo_model.readers.history.messages import asked, history_words, role_words, said
from cmo_model.readers.history.reading import WORKBOOKS, read_history

__all__ = [
    "FIGURES",
    "OURS",
    "ROLES",
    "WORKBOOKS",
    "Columns",
    "History",
    "Question",
    "Read",
    "Role",
    "RowProblem",
    "asked",
    "corrected",
    "history_words",
    "read_history",
    "role_words",
    "said",
]
