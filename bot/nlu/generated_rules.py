"""Generates the dialogue rules of articles without a story, from the flow that their topic declares."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from content.topics import Article, Flow, Topic, Topics

Rule = dict[str, Any]
Steps = list[dict[str, Any]]
ASK_EMAIL: Steps = [{"action": "login_email_form"}, {"active_loop": "login_email_form"}]
ASK_REFERENCE: Steps = [{"action": "reference_form"}, {"active_loop": "reference_form"}]
ASK_FIRST_SEEN: Steps = [{"action": "first_seen_form"}, {"active_loop": "first_seen_form"}]


def rules_for(topics: Topics, articles: Collection[str], intents: Collection[str]) -> list[Rule]:
    """Returns rules as they would be written in `data/stories/`; none for articles and intents mentioned there."""
    opened = [article for article in topics.articles.values() if article.name not in articles]
    named = [topic for topic in topics.all if topic.intent not in intents]
    return [*map(_naming, named), *(rule for article in opened for rule in _rules(article))]


def _naming(topic: Topic) -> Rule:
    steps = [{"intent": topic.intent}, {"action": "action_open_article"}]
    return {"rule": f"{topic.name} is named", "steps": steps, "wait_for_user_input": False}


def _rules(article: Article) -> Iterator[Rule]:
    said = [{"action": f"utter_{article.name}"}]
    if article.needs_reference:
        yield _opening(article, "opened", "asks for a reference", [*said, *ASK_REFERENCE])
        without = [{"action": f"utter_{article.name}_no_reference"}]
        yield _opening(article, "exhausted", "has no reference", [*without, *ASK_EMAIL])
    elif article.flow is Flow.REMEDIES:
        rule = _opening(article, "opened", "offers remedies", [*said, {"action": "action_next_remedy"}])
        yield {**rule, "wait_for_user_input": False}
    elif article.flow is Flow.WAIT:
        yield _opening(article, "opened", "asks when it was first seen", [*said, *ASK_FIRST_SEEN])
    else:
        yield _opening(article, "opened", "goes to a person", [*said, *ASK_EMAIL])


def _opening(article: Article, step: str, what: str, then: Steps) -> Rule:
    opened = [{"action": "action_open_article"}, {"slot_was_set": [{"article": article.name}, {"step": step}]}]
    return {"rule": f"{article.name} {what}", "steps": [*opened, *then]}
