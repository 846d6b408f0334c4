"""Roles, and an agent as the core knows them."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from bot.conversations.agent import Agent, Role
from bot.conversations.staff import Staff


@pytest.mark.parametrize(("lower", "higher"), list(combinations_with_replacement(Role, 2)))
def test_a_role_includes_those_before_it(lower: Role, higher: Role) -> None:
    assert higher.at_least(lower)
    assert lower.at_least(higher) is (lower is higher)


def test_the_core_knows_an_agent_as_staff() -> None:
    agent = Agent(7, "sam@example.org", "Sam", Role.ADMIN, "Nights", 3, True)
    assert agent.staff == Staff(7, "sam@example.org", "Sam", "Nights", 3)
