"""A button's title that is typed is the button; sessions end after a long pause; variants come in turn."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.server.response_variants import VariantsInTurn
from bot.engine.server.sessions import has_ended
from bot.engine.server.typed_buttons import for_rasa, typed_button

DOMAIN = Domain.from_dict(
    {
        "intents": ["help"],
        "responses": {
            "utter_help/pets": [{"text": "Cats."}],
            "utter_a": [{"text": "one {name}"}, {"text": "two {name}"}, {"text": "short", "channel": "sms"}],
        },
    }
)
OFFERED = BotUttered("Well?", {"buttons": [{"title": "No, change it", "payload": "/deny"}]})


def tracker(*events: Any, sender: str = "somebody") -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, list(events), domain=DOMAIN)


@pytest.mark.parametrize("text", ["No, change it", "no change it", "NO, CHANGE IT!", "  no,  change it."])
def test_a_title_is_the_button_however_it_is_typed(text: str) -> None:
    assert typed_button(tracker(OFFERED), text) == "/deny"


@pytest.mark.parametrize("text", ["no", "change it", "", "...", "no, change it to ann@example.com"])
def test_other_words_are_words(text: str) -> None:
    assert typed_button(tracker(OFFERED), text) is None


def test_a_button_of_an_earlier_turn_is_gone() -> None:
    assert typed_button(tracker(OFFERED, UserUttered("hello")), "No, change it") is None
    assert typed_button(None, "No, change it") is None


@pytest.mark.parametrize(
    ("payload", "meant"),
    [("/deny", "/deny"), ("/help/pets", '/help{"help_article": "pets"}'), ("/help/dogs", None)],
)
def test_an_article_is_an_entity_for_rasa(payload: str, meant: str | None) -> None:
    assert for_rasa(payload, DOMAIN) == meant


@pytest.mark.parametrize(
    ("before", "now", "ended"),
    [
        ("2026-06-02T09:00:00", "2026-06-02T20:59:00", False),
        ("2026-06-02T09:00:00", "2026-06-02T21:01:00", True),
        (None, "2026-06-02T21:01:00", False),
        ("2026-06-02T09:00:00", None, False),
        ("nonsense", "2026-06-02T21:01:00", False),
    ],
)
def test_a_session_ends_after_twelve_hours_by_the_bots_clock(before: str | None, now: str | None, ended: bool) -> None:
    assert has_ended(tracker(UserUttered("hello", metadata={"now": before})), now) is ended


def test_a_conversation_without_messages_has_not_ended() -> None:
    assert not has_ended(None, "2026-06-02T21:01:00")
    assert not has_ended(tracker(), "2026-06-02T21:01:00")


def said(conversation: DialogueStateTracker, channel: str = "engine") -> str:
    words = VariantsInTurn(None, DOMAIN)
    response = asyncio.run(words.generate("utter_a", conversation, channel, name="Jo"))
    assert response is not None
    conversation.update(BotUttered(response["text"], metadata={"utter_action": response["utter_action"]}))
    return str(response["text"])


def test_variants_come_in_turn() -> None:
    conversation = tracker()
    heard = [said(conversation) for _ in range(4)]
    assert set(heard) == {"one Jo", "two Jo"}
    assert heard[:2] == heard[2:]


def test_the_same_conversation_hears_the_same() -> None:
    assert said(tracker()) == said(tracker())


def test_a_channel_has_its_own_variant() -> None:
    assert said(tracker(), "sms") == "short"


def test_a_response_that_is_not_there_is_none() -> None:
    assert asyncio.run(VariantsInTurn(None, DOMAIN).generate("utter_gone", tracker(), "engine")) is None
