"""Hashes passwords with argon2id away from the event loop, and rejects weak ones."""

from __future__ import annotations

import re
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.http.thread_pool import ThreadPool

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 2  # each hash takes 64 MiB and a tenth of a second
FEWEST_DIFFERENT = 5  # characters
# What is left of an obvious password without its digits and signs.
OBVIOUS = re.compile(
    "admin(istrator)?|agent|changeme|default|(help|support)?desk|iloveyou|letmein|login|nhs(england|login)?"
    "|pass(phrase|word)?|qwerty|secret|signin|support|trustno|welcome"
)
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn")
LOOKS_LIKE = str.maketrans("@013$5", "aoiess")


class Passwords:
    """`hasher` sets argon2's costs; by default those of RFC 9106 for little memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._dummy_hash = self._hasher.hash(secrets.token_urlsafe())
        self._threads = ThreadPool(AT_ONCE, "passwords")

    async def hash(self, password: str) -> str:
        return await self._threads.run(lambda: self._hasher.hash(_one_form(password)))

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Takes as long if there is no hash, so that the time does not reveal whether an account exists."""
        typed = _one_form(password) if len(password) <= LONGEST else ""
        matches = await self._threads.run(lambda: self._matches(hashed or self._dummy_hash, typed))
        return matches and hashed is not None

    def needs_rehash(self, hashed: str) -> bool:
        return self._hasher.check_needs_rehash(hashed)

    def _matches(self, hashed: str, typed: str) -> bool:
        try:
            return self._hasher.verify(hashed, typed)
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, login: str, name: str) -> str:
    """Returns a sentence on why a password is refused; empty if it is accepted."""
    if len(password) < SHORTEST:
        return f"The password must have at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"The password can have at most {LONGEST} characters."
    typed = _one_form(password).casefold()
    if _bare(typed) in {_bare(part.casefold()) for part in (login, login.partition("@")[0], name)}:
        return "The password must not be your login or your name."
    return "This password is easy to guess. Choose another, such as three words." if _is_obvious(typed) else ""


def _one_form(password: str) -> str:
    """Normalises the characters, which keyboards compose differently."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text) or text


def _is_obvious(typed: str) -> bool:
    if len(set(typed)) < FEWEST_DIFFERENT or any(typed in row for row in ROWS):
        return True
    bare = {_bare(typed), _bare(re.sub(r"[\W\d_]+$", "", typed).translate(LOOKS_LIKE))}
    once = {re.sub(r"^(.+?)\1+$", r"\1", word) for word in bare}
    return any(OBVIOUS.fullmatch(word) for word in once) or any(
        word in row for word in bare if len(word) > 3 for row in ROWS
    )
