"""SMS through Twilio: no buttons and no formatting; a long message becomes several SMS of one part each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.messaging.channel import Part
from bot.channels.twilio.channel import TwilioChannel
from bot.channels.twilio.gsm import sms_parts
from bot.conversations.entry import Entry
from bot.conversations.incoming import Command

# Twilio itself acts on these words, and sends no more after the first group:
# https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
STOPS = ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
STARTS = ("start", "unstop")
HELPS = ("help", "info")


class Sms(TwilioChannel):
    name = "sms"
    wishes = (
        dict.fromkeys(STOPS, Command.STOP) | dict.fromkeys(STARTS, Command.START) | dict.fromkeys(HELPS, Command.HELP)
    )

    def parts(self, entry: Entry) -> Sequence[Part]:
        label = self._wording.short_label(entry)
        text = self._wording.with_choices(entry, entry.text)
        return [{"text": part} for part in sms_parts(f"{label} {text}" if label else text)]

    async def send(self, address: str, part: Part) -> str:
        return await self.deliver(address, body=part["text"])

    async def check(self) -> list[str]:
        wrong = await super().check()
        if wrong or self._sender.startswith("MG"):
            return wrong
        found = await self.ask(lambda: self.client.incoming_phone_numbers.list(phone_number=self._sender, limit=1))
        if not found:
            return [f"The account at Twilio has no number {self._sender}."]
        if found[0].sms_url != self._url:
            return [f"The number at Twilio has another webhook, not {self._url}: run make connect-channel NAME=sms."]
        return []

    async def connect(self) -> str:
        if self._sender.startswith("MG"):
            return await super().connect()
        found = await self.ask(lambda: self.client.incoming_phone_numbers.list(phone_number=self._sender, limit=1))
        if not found:
            return f"The account at Twilio has no number {self._sender}."
        await self.ask(lambda: found[0].update(sms_url=self._url, sms_method="POST"))
        return f"Twilio now sends to {self._url}."
