"""SMS and WhatsApp, both through Twilio."""

from __future__ import annotations

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.wording import Wording
from bot.channels.twilio.settings import TwilioSettings


def create(settings: TwilioSettings, wording: Wording, url: str) -> list[Channel]:
    from bot.channels.twilio.sms import Sms
    from bot.channels.twilio.whatsapp import WhatsApp

    made: list[Channel] = []
    if settings.sms_from:
        made.append(Sms(settings, settings.sms_from, wording, f"{url}/sms"))
    if settings.whatsapp_from:
        made.append(WhatsApp(settings, settings.whatsapp_from, wording, f"{url}/whatsapp"))
    return made


MANIFEST = Manifest({"sms": "SMS", "whatsapp": "WhatsApp"}, TwilioSettings, create)
