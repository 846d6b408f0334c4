"""`make erase CONVERSATION=…`: erases a conversation and its cases at once; or a case's, by CASE=K7M-4PQ."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.conversations.refused import Unavailable
from bot.settings import SettingError, Settings
from bot.storage.database import Database, address_of
from bot.storage.erasing import erase_everywhere
from bot.storage.migrate import migrate
from bot.storage.tables import cases


def erase(settings: Settings, conversation: str, case: str, who: str) -> bool:
    """Whether there was anything. The running bot has the engine forget it too. Raises Unavailable."""
    database = Database(settings.database or address_of(settings.data_dir))

    def do(sql: Connection) -> bool:
        found = conversation or sql.execute(select(cases.c.conversation).where(cases.c.number == case)).scalar()
        return bool(found) and erase_everywhere(sql, str(found), datetime.now(UTC), who)

    try:
        migrate(database)
        return database.write_now(do)
    finally:
        database.close()


def main() -> None:
    conversation, case = os.environ.get("CONVERSATION", "").strip(), os.environ.get("CASE", "").strip().upper()
    if not conversation and not case:
        sys.exit("Say which: CONVERSATION=web-… or CASE=K7M-4PQ.")
    try:
        found = erase(Settings.read(), conversation, case, getpass.getuser())
    except SettingError as error:
        sys.exit(str(error))
    except Unavailable:
        sys.exit("The store cannot be written; the log says why.")
    if not found:
        sys.exit("There is no such conversation.")
    print("Erased here. The bot has the engine forget it within seconds; start it if it is not running.")


if __name__ == "__main__":
    main()
