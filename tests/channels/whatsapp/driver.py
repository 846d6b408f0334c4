"""A person in WhatsApp."""

from __future__ import annotations

from typing import Any

from tests.channels.driver import Driver, Refusals, Request
from tests.channels.provider import Seen
from tests.channels.twilio.signing import SIGNATURE, form_of, renumbered, too_many
from tests.channels.twilio.signing import signed as signed_for
from tests.channels.twilio.stand_in import WHATSAPP, TwilioStandIn, refused


def signed(form: dict[str, Any]) -> Request:
    return signed_for(form, "whatsapp")


def form(address: str, text: str, **more: str) -> dict[str, str]:
    person = {"ProfileName": "Mavis", "WaId": address[1:]}
    return form_of(shown_address(address), shown_address(WHATSAPP), text, **person, **more)


def press(address: str, seen: Seen, title: str, token: str) -> Request:
    pressed = {"ButtonText": title, "ButtonPayload": token, "OriginalRepliedMessageSid": seen.receipt}
    return signed(form(address, title, MessageType="button", **pressed))


def shown_address(address: str) -> str:
    return f"whatsapp:{address}"


DRIVER = Driver(
    address="+447700900556",
    stand_in=TwilioStandIn,
    say=lambda address, text: signed(form(address, text)),
    press=press,
    signed=signed,
    signature=SIGNATURE,
    renumbered=renumbered,
    unopened={"picture": "pictures", "sticker": "stickers", "voice": "voice messages", "file": "files"},
    refusals=Refusals(
        unauthorised=refused(401, 20003, "Authenticate"),
        unknown_person=refused(400, 63016, "Outside the allowed window"),
        unwilling_person=refused(400, 21610, "Attempt to send to unsubscribed recipient"),
        too_many=too_many,
    ),
    leaves=lambda twilio, address: twilio.stopped.add(shown_address(address)),
    shown_address=shown_address,
)
