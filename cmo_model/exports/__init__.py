"""What leaves the app: files made of one `Handout`, each carrying its assumptions with it."""

from cmo_model.exports.handout import Entry, Handout, file_name, ledger, slug

__all__ = ["Entry", "Handout", "file_name", "ledger", "slug"]
