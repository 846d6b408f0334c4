"""What a person's latest message says, read once from Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.names import Intent
from content.language import ENGLISH
from content.phrases import PhrasesOf
from content.topics import topics as all_topics

ASK = "ask"  # the engine's certainty between answering and being lost
CODE_CHANNEL = "code_channel"  # the entity of a code that should come by text or call
ENGLAND = ZoneInfo("Europe/London")
_PHRASES = PhrasesOf("message")


@dataclass(frozen=True)
class Reference:
    value: str
    known: bool


@dataclass(frozen=True)
class Heard:
    """`now` is naive local time in England, from the bot's clock where the message carries it."""

    text: str
    intent: Intent | None
    topic: str | None  # that the message names
    asks_back: bool  # not sure enough to answer, but sure enough to ask which of a few is meant
    ranking: tuple[str, ...]
    problems: tuple[str, ...]  # topics of every problem that the message names, the most urgent first
    references: tuple[Reference, ...]
    emails: tuple[str, ...]
    services: tuple[str, ...]  # websites and apps by their names
    help_article: str | None  # the article of the wider help that answers the message
    language: str | None  # of a message that is not in English
    choosing: frozenset[str]  # kinds of entities that may choose an article of the topic
    now: datetime
    case_number: str | None = None  # that the bot keeps free for a case

    @property
    def email(self) -> str | None:
        """The last address in the message: a correction comes after what it corrects."""
        return self.emails[-1] if self.emails else None

    @property
    def loses_mailbox(self) -> bool:
        """The person says that they cannot read the mailbox of their login."""
        return self.topic is not None and all_topics().by_name[self.topic].loses_mailbox

    @property
    def pressed(self) -> bool:
        """A button's payload, not words."""
        return self.text.startswith("/")


def hear(message: Mapping[str, Any]) -> Heard:
    """From `tracker.latest_message`."""
    entities = message.get("entities") or []
    name = (message.get("intent") or {}).get("name")
    text = message.get("text") or ""
    channels = [e["value"] for e in entities if e.get("entity") == CODE_CHANNEL]
    return Heard(
        text=text,
        intent=Intent(name) if name in set(Intent) else None,
        topic=topic.name if (topic := all_topics().by_intent.get(name or "")) else None,
        asks_back=message.get("certainty") == ASK,
        ranking=tuple(r["name"] for r in message.get("intent_ranking") or [] if r.get("name")),
        problems=tuple(intent.removeprefix("report_") for intent in message.get("problems") or []),
        references=tuple(_references(entities)),
        emails=_values(entities, "email"),
        services=_values(entities, "service"),
        help_article=message.get("help_article") or next(iter(_values(entities, "help_article")), None),
        language=next(iter(_values(entities, "language")), None),
        choosing=frozenset({CODE_CHANNEL} if channels and _says_no_email(text) else ()),
        now=_now(message.get("metadata") or {}),
        case_number=(message.get("metadata") or {}).get("case_number"),
    )


def language_of(message: Mapping[str, Any]) -> str:
    """Of the conversation, as the bot says it beside the message; English where it says nothing."""
    return str((message.get("metadata") or {}).get("language") or ENGLISH)


def _says_no_email(text: str) -> bool:
    return _PHRASES["says_email"].search(_PHRASES["not_email"].sub("", text)) is None


def _values(entities: list[dict[str, Any]], kind: str) -> tuple[str, ...]:
    return tuple(str(e["value"]) for e in entities if e.get("entity") == kind)


def _references(entities: list[dict[str, Any]]) -> list[Reference]:
    return [Reference(e["value"], bool(e.get("known"))) for e in entities if e.get("entity") == "reference"]


def _now(metadata: Mapping[str, Any]) -> datetime:
    said = metadata.get("now")
    if isinstance(said, str):
        with suppress(ValueError):
            return datetime.fromisoformat(said).replace(tzinfo=None)
    return datetime.now(ENGLAND).replace(tzinfo=None)
