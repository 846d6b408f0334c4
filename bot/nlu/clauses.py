"""A long message in parts: two problems in one message are both noticed, and a denied one is not taken for one."""

from __future__ import annotations

import re

CLAUSES = "clauses"  # the attribute of a Rasa message: pairs of a clause and its vector
SHORTEST, MOST = 2, 8  # words of a clause; clauses looked at in a message

_BREAKS = re.compile(
    r"[.!?;:\n]+(?:\s|$)|,\s|\s-+\s|\s[&+/]\s|\s(?:and|n|nd|but|also|plus|because|cos|so|although|though|then|while|or"
    r"|as well as|on top of (?:that|it|this))\s",
    re.I,
)
_FINE = r"(?:is|are|was|were|works?|working|seems?)\s(?:all\s)?(?:fine|ok(?:ay)?|good|sorted|working|solved)\b"
_NOT = r"(?:\bnot\b|\bnever\b|\w+n['\u2019]?t\b|\bno longer\b)"
# What a clause denies, by intent: the words of the problem behind a "not", or said to be fine.
DENIALS = {
    "report_login_disabled": rf"{_NOT}.{{0,20}}\b(?:locked|blocked|disabled|suspended|hacked)\b",
    "report_login_unavailable": rf"{_NOT}.{{0,20}}\b(?:unavailable|under review|on hold)\b",
    "report_existing_account": rf"(?:{_NOT}.{{0,20}}\b(?:another|other|second|existing) (?:account|login)\b)",
    "report_missing_security_code": r"\bcodes?\b.{0,25}\b(?:comes?|came|arrives?|arrived|turned up|fine|ok|works?)\b"
    r"|\b(?:got|get|received|have) (?:the|a|my) (?:security )?code\b",
    "report_gp_connection": rf"\b(?:gp|surgery|doctors?|practice)\b.{{0,30}}{_FINE}",
    "report_nhs_number": rf"\bnhs number\b.{{0,30}}(?:{_FINE}|\b(?:correct|right)\b)",
    "lost_email_access": r"\b(?:can|still|do) (?:still )?(?:get into|open|access|have|see|read)\b.{0,20}\be-?mails?\b",
}
_DENIALS = {intent: re.compile(pattern, re.I) for intent, pattern in DENIALS.items()}
_CANNOT = re.compile(
    r"\b(?:can\s?not|can['\u2019]?t|won['\u2019]?t|did\s?n['\u2019]?t|do\s?n['\u2019]?t|never|no)\b", re.I
)


def clauses(text: str) -> list[str]:
    """The parts of a message that say something on their own; empty where there are fewer than two."""
    parts = [part.strip() for part in _BREAKS.split(text[:1000])]
    whole = [part for part in parts if len(part.split()) >= SHORTEST]
    return whole[:MOST] if len(whole) > 1 else []


def denies(clause: str, intent: str) -> bool:
    """Whether the clause says that this problem is not there: "my account isn't locked"."""
    pattern = _DENIALS.get(intent)
    if pattern is None or not pattern.search(clause):
        return False
    # "I never got the code" is the problem itself.
    own_not = intent in ("report_login_disabled", "report_login_unavailable", "report_existing_account")
    return own_not or not _CANNOT.search(clause)
