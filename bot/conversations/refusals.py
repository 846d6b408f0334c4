"""What a person's message, or a whole conversation, can be refused for.

Refused
├── TooLong, Malformed          it cannot be read or stored
├── ButtonExpired, Ended, Gone  it came too late
├── TooMany                     too many came; `retry_after` says when to try again
└── TokenRefused                the sender is not allowed to
"""

from __future__ import annotations

import math


class Refused(Exception):
    """`kind` is for programs, and names the sentence for people (bot/http/refusal_texts.py) unless it brings its own.

    `retry_after` is in whole seconds.
    """

    kind = "refused"
    text = ""  # the name of the sentence, where it is not the kind
    sentence = ""

    def __init__(self, sentence: str = "", retry_after: float | None = None) -> None:
        self.sentence = sentence or self.sentence
        self.retry_after = None if retry_after is None else max(1, math.ceil(retry_after))
        super().__init__(self.sentence or self.kind)


class TooLong(Refused):
    kind = "too-long"


class Malformed(Refused):
    kind = "malformed"


class Empty(Refused):
    kind = "empty"


class ButtonExpired(Refused):
    kind = "button-expired"


class Ended(Refused):
    kind = "conversation-ended"


class Gone(Refused):
    kind = "conversation-gone"


class TooMany(Refused):
    kind = "too-many"

    @classmethod
    def after(cls, seconds: float) -> TooMany:
        """Returns the refusal for that many seconds."""
        return cls(retry_after=seconds)


class TooManyOpened(TooMany):
    """Too many conversations from one network address."""

    text = "too-many-conversations"


class TokenRefused(Refused):
    kind = "token"


class Unavailable(Refused):
    """The store cannot be written or read; nothing was accepted."""

    kind = "unavailable"
