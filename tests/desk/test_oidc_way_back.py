"""The callback from the OpenID provider works once, for a limited time, and only in the browser that left."""

from __future__ import annotations

import httpx
import pytest

from tests.desk.building import Person
from tests.desk.coming_back import LEAVE_MESSAGE, Provided, goes_and_comes_back, is_out, provided

__all__ = ["provided"]


def test_a_code_of_another_browser_is_worthless(provided: Provided) -> None:
    """Nobody is signed in as somebody else by a link."""
    office, provider = provided
    sam, victim = office.person(), office.browser()
    back = provider.signs_in(sam.browser.get(LEAVE_MESSAGE, follow=False).headers["location"])
    assert victim.get(back).status_code == 400
    victim.get(LEAVE_MESSAGE, follow=False)
    assert victim.get(back).status_code == 400
    assert is_out(office, victim)


def test_the_way_back_holds_once_and_for_ten_minutes(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    back = provider.signs_in(sam.browser.get(LEAVE_MESSAGE, follow=False).headers["location"])
    way = sam.browser.cookies["desk_oidc"]
    assert sam.browser.get(back).status_code == 200
    assert sam.browser.get(back).status_code == 400
    other = sam.at_another_browser()
    other.browser.cookies.set("desk_oidc", way, domain="testserver.local", path="/desk/oidc")
    assert other.browser.get(back).status_code == 502  # the provider's code was used
    other.browser.cookies.set("desk_oidc", way, domain="testserver.local", path="/desk/oidc")
    office.clock.passes(minutes=11)
    assert other.browser.get(back).status_code == 400


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied&state=x", "?code=x", "?state=x", "?code=x&state=", "?code=x&state=é"]
)
def test_a_sign_in_that_was_not_finished_is_told(provided: Provided, query: str) -> None:
    office, provider = provided
    browser = office.browser()
    browser.get(LEAVE_MESSAGE, follow=False)
    answer = browser.get(f"/desk/oidc/callback{query}")
    assert answer.status_code == 400
    assert "You did not finish signing in" in answer.text
    assert "/staff/token" not in provider.asked


def test_an_answer_of_another_provider_is_not_taken(provided: Provided) -> None:
    office, provider = provided
    sam: Person = office.person()
    back = httpx.URL(provider.signs_in(sam.browser.get(LEAVE_MESSAGE, follow=False).headers["location"]))
    assert sam.browser.get(str(back.copy_set_param("iss", "https://evil.example"))).status_code == 400


def test_nobody_can_make_the_bot_ask_the_provider_without_end(provided: Provided) -> None:
    office, provider = provided
    browser = office.browser()
    statuses = [browser.get(LEAVE_MESSAGE, follow=False).status_code for _ in range(301)]
    assert statuses == [303] * 300 + [429]
    assert len(provider.asked) == 300


def test_many_colleagues_behind_one_address_can_sign_in(provided: Provided) -> None:
    office, provider = provided
    sam = office.person()
    for _ in range(70):
        assert goes_and_comes_back(provider, sam.at_another_browser().browser).status_code == 200
