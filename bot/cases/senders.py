"""The carriers that are on: where cases go."""

from __future__ import annotations

from bot.cases.email import EmailCarrier
from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskCarrier
from bot.conversations.outbox import Carrier


def carriers_of(settings: CaseSettings) -> list[Carrier]:
    """One for each of the settings' kinds."""
    made: dict[str, Carrier] = {}
    if "email" in settings.kinds:
        made["email"] = EmailCarrier(settings)
    if "zendesk" in settings.kinds:
        made["zendesk"] = ZendeskCarrier(settings)
    return list(made.values())
