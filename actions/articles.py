"""Which help article a problem belongs to: a known reference decides over the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from actions.message import Heard
from actions.names import NO_REFERENCE, Article, Intent

TOPIC_OF_INTENT = {
    Intent.REPORT_EXISTING_ACCOUNT: "existing_account",
    Intent.REPORT_MISSING_SECURITY_CODE: "missing_security_code",
    Intent.REPORT_GP_CONNECTION: "gp_connection",
    Intent.REPORT_NHS_NUMBER: "nhs_number",
    Intent.REPORT_LOGIN_DISABLED: "login_disabled",
    Intent.REPORT_LOGIN_UNAVAILABLE: "login_unavailable",
    Intent.LOST_EMAIL_ACCESS: "lost_email_access",
}
# As the public help says of each code.
ARTICLE_OF_REFERENCE = {
    "CID7023": ("gp_connection", Article.GP_CONNECTION_CID7023),
    "CID7029": ("gp_connection", Article.GP_CONNECTION_CID7029),
    "CID2011": ("nhs_number", Article.NHS_NUMBER),
    "CID2012": ("login_disabled", Article.LOGIN_DISABLED_CID2012),
    "CID2014": ("login_unavailable", Article.LOGIN_UNAVAILABLE),
}
# Without a reference the cause is not known: the reference is asked for once.
NEEDS_REFERENCE = {Article.GP_CONNECTION, Article.LOGIN_DISABLED}
OTHER_TOPIC = "other"


@dataclass(frozen=True)
class Problem:
    """What the person needs help with. `reference` is as shown, NO_REFERENCE, or None when nobody asked."""

    topic: str
    reference: str | None
    article: Article


def problem_of(topic: str, reference: str | None, *, by_phone: bool = False) -> Problem:
    """The article for a topic and a reference; an unknown reference has an article of its own."""
    if reference in ARTICLE_OF_REFERENCE:
        known_topic, article = ARTICLE_OF_REFERENCE[reference]
        return Problem(known_topic, reference, article)
    if reference not in (None, NO_REFERENCE):
        return Problem(topic, reference, Article.UNKNOWN_REFERENCE)
    if topic == "missing_security_code" and by_phone:
        return Problem(topic, reference, Article.CODE_BY_PHONE)
    return Problem(topic, reference, Article(topic) if topic != OTHER_TOPIC else Article.HUMAN)


def problem_in(heard: Heard, topic_now: str | None, reference_now: str | None) -> Problem | None:
    """The problem that a message names, or None when it names none.

    A message that gives only a reference keeps the topic that is open; one that gives only a topic keeps the
    reference that was given for the same topic.
    """
    topic = TOPIC_OF_INTENT.get(heard.intent) if heard.intent else None
    known = [reference for reference in heard.references if reference.known]
    if known or heard.references:
        chosen = known[0] if known else heard.references[0]
        return problem_of(topic or topic_now or OTHER_TOPIC, chosen.value, by_phone=heard.by_phone)
    if topic is None:
        return None
    same = topic_now == topic
    return problem_of(topic, reference_now if same else None, by_phone=heard.by_phone)
