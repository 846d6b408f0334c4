"""An engine that hands over: what the person writes first opens a case."""

from __future__ import annotations

from typing import Any

CASE = {
    "topic": "gp_connection",
    "reference": "CID7029",
    "login_email": "mavis@example.com",
    "contact_email": None,
    "remedies_tried": [],
    "first_seen": None,
    "words": ["CID7029", "mavis@example.com", "I want a person"],
    "asked_for_human": True,
    "summary": "The person cannot connect to the GP surgery. Reference: CID7029.",
}


def hands_over(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A person is asked for by the word "person" or the button; "chase NUMBER EMAIL" reminds; the rest is repeated."""
    words = str(message.get("text") or message.get("payload"))
    if words.startswith("chase "):
        _, number, email = words.split()
        return [
            {"text": "I have sent a reminder."},
            {"custom": {"chaser": {"case_number": number, "login_email": email}}},
        ]
    if "person" in words or words == "/request_human":
        case = {**CASE, "case_number": message.get("case_number")}
        told = f"I have passed this to the support team. Your case number is {case['case_number']}."
        return [{"text": told}, {"custom": {"handover": case}}]
    return [{"text": f"You said: {words}"}]
