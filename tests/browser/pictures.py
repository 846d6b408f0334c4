"""Screenshots of the states that tests come through, in var/screenshots/ or the folder that SCREENSHOTS names."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from bot.settings import ROOT


def picture(page: Page, name: str) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or ROOT / "var" / "screenshots")
    page.screenshot(path=folder / f"{name}.png")
