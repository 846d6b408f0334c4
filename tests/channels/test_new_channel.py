"""A channel that nobody knows: its folder is all that it takes to talk through it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.channels.messaging.registry import Messaging, manifests
from tests.channels.driver import PUBLIC_URL, Driver, Refusals, Request, number
from tests.channels.provider import Asked, Given, Provider, Seen, on_loopback
from tests.channels.talking import Person
from tests.web.fake_engine import FakeEngine
from tests.web.serving import served

MANIFEST = """
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.settings import ChannelSettings
from bot.settings.environment import SettingsGroup, secret, setting

class PigeonSettings(ChannelSettings):
    together = (SettingsGroup("Pigeon", ("key",), ("api",)),)
    key: str = secret("PIGEON_KEY", "the key of the loft")
    api: str = setting("PIGEON_API", "https://loft.example.org", "the loft")
    names = property(lambda self: ("pigeon",) if self.key else ())

def create(settings, wording, url):
    from invented.pigeon.channel import Pigeon
    return [Pigeon(settings)]

MANIFEST = Manifest({"pigeon": "Pigeon"}, PigeonSettings, create)
"""
CHANNEL = """
from bot.channels.messaging.channel import InvalidSignature, Reading, json_of
from bot.channels.messaging.json_api import Api
from bot.conversations.incoming import Incoming

class Pigeon:
    name, methods, at_once = "pigeon", ("POST",), 1

    def __init__(self, settings):
        self._key, self._api = settings.key, Api("Pigeon", settings.api, settings.timeout)

    def read(self, webhook):
        if webhook.headers.get("x-pigeon") != self._key:
            raise InvalidSignature("the key is wrong")
        note = json_of(webhook)
        return Reading((Incoming("pigeon", note["from"], note["id"], note.get("text"), button=note.get("button")),))

    def parts(self, entry):
        return [{"text": entry.text, "buttons": [[one.title, one.token] for one in entry.buttons]}]

    async def send(self, address, part):
        answer, body = await self._api.call("POST", "/notes", json={"to": address, **part})
        return body["id"]

    def tell(self, words):
        return None

    async def check(self):
        return []

    async def connect(self):
        return "Whistle."

    async def close(self):
        await self._api.close()
"""


class Loft(Provider):
    """The provider of pigeons."""

    prefix = "/loft"

    def answer(self, asked: Asked) -> Given:
        note = asked.json
        self.sent.append(Seen(note["to"], note["text"], tuple((title, token) for title, token in note["buttons"])))
        return Given(201, {"id": f"note-{len(self.sent)}"})


def signed(note: Any) -> Request:
    return Request(json.dumps({"id": f"p{number()}", **note}).encode(), {"x-pigeon": "coo"})


NOBODY = Given(500, {})
DRIVER = Driver(
    address="roof-7",
    stand_in=Loft,
    say=lambda address, text: signed({"from": address, "text": text}),
    press=lambda address, seen, title, token: signed({"from": address, "button": token}),
    signed=signed,
    signature=("x-pigeon",),
    renumbered=dict,
    unopened={},
    refusals=Refusals(NOBODY, NOBODY, NOBODY, lambda wait: NOBODY),
    leaves=lambda loft, address: None,
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package with one channel's folder in it, as bot/channels has them."""
    folder = tmp_path / "invented" / "pigeon"
    folder.mkdir(parents=True)
    (tmp_path / "invented" / "__init__.py").touch()
    (folder / "__init__.py").write_text(MANIFEST, "utf-8")
    (folder / "channel.py").write_text(CHANNEL, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return import_module("invented")


@pytest.fixture
def person(package: ModuleType, tmp_path: Path) -> Iterator[Person]:
    loft = Loft()
    with on_loopback(loft) as url:
        variables = {"PIGEON_KEY": "coo", "PIGEON_API": f"{url}/loft"}
        messaging = Messaging.read(PUBLIC_URL, variables, package)
        with served(tmp_path / "data", FakeEngine(), messaging=messaging) as bot:
            yield Person("pigeon", DRIVER, loft, bot.url, DRIVER.address)


def test_a_person_talks_through_a_new_channel(person: Person) -> None:
    assert person.say("I do not get a code").status_code == 200
    person.wait_for("You said: I do not get a code")
    assert person.press("Yes").status_code == 200
    person.wait_for("You said: /affirm")


def test_its_own_signature_is_checked(person: Person) -> None:
    assert person.post(Request(b"{}", {"x-pigeon": "hoo"})).status_code == 403


def test_it_is_off_without_its_variables(package: ModuleType) -> None:
    assert [dict(manifest.titles) for manifest in manifests(package)] == [{"pigeon": "Pigeon"}]
    assert Messaging.read(PUBLIC_URL, {}, package).names == []


def test_every_folder_with_a_manifest_is_found() -> None:
    import bot.channels

    folders = {file.parent.name for file in Path(bot.channels.__file__ or "").parent.glob("*/settings.py")}
    assert len(manifests()) == len(folders - {"messaging"})
