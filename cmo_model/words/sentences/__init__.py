"""Sentences made of a decision, one file a subject: every surface says the same ones."""
