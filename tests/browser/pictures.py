"""Screenshots of the states that tests come through, in var/screenshots/ or the folder that SCREENSHOTS names."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Error, Page

from content.files import ROOT


def picture(page: Page, name: str) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or ROOT / "var" / "screenshots")
    for tries_left in (2, 1, 0):
        try:
            page.screenshot(path=folder / f"{name}.png")
            return
        except Error as error:  # noqa: PERF203 - Chromium cannot draw a page that is just being changed for the next
            if not tries_left or "Unable to capture screenshot" not in str(error):
                raise
            page.wait_for_load_state()
