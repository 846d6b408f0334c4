"""An OpenID provider as the specifications have it, on no network; tests make it lie, break or fall silent."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

import httpx2
from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.desk.settings import DeskSettings
from tests.desk.building import SITE, Clock

ISSUER = "https://login.example.org/staff"
CLIENT, SECRET = "the desk", "s3cret & more"
BACK = f"{SITE}/desk/oidc/callback"
SETTINGS = DeskSettings(oidc_issuer=ISSUER, oidc_client_id=CLIENT, oidc_client_secret=SECRET, oidc_name="Example Trust")
KEY, STRANGE_KEY = RSAKey.generate_key(2048), RSAKey.generate_key(2048)


@dataclass
class Provider(httpx2.AsyncBaseTransport):
    """`claims`, `metadata` and `header` change what it says; `key` signs; `broken` answers at paths that end so."""

    clock: Clock
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    key: Any = field(default_factory=lambda: KEY)
    spoil: Callable[[str], str] = str  # what becomes of the ID token
    broken: dict[str, Callable[[httpx2.Request], httpx2.Response]] = field(default_factory=dict)
    started: dict[str, dict[str, str]] = field(default_factory=dict)  # what each code stands for
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        routes = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": self.jwks,
            "/authorize": self.authorize,
        }
        token = Route("/staff/token", self.token, methods=["POST"])
        self._inner = httpx2.ASGITransport(
            Starlette(routes=[token, *(Route(f"/staff{path}", answer) for path, answer in routes.items())])
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        for end, answer in self.broken.items():
            if request.url.path.endswith(end):
                return answer(request)
        return await self._inner.handle_async_request(request)

    async def configuration(self, request: Request) -> Response:
        plain = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return JSONResponse({**plain, **self.metadata})

    async def jwks(self, request: Request) -> Response:
        return JSONResponse(KeySet([KEY]).as_dict())

    async def authorize(self, request: Request) -> Response:
        """The person signs in, and is sent back."""
        given = dict(request.query_params)
        assert (given["response_type"], given["client_id"], given["redirect_uri"]) == ("code", CLIENT, BACK)
        assert given["code_challenge_method"] == "S256"
        assert "openid" in given["scope"].split()
        code = f"code-{len(self.started)}"
        self.started[code] = given
        query = {"code": code, "state": given["state"], "iss": ISSUER}
        return RedirectResponse(f"{given['redirect_uri']}?{urlencode(query)}", 302)

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        started = self.started.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        if started is None or started["code_challenge"] != challenge.rstrip("=") or form["redirect_uri"] != BACK:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if self._client(request, form) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(started)})

    def _client(self, request: Request, form: dict[str, str]) -> tuple[str, str]:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind != "Basic":
            return form.get("client_id", ""), form.get("client_secret", "")
        name, _, secret = base64.b64decode(value).decode().partition(":")
        return unquote_plus(name), unquote_plus(secret)

    def _id_token(self, started: dict[str, str]) -> str:
        now = int(self.clock().timestamp())
        plain = {
            "iss": ISSUER,
            "sub": "person-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": started["nonce"],
            "at_hash": create_half_hash("access", "RS256").decode(),
            "email": "sam@example.org",
            "email_verified": True,
        }
        claims = {name: value for name, value in {**plain, **self.claims}.items() if value is not None}
        return self.spoil(jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]]))

    def signs_in(self, address: str) -> str:
        """The way back, after the browser came to `address`."""

        async def visit() -> str:
            async with httpx2.AsyncClient(transport=self) as http:
                return str((await http.get(address)).headers["location"])

        return asyncio.run(visit())
