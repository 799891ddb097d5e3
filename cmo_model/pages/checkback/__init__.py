"""A decision opened later: the frozen one, what happened since, and what both say together."""

from cmo_model.pages.checkback.followed import page

__all__ = ["page"]
