"""The OpenID provider, by authlib's Starlette client: authorization code with PKCE, state and nonce.

authlib keeps state, nonce and verifier in `request.session`. That is not Starlette's SessionMiddleware here: its cookie
would be readable (it is only signed), for the whole site, and last for weeks. The pages keep the dictionary in a cookie
of their own instead, encrypted, for the callback alone and for some minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from authlib.oidc.discovery import get_well_known_url
from starlette.requests import Request
from starlette.responses import RedirectResponse

from bot.desk.accounts.oidc_client import OidcClient, OidcFailed, bound, quoted_basic
from bot.desk.settings import DeskSettings

TIMEOUT = 10.0  # seconds for each answer
LONGEST = 30.0  # seconds for all of them
CALLBACK = "/desk/oidc/callback"


class SignInIncomplete(Exception):
    """The browser returns with nothing, with an error, or with values of another sign-in."""


@dataclass(frozen=True)
class OidcIdentity:
    """`subject` is unique to the issuer and the person; `email` is empty where the provider has not verified it."""

    subject: str
    email: str


class Provider:
    """Tests replace the network with `transport`."""

    def __init__(
        self,
        settings: DeskSettings,
        site: str,
        clock: Callable[[], datetime],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._back = site + CALLBACK

    async def leave(self, request: Request) -> tuple[RedirectResponse, dict[str, Any]]:
        """Redirects the browser to the provider. Keep the dictionary for the callback. Raises OidcFailed."""
        request.scope["session"] = session = dict[str, Any]()
        fresh = {"state": secrets.token_urlsafe(), "nonce": secrets.token_urlsafe()}
        async with _in_time():
            response = await self._client().authorize_redirect(request, self._back, **fresh)
        return RedirectResponse(response.headers["location"], 303), session

    async def identify(self, request: Request, session: dict[str, Any]) -> OidcIdentity:
        """Returns who signed in. Raises SignInIncomplete and OidcFailed."""
        given, issuer = request.query_params, self._settings.oidc_issuer
        if "code" not in given or given.get("iss", issuer) != issuer:  # RFC 9207
            raise SignInIncomplete
        request.scope["session"] = session
        try:
            async with _in_time():
                token = await self._client().authorize_access_token(request)
        except OAuthError:  # of the state, or of what the provider says in the address
            raise SignInIncomplete from None
        if "userinfo" not in token:
            raise OidcFailed("The provider gave no ID token.")
        return self._identified(token["userinfo"])

    def _identified(self, claims: dict[str, Any]) -> OidcIdentity:
        verified, email = claims.get("email_verified") in (True, "true"), claims.get("email")
        subject = hashlib.sha256(f"{self._settings.oidc_issuer}\n{claims['sub']}".encode()).hexdigest()
        return OidcIdentity(subject, email.lower() if verified and isinstance(email, str) else "")

    def _client(self) -> OidcClient:
        """Returns a new client for each sign-in, so that changed keys and addresses take effect at once."""
        client: OidcClient = OAuth().register(
            "desk",
            client_cls=OidcClient,
            issuer=self._settings.oidc_issuer,
            clock=self._clock,
            client_id=self._settings.oidc_client_id,
            client_secret=self._settings.oidc_client_secret,
            client_auth_methods=[("client_secret_basic", quoted_basic)],
            server_metadata_url=get_well_known_url(self._settings.oidc_issuer, external=True),
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT,
                "follow_redirects": False,
                "event_hooks": {"response": [bound]},
                "transport": self._transport,
            },
        )
        return client


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    """Raises OidcFailed after LONGEST."""
    try:
        async with asyncio.timeout(LONGEST):
            yield
    except TimeoutError as error:
        raise OidcFailed(f"The provider took longer than {LONGEST:.0f} seconds.") from error
