"""What operators see: health, readiness and Prometheus metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.conversations.message import Reply
from bot.conversations.refusals import Refused

Check = Callable[[], Awaitable[bool]]
CHECK_LIMIT = 5.0  # seconds
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Metrics:
    """Counts events; contains no message text and no addresses."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Histogram(
            "assistant_answer_seconds", "From asking the engine to the answer in the store.", registry=self.registry
        )
        self._failures = Counter(
            "assistant_engine_failures", "Messages that the engine did not answer.", ["kind"], registry=self.registry
        )
        self._streams = Gauge("web_streams", "Open streams of events.", registry=self.registry)

    def count_streams(self, count: Callable[[], int]) -> None:
        """`count` returns the number of open streams at each scrape."""
        self._streams.set_function(count)

    def answered(self, seconds: float) -> None:
        self._answers.observe(seconds)

    def failed(self, kind: str) -> None:
        self._failures.labels(kind).inc()

    def replied(self, conversation: str, replies: Sequence[Reply]) -> None:
        """Counts nothing; for subclasses."""

    def postponed(self, conversation: str) -> None:
        """Counts nothing, since `failed` does; for subclasses."""


def watch_routes(metrics: Metrics, checks: Mapping[str, Check], *, metrics_open: bool) -> list[BaseRoute]:
    """`metrics_open` allows requests from other machines."""

    async def healthz(request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def readyz(request: Request) -> Response:
        found = await asyncio.gather(*map(_passes, checks.values()))
        parts = dict(zip(checks, found, strict=True))
        return JSONResponse({"ready": all(found), **parts}, 200 if all(found) else 503)

    async def show_metrics(request: Request) -> Response:
        # Behind a proxy on this machine everybody comes from loopback, so a forwarded request is not ours.
        ours = request.client and request.client.host in LOOPBACK and "x-forwarded-for" not in request.headers
        if not (ours or metrics_open):
            return PlainTextResponse("Not found", 404)
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", show_metrics)]


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_LIMIT):
            return await check()
    except (Refused, TimeoutError, OSError):
        return False
