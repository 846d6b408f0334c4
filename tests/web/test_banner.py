"""The incident banner and the kill switch: told before the engine is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import replace
from pathlib import Path

import httpx
import pytest

from bot.commands.banner import change
from bot.storage.banner import BANNER, PAUSE
from content.files import ROOT
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served


def notice(bot: Served) -> dict[str, object]:
    found: dict[str, object] = httpx.get(f"{bot.url}/api/v1/notice", trust_env=False).json()
    return found


def test_a_banner_is_shown_and_told_once_in_a_conversation_that_had_begun(bot: Served, person: Person) -> None:
    change(bot.settings, BANNER, "Emails are late today.", "ann")
    assert notice(bot) == {"banner": "Emails are late today.", "paused": False}
    person.ask("no code came")
    person.ask("still none")
    assert [m["text"] for m in person.log if m["sender"] == "system"] == ["Emails are late today."]
    change(bot.settings, BANNER, "", "ann")
    assert notice(bot)["banner"] is None


def test_a_paused_assistant_asks_no_engine_and_offers_a_way(bot: Served, person: Person, endpoint: FakeEngine) -> None:
    change(bot.settings, PAUSE, "pause", "ann")
    said = person.ask("no code came")
    assert "switched off" in said[-1]
    person.press("Leave it for support")
    person.say("ann@example.com no code came")
    assert "Your case number is" in person.look()[-1]["text"]
    person.say("i have chest pain")
    assert any(m["emergency"] for m in person.look())
    assert endpoint.messages == []
    change(bot.settings, PAUSE, "", "ann")
    assert person.ask("hello")[0] == "You said: hello"


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("banner", "Emails are late.", "Everybody is told: Emails are late."),
        ("banner", "", "The banner is gone."),
        ("pause", "", "The assistant is paused."),
        ("resume", "", "The assistant is at work again."),
    ],
)
def test_the_commands_say_what_they_did(tmp_path: Path, command: str, text: str, told: str) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "TEXT": text}
    run = [sys.executable, "-m", "bot.commands.banner", command]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told


def test_a_banner_that_is_too_long_is_refused(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "TEXT": "x" * 400}
    run = [sys.executable, "-m", "bot.commands.banner", "banner"]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "300" in done.stderr) == (1, True)


def test_no_store_is_an_error_that_names_no_secret(bot: Served) -> None:
    from bot.conversations.refusals import Unavailable

    nowhere = replace(bot.settings, database="postgresql://bot:hunter2@127.0.0.1:1/none")
    with pytest.raises(Unavailable) as refused:
        change(nowhere, PAUSE, "pause", "ann")
    assert "hunter2" not in str(refused.value)
