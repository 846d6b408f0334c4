"""What has to reach another system is a delivery: it waits in the store until a sender has delivered it.

NotDelivered        the text is the cause, without anybody's words or address
├── NotYet          it may work later; `retry_after` is when, if the other side says so
└── Undeliverable   it cannot work as it is; a person has to look at it
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol


class NotDelivered(Exception):
    """`retry_after` is in seconds."""

    def __init__(self, cause: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(cause)


class NotYet(NotDelivered):
    """The other side cannot be reached, is busy, or has answered nonsense."""


class Undeliverable(NotDelivered):
    """The other side has refused it for good."""


@dataclass(frozen=True)
class Delivery:
    """`kind` names the sender. `first_receipt` is that of the first one of its kind, conversation and case."""

    id: int
    kind: str
    conversation: str
    case_number: str
    body: Mapping[str, Any]
    attempts: int
    created_at: datetime
    first_receipt: str = ""  # empty where none was delivered

    @property
    def key(self) -> str:
        """The same at each attempt, and no other delivery's, also of other installations: so that repeats are known."""
        identity = f"{self.kind} {self.id} {self.conversation} {self.created_at.isoformat()}"
        return hashlib.sha256(identity.encode()).hexdigest()[:32]


class DeliveryState(str, Enum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class DeliveryStatus:
    """How far a delivery has come, for people: `error` is the latest cause, `receipt` the other system's id of it."""

    id: int
    kind: str
    case_number: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    due_at: datetime
    done_at: datetime | None
    error: str
    receipt: str


class Outbox(Protocol):
    """Of one kind and conversation none is due while an earlier one waits. Raises Unavailable."""

    async def next_due(self, at: datetime, kinds: Sequence[str], besides: Sequence[int] = ()) -> Delivery | None:
        """`besides` are the ids of those that are in flight."""
        ...

    async def delivered(self, delivery: Delivery, at: datetime, receipt: str) -> None: ...

    async def try_again(self, delivery: Delivery, at: datetime, due_at: datetime, error: str) -> None: ...

    async def give_up(self, delivery: Delivery, at: datetime, error: str) -> None: ...


class DeliverySender(Protocol):
    """The way to one other system."""

    @property
    def kind(self) -> str: ...

    @property
    def at_once(self) -> int:
        """How many deliveries of different conversations it takes at the same time."""
        ...

    @property
    def first_pause(self) -> float:
        """Seconds before what was not delivered is tried again for the first time."""
        ...

    @property
    def longest_closed(self) -> float:
        """Seconds for which all deliveries wait at most when the other side asks for a pause; then this one alone."""
        ...

    async def deliver(self, delivery: Delivery) -> str:
        """The receipt: the other system's id of it. Raises NotDelivered."""
        ...

    async def close(self) -> None: ...
