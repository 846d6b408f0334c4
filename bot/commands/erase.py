"""`make erase CONVERSATION=…` or CASE=K7M-4PQ: erases a conversation and its cases at once.

With ADDRESS=sms:+447700900123 it erases every conversation of that address in a messaging channel.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.conversations.refusals import Unavailable
from bot.http.tokens import key_of
from bot.settings import SettingError, Settings
from bot.storage.contacts.contacts import all_conversations
from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate
from bot.storage.tables.cases import cases


def conversations_to_erase(sql: Connection, settings: Settings, given: Mapping[str, str]) -> list[str]:
    """Returns the conversations that CONVERSATION, CASE or ADDRESS names."""
    if conversation := given.get("CONVERSATION", "").strip():
        return [conversation]
    if case := given.get("CASE", "").strip().upper():
        return list(sql.execute(select(cases.c.conversation).where(cases.c.case_number == case)).scalars())
    channel, _, address = given.get("ADDRESS", "").strip().partition(":")
    return all_conversations(sql, OptOuts(key_of(settings).encode()), channel, address)


def erase(settings: Settings, given: Mapping[str, str], who: str) -> int:
    """Erases the conversations; returns how many. The running bot makes the engine forget them. Raises Unavailable."""
    database = Database(settings.database or address_of(settings.data_dir))

    def do(sql: Connection) -> int:
        at = datetime.now(UTC)
        return sum(erase_everywhere(sql, one, at, who) for one in conversations_to_erase(sql, settings, given))

    try:
        migrate(database)
        return database.write_now(do)
    finally:
        database.close()


def main() -> None:
    if not any(os.environ.get(name, "").strip() for name in ("CONVERSATION", "CASE", "ADDRESS")):
        sys.exit("Say which: CONVERSATION=web-…, CASE=K7M-4PQ, or ADDRESS=sms:+447700900123.")
    try:
        found = erase(Settings.read(), os.environ, getpass.getuser())
    except SettingError as error:
        sys.exit(str(error))
    except Unavailable:
        sys.exit("The store cannot be written; the log says why.")
    if not found:
        sys.exit("There is no such conversation.")
    shown = "1 conversation" if found == 1 else f"{found} conversations"
    print(f"Erased here: {shown}. The bot has the engine forget it within seconds; start it if it is not running.")


if __name__ == "__main__":
    main()
