"""Defines agents of the desk and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.conversations.staff import Staff


class Role(str, Enum):
    """Ordered: each role may do what the roles before it may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def at_least(self, role: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(role)


@dataclass(frozen=True)
class Agent:
    """`name` is what the public reads; `capacity` is in conversations at once."""

    id: int
    login: str
    name: str
    role: Role
    team: str
    capacity: int
    available: bool

    @property
    def staff(self) -> Staff:
        """Returns the agent as the core sees them."""
        return Staff(id=self.id, login=self.login, name=self.name, team=self.team, capacity=self.capacity)
