"""What leaves the app: files made of one `Handout`, each carrying its assumptions with it."""

from __future__ import annotations

from typing import Literal, get_args

from cmo_model.exports.handout import Entry, Handout, Paper, file_name, frozen_name, ledger, slug

Kind = Literal["pdf", "xlsx", "pptx", "html"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PAPERS: tuple[Paper, ...] = get_args(Paper)


def made(handout: Handout, kind: Kind, paper: Paper = "letter") -> bytes:
    """The report, the workbook, the slides or the card; their libraries are loaded when the first one is asked for."""
    if kind == "pdf":
        from cmo_model.exports.report import report

        return report(handout, paper)
    if kind == "xlsx":
        from cmo_model.exports.workbook import workbook

        return workbook(handout)
    if kind == "html":
        from cmo_model.exports.card import card

        return card(handout)
    from cmo_model.exports.slides import slides

    return slides(handout)


__all__ = ["KINDS", "PAPERS", "Entry", "Handout", "Kind", "Paper", "file_name", "frozen_name", "ledger", "made", "slug"]
