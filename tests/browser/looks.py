"""The looks that a page has to stand: small, enlarged, dark, in forced colours; with a screenshot of each."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.axe import sideways, violations
from tests.browser.pictures import picture

LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}},
    "320": {"viewport": {"width": 320, "height": 568}},
    "400-percent": {"viewport": {"width": 320, "height": 256}},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
    "forced": {"forced_colors": "active", "viewport": {"width": 360, "height": 740}},
}


def wrong_in_any_look(page: Page, name: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA and what scrolls sideways, with the look; the page stays in the first."""
    wrong = []
    for look, options in LOOKS.items():
        wear(page, options)
        picture(page, f"{name}-{look}")
        found = [*violations(page), *(["it scrolls sideways"] if sideways(page) else [])]
        wrong += [f"{look}: {one}" for one in found]
    wear(page, LOOKS["phone"])
    return wrong


def wear(page: Page, options: dict[str, Any]) -> None:
    page.set_viewport_size(options["viewport"])
    page.emulate_media(
        color_scheme=options.get("color_scheme", "light"), forced_colors=options.get("forced_colors", "none")
    )
