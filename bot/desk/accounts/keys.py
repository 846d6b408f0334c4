"""Derives a separate key for each purpose of the desk from the bot's secret key."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def key_for(purpose: str, key: bytes) -> bytes:
    """Returns 32 bytes that reveal nothing about `key` or the keys for other purposes."""
    return HKDF(SHA256(), 32, salt=None, info=f"desk: {purpose}".encode()).derive(key)


def cipher_for(purpose: str, key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key_for(purpose, key)))
