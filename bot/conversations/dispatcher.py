"""Delivers what is in the outbox. Each destination has its own queue, so that one that hangs does not delay the others.

A sender can deliver several messages at the same time, but never two of the same conversation: their order is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import random as any_number

from bot.conversations.outbox import Delivery, DeliverySender, NotDelivered, NotYet, Outbox
from bot.conversations.refusals import Refused

logger = logging.getLogger(__name__)
LONGEST = 3600.0  # seconds between attempts; each pause is twice the one before
JITTER = 0.25  # of a pause, so that not all retry at once when a destination is back
LONGEST_TRIED = timedelta(hours=24)
FEWEST_ATTEMPTS = 10  # about 90 minutes, also for deliveries that were old at first or are retried by an agent


def pause(first: float, attempts: int, chance: float) -> float:
    """Returns the seconds to wait after `attempts` failures: `first` after one. `chance` is from 0 to 1."""
    return min(LONGEST / (1 + JITTER), first * 2.0 ** min(attempts - 1, 30)) * (1 + JITTER * chance)


class Dispatcher:
    """Delivers what is due and tries again after failures.

    `clock` returns aware times; `random` returns numbers from 0 to 1; `limit` is in seconds for one delivery. `failed`
    is called after each failure.

    A delivery that succeeded but could not be recorded is not sent again while this process runs. After a crash at that
    point it is sent once more, with the same key.
    """

    def __init__(
        self,
        outbox: Outbox,
        senders: Sequence[DeliverySender],
        clock: Callable[[], datetime],
        random: Callable[[], float] = any_number,
        limit: float = 60.0,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._outbox = outbox
        self._failed = failed
        self._senders = senders
        self._clock = clock
        self._random = random
        self._limit = limit
        self._news = {sender.kind: asyncio.Event() for sender in senders}
        self._in_flight: dict[str, set[int]] = {sender.kind: set() for sender in senders}  # ids of deliveries
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._closed_until: dict[str, datetime] = {}  # by kind: the other side asked for a pause
        self._receipts: dict[str, str] = {}  # by key: delivered, but not recorded yet

    def wake(self) -> None:
        """Makes every destination check the outbox now."""
        for news in self._news.values():
            news.set()

    async def close(self) -> None:
        for sender in self._senders:
            await sender.close()

    async def stop(self, limit: float) -> None:
        """Starts no more deliveries and waits at most `limit` seconds for those in progress."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=limit)

    async def run(self) -> None:
        """Runs until it is cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for sender in self._senders:
                    group.create_task(self._serve(sender))
        finally:
            for task in self._tasks:
                task.cancel()

    async def run_once(self) -> None:
        """Delivers everything that is due. Raises Unavailable."""
        await asyncio.gather(*(self._deliver_due(sender) for sender in self._senders))

    async def _deliver_due(self, sender: DeliverySender) -> None:
        while tasks := await self._start_due(sender):
            await asyncio.gather(*tasks)

    async def _serve(self, sender: DeliverySender) -> None:
        news = self._news[sender.kind]
        while True:
            news.clear()
            try:
                await self._start_due(sender)
            except Refused as error:  # the store: its cause is in the log
                logger.warning("Deliveries for %s wait: %s", sender.kind, error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), sender.first_pause)

    async def _start_due(self, sender: DeliverySender) -> list[asyncio.Task[None]]:
        """Starts the deliveries that are due, up to the sender's limit. Raises Unavailable."""
        in_flight, started = self._in_flight[sender.kind], list[asyncio.Task[None]]()
        while len(in_flight) < sender.at_once and not self._is_closed(sender.kind) and not self._stopping:
            delivery = await self._outbox.next_due(self._clock(), [sender.kind], tuple(in_flight))
            if delivery is None:
                break
            in_flight.add(delivery.id)
            task = asyncio.create_task(self._deliver_and_release(sender, delivery))
            self._tasks.add(task)
            task.add_done_callback(partial(self._delivery_ended, sender.kind))
            started.append(task)
        return started

    async def _deliver_and_release(self, sender: DeliverySender, delivery: Delivery) -> None:
        """Raises Unavailable."""
        try:
            await self._deliver(sender, delivery)
        finally:
            self._in_flight[sender.kind].discard(delivery.id)

    async def _deliver(self, sender: DeliverySender, delivery: Delivery) -> None:
        try:
            if delivery.key not in self._receipts:
                self._receipts[delivery.key] = await self._deliver_one(sender, delivery)
            await self._outbox.delivered(delivery, self._clock(), self._receipts[delivery.key])
            del self._receipts[delivery.key]
        except NotDelivered as error:
            await self._not_delivered(sender, delivery, error)

    def _is_closed(self, kind: str) -> bool:
        until = self._closed_until.get(kind)
        return until is not None and self._clock() < until

    async def _deliver_one(self, sender: DeliverySender, delivery: Delivery) -> str:
        """Raises NotDelivered."""
        try:
            return await asyncio.wait_for(sender.deliver(delivery), self._limit)
        except NotDelivered:
            raise
        except TimeoutError as error:
            raise NotYet("it took too long") from error
        except Exception as error:  # a fault of ours: its text could quote a person
            fault, where = type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-1:])
            logger.error("Delivery %d of %s failed with a fault: %s\n%s", delivery.id, delivery.kind, fault, where)
            raise NotYet(f"a fault: {fault}") from error

    async def _not_delivered(self, sender: DeliverySender, delivery: Delivery, error: NotDelivered) -> None:
        now, attempts = self._clock(), delivery.attempts + 1
        logger.warning("Delivery %d for %s failed, attempt %d: %s", delivery.id, delivery.kind, attempts, error)
        wait = timedelta(seconds=pause(sender.first_pause, attempts, self._random()))
        if error.retry_after is not None:
            asked = min(error.retry_after, LONGEST_TRIED.total_seconds())
            self._closed_until[delivery.kind] = now + timedelta(seconds=min(asked, sender.longest_closed))
            wait = max(wait, timedelta(seconds=asked))
        long_enough = now - delivery.created_at >= LONGEST_TRIED and attempts >= FEWEST_ATTEMPTS
        if long_enough or not isinstance(error, NotYet):
            await self._outbox.give_up(delivery, now, str(error))
        else:
            await self._outbox.try_again(delivery, now, now + wait, str(error))
        self._failed()

    def _delivery_ended(self, kind: str, task: asyncio.Task[None]) -> None:
        """Checks for the next delivery at once, unless the store failed."""
        self._tasks.discard(task)
        if task.cancelled():
            return
        if (error := task.exception()) is None:
            self._news[kind].set()
        else:
            cause = error if isinstance(error, Refused) else type(error).__name__  # the text could quote a person
            logger.warning("A delivery for %s waits: %s", kind, cause)
