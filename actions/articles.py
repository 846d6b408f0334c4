"""Which article a problem belongs to: a known reference decides over the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from actions.message import Heard
from actions.names import NO_REFERENCE, Utter
from content.responses import text_of
from content.topics import OTHER, Article
from content.topics import topics as all_topics

# Articles without a topic: a reference that nobody explains, and a request for a person.
UNKNOWN_REFERENCE, HUMAN = "unknown_reference", "human"


@dataclass(frozen=True)
class Problem:
    """What the person needs help with. `reference` is as shown, NO_REFERENCE, or None when nobody asked."""

    topic: str
    reference: str | None
    article: str


def article_named(name: str | None) -> Article | None:
    """What is declared of an article; None for those without a topic."""
    return all_topics().articles.get(name or "")


def is_undecided(name: str) -> bool:
    """Nothing more is known of the article without a known reference."""
    article = article_named(name)
    return article is None or article.needs_reference


def is_known(reference: str | None) -> bool:
    """Whether an article explains the reference."""
    return reference in all_topics().by_reference


def problem_of(topic: str, reference: str | None, entities: frozenset[str] = frozenset()) -> Problem:
    """The article for a topic, a reference and the kinds of entities in the message.

    An unknown reference has a separate article.
    """
    topics = all_topics()
    if reference is not None and reference in topics.by_reference:
        article = topics.by_reference[reference]
        return Problem(article.topic, reference, article.name)
    if reference not in (None, NO_REFERENCE):
        return Problem(topic, reference, UNKNOWN_REFERENCE)
    if topic == OTHER:
        return Problem(topic, reference, HUMAN)
    chosen = (article.name for article in topics.by_name[topic].articles if article.entity in entities)
    return Problem(topic, reference, next(chosen, topic))


def problem_in(heard: Heard, topic_now: str | None, reference_now: str | None) -> Problem | None:
    """The problem that a message names, or None when it names none.

    A message that gives only a reference keeps the topic that is open; one that gives only a topic keeps the
    reference that was given for the same topic.
    """
    known = [reference for reference in heard.references if reference.known]
    if known or heard.references:
        chosen = known[0] if known else heard.references[0]
        return problem_of(heard.topic or topic_now or OTHER, chosen.value, heard.choosing)
    if heard.topic is None:
        return None
    same = topic_now == heard.topic
    return problem_of(heard.topic, reference_now if same else None, heard.choosing)


def topic_words(topic: str) -> str:
    """How a topic is named in a sentence to the person."""
    known = all_topics().by_name.get(topic)
    return known.words if known else text_of(Utter.TOPIC_OTHER)
