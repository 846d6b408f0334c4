"""Defines who holds a conversation and how that changes: the state machine of a handover. Pure functions.

    assistant --hand_over--> queue --take--> agent --give_back--> assistant
                             queue --leave, time_out--> assistant
                                             agent --pass_on--> queue
                                             agent --close--> closed

WrongHolder
├── AlreadyAssigned     another agent took it
└── NotYours            another agent holds it
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversations.holder import Holder
from bot.conversations.refusals import Refused


class WrongHolder(Refused):
    kind = "wrong-holder"
    sentence = "You cannot do this now. Somebody else has the conversation, or it has ended."


class AlreadyAssigned(WrongHolder):
    kind = "already-held"
    sentence = "Somebody else has taken this conversation."


class NotYours(WrongHolder):
    kind = "not-yours"
    sentence = "You are not handling this conversation at the moment."


@dataclass(frozen=True)
class Assignment:
    """Who holds a conversation. Every method may raise WrongHolder.

    `agent` is the id of the agent who holds it; None if no agent does.
    """

    holder: Holder = Holder.ASSISTANT
    agent: int | None = None
    closed: bool = False

    def hand_over(self) -> Assignment:
        """Puts the conversation in the queue. Changes nothing if it waits there or an agent has it already."""
        if self.closed:
            raise WrongHolder
        return self if self.holder is not Holder.ASSISTANT else replace(self, holder=Holder.QUEUE)

    def take(self, agent: int) -> Assignment:
        """Assigns the conversation to the agent. Changes nothing if it is theirs already. Raises AlreadyAssigned."""
        if self.holder is Holder.AGENT and not self.closed:
            if self.agent != agent:
                raise AlreadyAssigned
            return self
        self._must_be(Holder.QUEUE)
        return replace(self, holder=Holder.AGENT, agent=agent)

    def pass_on(self, agent: int) -> Assignment:
        """Returns the conversation to the queue, for a team or for any agent."""
        self._must_be_of(agent)
        return replace(self, holder=Holder.QUEUE, agent=None)

    def pass_to(self, agent: int, other: int) -> Assignment:
        """Assigns the conversation directly to a colleague."""
        self._must_be_of(agent)
        return replace(self, agent=other)

    def give_back(self, agent: int) -> Assignment:
        self._must_be_of(agent)
        return replace(self, holder=Holder.ASSISTANT, agent=None)

    def close(self, agent: int) -> Assignment:
        self._must_be_of(agent)
        return replace(self, holder=Holder.ASSISTANT, agent=None, closed=True)

    def leave(self) -> Assignment:
        """The person no longer wants to wait."""
        self._must_be(Holder.QUEUE)
        return replace(self, holder=Holder.ASSISTANT)

    def time_out(self) -> Assignment:
        """The person waited too long, or the desk closed."""
        self._must_be(Holder.QUEUE)
        return replace(self, holder=Holder.ASSISTANT)

    def end(self) -> Assignment:
        """The person ends the conversation; this is possible in every state."""
        return replace(self, holder=Holder.ASSISTANT, agent=None, closed=True)

    @property
    def assistant_may_speak(self) -> bool:
        return self.holder is Holder.ASSISTANT and not self.closed

    def _must_be(self, holder: Holder) -> None:
        if self.closed or self.holder is not holder:
            raise WrongHolder

    def _must_be_of(self, agent: int) -> None:
        self._must_be(Holder.AGENT)
        if self.agent != agent:
            raise NotYours
