"""`make desk-user NAME=sam@example.org ROLE=admin`: creates a desk account, or a new one-time link for it."""

from __future__ import annotations

import getpass
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.conversations.refusals import Unavailable
from bot.desk.accounts import administration as accounts
from bot.desk.accounts.forms import Mistake, read_login, read_name, read_role, read_team
from bot.desk.desk import link_to
from bot.settings import SettingError, Settings
from bot.storage.agents import accounts as agents
from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate

NAME_AND_LOGIN = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<login>[^<>]+)>")


def read_account(environment: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The login, and the values of the account that were given. Raises Mistake with a sentence."""
    typed, login = environment.get("NAME", "").strip(), environment.get("LOGIN", "").strip()
    both = NAME_AND_LOGIN.fullmatch(typed)
    name, login = (both["name"], login or both["login"]) if both else (typed if login else "", login or typed)
    login = read_login(login)
    given: dict[str, Any] = {"name": read_name(name)} if name else {}
    if environment.get("ROLE"):
        given["role"] = read_role(environment["ROLE"])
    if environment.get("TEAM"):
        given["team"] = read_team(environment["TEAM"])
    return login, given


def link_for(sql: Connection, login: str, given: dict[str, Any], who: str, at: datetime) -> str:
    """Returns the token of a one-time link for the account; earlier links become invalid. Raises Mistake."""
    account = agents.by_login(sql, login)
    if account is not None:
        accounts.edit(sql, who, at, account, **given)
        if account.disabled_at:
            accounts.enable(sql, who, at, account)
        return accounts.invite(sql, who, at, account)
    if "role" not in given:
        raise Mistake("role", "Say which ROLE the new account has: agent, supervisor or admin.")
    token = accounts.make(sql, who, at, login, **{"name": login.partition("@")[0], **given})
    assert token is not None  # nobody else took the login in this transaction
    return token


def make_link(settings: Settings, login: str, given: dict[str, Any], who: str) -> str:
    """Raises Mistake and Unavailable."""
    database = Database(settings.database or address_of(settings.data_dir))
    try:
        migrate(database)
        return database.write_now(lambda sql: link_for(sql, login, given, who, datetime.now(UTC)))
    finally:
        database.close()


def main() -> None:
    try:
        login, given = read_account(os.environ)
        settings = Settings.read()
        token = make_link(settings, login, given, getpass.getuser())
    except (Mistake, SettingError) as error:
        sys.exit(str(error))
    except Unavailable:
        sys.exit("The store cannot be written; the log says why.")
    print(f"Open this link within 24 hours to set the password and second factor of {login}. It works once:")
    print(link_to(settings.address, token))


if __name__ == "__main__":
    main()
