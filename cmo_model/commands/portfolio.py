"""`cmo-model portfolio`: the advice over a file of firms; what it takes is loaded when it is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cmo_model.commands.terminal import language_option
from cmo_model.words import Language


@click.command("portfolio")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".parquet | .csv | .xlsx")
@click.option("--example", default="", help="ce que vaut une case vide / what an empty cell stands at")
@click.option("--sieve", is_flag=True, help="le cas central seul, sans tirages / the central case alone, without draws")
@click.option("--workers", type=click.IntRange(1, 256), default=lambda: os.cpu_count() or 1, show_default="cores")
@click.option("--dask", metavar="ADDRESS|local", help="tcp://… | local")
@click.option("--force", is_flag=True, help="remplace un fichier du même nom / replaces a file of the same name")
@language_option
def portfolio_command(
    file: Path, out: Path, example: str, sieve: bool, workers: int, dask: str | None, force: bool, lang: Language
) -> None:
    """Conseille chaque entreprise d'un tableau / Advises every firm of a table (CSV, Parquet)."""
    from cmo_model.commands.book import advise_book

    advise_book(file, out, example, sieve=sieve, workers=workers, dask=dask, force=force, lang=lang)
