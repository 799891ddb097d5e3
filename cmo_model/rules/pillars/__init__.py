"""The three pillars of return: acquisition, retention, brand (model, section 3)."""
