"""Recalculate workbooks of random scenarios with LibreOffice and hold every live figure against the engine's.

Run as `python -m tests.exports.libreoffice [N]`. Each file loses its cached values, so that what is read back was worked out by
LibreOffice, and every second one has its inputs changed in the file, answers blanked among them. Slow: not part of the suite.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cmo_model import Scenario, decide
from cmo_model.exports import Handout
from cmo_model.exports.workbook import workbook
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty import assess
from cmo_model.words import LANGUAGES, text
from tests.exports.firms import DAY, on
from tests.exports.recalculated import audit_rows, cells_of, disagreements, named_cell, opened, random_scenario, varied


def convert(files: list[Path], kind: str, out: Path) -> None:
    """Have LibreOffice open files and save them anew, in a profile of its own."""
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, *files], check=True, capture_output=True
    )


def check(many: int, folder: Path) -> list[str]:
    """Write, change, recalculate and compare so many scenarios; what disagrees."""
    rng, risk = random.Random(many), assess(Scenario(), 256)
    cases: list[tuple[Path, Any, Any, bool]] = []
    for n in range(many):
        shape = {"current": list(OPTIONS)[n % len(OPTIONS)], "horizon_months": rng.choice((6, 12, 36, 60, 120))}
        scenario = random_scenario(rng, **shape)
        t = text(LANGUAGES[n % 2], scenario.jurisdiction)
        book = opened(workbook(Handout(on(risk, decide(scenario)), t, DAY)))
        changes = varied(rng, 30, scenario.jurisdiction, scenario.year) if n % 4 >= 2 else {}
        for path, value in cells_of(changes).items():
            sheet, cell = named_cell(book, path)
            book[sheet][cell].value = value
        file = folder / f"{n}.xlsx"
        book.save(file)
        cases.append((file, decide(scenario.with_values(changes)), t, bool(changes)))
    out = folder / "out"
    out.mkdir()
    convert([file for file, *_ in cases], "xlsx", out)
    wrong = []
    for file, decision, t, changed in cases:
        values = opened((out / file.name).read_bytes(), values=True)
        audit = values[t("workbook.sheets.audit")]
        found = {path: audit.cell(row, 3).value for path, row in audit_rows(values, t).items()}
        sentence = t("workbook.audit.changed" if changed else "workbook.audit.agrees")
        said = disagreements(found, decision, t)
        if audit["A3"].value != sentence:
            said.append(f"{audit['A3'].value!r} is not {sentence!r}")
        errors = [
            f"{sheet.title}!{c.coordinate}" for sheet in values.worksheets for row in sheet for c in row if c.data_type == "e"
        ]
        wrong += [f"{file.name} ({decision.scenario.current}): {one}" for one in (*said, *errors)]
    return wrong


def main() -> int:
    """The command."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    if shutil.which("soffice") is None:
        print("LibreOffice is not here. On Debian: apt-get install libreoffice-calc")
        return 2
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        wrong = check(many, Path(folder))
    print("\n".join(wrong) or f"{many} workbooks agree with the engine to the cent.")
    print(f"{time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
