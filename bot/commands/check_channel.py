"""`make check-channel NAME=telegram`: checks the credentials and whether the webhook reaches the bot.

`make connect-channel NAME=telegram` sets the webhook's address at the provider, if the provider allows it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

import httpx

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.registry import Messaging
from bot.channels.messaging.wording import Wording
from bot.conversations.outbox import NotDelivered
from bot.http.responses import ResponseTexts
from bot.settings import SettingError, Settings

Tell = Callable[[str], None]
REFUSED = 403  # what the bot answers to a request that is not signed
TIMEOUT = 20.0  # seconds


async def check(channel: Channel, public_url: str, tell: Tell) -> int:
    """Returns 0 if everything works."""
    try:
        wrong = [*await channel.check(), *await check_webhook(f"{public_url}/channels/{channel.name}")]
    except NotDelivered as error:
        wrong = [f"The provider could not be asked: {error}."]
    for sentence in wrong:
        tell(sentence)
    if not wrong:
        tell(f"{channel.name}: the credentials are taken, and the webhook reaches the bot.")
    return 1 if wrong else 0


async def check_webhook(url: str) -> list[str]:
    """Sends an unsigned request, which the bot must refuse; returns what is wrong."""
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT) as http:
            answer = await http.post(url)
    except httpx.HTTPError as error:
        return [
            f"{url} cannot be reached from here ({type(error).__name__}): is PUBLIC_URL right, and the bot running?"
        ]
    if answer.status_code == httpx.codes.NOT_FOUND:
        return [f"{url} is not there: was the bot started with this channel's variables?"]
    if answer.status_code != REFUSED:
        return [f"{url} answers {answer.status_code} to a stranger, not {REFUSED}: is something else there?"]
    return []


async def connect(channel: Channel, public_url: str, tell: Tell) -> int:
    try:
        tell(await channel.connect())
    except NotDelivered as error:
        tell(f"It could not be connected: {error}.")
        return 1
    return 0


OPERATIONS = {"check": check, "connect": connect}


async def run(operation: str, name: str, messaging: Messaging, tell: Tell) -> int:
    own = Settings.read()
    words = ResponseTexts.read({"assistant_name": own.assistant_name, "support_link": own.support_link})
    channels = messaging.create(Wording(words.reply))
    if name not in channels:
        tell(f"{name or 'NAME'} is not on. On are: {', '.join(channels) or 'none'}. See docs/channels.md.")
        return 2
    try:
        return await OPERATIONS[operation](channels[name], messaging.public_url, tell)
    finally:
        for channel in channels.values():
            await channel.close()


def main() -> int:
    try:
        messaging = Messaging.read(Settings.read().public_url)
        return asyncio.run(run(sys.argv[1], os.environ.get("NAME", ""), messaging, print))
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
