"""A login email is checked for its form, and a slip in a well-known name is pointed out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.login_email import PROVIDERS, EmailCheck, check


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.co.uk", "gmail.com"),
        ("gmial.con", "gmail.com"),
        ("googlemial.com", "googlemail.com"),
        ("hotmial.co.uk", "hotmail.co.uk"),
        ("hotmai.com", "hotmail.com"),
        ("hotmail.co.ik", "hotmail.co.uk"),
        ("hotmail.couk", "hotmail.co.uk"),
        ("outlok.com", "outlook.com"),
        ("yaho.co.uk", "yahoo.co.uk"),
        ("yahoo.co.u", "yahoo.co.uk"),
        ("iclod.com", "icloud.com"),
        ("icloud.co.uk", "icloud.com"),
        ("btinternt.com", "btinternet.com"),
        ("btintenet.com", "btinternet.com"),
        ("virginmeda.com", "virginmedia.com"),
        ("example.con", "example.com"),
    ],
)
def test_a_slip_in_a_well_known_name_is_pointed_out(typed: str, meant: str) -> None:
    assert check(f"jo.smith@{typed}") == EmailCheck(f"jo.smith@{typed}", None, f"jo.smith@{meant}")


@pytest.mark.parametrize(
    "domain",
    [
        *PROVIDERS,
        *(
            "mail.com",
            "email.com",
            "gmx.com",
            "ymail.com",
            "me.com",
            "example.com",
            "example.co.uk",
            "outlook.co.uk",
        ),
        *(
            "hollybrook.example",
            "hotmail.fr",
            "sky.de",
            "ms.com",
            "love.com",
            "aol.co.uk",
            "nhs.scot",
            "sub.gmail.com",
        ),
    ],
)
def test_good_and_unrelated_domains_are_left_alone(domain: str) -> None:
    assert check(f"jo@{domain}") == EmailCheck(f"jo@{domain}")


def test_a_name_that_two_providers_share_is_not_guessed() -> None:
    assert check("jo@hotmail.co").suggestion is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "jo",
        "jo@",
        "@example.com",
        "jo@example",
        "jo@test",
        "jo smith@example.com",
        "a@b@example.com",
        "jo..s@example.com",
    ],
)
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    assert check(typed) == EmailCheck(typed.strip(), "not_an_address")


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("jo@hotmail.co,uk", "jo@hotmail.co.uk"),
        ("jo@example,com", "jo@example.com"),
        ("jo,smith@gmial.com", "jo.smith@gmail.com"),
    ],
)
def test_a_comma_for_a_dot_is_no_address_but_the_right_one_is_offered(typed: str, suggestion: str) -> None:
    assert check(typed) == EmailCheck(typed, "not_an_address", suggestion)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("JO.Smith@Example.COM", "jo.smith@example.com"),
        ("  jo@example.com. ", "jo@example.com"),
        ("<jo@example.com>", "jo@example.com"),
        ("j.o'hara@example.ie", "j.o'hara@example.ie"),
        ("jo+nhs@example.com", "jo+nhs@example.com"),
        ("jo@steves-sheds.test", "jo@steves-sheds.test"),
    ],
)
def test_an_address_is_put_in_its_plain_form(typed: str, address: str) -> None:
    assert check(typed) == EmailCheck(address)


@given(st.text(max_size=500))
def test_no_text_makes_it_fail(text: str) -> None:
    assert check(text).problem in {None, "not_an_address"}


@given(st.sampled_from(PROVIDERS), st.integers(0, 12))
def test_a_suggestion_is_itself_a_good_address(provider: str, dropped: int) -> None:
    suggestion = check(f"jo@{provider[:dropped]}{provider[dropped + 1 :]}").suggestion
    assert suggestion is None or check(suggestion) == EmailCheck(suggestion)
