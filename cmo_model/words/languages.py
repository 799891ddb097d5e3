"""The languages there are: a folder each, with its words, a file a subject, and in `language.yaml` what else makes it.

Adding one is adding its folder; tests hold all folders to the same files, keys and blanks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from cmo_model import parameters

Language = str
"""The name of a folder of words, such as `fr`."""
_OWN_FILE = "language.yaml"
_FIRST, _ABROAD = "fr", "en"
"""Written first; spoken to a visitor whose own is not here."""
FOLDERS: dict[Language, Path] = {file.parent.name: file.parent for file in Path(__file__).parent.glob(f"*/{_OWN_FILE}")}
LANGUAGES: tuple[Language, ...] = tuple(sorted(FOLDERS, key=lambda language: (language != _FIRST, language)))


COIN = ("dollar", "dollars", "sign", "full_name")
"""The blanks that sentences have for the currency of a place, in whatever currency."""


class Conventions(BaseModel):
    """What makes a language besides its words; how numbers, dates and plurals look comes from its locale."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    locale: str
    held: tuple[str, ...]
    list_separator: str
    first_day: str
    currencies: dict[str, dict[str, str]]

    def coin(self, currency: str) -> dict[str, str]:
        """What sentences call a currency, by their blanks; its code where the language has no words for it."""
        return self.currencies.get(currency) or dict.fromkeys(COIN, currency)


@cache
def conventions(language: Language) -> Conventions:
    """Those of a language. Raises `KeyError` where it has no folder."""
    return Conventions.model_validate(_read(FOLDERS[language] / _OWN_FILE))


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every sentence of a language by its dotted key, whichever file it stands in. Raises `KeyError` where it has no folder."""
    found: dict[str, str] = {}
    for file in sorted(FOLDERS[language].glob("*.yaml")):
        words = {} if file.name == _OWN_FILE else _flat(_read(file))
        if twice := found.keys() & words.keys():
            raise ValueError(f"said twice: {', '.join(sorted(twice))}")
        found |= words
    for place in parameters.available():
        found[f"places.{place}"] = place_words(place, language).get(f"places.{place}", place)
    return MappingProxyType(found)


def place_words(place: str, language: Language) -> Mapping[str, str]:
    """What a place says its own way in a language, by the keys it stands in for."""
    return _flat(parameters.place(place).words.get(language, {}))


def preferred(locale: str | None, otherwise: Language = _ABROAD) -> Language:
    """The language of a browser's or a terminal's locale, where it is one of ours."""
    spoken = re.split(r"[-_.]", (locale or "").lower())[0]
    return spoken if spoken in FOLDERS else otherwise


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found
