"""Signing in with OpenID Connect: who is let in, and how the way there and back is kept."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.storage.agents import accounts as agents
from bot.storage.database import Database
from tests.desk.building import Office
from tests.desk.coming_back import LEAVE_MESSAGE, Provided, goes_and_comes_back, is_out, provided, with_provider
from tests.desk.provider import SECRET

__all__ = ["provided"]


def test_a_person_with_an_account_is_let_in(database: Database) -> None:
    office, provider = with_provider(database)
    sam = office.person()
    page = goes_and_comes_back(provider, sam.browser)
    assert '<meta http-equiv="refresh" content="0; url=/desk">' in page.text
    assert sam.is_in()
    assert [entry[1:] for entry in office.audit_entries()] == [
        ("bound to OpenID Connect", ""),
        ("signed in", "OpenID Connect"),
    ]


def test_the_sign_in_page_offers_it_where_it_is_set_up(provided: Provided, sqlite: Database) -> None:
    page = provided[0].browser().get("/desk/sign-in?next=/desk/account").text
    assert '<a class="nhsuk-button" href="/desk/oidc?next=%2Fdesk%2Faccount">Sign in with Example Trust</a>' in page
    without = Office(sqlite).browser()
    assert "/desk/oidc" not in without.get("/desk/sign-in").text
    assert without.get("/desk/oidc").status_code == 404


def test_it_goes_on_to_the_page_that_was_wanted(provided: Provided) -> None:
    office, provider = provided
    page = goes_and_comes_back(provider, office.person().browser, f"{LEAVE_MESSAGE}?next=/desk/account")
    assert "url=/desk/account" in page.text


def test_it_never_leads_elsewhere(provided: Provided) -> None:
    office, provider = provided
    page = goes_and_comes_back(provider, office.person().browser, f"{LEAVE_MESSAGE}?next=//evil.example")
    assert "url=/desk" in page.text
    assert "evil" not in page.text


def test_the_cookie_of_the_way_is_for_the_way_alone(provided: Provided) -> None:
    cookie = provided[0].browser().get(LEAVE_MESSAGE, follow=False).headers["set-cookie"]
    for part in ("desk_oidc=", "HttpOnly", "Path=/desk/oidc", "SameSite=lax", "Max-Age=600"):
        assert part in cookie


def test_the_session_cookie_is_strict_and_the_one_of_the_way_ends(provided: Provided) -> None:
    office, provider = provided
    page = goes_and_comes_back(provider, office.person().browser)
    session, way = page.headers.get_list("set-cookie")
    assert "desk=" in session
    assert "SameSite=strict" in session
    assert "desk_oidc=" in way
    assert "Max-Age=0" in way


def test_the_provider_is_asked_for_pkce_state_and_nonce(provided: Provided) -> None:
    address = httpx.URL(provided[0].browser().get(LEAVE_MESSAGE, follow=False).headers["location"])
    asked = dict(address.params)
    assert len(asked["code_challenge"]) == 43
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 43
    assert SECRET not in str(address)


@pytest.mark.parametrize("ways", [["client_secret_post"], None, ["private_key_jwt", "client_secret_basic"]])
def test_the_desk_identifies_itself_in_the_ways_the_provider_takes(provided: Provided, ways: list[str] | None) -> None:
    office, provider = provided
    provider.metadata["token_endpoint_auth_methods_supported"] = ways
    sam = office.person()
    goes_and_comes_back(provider, sam.browser)
    assert sam.is_in()


def test_a_bound_person_is_known_by_their_subject_from_then_on(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    goes_and_comes_back(provider, sam.browser)
    provider.claims = {"email": None, "email_verified": None}
    other = sam.at_another_browser()
    goes_and_comes_back(provider, other.browser)
    assert other.is_in()


def test_the_later_owner_of_an_address_does_not_get_the_account(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    goes_and_comes_back(provider, sam.browser)
    provider.claims = {"sub": "person-2"}
    other = sam.at_another_browser()
    assert goes_and_comes_back(provider, other.browser).status_code == 403
    assert is_out(office, other.browser)


def test_a_subject_of_another_provider_is_another_person(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    goes_and_comes_back(provider, sam.browser)
    kept = office.account(sam.login).oidc_subject
    assert len(kept) == 64
    assert kept != "person-1"


def test_a_person_who_never_joined_is_let_in(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    office.found(lambda sql: agents.change(sql, sam.id, password_hash=None, totp_secret=None))
    goes_and_comes_back(provider, sam.browser)
    assert sam.is_in()


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "no"},
        {"email": None},
        {"email": ["sam@example.org"]},
        {"email": ""},
    ],
)
def test_nobody_without_an_account_is_let_in(provided: Provided, claims: dict[str, Any]) -> None:
    office, provider = provided
    sam = office.person()
    provider.claims = claims
    answer = goes_and_comes_back(provider, sam.browser)
    assert answer.status_code == 403
    assert "You do not have a desk account." in answer.text
    assert is_out(office, sam.browser)
    assert office.account(sam.login).oidc_subject is None
    assert office.audit_entries() == [("unknown", "sign-in failed", "OpenID Connect, no such account")]


@pytest.mark.parametrize("bound", [True, False])
def test_a_disabled_account_lets_nobody_in(provided: Provided, bound: bool) -> None:
    office, provider = provided
    sam = office.person()
    if bound:
        goes_and_comes_back(provider, sam.browser)
    office.found(lambda sql: agents.change(sql, sam.id, disabled_at=office.clock.now))
    other = sam.at_another_browser()
    assert goes_and_comes_back(provider, other.browser).status_code == 403
    assert is_out(office, other.browser)
    assert office.audit_entries()[-1] == ("sam@example.org", "sign-in failed", "OpenID Connect, disabled")
