"""Problems with other companies' accounts are none of ours."""

from __future__ import annotations

import pytest

from bot.nlu.other_service import is_about_another_service


@pytest.mark.parametrize(
    "text", ["vinted account suspended", "i cant get into my hsbc app", "universal credit wont open"]
)
def test_another_service_is_named(text: str) -> None:
    assert is_about_another_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "my nhs login is blocked, facebook works fine",
        "every other company can text me, even amazon, but no code from you",
        "my gmail is locked",
        "the surgery will not connect",
        "",
    ],
)
def test_what_is_ours_or_compared_stays_ours(text: str) -> None:
    assert not is_about_another_service(text)
