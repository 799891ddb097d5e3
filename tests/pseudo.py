"""A language nobody speaks, made of the French one: what was never given words, or has no room for longer ones, shows at once.

Every letter becomes one that neither language writes, every sentence a third longer; blanks, tags and signs stay. While it is
`registered` it is a language like another. `python -m tests.pseudo app` serves it to a browser whose locale is `PSEUDO`.
"""

import contextlib
import re
import string
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from babel import Locale

from cmo_model import parameters
from cmo_model.words import FOLDERS, LANGUAGES, Text, _text, catalogue, text
from cmo_model.words.languages import conventions

PSEUDO = "qps"
_LIKE = dict(zip(string.ascii_lowercase, "äƀçđëƒğĥïĵķłṁñöþɋŕšŧüṽŵẋÿž", strict=True))
"""Letters that the report's own fonts have."""
_LETTERS = _LIKE | {letter.upper(): like.upper() for letter, like in _LIKE.items()}
_KEPT = re.compile(r"(\{+\w*\}+|<[^>]*>)")
_NOT_WORDS = re.compile(
    r"https?://\S+|\S+@\S+|<[^>]*>"  # addresses and tags
    r"|(?<!\w)--?[a-z][a-z-]*|\b[a-z0-9-]+(?:[._][a-z0-9-]+)+\b",  # options of a command, names of fields and files
)


def pseudo(sentence: str) -> str:
    """A sentence in the pseudo-language."""
    return "".join(part if place % 2 else _longer(part) for place, part in enumerate(_KEPT.split(sentence)))


def _longer(part: str) -> str:
    said, owed = "", 0
    for sign in part:
        owed += 1
        letter = _LETTERS.get(unicodedata.normalize("NFD", sign)[0], sign)
        said += letter
        if owed >= 3 and letter.isalpha():
            said, owed = said + letter, owed - 3
    return said


def _translated(tree: Any) -> Any:
    return {key: _translated(value) for key, value in tree.items()} if isinstance(tree, dict) else pseudo(tree)


def _conventions(tree: Any) -> Any:
    """What makes a language besides its words: its name and those of the currencies are words, their signs are not."""
    coins = {code: _translated(coin) | {"sign": coin["sign"]} for code, coin in tree["currencies"].items()}
    return tree | {"name": pseudo(tree["name"]), "currencies": coins}


def _write(folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in FOLDERS["fr"].glob("*.yaml"):
        tree = yaml.safe_load(file.read_text("utf-8"))
        made = _conventions(tree) if file.name == "language.yaml" else _translated(tree)
        (folder / file.name).write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")


@contextlib.contextmanager
def registered(folder: Path) -> Iterator[Text]:
    """The pseudo-language among the others until the end; its files are made in a folder."""
    _write(folder / PSEUDO)
    FOLDERS[PSEUDO] = folder / PSEUDO
    for place in map(parameters.place, parameters.available()):
        place.words[PSEUDO] = _translated(place.words["fr"])
    try:
        yield text(PSEUDO)
    finally:
        del FOLDERS[PSEUDO]
        for kept in (_text, catalogue, conventions, parameters.place):
            kept.cache_clear()


def offered(group: click.Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `--lang` of every command take the pseudo-language, until the end of the test."""
    for command in group.commands.values():
        for option in command.params:
            if option.name == "lang":
                monkeypatch.setattr(option, "type", click.Choice([*LANGUAGES, PSEUDO]))


def cited() -> set[str]:
    """What is said as it is in every language: the titles and authors of sources, the names of the months."""
    book = parameters.claims()
    tables = (parameters.thresholds(), parameters.defaults(), parameters.uncertainty(), parameters.channel_figures())
    filed = [parameters.statutory(place, year) for place, years in parameters.available().items() for year in years]
    figures = [*(one for table in tables for one in table.values()), *(line for lines in filed for line in lines.lines)]
    taxes = [parameters.statutory(place, year).sales_tax for place, years in parameters.available().items() for year in years]
    sources = [*(one.source for one in (*figures, *taxes)), *(source for claim in book.claims for source in claim.sources)]
    articles = [said for article in book.articles.values() for said in (article.title, article.author)]
    formats = Locale.parse(conventions(PSEUDO).locale).months["format"]
    months = [*formats["wide"].values(), *(name.rstrip(".") for name in formats["abbreviated"].values())]
    return {said for said in (*(source.title for source in sources), *articles, *months) if said}


def untranslated(said: str, allowed: Iterable[str] = ()) -> list[str]:
    """The words of a text that the pseudo-language does not write, but for what is allowed to stand as it is."""
    known = sorted({_plain(one) for one in allowed if one}, key=len, reverse=True)
    left = _plain(said)
    if known:
        left = re.sub("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in known), " ", left)
    return re.findall(r"\w*[A-Za-z]{3,}\w*", _NOT_WORDS.sub(" ", left))


def _plain(said: str) -> str:
    """On one line, with the marks of a keyboard: print curls them and holds its spaces."""
    return " ".join(said.translate(str.maketrans("\u2019\u201c\u201d", '\'""')).split())


if __name__ == "__main__":
    from cmo_model.commands.main import main

    with tempfile.TemporaryDirectory() as made, registered(Path(made)):
        main()
