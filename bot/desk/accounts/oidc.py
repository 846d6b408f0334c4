"""The OpenID provider: authorization code with PKCE and nonce; what it says is believed only if it is signed for us."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.desk.settings import DeskSettings

TIMEOUT = 10.0  # seconds
LEEWAY = 60  # seconds that clocks may differ
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CALLBACK = "/desk/oidc/callback"


class OidcFailed(Exception):
    """The provider cannot be reached, or what it says cannot be believed; the text is for the operator."""


@dataclass(frozen=True)
class AuthRequest:
    """What is kept while somebody is at the provider, to know them again."""

    following: str
    state: str = field(default_factory=secrets.token_urlsafe, repr=False)
    nonce: str = field(default_factory=secrets.token_urlsafe, repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True)
class Identified:
    """`subject` is unique to the issuer and the person; `email` is empty where the provider has not verified it."""

    subject: str
    email: str


class Provider:
    """`transport` stands in for the network, in tests. Keys and addresses are asked for each time: sign-ins are few."""

    def __init__(
        self,
        settings: DeskSettings,
        site: str,
        clock: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._back = site + CALLBACK

    async def address(self, auth_request: AuthRequest) -> str:
        """Where the browser goes to sign in. Raises OidcFailed."""
        async with self._http() as http:
            endpoints = await self._discover(http)
        return str(
            prepare_grant_uri(
                endpoints["authorization_endpoint"],
                self._settings.oidc_client_id,
                "code",
                self._back,
                "openid email",
                auth_request.state,
                nonce=auth_request.nonce,
                code_challenge=create_s256_code_challenge(auth_request.verifier),
                code_challenge_method="S256",
            )
        )

    async def identify(self, code: str, auth_request: AuthRequest) -> Identified:
        """Whom the code of the callback stands for. Raises OidcFailed."""
        async with self._http() as http:
            endpoints = await self._discover(http)
            tokens = await self._exchange(http, endpoints, code, auth_request)
            keys = await _json(http, "GET", endpoints["jwks_uri"])
        return self._read(tokens, keys, auth_request)

    def _http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=TIMEOUT, transport=self._transport)

    async def _discover(self, http: httpx.AsyncClient) -> dict[str, Any]:
        issuer = self._settings.oidc_issuer
        found = await _json(http, "GET", get_well_known_url(issuer, external=True))
        if found.get("issuer") != issuer:
            raise OidcFailed(f"The provider calls itself {found.get('issuer')!r}, but DESK_OIDC_ISSUER is {issuer!r}.")
        scheme = issuer.partition("://")[0] + "://"  # plain http only for a provider on this machine
        for name in ENDPOINTS:
            if not str(found.get(name)).startswith(("https://", scheme)):
                raise OidcFailed(f"The provider's {name} is {found.get(name)!r}, which is no safe address.")
        return found

    async def _exchange(
        self, http: httpx.AsyncClient, endpoints: dict[str, Any], code: str, auth_request: AuthRequest
    ) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back}
        form["code_verifier"] = auth_request.verifier
        name, secret = self._settings.oidc_client_id, self._settings.oidc_client_secret
        ways = endpoints.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in ways:  # RFC 6749, 2.3.1
            basic = httpx.BasicAuth(quote_plus(name), quote_plus(secret))
            return await _json(http, "POST", endpoints["token_endpoint"], data=form, auth=basic)
        form |= {"client_id": name, "client_secret": secret}
        return await _json(http, "POST", endpoints["token_endpoint"], data=form)

    def _read(self, tokens: dict[str, Any], keys: dict[str, Any], auth_request: AuthRequest) -> Identified:
        issuer, client = self._settings.oidc_issuer, self._settings.oidc_client_id
        expected: dict[str, Any] = {name: {"essential": True} for name in ("iss", "aud", "sub", "exp", "iat", "nonce")}
        expected["iss"]["value"], expected["aud"]["value"] = issuer, client
        also = {"nonce": auth_request.nonce, "client_id": client, "access_token": tokens.get("access_token")}
        try:
            signed = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), ALGORITHMS)  # type: ignore[arg-type]
            claims = CodeIDToken(signed.claims, signed.header, expected, also)
            claims.validate(int(self._clock().timestamp()), LEEWAY)
        except (JoseError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise OidcFailed(f"The provider's ID token cannot be believed: {type(error).__name__}: {error}") from error
        verified = claims.get("email_verified") in (True, "true")
        email = claims.get("email")
        known = hashlib.sha256(f"{issuer}\n{claims['sub']}".encode()).hexdigest()
        return Identified(known, email.lower() if verified and isinstance(email, str) else "")


async def _json(http: httpx.AsyncClient, method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = await http.request(method, address, **sent)
        answer.raise_for_status()
        body = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise OidcFailed(f"The provider did not answer at {address}: {type(error).__name__}") from error
    if not isinstance(body, dict):
        raise OidcFailed(f"The provider's answer at {address} is not what was asked for.")
    return body
