"""Creates the senders of cases that are enabled."""

from __future__ import annotations

from bot.cases.email import EmailSender
from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskSender
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.outbox import DeliverySender


def senders_of(settings: CaseSettings, fields: CaseFields = CASE_FIELDS) -> list[DeliverySender]:
    """Returns one sender for each enabled destination."""
    made: dict[str, DeliverySender] = {}
    if "email" in settings.kinds:
        made["email"] = EmailSender(settings, fields=fields)
    if "zendesk" in settings.kinds:
        made["zendesk"] = ZendeskSender(settings, fields=fields)
    return list(made.values())
