"""Many at the same moment get no more than one after the other, on each of the stores."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from bot.conversations.agent import Role
from bot.desk.accounts import administration as accounts
from bot.desk.accounts.identity import Proof
from bot.desk.accounts.second_factor import hash_of
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from tests.desk.building import PASSWORD, Office, Person

AT_ONCE = 8


def together(do: Callable[[], Awaitable[Any]]) -> Counter[Any]:
    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(do() for _ in range(AT_ONCE)))

    return Counter(asyncio.run(all_of_them()))


def proofs(office: Office, sam: Person, typed: str) -> Counter[Any]:
    agent = agents.agent_of(office.account(sam.login))
    write, identity = office.database.write, office.desk.identity

    async def prove() -> Proof:
        return (await write(lambda sql: identity.by_second_factor(sql, agent, typed)))[0]

    return together(prove)


def test_guesses_at_the_same_moment_are_all_counted(both: Office) -> None:
    sam = both.person()
    identity = both.desk.identity
    assert together(lambda: identity.by_password(sam.login, "wrong wrong wrong")) == {None: AT_ONCE}
    told = Counter(details for _, what, details in both.audit_entries() if what == "sign-in failed")
    assert told == {"wrong password": 5, "password, locked": AT_ONCE - 5}
    assert together(lambda: identity.by_password(sam.login, PASSWORD)) == {None: AT_ONCE}


def test_a_code_at_the_same_moment_lets_one_in(both: Office) -> None:
    sam = both.person()
    assert proofs(both, sam, sam.code())[Proof.RIGHT] == 1


def test_a_recovery_code_at_the_same_moment_lets_one_in(both: Office) -> None:
    sam = both.person()
    both.found(lambda sql: agent_links.replace_codes(sql, sam.id, [hash_of("ABCD")]))
    assert proofs(both, sam, "ABCD")[Proof.RIGHT] == 1


def test_a_link_at_the_same_moment_holds_once(both: Office) -> None:
    now, write = both.clock.now, both.database.write
    token = both.found(lambda sql: accounts.make(sql, "ada", now, "kim", "Kim", Role.AGENT))
    assert token is not None
    assert together(lambda: write(lambda sql: agent_links.use_link(sql, token, now))) == {True: 1, False: AT_ONCE - 1}
