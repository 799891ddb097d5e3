"""What the rules hand over cannot be changed afterwards."""

import dataclasses
import importlib
import pkgutil

from pydantic import BaseModel

import cmo_model
from cmo_model.rules.roles import Position

ROOMS = ("rules", "decision", "uncertainty", "growth")
LIVED = {Position}
"""What moves along with the months, inside the rules only."""
MODULES = [
    importlib.import_module(found.name)
    for room in ROOMS
    for found in pkgutil.walk_packages([f"{cmo_model.__path__[0]}/{room}"], f"cmo_model.{room}.")
]
CLASSES = {
    one for module in MODULES for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__
}


def test_every_record_of_the_rules_is_frozen() -> None:
    kept = {one for one in CLASSES if dataclasses.is_dataclass(one)}
    assert len(kept) > 20
    assert {one for one in kept if not one.__dataclass_params__.frozen} == LIVED  # type: ignore[attr-defined]
    models = {one for one in CLASSES if issubclass(one, BaseModel)}
    assert len(models) > 20 and all(one.model_config.get("frozen") for one in models)
