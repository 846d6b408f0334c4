"""Stores the conversations of addresses in messaging channels."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, text

from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.tables.contacts import contact_history, contacts


def find_conversation(sql: Connection, channel: str, address: str) -> str | None:
    """Returns the current conversation of the address, which may have ended."""
    own = (contacts.c.channel == channel, contacts.c.address == address)
    found: str | None = sql.execute(select(contacts.c.conversation).where(*own)).scalar()
    return found


def all_conversations(sql: Connection, opt_outs: OptOuts, channel: str, address: str) -> list[str]:
    """Returns every conversation of the address of which anything is stored."""
    h = contact_history.c
    these = (h.channel == channel, h.address_hash == opt_outs.hash_address(address))
    found = set(sql.execute(select(h.conversation).where(*these)).scalars())
    current = find_conversation(sql, channel, address)
    return sorted(found | ({current} if current else set()))


def address_of(sql: Connection, conversation: str) -> str | None:
    """Returns None if the conversation has ended and another one of the address followed."""
    own = select(contacts.c.address).where(contacts.c.conversation == conversation)
    found: str | None = sql.execute(own).scalar()
    return found


def forget_address(sql: Connection, conversation: str) -> None:
    """Frees the address for another conversation."""
    sql.execute(delete(contacts).where(contacts.c.conversation == conversation))


def lock_address(sql: Connection, channel: str, address: str) -> None:
    """Prevents another transaction from opening a conversation for it; SQLite has one writer anyway."""
    if sql.dialect.name == "postgresql":
        sql.execute(text("SELECT pg_advisory_xact_lock(hashtext(:address))"), {"address": f"{channel} {address}"})
