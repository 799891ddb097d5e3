"""The three signals, the external contract they speak of, and what they say together (model, section 2)."""
