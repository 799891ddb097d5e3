"""The assistant's door: `cmo-model mcp` answers on standard input and output, where the optional package is installed."""

from __future__ import annotations

import importlib.util

import click

from cmo_model.commands.terminal import language_option, refuse
from cmo_model.words import LANGUAGES, Language, text


@click.command("mcp")
@language_option
def mcp_command(lang: Language) -> None:
    """Répond à un assistant, sur l'entrée et la sortie standard / Answers an assistant, on standard input and output."""
    if importlib.util.find_spec("mcp") is None:
        refuse(*(text(language)("errors.mcp_missing") for language in LANGUAGES))
    from cmo_model.commands.assistant.door import serve  # the package is optional, and takes a second to import

    serve(lang)
