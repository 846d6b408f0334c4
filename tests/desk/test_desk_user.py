"""`make desk-user`: the first account, and a new link for any."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import replace
from pathlib import Path
from typing import Any

import pytest

from bot.commands.desk_user import link_for, make_link, read_account
from bot.conversations.agent import Role
from bot.desk.accounts.forms import Mistake
from bot.settings import Settings
from bot.storage.agents import accounts as agents
from content.files import ROOT
from tests.desk.building import Office


@pytest.mark.parametrize(
    ("environment", "login", "given"),
    [
        ({"NAME": "sam@example.org", "ROLE": "admin"}, "sam@example.org", {"role": Role.ADMIN}),
        (
            {"NAME": "Sam Okafor <Sam@Example.org>", "ROLE": "Agent"},
            "sam@example.org",
            {"name": "Sam Okafor", "role": Role.AGENT},
        ),
        ({"NAME": "Sam Okafor", "LOGIN": "sam", "TEAM": "Nights"}, "sam", {"name": "Sam Okafor", "team": "Nights"}),
        ({"NAME": "<sam>"}, "sam", {}),
        ({"LOGIN": "sam"}, "sam", {}),
    ],
)
def test_name_and_login_are_read_as_people_write_them(
    environment: dict[str, str], login: str, given: dict[str, Any]
) -> None:
    assert read_account(environment) == (login, given)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "Enter a login"),
        ({"NAME": "Sam Okafor"}, "Enter a login"),
        ({"NAME": "sam", "ROLE": "king"}, "Choose a role"),
        ({"NAME": f"{'x' * 61} <sam>"}, "Enter a name"),
        ({"NAME": "sam", "TEAM": "x" * 41}, "team's name"),
    ],
)
def test_what_cannot_be_read_is_told(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(Mistake, match=sentence):
        read_account(environment)


def test_the_first_account_is_made_with_a_link(both: Office) -> None:
    given = {"role": Role.ADMIN}
    token = both.found(lambda sql: link_for(sql, "sam@example.org", given, "root", both.clock.now))
    account = both.account("sam@example.org")
    assert (account.name, account.role, account.password_hash) == ("sam", "admin", None)
    assert "Hello sam." in both.browser().get(f"/desk/join/{token}").text
    assert both.audit_entries() == [("root", "account made", "sam@example.org, admin")]


def test_run_again_it_makes_a_new_link_and_the_old_one_ends(both: Office) -> None:
    given = {"role": Role.ADMIN}
    tokens = [both.found(lambda sql: link_for(sql, "sam", given, "root", both.clock.now)) for _ in range(2)]
    assert [both.browser().get(f"/desk/join/{token}").status_code for token in tokens] == [410, 200]


def test_it_changes_only_what_is_given(office: Office) -> None:
    sam = office.person()
    given = {"team": "Nights"}
    office.found(lambda sql: link_for(sql, sam.login, given, "root", office.clock.now))
    account = office.account(sam.login)
    assert (account.name, account.role, account.team) == ("Sam", "agent", "Nights")
    assert sam.signs_in().is_in()


def test_a_disabled_account_is_enabled(office: Office) -> None:
    sam = office.person()
    office.found(lambda sql: agents.change(sql, sam.id, disabled_at=office.clock.now))
    token = office.found(lambda sql: link_for(sql, sam.login, {}, "root", office.clock.now))
    assert office.browser().get(f"/desk/join/{token}").status_code == 200


def test_a_new_account_needs_a_role(office: Office) -> None:
    with pytest.raises(Mistake, match="Say which ROLE"):
        office.found(lambda sql: link_for(sql, "sam", {}, "root", office.clock.now))


def test_the_store_is_made_where_it_is_missing(tmp_path: Path) -> None:
    settings = replace(Settings.read({}), data_dir=tmp_path)
    assert len(make_link(settings, "sam", {"role": Role.ADMIN}, "root")) == 43


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "USER": "root"}
    command = [sys.executable, "-W", "error", "-m", "bot.commands.desk_user"]
    return subprocess.run(command, cwd=ROOT, env={**plain, **environment}, capture_output=True, text=True)


def test_the_command_prints_the_link(tmp_path: Path) -> None:
    done = run(tmp_path, NAME="sam@example.org", ROLE="admin", PUBLIC_URL="https://chat.example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1].startswith("https://chat.example.org/desk/join/")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"NAME": "sam"}, "Say which ROLE the new account has: agent, supervisor or admin.\n"),
        ({"NAME": "sam", "ROLE": "admin", "PUBLIC_URL": "nowhere"}, "PUBLIC_URL is 'nowhere'"),
        ({"NAME": "sam", "ROLE": "admin", "DATABASE_URL": "postgresql://127.0.0.1:1/none"}, "The store cannot be"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, environment: dict[str, str], sentence: str) -> None:
    done = run(tmp_path, **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stdout == ""
