"""A person with SMS."""

from __future__ import annotations

from typing import Any

from tests.channels.driver import Driver, Refusals, Request
from tests.channels.twilio.signing import SIGNATURE, form_of, renumbered, too_many
from tests.channels.twilio.signing import signed as signed_for
from tests.channels.twilio.stand_in import SMS, TwilioStandIn, refused


def signed(form: dict[str, Any]) -> Request:
    return signed_for(form, "sms")


def form(address: str, text: str, **more: str) -> dict[str, str]:
    return form_of(address, SMS, text, **more)


DRIVER = Driver(
    address="+447700900555",
    stand_in=TwilioStandIn,
    say=lambda address, text: signed(form(address, text)),
    signed=signed,
    signature=SIGNATURE,
    renumbered=renumbered,
    unopened={"picture": "pictures", "contact": "contacts"},
    refusals=Refusals(
        unauthorised=refused(401, 20003, "Authenticate"),
        unknown_person=refused(400, 21211, "Invalid 'To' Phone Number"),
        unwilling_person=refused(400, 21610, "Attempt to send to unsubscribed recipient"),
        too_many=too_many,
    ),
    leaves=lambda twilio, address: twilio.stopped.add(address),
)
