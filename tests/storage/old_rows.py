"""Rows of every table as revision 0005 stored them, each with what it has to be today.

A key is the name of a column, or the old name and the new one with a colon between them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Both:
    old: str
    new: Any


def at(text: str) -> Both:
    return Both(old=text, new=datetime.fromisoformat(text))


def as_json(value: Any) -> Both:
    return Both(old=json.dumps(value), new=value)


Row = dict[str, Any]


def like(row: Row, nulls: str, changed: Row) -> Row:
    """Another row, in which the columns that `nulls` names are NULL."""
    return {**row, **{key: None for key in row if key.partition(":")[0] in nulls.split()}, **changed}


EARLY, LATE = at("2026-03-29T00:59:59.999+00:00"), at("2026-10-25T01:00:00.001+00:00")  # around clock changes
C, EMOJI = "web-1", "żółć 🙂 “quoted” \\u0041 %s\nsecond line"
CASE = {"case_number": "K7M-4PQ", "words": [EMOJI, ""], "reference": None, "asked_for_human": True, "n": 1.5, "ü": {}}

CONVERSATION: Row = {
    "id": C,
    "channel": "web",
    "leaving:support_message_step": "asked",
    "holder": "agent",
    "holder_name": EMOJI,
    "agent": 1,
    "emergency": "medical",
    "emergency_at": EARLY,
    "emergency_seen_at": LATE,
    "reserved_number:reserved_case_number": "B2C-3DF",
    "last_sequence": 2,
    "taken_up_to:handled_up_to": 2,
    "read_up_to": 1,
    "banner:banner_shown": 7,
    "opened_at": EARLY,
    "last_at:last_message_at": LATE,
    "ended_at": LATE,
}
NEW_CONVERSATION = "holder_name agent emergency emergency_at emergency_seen_at reserved_number ended_at"
MESSAGE: Row = {
    "conversation": C,
    "sequence": 1,
    "number:message_id": "m-1",
    "sender": "person",
    "name": "",
    "text": EMOJI,
    "payload": "/deny",
    "sent_at": EARLY,
    "open:pending": True,
    "told_to_wait:waiting_message_sent": True,
    "emergency": "medical",
    "answers:reply_to": 7,
}
CASE_ROW: Row = {
    "number:case_number": "K7M-4PQ",
    "told_number:announced_number": "K7M-4PR",
    "conversation": C,
    "opened_at": EARLY,
    "data": as_json(CASE),
    "closed_at": LATE,
    "outcome": "settled",
}
HANDOVER: Row = {
    "id": 1,
    "conversation": C,
    "case_number": "K7M-4PQ",
    "reason": "asked",
    "topic": "gp_connection",
    "remedy": "ask",
    "team": "north",
    "queued_at": EARLY,
    "waits_since:waiting_since": LATE,
    "taken_at": LATE,
    "agent": 1,
    "first_reply_at": LATE,
    "ended_at": LATE,
    "told_place:announced_position": 3,
    "told_at:announced_at": EARLY,
    "how:ended_by": "closed",
}
WAITING = "case_number waits_since taken_at agent first_reply_at ended_at told_place told_at how"
AGENT: Row = {
    "id": 1,
    "login": "sam@example.org",
    "name": EMOJI,
    "role": "admin",
    "team": "north",
    "capacity": 3,
    "password_hash": "$argon2id$",
    "totp_secret": "sealed",
    "totp_last:totp_last_step": 59,
    "oidc_subject": "subject",
    "failures": 2,
    "locked_until": LATE,
    "available": True,
    "seen_at": LATE,
    "disabled_at": LATE,
    "made_at:created_at": EARLY,
}
NEW_AGENT = "password_hash totp_secret oidc_subject locked_until seen_at disabled_at"
DELIVERY: Row = {
    "id": 1,
    "kind": "sms",
    "conversation": C,
    "case_number": "",
    "body": as_json({"case": CASE, "transcript": [EMOJI]}),
    "state": "delivered",
    "tries:attempts": 3,
    "made_at:created_at": EARLY,
    "due_at": LATE,
    "done_at": LATE,
    "error": "away",
    "receipt": "SM1",
    "sequence": 2,
}

# By the old name of the table and the new one.
ROWS: dict[tuple[str, str], list[Row]] = {
    ("conversations", "conversations"): [CONVERSATION, like(CONVERSATION, NEW_CONVERSATION, {"id": "web-2"})],
    ("messages", "messages"): [
        MESSAGE,
        like(MESSAGE, "payload emergency answers", {"sequence": 2, "number:message_id": "m-2", "open:pending": False}),
    ],
    ("buttons", "buttons"): [
        {"token": "t", "conversation": C, "sequence": 2, "place:position": 0, "title": EMOJI[:40], "payload": "/affirm"}
    ],
    ("cases", "cases"): [
        CASE_ROW,
        like(CASE_ROW, "closed_at outcome", {"number:case_number": "Z9Z-9ZZ", "data": as_json({})}),
    ],
    ("case_notes", "assistant_records"): [
        {"id": 1, "conversation": C, "kind": "chaser", "at": EARLY, "data": as_json({"words": [EMOJI]})},
        {"id": 3, "conversation": C, "kind": "solved", "at": LATE, "data": as_json(None)},
        {"id": 4, "conversation": C, "kind": "feedback", "at": LATE, "data": as_json("good")},
        {"id": 5, "conversation": C, "kind": "feedback", "at": LATE, "data": as_json(5)},
    ],
    ("handovers", "handovers"): [HANDOVER, like(HANDOVER, WAITING, {"id": 2})],
    ("agents", "agents"): [AGENT, like(AGENT, NEW_AGENT, {"id": 2, "login": "ali@example.org", "available": False})],
    ("recovery_codes", "recovery_codes"): [
        {"hash": "a", "agent": 1, "used_at": EARLY},
        {"hash": "b", "agent": 1, "used_at": None},
    ],
    ("agent_links", "agent_links"): [
        {"hash": "a", "agent": 1, "expires_at": LATE, "used_at": EARLY},
        {"hash": "b", "agent": 2, "expires_at": LATE, "used_at": None},
    ],
    ("agent_sessions", "agent_sessions"): [
        {"hash": "a", "agent": 1, "stage": "full", "made_at:created_at": EARLY, "seen_at": LATE}
    ],
    ("notes", "private_notes"): [{"id": 2, "conversation": C, "agent": 1, "at": EARLY, "text": EMOJI}],
    ("labels", "labels"): [{"conversation": C, "label": EMOJI[:40]}],
    ("outbox", "outbox"): [DELIVERY, like(DELIVERY, "done_at sequence", {"id": 2, "body": as_json({})})],
    ("correspondents", "contacts"): [{"conversation": C, "channel": "sms", "address": "+447700900555"}],
    ("reached", "contact_history"): [{"conversation": C, "channel": "sms", "address_hash": "f" * 64}],
    ("stops", "opt_outs"): [{"channel": "sms", "address_hash": "e" * 64, "at": EARLY}],
    ("received", "received_webhooks"): [{"hash": "d" * 64, "at": EARLY}],
    ("notices", "banners"): [
        {"id": 1, "kind": "banner", "text": EMOJI, "at": EARLY},
        {"id": 2, "kind": "pause", "text": "", "at": LATE},
    ],
    ("erasures", "erasures"): [{"conversation": "web-gone", "at": LATE}],
    ("audit", "audit"): [
        {"id": 1, "at": EARLY, "who": "ann", "what": "read", "conversation": C, "details": EMOJI},
        {"id": 2, "at": LATE, "who": "queue", "what": "searched", "conversation": None, "details": ""},
    ],
}


# What later revisions give to every row of a table.
ADDED: Mapping[str, Row] = {"conversations": {"language": "en"}}


def old(row: Mapping[str, Any]) -> Row:
    return {key.partition(":")[0]: value.old if isinstance(value, Both) else value for key, value in row.items()}


def new(row: Mapping[str, Any]) -> Row:
    return {key.rpartition(":")[2]: value.new if isinstance(value, Both) else value for key, value in row.items()}
