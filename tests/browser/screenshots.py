"""Pictures of every page, to be looked at: `python -m tests.browser.screenshots [page …]`.

Both languages, both widths, both themes, whole pages, into screenshots/, which git ignores; the six that the README shows go to
.github/screenshots/, in few colours to stay small.
"""

import io
import subprocess
import sys

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cmo_model.words import Text, text
from tests.browser.acts import PAGES, PATHS, press
from tests.browser.chromium import find_or_install
from tests.serving import ROOT, free_port, wait_until_up

SHOWN = {
    ("verdict", "fr-CA", 1280, "light"): "verdict-fr.png",
    ("signals", "en-CA", 1280, "light"): "signals-en.png",
    ("roi", "fr-CA", 1280, "light"): "roi-fr.png",
    ("cost", "en-CA", 1280, "dark"): "cost-en-dark.png",
    ("when", "fr-CA", 1280, "light"): "when-fr.png",
    ("verdict", "fr-CA", 360, "light"): "verdict-fr-phone.png",
}
CHARTED = ("roi", "cost", "when", "transfer")
"""Pages with a picture that is there at once."""
TALLEST = 12_000


def ready(page: Page, name: str, t: Text) -> None:
    """The page is drawn, its charts and what waits for draws included."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    if name in CHARTED:
        expect(page.get_by_role("figure").first).to_be_visible(timeout=30_000)
    if name == "roi":
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=30_000)
    if name == "verdict":
        expect(page.get_by_role("heading", name=t("page.matters"))).to_be_visible(timeout=30_000)
    if name == "budget":
        press(page, t("history.samples.depenses-variees.name"))
        expect(page.get_by_role("figure").nth(1)).to_be_visible(timeout=30_000)
    if name == "checkback":
        press(page, t("checkback.example"))
        expect(page.get_by_role("heading", name=t("checkback.advice_now"))).to_be_visible(timeout=30_000)
    if name == "compare":
        press(page, t("compare.keep"))
        page.get_by_role("combobox", name=t("compare.example")).select_option(index=2)
        expect(page.get_by_role("heading", name=t("compare.difference"))).to_be_visible(timeout=30_000)
    if name == "clients":
        press(page, t("clients.sample"))
        expect(page.get_by_role("heading", name=t("clients.all"))).to_be_visible(timeout=30_000)
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def whole_page(page: Page, width: int) -> bytes:
    """A picture in a window as tall as the page, which scrolls inside it."""
    height = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def small(picture: bytes) -> Image.Image:
    """The same picture in 64 colours."""
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(64, dither=Image.Dither.NONE)


def shoot(browser: Browser, address: str, names: list[str], locale: str, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page, t = context.new_page(), text("fr" if locale == "fr-CA" else "en")
    for name in names:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}/{PATHS.get(name, '')}")
        ready(page, "verdict" if name == "story" else name, t)
        if name == "story":
            press(page, t("bar.present"))
            expect(page.get_by_role("heading", name=t("story.question"))).to_be_visible()
            for _ in range(4):
                page.keyboard.press("ArrowRight")
            expect(page.get_by_role("heading", name=t("cost.question"))).to_be_visible()
        if shown := SHOWN.get((name, locale, width, scheme)):
            small(page.screenshot()).save(ROOT / ".github" / "screenshots" / shown, optimize=True)
        path = ROOT / "screenshots" / f"{name}-{locale}-{width}-{scheme}.png"
        path.write_bytes(whole_page(page, width))
        print(path.relative_to(ROOT), flush=True)
    context.close()


def main() -> None:
    names = sys.argv[1:] or [*PAGES, "story"]
    for place in ("screenshots", ".github/screenshots"):
        (ROOT / place).mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "cmo_model.commands.main", "app", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server, sync_playwright() as playwright:
        try:
            wait_until_up(server)
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=["--no-sandbox", "--disable-gpu"])
            for locale in ("fr-CA", "en-CA"):
                for width, height in ((1280, 800), (360, 740)):
                    for scheme in ("light", "dark"):
                        shoot(browser, f"http://localhost:{port}", names, locale, width, height, scheme)
            browser.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
