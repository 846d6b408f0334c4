"""The carriers that are on: where cases go."""

from __future__ import annotations

from bot.cases.email import EmailSender
from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskSender
from bot.conversations.outbox import DeliverySender


def senders_of(settings: CaseSettings) -> list[DeliverySender]:
    """One for each of the settings' kinds."""
    made: dict[str, DeliverySender] = {}
    if "email" in settings.kinds:
        made["email"] = EmailSender(settings)
    if "zendesk" in settings.kinds:
        made["zendesk"] = ZendeskSender(settings)
    return list(made.values())
