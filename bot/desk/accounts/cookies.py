"""The desk's cookies: one for the session, and one while an agent is at the OpenID provider."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SESSION, SESSION_PATH = "desk", "/desk"
AWAY, AWAY_PATH = "desk_oidc", "/desk/oidc"


def remember(response: Response, request: Request, token: str) -> None:
    """Sets the session cookie, which lasts until the browser is closed or the session ends."""
    secure = _secure(request)
    response.set_cookie(SESSION, token, path=SESSION_PATH, secure=secure, httponly=True, samesite="strict")


def forget(response: Response, request: Request) -> None:
    response.delete_cookie(SESSION, SESSION_PATH, secure=_secure(request), httponly=True, samesite="strict")


def send_away(response: Response, request: Request, sealed: str, seconds: int) -> None:
    # Lax: the provider sends the browser back from another site.
    secure = _secure(request)
    response.set_cookie(AWAY, sealed, seconds, path=AWAY_PATH, secure=secure, httponly=True, samesite="lax")


def callback(response: Response, request: Request) -> None:
    response.delete_cookie(AWAY, AWAY_PATH, secure=_secure(request), httponly=True, samesite="lax")


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"
