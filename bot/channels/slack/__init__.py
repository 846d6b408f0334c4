"""Slack: a messaging channel."""

from __future__ import annotations

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.wording import Wording
from bot.channels.slack.settings import SlackSettings


def create(settings: SlackSettings, wording: Wording, url: str) -> list[Channel]:
    from bot.channels.slack.channel import Slack

    return [Slack(settings, wording, f"{url}/slack")]


MANIFEST = Manifest({"slack": "Slack"}, SlackSettings, create)
