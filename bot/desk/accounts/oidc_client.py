"""authlib's client of an OpenID provider, with the checks that authlib leaves to its users."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import httpx2
from authlib.integrations.starlette_client import OAuthError, StarletteOAuth2App
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

LEEWAY = 60  # seconds that clocks may differ
MOST_BYTES = 1_000_000  # of an answer
ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}  # none with a shared key
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
UNEXPECTED = (ValueError, LookupError, TypeError, AttributeError)  # a body of another shape


class OidcFailed(Exception):
    """The provider cannot be reached or its response cannot be trusted; the text is for the operator."""


class OidcClient(StarletteOAuth2App):
    """A client for one sign-in, which fetches the provider's metadata and keys once. All methods raise OidcFailed.

    `issuer` is the provider's exact name; `clock` returns aware times and is used to check the ID token.
    """

    def __init__(
        self, framework: Any, name: str, *, issuer: str, clock: Callable[[], datetime], **registered: Any
    ) -> None:
        super().__init__(framework, name, **registered)
        self._issuer = issuer
        self._clock = clock
        self.server_metadata: dict[str, Any]

    async def load_server_metadata(self) -> dict[str, Any]:
        if "_loaded_at" not in self.server_metadata:
            with answering(self._server_metadata_url):
                self.server_metadata = trusted(await super().load_server_metadata(), self._issuer)
        return self.server_metadata

    async def fetch_access_token(self, redirect_uri: str | None = None, **given: Any) -> Any:
        with answering((await self.load_server_metadata())["token_endpoint"]):
            return await super().fetch_access_token(redirect_uri, **given)

    async def fetch_jwk_set(self, force: bool = False) -> Any:
        with answering((await self.load_server_metadata())["jwks_uri"]):
            return await super().fetch_jwk_set(force)

    async def parse_id_token(self, token: Any, nonce: str, *_: Any, **__: Any) -> Any:
        """Checks the token by our clock, and the value of `aud`; authlib uses the system clock and its presence."""

        def claims(payload: Any, header: Any, options: Any, params: dict[str, Any]) -> IdToken:
            also = {**params, "access_token": token.get("access_token")}
            return IdToken(payload, header, self._expected(), also, self._clock())

        try:
            return await super().parse_id_token(token, nonce, claims_cls=claims, leeway=LEEWAY)
        except (JoseError, *UNEXPECTED) as error:
            raise OidcFailed(f"The provider's ID token cannot be believed: {type(error).__name__}: {error}") from error

    def _expected(self) -> dict[str, Any]:
        needed: dict[str, Any] = {name: {"essential": True} for name in ("iss", "aud", "sub", "exp", "iat", "nonce")}
        needed["iss"]["value"], needed["aud"]["value"] = self._issuer, self.client_id
        return needed


class IdToken(CodeIDToken):
    """An ID token that is checked at the time `at`, not at the system's time."""

    def __init__(self, payload: Any, header: Any, options: Any, params: Any, at: datetime) -> None:
        super().__init__(payload, header, options, params)
        self._at = at

    def validate(self, now: int | None = None, leeway: int = 0) -> None:
        super().validate(int(self._at.timestamp()), leeway)


def trusted(found: dict[str, Any], issuer: str) -> dict[str, Any]:
    """Returns only the metadata we use; authlib passes the rest to its HTTP client as options. Raises OidcFailed."""
    if found.get("issuer") != issuer:
        raise OidcFailed(f"The provider calls itself {found.get('issuer')!r}, but DESK_OIDC_ISSUER is {issuer!r}.")
    scheme = issuer.partition("://")[0] + "://"  # plain http only for a provider on this machine
    for name in ENDPOINTS:
        if not str(found.get(name)).startswith(("https://", scheme)):
            raise OidcFailed(f"The provider's {name} is {found.get(name)!r}, which is no safe address.")
    kept = {name: found[name] for name in ("issuer", *ENDPOINTS, "_loaded_at")}
    algorithms = found.get("id_token_signing_alg_values_supported") or []
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    kept["id_token_signing_alg_values_supported"] = [one for one in algorithms if one in ALGORITHMS] or ["RS256"]
    way = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
    return kept | {"token_endpoint_auth_method": way}


def quoted_basic(client: Any, method: str, uri: str, headers: Any, body: Any) -> tuple[str, Any, Any]:
    """RFC 6749, 2.3.1: name and secret are form-encoded first, which authlib leaves out."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return uri, headers, body


class LimitedStream(httpx2.AsyncByteStream):
    """Raises httpx2.ReadError after MOST_BYTES."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._stream:
            read += len(part)
            if read > MOST_BYTES:
                raise httpx2.ReadError("the answer is too large")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def bound(response: httpx2.Response) -> None:
    """Limits the size of the response; a hook of httpx2, called before the body is read."""
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = LimitedStream(response.stream)


@contextmanager
def answering(address: str) -> Iterator[None]:
    """Turns errors of a request into OidcFailed, without their texts, which could quote what was sent."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, OAuthError, *UNEXPECTED) as error:
        raise OidcFailed(f"The provider did not answer at {address}: {type(error).__name__}") from error
