"""The second factor: codes from an authenticator app (TOTP, RFC 6238), and recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from bot.desk.accounts.keys import cipher_for

logger = logging.getLogger(__name__)
STEP = 30  # seconds that a code holds
TOLERANCE = 1  # steps that a clock may be early or late
RECOVERY_CODES = 10
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: none looks like another; 16 of them are 80 bits
READ_AS = str.maketrans("OIL", "011")


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, login: str, issuer: str) -> str:
    """Returns the address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def picture_of(address: str) -> str:
    """Returns the QR code as a data: address."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def in_groups(secret: str) -> str:
    """Formats the key for typing."""
    return " ".join(re.findall(".{1,4}", secret))


def fitting_step(secret: str, code: str, at: datetime, last: int) -> int | None:
    """Returns the time step of the code; None if it does not match or is not later than `last`: codes work once."""
    typed, totp = re.sub(r"\s", "", code), pyotp.TOTP(secret, interval=STEP)
    now = int(at.timestamp()) // STEP
    fitting = None
    for step in range(max(0, now - TOLERANCE), now + TOLERANCE + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()) and step > last:
            fitting = step
    return fitting


def looks_like_a_code(typed: str) -> bool:
    """Returns whether the text looks like a code of the app rather than a recovery code."""
    return bool(re.fullmatch(r"\d{6}", re.sub(r"\s", "", typed)))


class Encryption:
    """Encrypts the second factors' secrets, so that the database alone is not enough to sign in."""

    def __init__(self, key: bytes) -> None:
        self._cipher: Fernet = cipher_for("second factor", key)

    def seal(self, secret: str) -> str:
        return self._cipher.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """Returns None if it was encrypted with another key."""
        try:
            return self._cipher.decrypt(sealed).decode()
        except InvalidToken:
            logger.error("The second factor of an account cannot be read: the bot's secret key is another one now.")
            return None


def new_recovery_codes() -> list[str]:
    return [
        "-".join("".join(secrets.choice(SYMBOLS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    ]


def hash_of(recovery_code: str) -> str:
    """Returns the hash of a recovery code; case and dashes do not matter."""
    plain = re.sub(r"[\s\-]", "", recovery_code).upper().translate(READ_AS)
    return hashlib.sha256(plain.encode()).hexdigest()
