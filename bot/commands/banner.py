"""`make banner TEXT="…"`, `make pause-assistant` and `make resume-assistant`: sets what everybody is shown."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime

from bot.conversations.refusals import Unavailable
from bot.safety import examine
from bot.settings import SettingError, Settings
from bot.storage.banner import BANNER, PAUSE, set_banner
from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate

LONGEST_BANNER = 300  # characters


def change(settings: Settings, kind: str, text: str, who: str) -> None:
    """Raises Unavailable."""
    database = Database(settings.database or address_of(settings.data_dir))
    try:
        migrate(database)
        database.write_now(lambda sql: set_banner(sql, kind, text, who, datetime.now(UTC)))
    finally:
        database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("banner", "pause", "resume"))
    options = parser.parse_args()
    text = examine(os.environ.get("TEXT", "")).text if options.what == "banner" else options.what.removeprefix("resume")
    if len(text) > LONGEST_BANNER:
        sys.exit(f"A banner has at most {LONGEST_BANNER} characters.")
    try:
        change(Settings.read(), BANNER if options.what == "banner" else PAUSE, text, getpass.getuser())
    except SettingError as error:
        sys.exit(str(error))
    except Unavailable:
        sys.exit("The store cannot be written; the log says why.")
    told = {"banner": f"Everybody is told: {text}" if text else "The banner is gone."}
    print(told.get(options.what, f"The assistant is {'paused' if options.what == 'pause' else 'at work again'}."))


if __name__ == "__main__":
    main()
