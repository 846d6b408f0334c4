"""Reads forms: the fields, the origin, and the cookie with the token of the conversation."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from bot.conversations.refusals import Malformed, TokenRefused
from bot.http.tokens import Tokens

COOKIE = "conversation"
MOST_FIELDS = 10
REMEMBERED = 1000  # forms that opened a conversation


async def fields(request: Request) -> dict[str, str]:
    """Returns the last value of every field. Raises Malformed."""
    try:
        body = (await request.body()).decode("ascii")
        read = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Malformed from None
    return {name: values[-1].replace("\r\n", "\n") for name, values in read.items()}


def form_id(given: dict[str, str]) -> str:
    """Returns a new id for a form, so that a form sent twice counts once."""
    with contextlib.suppress(ValueError):
        return str(uuid.UUID(given.get("id", "")))
    return new_id()


def new_id() -> str:
    return str(uuid.uuid4())


def same_origin(request: Request) -> bool:
    """Returns whether the form is from our pages: by Sec-Fetch-Site, else Origin; with neither, it is refused."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == f"{request.url.scheme}://{request.url.netloc}"


def conversation_of(request: Request, tokens: Tokens) -> str | None:
    """Returns the conversation of the cookie, if its token is valid."""
    try:
        return tokens.conversation(request.cookies.get(COOKIE, ""))
    except TokenRefused:
        return None


def remember(response: Response, request: Request, tokens: Tokens, conversation: str) -> None:
    response.set_cookie(
        COOKIE,
        tokens.issue(conversation),
        max_age=tokens.seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def forget(response: Response, request: Request) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.url.scheme == "https")


class FormConversations:
    """Opens one conversation for each form, even if the form is sent twice before its cookie is set."""

    def __init__(self, open_one: Callable[[str], Awaitable[str]]) -> None:
        self._open = open_one
        self._opened: OrderedDict[str, asyncio.Future[str]] = OrderedDict()

    async def conversation(self, form: str, address: str) -> str:
        opening = self._opened.get(form)
        if opening is None:
            opening = self._opened[form] = asyncio.ensure_future(self._open(address))
            if len(self._opened) > REMEMBERED:
                self._opened.popitem(last=False)
        try:
            return await asyncio.shield(opening)
        except Exception:
            self._opened.pop(form, None)
            raise
