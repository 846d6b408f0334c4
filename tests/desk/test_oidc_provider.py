"""A provider that lies, breaks or falls silent lets nobody in."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from joserfc.jwk import OctKey

from tests.desk.coming_back import LEAVE_MESSAGE, Provided, goes_and_comes_back, is_out, provided
from tests.desk.provider import CLIENT, ISSUER, SECRET, STRANGE_KEY

__all__ = ["provided"]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": [CLIENT, "another client"]},
        {"aud": None},
        {"azp": "another client"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1_772_400_000},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"at_hash": "another"},
        {"at_hash": 7},
    ],
    ids=str,
)
def test_an_id_token_for_others_or_out_of_time_is_not_believed(
    provided: Provided, claims: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    office, provider = provided
    provider.claims = claims
    sam = office.person()
    answer = goes_and_comes_back(provider, sam.browser)
    assert answer.status_code == 502
    assert "The sign-in service of Example Trust is not working properly." in answer.text
    assert is_out(office, sam.browser)
    assert "cannot be believed" in caplog.text


@pytest.mark.parametrize(
    ("key", "header"),
    [
        (STRANGE_KEY, {"alg": "RS256"}),
        (STRANGE_KEY, {"alg": "RS256", "kid": "unknown"}),
        (OctKey.import_key(SECRET.encode() * 4), {"alg": "HS256"}),
    ],
    ids=["another key", "unknown key", "the client's secret"],
)
def test_an_id_token_with_a_bad_signature_is_not_believed(
    provided: Provided, key: Any, header: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    office, provider = provided
    provider.key, provider.header = key, header
    sam = office.person()
    assert goes_and_comes_back(provider, sam.browser).status_code == 502
    assert is_out(office, sam.browser)
    assert SECRET not in caplog.text


def test_a_provider_cannot_ask_for_signatures_with_the_clients_secret(provided: Provided) -> None:
    """Anyone who knows the secret could make them."""
    office, provider = provided
    provider.metadata["id_token_signing_alg_values_supported"] = ["HS256", "none"]
    provider.key, provider.header = OctKey.import_key(SECRET.encode() * 4), {"alg": "HS256"}
    sam = office.person()
    assert goes_and_comes_back(provider, sam.browser).status_code == 502
    assert is_out(office, sam.browser)


def part(text: bytes) -> str:
    return urlsafe_b64encode(text).decode().rstrip("=")


def unsigned(token: str) -> str:
    return part(b'{"alg":"none"}') + "." + token.split(".")[1] + "."


def of_somebody_else(token: str) -> str:
    """With the signature of another token."""
    header, _, signature = token.split(".")
    return f"{header}.{part(b'{}')}.{signature}"


@pytest.mark.parametrize("spoil", [unsigned, of_somebody_else, lambda token: token[:-8], lambda token: ""])
def test_an_id_token_that_was_changed_is_not_believed(provided: Provided, spoil: Callable[[str], str]) -> None:
    office, provider = provided
    provider.spoil = spoil
    sam = office.person()
    assert goes_and_comes_back(provider, sam.browser).status_code == 502
    assert is_out(office, sam.browser)


def raises(error: type[httpx2.TransportError]) -> Any:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise error("the address of something", request=request)

    return answer


BROKEN = {
    "down": raises(httpx2.ConnectError),
    "time-out": raises(httpx2.ReadTimeout),
    "error": lambda request: httpx2.Response(500, text="Oh", request=request),
    "redirect": lambda request: httpx2.Response(302, headers={"location": "https://evil.example"}, request=request),
    "no JSON": lambda request: httpx2.Response(200, text="<html>", request=request),
    "no object": lambda request: httpx2.Response(200, json=["x"], request=request),
    "empty": lambda request: httpx2.Response(200, json={}, request=request),
    "nonsense": lambda request: httpx2.Response(200, json={"id_token": 7, "keys": "x", "issuer": 7}, request=request),
    "endless": lambda request: httpx2.Response(200, content=b'{"a": "' + b"x" * 2_000_000 + b'"}', request=request),
    "half": lambda request: httpx2.Response(200, json={"id_token": "a.b.c", "keys": [{}]}, request=request),
}


@pytest.mark.parametrize("how", BROKEN)
def test_where_the_provider_is_not_there_the_password_page_is_a_click_away(provided: Provided, how: str) -> None:
    office, provider = provided
    provider.broken = {"openid-configuration": BROKEN[how]}
    answer = office.browser().get(LEAVE_MESSAGE)
    assert answer.status_code == 502
    assert "Try again later, or sign in with a password." in answer.text


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("end", ["openid-configuration", "token", "jwks"])
def test_a_provider_that_breaks_on_the_way_back_lets_nobody_in(provided: Provided, end: str, how: str) -> None:
    office, provider = provided
    sam = office.person()
    back = provider.signs_in(sam.browser.get(LEAVE_MESSAGE, follow=False).headers["location"])
    provider.broken = {end: BROKEN[how]}
    assert sam.browser.get(back).status_code == 502
    assert is_out(office, sam.browser)
    assert "desk_oidc" not in sam.browser.cookies


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": None},
        {"token_endpoint": "http://login.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
    ],
    ids=str,
)
def test_a_provider_with_strange_addresses_is_not_trusted(provided: Provided, metadata: dict[str, Any]) -> None:
    office, provider = provided
    provider.metadata = metadata
    assert office.browser().get(LEAVE_MESSAGE).status_code == 502


def test_what_else_a_provider_says_of_itself_changes_nothing(provided: Provided) -> None:
    office, provider = provided
    provider.metadata = {"scope": "admin", "code_challenge_method": "plain", "response_type": "token", "verify": False}
    address = httpx2.URL(office.browser().get(LEAVE_MESSAGE, follow=False).headers["location"])
    asked = (address.params["scope"], address.params["code_challenge_method"], address.params["response_type"])
    assert asked == ("openid email", "S256", "code")
