"""Pictures of the page, to be looked at: `python -m tests.browser.screenshots`.

They go to screenshots/, which git ignores; the ones the README shows go to .github/screenshots/.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import find_or_install

ROOT = Path(__file__).parents[2]
SHOWN = {
    ("", "fr-CA", 1280, "light"): "verdict-fr.png",
    ("when", "fr-CA", 1280, "light"): "when-fr.png",
    ("risk", "en-CA", 360, "dark"): "risk-en-phone.png",
}
PORT = 8598


def whole_page(page: Page) -> None:
    """Make the window as tall as the page, which scrolls inside it."""
    height = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": height})


def main() -> None:
    folder, shown = ROOT / "screenshots", ROOT / ".github" / "screenshots"
    for place in (folder, shown):
        place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cmo_model.cli", "app", "--no-browser", "--port", str(PORT)]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server,
        sync_playwright() as playwright,
    ):
        assert server.stdout is not None
        next(line for line in server.stdout if b"URL:" in line)
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=["--no-sandbox", "--disable-gpu"])
        for locale in ("fr-CA", "en-CA"):
            for width, height in ((1280, 800), (360, 740)):
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        locale=locale,
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,  # type: ignore[arg-type]
                    )
                    page = context.new_page()
                    for name in ("", "when", "risk"):
                        page.set_viewport_size({"width": width, "height": height})
                        page.goto(f"http://localhost:{PORT}/{name}")
                        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
                        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=30_000)
                        if shot := SHOWN.get((name, locale, width, scheme)):
                            page.screenshot(path=shown / shot)
                        whole_page(page)
                        path = folder / f"{name or 'verdict'}-{locale}-{width}-{scheme}.png"
                        page.screenshot(path=path)
                        print(path)
                    context.close()
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
