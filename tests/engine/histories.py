"""Conversations of any events that Rasa knows, over a small domain."""

from __future__ import annotations

import warnings

from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)

with warnings.catch_warnings():  # Rasa tells of the news of Rasa 3.0
    warnings.simplefilter("ignore", UserWarning)
    DOMAIN = Domain.from_dict(
        {
            "version": "3.1",
            "intents": ["greet", "deny", "report"],
            "entities": ["email"],
            "slots": {
                "article": {"type": "categorical", "values": ["a", "b"], "mappings": [{"type": "custom"}]},
                "known": {"type": "bool", "mappings": [{"type": "custom"}]},
            },
            "actions": ["action_open", "action_hand_over", "action_session_start"],
            "forms": {"email_form": {"required_slots": []}},
            "responses": {"utter_hello": [{"text": "Hello."}]},
        }
    )


def heard(intent: str) -> UserUttered:
    return UserUttered(intent, {"name": intent, "confidence": 1.0}, [{"entity": "email", "value": "a@b.example"}])


EVENTS = st.one_of(
    st.sampled_from(["greet", "deny", "report"]).map(heard),
    st.sampled_from(["action_open", "action_listen", "email_form", "utter_hello"]).map(
        lambda name: ActionExecuted(name, "RulePolicy", 1.0)
    ),
    st.sampled_from(["a", "b", None]).map(lambda value: SlotSet("article", value)),
    st.booleans().map(lambda value: SlotSet("known", value)),
    st.sampled_from(["email_form", None]).map(ActiveLoop),
    st.just("email_form").map(lambda name: ActionExecutionRejected(name)),
    st.just("Hello.").map(BotUttered),
    st.just(None).map(lambda _: SessionStarted()),
    st.just(None).map(lambda _: Restarted()),
    st.just(None).map(lambda _: ActionReverted()),
    st.just(None).map(lambda _: UserUtteranceReverted()),
)
TURNS = st.lists(st.lists(EVENTS, max_size=6), max_size=12)
