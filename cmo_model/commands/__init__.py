"""The command line: one file a subject."""

from cmo_model.commands.main import main

__all__ = ["main"]
