"""What was hidden in a message, as it is told to the person."""

from __future__ import annotations

from bot.conversations.decision import Responses
from bot.safety import Examined


def names_of_secrets(seen: Examined, say: Responses) -> str:
    """Such as "password and security code"; empty where nothing was hidden."""
    names = [say(f"utter_secret_{secret.value}").text for secret in seen.secrets]
    return say("utter_and").text.join(names)
