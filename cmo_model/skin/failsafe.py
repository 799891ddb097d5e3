"""Under what is drawn: a part that breaks leaves the figures alone and says a code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cmo_model.server.failures import failed
from cmo_model.skin.components import parts, readout
from cmo_model.words import Text


@contextmanager
def net(t: Text) -> Iterator[None]:
    """Catch what breaks inside, log its code and tell it; a rerun or a stop of the page passes through."""
    try:
        yield
    except Exception as error:
        code = failed(error)
        said = [{"kind": "prose", "tone": "alert", "parts": parts(t("page.failed", code=code))}]
        readout(said, t, f"broken-{code}", lambda: None, live=True)
