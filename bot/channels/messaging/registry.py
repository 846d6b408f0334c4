"""The channels that are on. A channel's module, and its provider's library, are imported only where it is."""

from __future__ import annotations

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.settings import ChannelSettings
from bot.channels.messaging.wording import Wording


def switched_on(settings: ChannelSettings, wording: Wording) -> dict[str, Channel]:
    """By their names."""
    made: list[Channel] = []

    def url(name: str) -> str:
        return f"{settings.public_url}/channels/{name}"

    if settings.telegram:
        from bot.channels.telegram.channel import Telegram

        made.append(Telegram(settings.telegram, wording, url("telegram")))
    if settings.slack:
        from bot.channels.slack.channel import Slack

        made.append(Slack(settings.slack, wording, url("slack")))
    if settings.messenger:
        from bot.channels.messenger.channel import Messenger

        made.append(Messenger(settings.messenger, wording, url("messenger")))
    if settings.twilio and settings.twilio.sms_from:
        from bot.channels.twilio.sms import Sms

        made.append(Sms(settings.twilio, settings.twilio.sms_from, wording, url("sms")))
    if settings.twilio and settings.twilio.whatsapp_from:
        from bot.channels.twilio.whatsapp import WhatsApp

        made.append(WhatsApp(settings.twilio, settings.twilio.whatsapp_from, wording, url("whatsapp")))
    return {channel.name: channel for channel in made}
