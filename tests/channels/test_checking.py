"""`make check-channel` and `make connect-channel`: a sentence for each thing that is wrong."""

from __future__ import annotations

import asyncio
from copy import replace

import pytest

from bot.channels.messaging.registry import Messaging
from bot.commands.check_channel import run
from tests.channels.drivers import DRIVERS
from tests.channels.provider import BREAK, Provider
from tests.channels.serving import Reached, reached, stand_ins
from tests.web.fake_engine import FakeEngine


def done(operation: str, name: str, settings: Messaging) -> tuple[int, str]:
    said: list[str] = []
    code = asyncio.run(run(operation, name, settings, said.append))
    return code, " ".join(said)


@pytest.fixture(params=list(DRIVERS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def at_home(settings: Messaging, bot: Reached) -> Messaging:
    """The public address is the bot's own."""
    return replace(settings, public_url=bot.bot.url)


def test_connected_all_is_well(tmp_path, name: str) -> None:  # type: ignore[no-untyped-def]
    with stand_ins() as (_, settings), reached(tmp_path, FakeEngine()) as bot:
        home = at_home(settings, bot)
        code, said = done("connect", name, home)
        assert (code, f"{bot.bot.url}/channels/{name}" in said) == (0, True)
        assert done("check", name, home) == (
            0,
            f"{name}: the credentials are taken, and the webhook reaches the bot.",
        )


def test_a_webhook_that_nobody_answers_is_told(name: str) -> None:
    with stand_ins() as (_, settings):
        nowhere = replace(settings, public_url="http://127.0.0.1:1")
        done("connect", name, nowhere)
        code, said = done("check", name, nowhere)
        assert code == 1
        assert "cannot be reached from here" in said


def test_refused_credentials_are_told(name: str) -> None:
    with stand_ins() as (providers, settings):
        providers[name].faults.append(DRIVERS[name].refusals.unauthorised)
        code, said = done("check", name, settings)
        assert code == 1
        assert "not taken" in said


def test_a_provider_that_cannot_be_asked_is_told(name: str) -> None:
    with stand_ins() as (providers, settings):
        providers[name].faults.extend([BREAK, BREAK])
        assert done("check", name, settings)[0] == 1


def test_a_webhook_that_points_elsewhere_is_told() -> None:
    with stand_ins() as (_, settings):
        assert "run make connect-channel NAME=telegram" in done("check", "telegram", settings)[1]
        assert "run make connect-channel NAME=sms" in done("check", "sms", settings)[1]


def test_what_the_app_may_not_do_is_told() -> None:
    with stand_ins() as (providers, settings):
        tell(providers["slack"], "scopes", "chat:write")
        tell(providers["messenger"], "fields", ["messages"])
        assert "The app has no scope im:history" in done("check", "slack", settings)[1]
        assert "The page does not send messaging_postbacks" in done("check", "messenger", settings)[1]


def tell(provider: Provider, name: str, value: object) -> None:
    setattr(provider, name, value)


def test_a_closed_account_is_told() -> None:
    with stand_ins() as (providers, settings):
        tell(providers["sms"], "status", "suspended")
        assert "The account at Twilio is suspended." in done("check", "sms", settings)[1]


@pytest.mark.parametrize("wanted", ["", "fax", "telegram"])
def test_a_channel_that_is_off_is_told(wanted: str) -> None:
    code, said = done("check", wanted, Messaging())
    assert code == 2
    assert "On are: none." in said
