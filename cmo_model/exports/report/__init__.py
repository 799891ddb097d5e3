"""The report: two to five pages to hand to a banker or a partner, as a tagged PDF that can be selected, searched and read aloud.

It has a sixth where both a transfer and tests by channel are told.
The words and figures are put together here as finished text (`content`), the bars and the curve as vectors (`drawings`), and Typst
sets the pages (`report.typ`). What a visitor typed reaches Typst as inert JSON and can never become mark-up.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from cmo_model.exports.handout import Handout, Paper
from cmo_model.exports.report.content import content

TEMPLATE = Path(__file__).with_name("report.typ")
SIZES = {"letter": "us-letter", "a4": "a4"}
"""What Typst calls each paper."""


def report(handout: Handout, paper: Paper = "letter") -> bytes:
    """The PDF of a handout, the same bytes for the same handout.

    The handout's risk is the full one of `assess`: `glance` leaves out what changes with the months. Raises `RuntimeError` on any
    warning of Typst, such as a font it does not have.
    """
    return compiled(TEMPLATE, told(handout, paper))


def told(handout: Handout, paper: Paper) -> str:
    """All that the template is given, as JSON."""
    return json.dumps({"paper": SIZES[paper]} | asdict(content(handout)))


def compiled(template: Path, data: str) -> bytes:
    """A template's PDF/UA-1, with the fonts that Typst itself carries and no other. Raises `RuntimeError` on any warning."""
    pdf, warnings = typst.compile_with_warnings(
        template,
        root=template.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards="ua-1",
    )
    if warnings:
        raise RuntimeError("; ".join(map(str, warnings)))
    assert isinstance(pdf, bytes)  # noqa: S101 - one PDF, not a list of pages
    return pdf
