"""Codes of an authenticator app, and recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.accounts.keys import key_for
from bot.desk.accounts.second_factor import (
    SYMBOLS,
    Encryption,
    address_of,
    fitting_step,
    hash_of,
    in_groups,
    looks_like_a_code,
    new_recovery_codes,
    new_secret,
)

# RFC 6238, appendix B, of which an app shows the last six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert fitting_step(RFC_SECRET, code, at, 0) == seconds // 30
    assert fitting_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", at, 0) == seconds // 30
    assert fitting_step(RFC_SECRET, code, at, seconds // 30) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_nothing_else_that_is_typed_fits(typed: str) -> None:
    assert fitting_step(RFC_SECRET, typed, datetime(2026, 3, 2, tzinfo=UTC), 0) is None
    assert len(hash_of(typed)) == 64


@pytest.mark.parametrize(("typed", "is_code"), [("123456", True), ("123 456", True), ("12345", False), ("ABCD", False)])
def test_a_code_is_told_from_a_recovery_code(typed: str, is_code: bool) -> None:
    assert looks_like_a_code(typed) is is_code


def test_an_app_reads_account_and_issuer_from_the_address() -> None:
    address = address_of(RFC_SECRET, "sam@example.org", "NHS login assistant: support desk")
    assert address.startswith("otpauth://totp/NHS%20login%20assistant%3A%20support%20desk:sam%40example.org?")
    assert f"secret={RFC_SECRET}" in address


def test_a_secret_has_160_bits_and_can_be_typed() -> None:
    secret = new_secret()
    assert len(secret) == 32
    assert in_groups(secret).replace(" ", "") == secret
    assert new_secret() != secret


def test_a_sealed_secret_opens_with_the_same_key_alone(caplog: pytest.LogCaptureFixture) -> None:
    sealed = Encryption(b"one key").seal(RFC_SECRET)
    assert RFC_SECRET not in sealed
    assert Encryption(b"one key").open(sealed) == RFC_SECRET
    assert Encryption(b"another").open(sealed) is None
    assert "secret key is another one now" in caplog.text


def test_keys_for_two_purposes_differ() -> None:
    assert key_for("csrf", b"key") != key_for("second factor", b"key")
    assert key_for("csrf", b"key") == key_for("csrf", b"key") != key_for("csrf", b"other")


def test_recovery_codes_are_ten_of_eighty_bits() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert len(SYMBOLS) == 32
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
        assert set(code) - {"-"} <= set(SYMBOLS)


@pytest.mark.parametrize(
    "typed", ["ABCD-EFGH-JK01-PQRS", "abcdefghjk01pqrs", " abcd efgh jkol PQRS ", "ABCDEFGHJKOIPQRS"]
)
def test_a_recovery_code_is_read_however_it_is_typed(typed: str) -> None:
    assert hash_of(typed) == hash_of("ABCD-EFGH-JK01-PQRS")
