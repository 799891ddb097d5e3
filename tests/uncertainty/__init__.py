"""How sure, and what would change the answer."""
