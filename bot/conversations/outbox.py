"""Deliveries to other systems: each waits in the store until a sender has delivered it.

NotDelivered carries the cause, without a person's words or address. NotYet means that it may work later; `retry_after`
is when, if the other side says so. Undeliverable means that a person has to look at it.
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
    """The other side cannot be reached, is busy, or has answered something unreadable."""


class Undeliverable(NotDelivered):
    """The other side has refused the delivery permanently."""


@dataclass(frozen=True)
class Delivery:
    """One delivery. `kind` names the sender.

    `first_receipt` is the receipt of the first delivery of this kind, conversation and case.
    """

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
        """The same at each attempt and unique among all installations, so that repeats are detected."""
        identity = f"{self.kind} {self.id} {self.conversation} {self.created_at.isoformat()}"
        return hashlib.sha256(identity.encode()).hexdigest()[:32]


class DeliveryState(str, Enum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class DeliveryStatus:
    """The state of a delivery, as shown to agents. `error` is the latest cause, `receipt` the other system's id."""

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
    """Delivers in order: nothing is due while an earlier delivery of the same kind and conversation waits.

    Every method raises Unavailable.
    """

    async def next_due(self, at: datetime, kinds: Sequence[str], besides: Sequence[int] = ()) -> Delivery | None:
        """Returns the next delivery that is due. `besides` are the ids of those in flight."""
        ...

    async def delivered(self, delivery: Delivery, at: datetime, receipt: str) -> None: ...

    async def try_again(self, delivery: Delivery, at: datetime, due_at: datetime, error: str) -> None: ...

    async def give_up(self, delivery: Delivery, at: datetime, error: str) -> None: ...


class DeliverySender(Protocol):
    """Delivers to one other system."""

    @property
    def kind(self) -> str: ...

    @property
    def at_once(self) -> int:
        """How many deliveries of different conversations it accepts at the same time."""
        ...

    @property
    def first_pause(self) -> float:
        """Seconds before the first retry of a failed delivery."""
        ...

    @property
    def longest_closed(self) -> float:
        """The most seconds that all deliveries wait if the other side asks for a pause."""
        ...

    async def deliver(self, delivery: Delivery) -> str:
        """Delivers and returns the receipt: the other system's id. Raises NotDelivered."""
        ...

    async def close(self) -> None: ...
