"""The growth architecture: what the history says of each channel, where the next dollar goes, and how the firm stands alone.

Three steps after the articles: `diagnostic` (what performs, what cannot be told), `allocation` (where each dollar goes),
`transfer` (what is written down, who can do it, when the mandate can end).
"""
