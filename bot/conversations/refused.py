"""What a person's message, or a whole conversation, can be refused for.

Refused
├── TooLong, Malformed          what was sent cannot be taken
├── ButtonExpired, Ended, Gone  it came too late
├── TooMany                     it came too often; `retry_after` says when again
└── TokenRefused                whoever sent it may not
"""

from __future__ import annotations

import math


class Refused(Exception):
    """`sentence` is for the person; `kind` is for programs. `retry_after` is in whole seconds."""

    kind = "refused"
    sentence = "We cannot take this."

    def __init__(self, sentence: str = "", retry_after: float | None = None) -> None:
        self.sentence = sentence or self.sentence
        self.retry_after = None if retry_after is None else max(1, math.ceil(retry_after))
        super().__init__(self.sentence)


class TooLong(Refused):
    kind = "too-long"
    sentence = "Your message is too long. It can have up to 1,000 characters."


class Malformed(Refused):
    kind = "malformed"
    sentence = "We could not read this message."


class Empty(Refused):
    kind = "empty"
    sentence = "Your message has no words. Write what is wrong with your NHS login."


class ButtonExpired(Refused):
    kind = "button-expired"
    sentence = "This button no longer holds. Choose from the latest message, or write."


class Ended(Refused):
    kind = "conversation-ended"
    sentence = "This conversation has ended. You can start a new one."


class Gone(Refused):
    kind = "conversation-gone"
    sentence = "This conversation was deleted. You can start a new one."


class TooMany(Refused):
    kind = "too-many"
    sentence = "That is a lot of messages at once. Wait a moment, then send it again."


class TokenRefused(Refused):
    kind = "token"
    sentence = "This conversation cannot be opened any more. You can start a new one."


class Unavailable(Refused):
    """The store cannot be written or read; nothing was accepted."""

    kind = "unavailable"
    sentence = "Something went wrong on our side and your message was not taken. Send it again."
