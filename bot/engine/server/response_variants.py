"""Chooses the variants of a response in turn, so that a person does not read the same text twice in a row.

Rasa chooses at random. This choice depends only on the conversation, so that transcripts are reproducible.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from content.responses import Variants, responses

NAME = "utter_action"  # in an utterance's metadata: the response's name


class VariantsInTurn(TemplatedNaturalLanguageGenerator):
    """Named in the endpoints as `nlg: {type: bot.engine.server.response_variants.VariantsInTurn}`."""

    def __init__(self, endpoint_config: Any, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Returns the response with its name and filled placeholders; None if it does not exist."""
        # The files may have changed since the training.
        variants = responses().get(utter_action) or self.responses.get(utter_action, [])
        suitable = suitable_variants(variants, output_channel)
        if not suitable:
            return None
        uttered = [event.metadata.get(NAME) for event in tracker.events if event.type_name == "bot"]
        first = zlib.crc32(f"{tracker.sender_id} {utter_action}".encode())
        chosen = dict(copy.deepcopy(suitable[(first + uttered.count(utter_action)) % len(suitable)]))
        chosen.pop("channel", None)
        filled: dict[str, Any] = self._fill_response(chosen, tracker.current_slot_values(), **kwargs)
        return {**filled, NAME: utter_action}


def suitable_variants(variants: Variants, channel: str) -> Sequence[Mapping[str, Any]]:
    """Returns the variants for the channel if there are any, otherwise those for all channels."""
    own = [variant for variant in variants if variant.get("channel") == channel]
    return own or [variant for variant in variants if "channel" not in variant]
