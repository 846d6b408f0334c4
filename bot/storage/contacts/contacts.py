"""Addresses of messaging channels, and their conversations."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, text

from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.tables.contacts import contact_history, contacts


def find_conversation(sql: Connection, channel: str, address: str) -> str | None:
    """The current conversation of this address; it may have ended."""
    own = (contacts.c.channel == channel, contacts.c.address == address)
    found: str | None = sql.execute(select(contacts.c.conversation).where(*own)).scalar()
    return found


def all_conversations(sql: Connection, opt_outs: OptOuts, channel: str, address: str) -> list[str]:
    """Every conversation that this address has or had, as far as anything of it is kept."""
    h = contact_history.c
    these = (h.channel == channel, h.address_hash == opt_outs.hash_address(address))
    found = set(sql.execute(select(h.conversation).where(*these)).scalars())
    current = find_conversation(sql, channel, address)
    return sorted(found | ({current} if current else set()))


def address_of(sql: Connection, conversation: str) -> str | None:
    """None where the conversation has no address any more: it has ended, and another followed."""
    own = select(contacts.c.address).where(contacts.c.conversation == conversation)
    found: str | None = sql.execute(own).scalar()
    return found


def forget_address(sql: Connection, conversation: str) -> None:
    """So that the address can have another conversation."""
    sql.execute(delete(contacts).where(contacts.c.conversation == conversation))


def lock_address(sql: Connection, channel: str, address: str) -> None:
    """No other transaction opens a conversation for it in the meantime; SQLite has one writer anyway."""
    if sql.dialect.name == "postgresql":
        sql.execute(text("SELECT pg_advisory_xact_lock(hashtext(:address))"), {"address": f"{channel} {address}"})
