"""A conversation keeps its language, and what is said in it is looked up by that language."""

from __future__ import annotations

from bot.conversations.decision import IncomingMessage, Situation, decide
from bot.conversations.message import Reply
from bot.safety import examine
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.opening import open_conversation
from bot.storage.database import Database
from tests.bot.building import run
from tests.storage.contexts import context_of
from tests.storage.saying import NOW, C, open_message, opened, said, situation


async def opened_in(database: Database, language: str) -> None:
    context = context_of(database)
    await database.write(lambda sql: open_conversation(context, sql, C, "web", NOW, [], language=language))


def test_a_conversation_is_in_english(inbox: SqlInbox) -> None:
    async def languages() -> tuple[str, str]:
        await opened(inbox)
        await said(inbox, "1")
        return (await situation(inbox)).language, (await open_message(inbox)).language

    assert run(languages()) == ("en", "en")


def test_its_language_comes_with_its_messages(inbox: SqlInbox, database: Database) -> None:
    async def languages() -> tuple[str, str, str]:
        await opened_in(database, "xx")
        accepted = await said(inbox, "1")
        assert accepted.message is not None
        return (await situation(inbox)).language, (await open_message(inbox)).language, accepted.message.language

    assert run(languages()) == ("xx", "xx", "xx")


def test_what_the_bot_answers_itself_is_in_the_language_of_the_conversation() -> None:
    def say(name: str, channel: str = "", language: str = "", **values: str) -> Reply:
        return Reply(f"{name} in {language}")

    decision = decide(IncomingMessage(0, examine("")), Situation(language="xx"), say, lambda: "K7M-4PQ")
    assert [reply.text for reply in decision.replies] == ["utter_message_empty in xx"]
