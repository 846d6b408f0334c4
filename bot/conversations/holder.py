"""Who answers a conversation now."""

from __future__ import annotations

from enum import Enum


class Holder(str, Enum):
    ASSISTANT = "assistant"
    QUEUE = "queue"  # waiting for a person from the support team
    AGENT = "agent"
