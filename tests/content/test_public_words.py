"""Every word for the public is in data/ or in the page's texts; Python only names them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.content.public_words import Found, sentences_in

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("actions", "bot/conversations", "bot/channels", "bot/http", "bot/safety", "bot/storage")
# What is English in Python all the same, and who reads it. A file, or a function or class in it.
NOT_PUBLIC = {
    "*/settings.py": "operators: what docs/settings.md says of each variable",
    "actions/__main__.py:main": "operators: the form of the log",
    "actions/case.py:summary": "agents: the case in sentences",
    "actions/case.py:_problem": "agents: the case in sentences",
    "actions/first_seen_form.py:": "nobody: a slot's value",
    "actions/names.py:": "agents: values of slots in a case",
    "bot/conversations/assignment.py:WrongHolder": "agents: a refusal at the desk",
    "bot/conversations/assignment.py:AlreadyAssigned": "agents: a refusal at the desk",
    "bot/conversations/assignment.py:NotYours": "agents: a refusal at the desk",
    "bot/conversations/staff.py:AtCapacity": "agents: a refusal at the desk",
    "bot/conversations/staff.py:AgentUnavailable": "agents: a refusal at the desk",
    "bot/conversations/case_fields.py:": "agents: labels of a case",
    "bot/channels/*/*.py:check": "operators: make check-channel",
    "bot/channels/*/*.py:connect": "operators: make connect-channel",
    "bot/channels/twilio/sms.py:": "nobody: words that people write",
    "bot/channels/twilio/whatsapp.py:": "nobody: words that people write",
    "bot/channels/web/api.py:": "developers: the API's description",
    "bot/http/connection.py:data_received": "developers: a request that no browser makes",
    "bot/http/problems.py:": "developers: titles of the API's errors",
    "bot/http/problems.py:of_validation": "developers: a request that the API does not describe",
    "bot/http/problems.py:of_http": "developers: a request that the API does not describe",
    "bot/safety/passwords.py:_value": "nobody: words that people write",
    "bot/safety/train_second_opinion.py:check": "operators: make setup",
    "bot/storage/cases/closing.py:close_unassigned_cases": "agents: an audit entry",
    "bot/storage/conversations/emergencies.py:mark_emergency_seen": "agents: an audit entry",
    "bot/storage/conversations/operations.py:*": "agents: audit entries",
    "bot/storage/conversations/erasing.py:": "developers: why a table is left out",
    "bot/storage/conversations/retention.py:": "developers: why a table is left out",
    "bot/storage/conversations/retention.py:erase_old_cases": "agents: an audit entry",
    "bot/storage/queue/handovers.py:enter_queue": "agents: an audit entry",
    "bot/storage/queue/support_queue.py:time_out": "agents: an audit entry",
}


def everything() -> Iterator[tuple[str, Found]]:
    """Where it stands, as `file:function`, and what was found."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for found in sentences_in(file.read_text("utf-8")):
                yield f"{file.relative_to(ROOT)}:{found.function}", found


def fits(place: str, exception: str) -> bool:
    return fnmatch(place if ":" in exception else place.partition(":")[0], exception)


def test_no_word_for_the_public_stands_in_python() -> None:
    public = [
        f"{place}, line {found.line}: {found.text!r}"
        for place, found in everything()
        if not any(fits(place, exception) for exception in NOT_PUBLIC)
    ]
    assert public == [], "write them into data/nlu or bot/widget/texts, or say in NOT_PUBLIC who reads them"


def test_every_exception_is_still_needed() -> None:
    places = {place for place, _ in everything()}
    assert [exception for exception in NOT_PUBLIC if not any(fits(place, exception) for place in places)] == []


@pytest.mark.parametrize(
    "source",
    [
        'TEXT = "You are next in the queue."',
        'def f(n):\n    return f"{n} people are ahead"',
        'say("utter_x", ahead="1 person is")',
        'UNOPENED = {"voice": "voice messages"}',
        'class A:\n    sentence = "Try again later, please."',
        'x = " and then "',
    ],
)
def test_a_sentence_or_a_piece_of_one_is_found(source: str) -> None:
    assert len(sentences_in(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""What this module does."""',
        'def f():\n    """What it does."""',
        'logger.warning("A message could not be sent: %s", error)',
        'raise ValueError(f"{part} is not a valid part")',
        'sys.exit("The store cannot be opened.")',
        'WORDS = re.compile(r"\\b(?:please|thank you very much)\\b")',
        'sql.execute("SELECT id FROM messages WHERE sequence > 1")',
        'name = "utter_waiting_first"',
        'kind = "text/plain; charset=utf-8"',
        'ROLE = "Agent"',
    ],
)
def test_what_the_public_does_not_read_is_not_found(source: str) -> None:
    assert sentences_in(source) == []


def test_where_it_stands_is_said() -> None:
    assert sentences_in('x = 1\ndef f():\n    return "you are next"') == [Found(3, "f", "you are next")]
