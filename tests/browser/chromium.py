"""Finds a Chromium, or installs one: $CHROMIUM, the usual names and places, Playwright's own; else the system's package or
Playwright's download. Fails with what to do when nothing works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
ADVICE = """No Chromium was found and none could be installed. The browser tests need one: install Chromium or Google Chrome
(on Debian or Ubuntu: sudo apt-get install chromium), or set CHROMIUM to the path of one, and run the command again."""


def find() -> str | None:
    """The path of a Chromium on this machine."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in (*PLACES, _playwrights_own()):
        if place and Path(place).exists():
            return place
    return None


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find_or_install() -> str:
    """The path of a Chromium, installed if need be."""
    if found := find():
        return found
    print("No Chromium here: installing one for the browser tests.", flush=True)
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        ways = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], *ways]
    for way in ways:
        print("+", *way, flush=True)
        subprocess.run(way, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        if way[-1] == "chromium" and (found := find()):
            return found
    raise SystemExit(ADVICE)
