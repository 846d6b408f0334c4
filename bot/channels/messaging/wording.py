"""Formats entries for channels without layout: the sender's name, and numbered choices instead of buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations.decision import Responses
from bot.conversations.entry import Entry, Sender


@dataclass(frozen=True)
class Wording:
    """`say` returns the texts of data/nlu/channels.yml."""

    say: Responses

    def label(self, entry: Entry) -> str:
        """Returns the sender's name if it is a person; the assistant's messages appear under the channel's name."""
        return self.say("utter_label_agent", agent=entry.name).text if entry.sender is Sender.AGENT else ""

    def labelled(self, entry: Entry) -> str:
        label = self.label(entry)
        return f"{label}\n{entry.text}" if label else entry.text

    def short_label(self, entry: Entry) -> str:
        """Returns a short name for SMS, which shows only a phone number."""
        if entry.sender is Sender.ASSISTANT:
            return self.say("utter_label_assistant").text
        return self.label(entry)

    def choices(self, entry: Entry) -> str:
        """Returns the buttons as numbers to reply with; empty if there are none."""
        if not entry.buttons:
            return ""
        lines = [f"{number}. {button.title}" for number, button in enumerate(entry.buttons, 1)]
        return "\n".join([self.say("utter_choose_number").text, *lines])

    def with_choices(self, entry: Entry, text: str) -> str:
        choices = self.choices(entry)
        return f"{text}\n\n{choices}" if choices else text
