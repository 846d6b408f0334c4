"""Names the secrets that were hidden in a message, in words for the person."""

from __future__ import annotations

from bot.conversations.decision import Responses
from bot.safety import Examined


def names_of_secrets(seen: Examined, say: Responses) -> str:
    """Returns a phrase such as "password and security code"; empty if nothing was hidden."""
    names = [say(f"utter_secret_{secret.value}").text for secret in seen.secrets]
    return say("utter_and").text.join(names)
