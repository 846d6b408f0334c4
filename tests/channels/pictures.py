"""Draws docs/channel-*.png: what each provider was sent in one conversation with the real engine, in plain bubbles.

`make channel-pictures`. Not pictures of the providers' apps, which nobody can take here.
"""

from __future__ import annotations

import asyncio
import html
import shutil
import tempfile
from copy import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.settings import Settings
from content.files import ROOT
from tests.browser.conftest import ARGUMENTS
from tests.channels.drivers import TITLES
from tests.channels.serving import Reached, reached

STYLE = """
body { margin: 0; padding: 16px; inline-size: 380px; background: #e8edee; color: #212b32 }
body { font: 16px/1.4 Arial, sans-serif }
h1 { margin: 0 0 12px; font-size: 18px }
p { margin: 0 0 8px; padding: 8px 12px; border-radius: 8px; background: #fff; white-space: pre-wrap }
.own { margin-inline-start: 64px; background: #cfe3f5 }
.buttons { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 8px }
.buttons span { padding: 6px 12px; border: 2px solid #005eb8; border-radius: 16px; color: #005eb8; background: #fff }
"""


def played(whole: Reached, channel: str) -> str:
    """The conversation as HTML."""
    person, shown = whole.person(channel), list[str]()

    def see(since: int) -> int:
        for seen in person.mine[since:]:
            shown.append(f"<p>{html.escape(seen.text)}</p>")
            if seen.buttons:
                titles = "".join(f"<span>{html.escape(title)}</span>" for title, _ in seen.buttons)
                shown.append(f'<div class="buttons">{titles}</div>')
        return len(person.mine)

    person.say("my nhs app says cid7029")
    shown.append('<p class="own">my nhs app says cid7029</p>')
    person.wait_for_button("Continue without it")
    count = see(0)
    person.say("ann.lee@example.com")
    shown.append('<p class="own">ann.lee@example.com</p>')
    person.wait_for_button("No, change it")
    see(count)
    return f"<h1>{TITLES[channel]}</h1>{''.join(shown)}"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = replace(Settings.read({}), engine_port=free_port(), actions_port=free_port(), data_dir=folder)
        known = {key: getattr(settings, key) for key in ("engine_port", "actions_port", "engine_token")}
        with Processes(settings, ensure_model(), folder / "tracker.db", folder / "log") as processes:
            asyncio.run(processes.wait_until_ready(lambda line: None))
            with reached(folder, **known) as whole:
                pages = {channel: played(whole, channel) for channel in TITLES}
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            for channel, page in pages.items():
                tab = browser.new_page(viewport={"width": 412, "height": 200})
                tab.set_content(f"<style>{STYLE}</style>{page}")
                tab.screenshot(path=ROOT / "docs" / f"channel-{channel}.png", full_page=True)
            browser.close()


if __name__ == "__main__":
    main()
