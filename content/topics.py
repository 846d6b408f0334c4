"""The topics that people need help with, each declared in the metadata of its intent (data/nlu/TOPIC.yml).

An article is the answer to a topic. A topic has one article with the same name, and can have others, chosen by a
reference or an entity in the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from content.files import DATA, read_all
from content.live import Live
from content.schema import Invalid, Reader

NLU = DATA / "nlu"
OTHER = "other"  # the topic of a case when the person only asked for a person
FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
# Intents that no core article answers: the wider help answers some, and nothing answers the others.
OUTSIDE = {OUT_OF_SCOPE, "help", "abuse", "other_language"}
LONGEST_BUTTON = 20  # characters; longer titles are cut by messaging channels


class Flow(str, Enum):
    """How the assistant works through an article."""

    REMEDIES = "remedies"  # one step at a time, then a person
    HANDOVER = "handover"  # a person at once
    WAIT = "wait"  # working days are counted, then a person


@dataclass(frozen=True)
class Denial:
    """How people say that they do not have this problem. Regular expressions."""

    nouns: str = ""
    by_not: bool = False  # "not" before a noun denies the topic: "my account is not locked"
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """`entity` in the message opens this article. `without_mailbox`: it works without access to the login's mailbox."""

    name: str
    topic: str
    flow: Flow
    references: tuple[str, ...] = ()
    entity: str = ""
    needs_reference: bool = False
    without_mailbox: bool = False


@dataclass(frozen=True)
class Topic:
    """All that the product knows about a topic.

    `button` is its title (at most 20 characters), `words` names it in sentences to the person, `case` is a sentence
    for the agent with `{who}` or `{whose}`, `desk` its label there. The topic with the higher `urgency` comes first.
    `loses_mailbox`: the person cannot read the mailbox of their login.
    """

    name: str
    intent: str
    button: str
    words: str
    case: str
    desk: str
    urgency: int
    articles: tuple[Article, ...]
    denial: Denial = field(default_factory=Denial)
    loses_mailbox: bool = False

    @property
    def payload(self) -> str:
        return f"/{self.intent}"


class Topics:
    """All topics, most urgent first."""

    def __init__(self, topics: Iterator[Topic]) -> None:
        self.all = tuple(sorted(topics, key=lambda topic: (-topic.urgency, topic.name)))
        self.by_name: Mapping[str, Topic] = {topic.name: topic for topic in self.all}
        self.by_intent: Mapping[str, Topic] = {topic.intent: topic for topic in self.all}
        self.articles: Mapping[str, Article] = {a.name: a for topic in self.all for a in topic.articles}
        self.by_reference: Mapping[str, Article] = {
            reference: article for article in self.articles.values() for reference in article.references
        }

    def of_reference(self, reference: str) -> str | None:
        """Returns the name of the topic that a known reference belongs to."""
        article = self.by_reference.get(reference)
        return article.topic if article else None


def read_topics(folder: Path = NLU) -> Topics:
    """Reads the topics. Raises Invalid, which names the file."""
    return Topics(topic for file, content in read_all(folder) for topic in _of_file(file, content))


topics = Live(read_topics)


def _of_file(file: Path, content: Mapping[str, Any]) -> Iterator[Topic]:
    for item in content.get("nlu") or []:
        declared = (item.get("metadata") or {}).get("topic")
        if declared is not None:
            yield _topic(file.stem, str(item["intent"]), Reader(str(file), declared))


def _topic(name: str, intent: str, read: Reader) -> Topic:
    own = Article(
        name,
        name,
        Flow(read.one_of("flow", [flow.value for flow in Flow])),
        read.texts("references"),
        needs_reference=read.flag("needs_reference"),
        without_mailbox=read.flag("without_mailbox"),
    )
    others = (_article(key, name, Reader(read.place, value)) for key, value in read.mapping("articles").items())
    topic = Topic(
        name=name,
        intent=intent,
        button=read.text("button", longest=LONGEST_BUTTON),
        words=read.text("words"),
        case=read.text("case"),
        desk=read.text("desk"),
        urgency=read.number("urgency", 1, 99),
        articles=(own, *others),
        denial=_denial(Reader(read.place, read.mapping("denial"))),
        loses_mailbox=read.flag("loses_mailbox"),
    )
    if not any(mark in topic.case for mark in ("{who}", "{whose}")):
        raise Invalid(read.place, "case must hold {who} or {whose}")
    read.finish()
    return topic


def _article(name: str, topic: str, read: Reader) -> Article:
    flow = Flow(read.one_of("flow", [flow.value for flow in Flow]))
    article = Article(name, topic, flow, read.texts("references"), entity=read.text("entity", default=""))
    read.finish()
    return article


def _denial(read: Reader) -> Denial:
    denial = Denial(read.text("nouns", default=""), read.flag("by_not"), read.texts("phrases"))
    read.finish()
    return denial


def topic_of(intent: str | None) -> str | None:
    """Returns the topic of an intent for `make understand`; uncertain intents are out of scope."""
    if not intent:
        return None
    outside = intent == FALLBACK or intent.partition("/")[0] in OUTSIDE
    return OUT_OF_SCOPE if outside else intent.removeprefix("report_")
