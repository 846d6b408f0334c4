"""A request by an agent: who, in which session, and with which form fields."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.conversations.agent import Agent

HOME, SIGN_IN, SECOND_FACTOR = "/desk", "/desk/sign-in", "/desk/second-factor"
LONGEST_NEXT = 300  # characters
# No backslash, which browsers read as a slash; nothing that a header or the next page could trip over.
LOCAL = re.compile(r"/desk(?:/[A-Za-z0-9._~%-]+)*(?:\?[A-Za-z0-9._~%=&+:,-]*)?")
NOT_AFTER = ("/desk/sign-in", "/desk/sign-out", "/desk/second-factor", "/desk/join", "/desk/oidc")


@dataclass(frozen=True)
class Visit:
    """`csrf` is put into every form as the hidden field of that name; `given` are the fields of a POST."""

    agent: Agent
    token: str = field(repr=False)
    csrf: str = field(repr=False)
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


Answering = Callable[[Request, Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def local(following: str) -> str:
    """Returns `following` if it is a page of the desk; otherwise the desk's first page."""
    path = urlsplit(following).path if LOCAL.fullmatch(following) else ""
    if not path or len(following) > LONGEST_NEXT or ".." in path or path.startswith(NOT_AFTER):
        return HOME
    return following


def with_next(path: str, following: str, **more: str) -> str:
    """Returns a path that continues to `following` afterwards."""
    values = {**more, **({"next": following} if following != HOME else {})}
    return (
        path + ("?" if values else "") + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
    )


def address_of(request: Request) -> str:
    """Returns the network address of the request."""
    return request.client.host if request.client else ""
