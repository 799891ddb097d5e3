"""Which column is what, from its title: French and English, ad platforms' and HubSpot's own, without accents or case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cmo_model.readers.history.cells import FIGURES, Cell, Columns, Role, Row, plain, shown
from cmo_model.readers.history.dates import read_month
from cmo_model.readers.history.limits import MOST_HEADER_ROWS
from cmo_model.readers.history.numbers import NOTHING, read_amount

TITLES: dict[str, tuple[str, ...]] = {
    "month": (
        *("mois", "month", "mois annee", "annee mois", "year month", "month year", "debut des rapports", "reporting starts"),
        *("date", "day", "jour", "periode", "period", "date de debut", "start date", "create date", "date de creation"),
        *("close date", "date de fermeture", "quarter", "trimestre"),
    ),
    "channel": (
        *("canal", "channel", "canaux", "nom du canal", "channel name", "campagne", "campaign", "nom de la campagne"),
        *("campaign name", "source d origine", "original source", "original source type", "original traffic source"),
        *("source de trafic d origine", "source", "plateforme", "platform", "media", "support", "marketing channel"),
    ),
    "spend": (
        *("depense", "depenses", "spend", "cout", "couts", "cost", "costs", "montant depense", "amount spent", "ad spend"),
        *("depenses publicitaires", "depense publicitaire", "media spend", "depenses media", "investissement", "advertising spend"),
        *("marketing spend", "depenses marketing", "total spent", "publicite", "advertising"),
    ),
    "revenue": (
        *("revenu", "revenus", "revenue", "revenues", "ventes", "sales", "chiffre d affaires", "ca", "recettes", "conv value"),
        *(
            "valeur conv",
            "valeur de conv",
            "conversion value",
            "valeur de conversion",
            "valeur des conversions",
            "purchases conversion value",
        ),
        *("valeur de conversion des achats", "purchase conversion value", "total conversion value", "valeur totale de conversion"),
        *("amount", "montant", "deal amount", "montant de la transaction", "amount in company currency", "all conv value"),
    ),
    "customers": (
        *("nouveaux clients", "new customers", "nombre de nouveaux clients", "nb de nouveaux clients", "number of new customers"),
        *("clients acquis", "customers acquired", "acquired customers", "clients", "customers", "nouveaux clients acquis"),
    ),
}
"""Titles of each role as `plain` compares them; of two columns of one role, the title that stands first here is kept."""
_ROLES = {title: role for role, titles in TITLES.items() for title in titles}
_WORDS = {
    role: "|".join(
        sorted((re.escape(title) for title in TITLES[role] if " " not in title and len(title) > 2), key=len, reverse=True)
    )
    for role in FIGURES
}
_TOTAL = re.compile(r"(?:grand |sous |sub)?(?:total|totaux|totals|totales|subtotal|somme|sum)(?: general)?")
_TOTAL_OF = re.compile(r"\W*(?:grand |sous[ -]?|sub ?-?)?tota(?:l|ux|ls)\b.*", re.IGNORECASE)


def title(cell: Cell) -> str:
    """A title as it is compared: without the currency that follows it."""
    return plain(re.sub(r"[(\[]?(?:US ?\$|CA ?\$|C\$|\$ ?(?:CAD?|US)\b|\$|€|£|\b(?:CAD|USD|EUR)\b)[)\]]?", " ", shown(cell)))


def known_titles(cells: Iterable[Cell]) -> int:
    """How many roles these cells name."""
    return len({_ROLES[name] for name in map(title, cells) if name in _ROLES})


def find_header(rows: Sequence[Row]) -> Row | None:
    """The row of titles among the first ones, or None when the first row already looks like figures."""
    first = [row for row in rows if any(cell != "" for cell in row.cells)][:MOST_HEADER_ROWS]
    best = max(first, key=lambda row: known_titles(row.cells), default=None)
    if best is None or (known := known_titles(best.cells)) > 1:
        return best
    wide = [row for row in first if len([cell for cell in row.cells if cell != ""]) > 1]
    if known and best in wide:
        return best
    start = next(iter(wide or first))
    return None if any(_is_figure(cell) for cell in start.cells) else start


def find_columns(header: Row, rows: Sequence[Row]) -> dict[int, Role]:
    """What each column is. Without a channel column, other titles over figures are channels' spend, and `spend Meta` is said so."""
    found: dict[int, Role] = {}
    names = [title(cell) for cell in header.cells]
    for role, titles in TITLES.items():
        places = [(titles.index(name), place) for place, name in enumerate(names) if _ROLES.get(name) == role]
        if places:
            found[min(places)[1]] = role
    if "channel" not in found.values() and "month" in found.values():
        _add_wide(found, header, names, rows)
    return {place: found.get(place, "ignored") for place in range(len(names))}


def missing_roles(columns: Columns) -> list[str]:
    """The roles that a table lacks to be a history."""
    roles = {*columns.values()}
    of = {figure: {role[1] for role in roles if isinstance(role, tuple) and role[0] == figure} for figure in FIGURES}
    if "channel" in roles or not of["spend"]:
        return [role for role in ("month", "channel", "spend", "revenue") if role not in roles]
    known = of["revenue"] >= of["spend"] or ("revenue" in roles and not of["revenue"])
    return (["month"] if "month" not in roles else []) + ([] if known else ["revenue"])


def is_total(row: Row, columns: Columns) -> bool:
    """Whether a row adds others up: `Total` where a month or a channel stands, or in the first cell."""
    named = [shown(cell) for place, cell in enumerate(row.cells) if columns.get(place) == "channel"]
    if any(_TOTAL.fullmatch(plain(name)) or re.match(r"\W*total\s*:", name, re.IGNORECASE) for name in named):
        return True
    start = next((shown(cell) for cell in row.cells if cell != ""), "")
    dated = [shown(cell) for place, cell in enumerate(row.cells) if columns.get(place) == "month"]
    return any(_TOTAL_OF.fullmatch(name) for name in dated) or bool(
        _TOTAL_OF.fullmatch(start) and not any(name and not read_month(name).code for name in dated)
    )


def _add_wide(found: dict[int, Role], header: Row, names: list[str], rows: Sequence[Row]) -> None:
    said: dict[int, Role] = {}
    for place, name in enumerate(names):
        if place in found or not name or _TOTAL_OF.fullmatch(name):
            continue
        for role in FIGURES:
            if channel := _without_role(shown(header.cells[place]), name, role):
                said[place] = (role, channel)
                break
    if any(isinstance(role, tuple) and role[0] == "spend" for role in said.values()):
        found |= said
    elif "spend" not in found.values():
        for place, name in enumerate(names):
            cells = [row.cells[place] for row in rows[:MOST_HEADER_ROWS] if place < len(row.cells)]
            if place not in found and place not in said and name and "total" not in name and _mostly_figures(cells):
                found[place] = ("spend", shown(header.cells[place]))
        found |= said


def _without_role(written: str, name: str, role: str) -> str:
    """The channel in a title such as `Dépenses - Meta` or `Meta (coût)`, or "" when the title names no such figure."""
    words = written.replace("(", " ").replace(")", " ").split()
    ends = [word for word in (words[:1], words[-1:]) if word and re.fullmatch(_WORDS[role], plain(word[0]))]
    if not ends or len(words) < 2 or "total" in name:
        return ""
    kept = words[1:] if ends[0] is not None and re.fullmatch(_WORDS[role], plain(words[0])) else words[:-1]
    return " ".join(kept).strip(" -:–—_/")


def _mostly_figures(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not (isinstance(cell, str) and cell in NOTHING)]
    return 2 * sum(map(_is_figure, filled)) > len(filled)


def _is_figure(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    return bool(cell) and (not read_amount(cell).code or not read_month(cell).code)
