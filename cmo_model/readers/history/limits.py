"""How much of a history file is read. Past a limit the file, or the row, is refused with the limit named."""

MOST_BYTES = 5 * 1024 * 1024
"""The file itself, CSV or workbook."""
MOST_UNPACKED = 30 * 1024 * 1024
"""All the parts of a workbook together once unpacked, as its directory declares them."""
MOST_PARTS = 200
"""Parts (files) inside a workbook."""
MOST_RATIO = 200
"""Unpacked to packed size of one part of more than `RATIO_FROM` bytes."""
RATIO_FROM = 1024 * 1024
"""A small part may shrink as much as it likes."""
MOST_MARKS = 200_000
"""Opening and closing marks in the XML of a workbook (about 48,000 cells): past it, reading could take over two seconds."""
MOST_ROW_CELLS = 16_384
"""Cells in one row of a sheet: all the columns that Excel has."""
MOST_FORMAT = 255
"""Characters of a number format, all that Excel takes."""
MOST_NAMES = 8 * 1024
"""Bytes of a workbook's defined names together."""
MOST_COMMENT = 8 * 1024
"""Bytes of a comment in the XML of a workbook."""
MOST_LINES = 60_000
"""Lines of a text file, blank ones counted."""
MOST_ROWS = 50_000
"""Rows of figures, the header not counted."""
MOST_COLUMNS = 64
"""Columns of the table; also the channels of a history."""
MOST_CHARACTERS = 120
"""Characters in one cell."""
MOST_BLANK_ROWS = 100
"""Blank rows in a sheet after which nothing more is looked for."""
MOST_HEADER_ROWS = 30
"""Rows among which the header is looked for, for a report's title lines stand above it."""
MOST_WRITTEN = 40
"""Characters in which a month or a figure can be written; more is something else."""
MOST_SHOWN = 40
"""Characters of what was typed that a message repeats."""
MOST_TOLD = 20
"""Problems of one kind told one by one; the rest are counted."""
PREVIEW_ROWS = 20
"""Rows of figures shown back as they were read."""
MOST_DAYS = 62
"""Days from the first to the last that one row tells of; more hides what varied from month to month."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A month outside these years is a slip."""
TOO_LARGE = 1e16
"""Dollars from which a figure is no longer exact to the cent, nor an amount."""
