"""The same conversations in every channel, the web included, with the real engine and actions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bot.commands.desk_user import make_link
from bot.conversations.agent import Role
from tests.channels.conversations.web import WebPerson
from tests.channels.drivers import DRIVERS
from tests.channels.kept import conversation_of, responses_for
from tests.channels.serving import Reached
from tests.channels.talking import Person
from tests.faults.stubborn_agent import StubbornAgent

SAYS, PRESSES, HEARS, IS_OFFERED = "says", "presses", "hears", "is offered"
CONVERSATIONS: dict[str, list[tuple[str, str]]] = {
    "an account that is there already, solved": [
        (SAYS, "It says I already have an NHS account but I cannot remember making one"),
        (HEARS, "you already have an account"),
        (HEARS, "noreply@login.nhs.uk"),
        (PRESSES, "Yes"),
        (HEARS, "else"),
    ],
    "CID7023, two reasons, then support with the email": [
        (SAYS, "can't connect to GP, CID7023"),
        (HEARS, "CID7023 means"),
        (IS_OFFERED, "Yes"),
        (SAYS, "no, I have only ever had one login"),
        (HEARS, "new registration details"),
        (PRESSES, "No"),
        (HEARS, "email address"),
        (SAYS, "lee.ward@example.co.uk"),
        (HEARS, "lee.ward@example.co.uk"),
        (SAYS, "yes"),
        (HEARS, "case number"),
    ],
    "CID7029, the email confirmed with a button": [
        (SAYS, "my nhs app says cid7029"),
        (HEARS, "CID7029 means"),
        (HEARS, "email address"),
        (SAYS, "ann.lee@example.com"),
        (HEARS, "ann.lee@example.com"),
        (PRESSES, "Yes, that is right"),
        (HEARS, "case number"),
    ],
    "no security code": [
        (SAYS, "no security code"),
        (HEARS, "spam"),
        (SAYS, "not in junk either"),
        (HEARS, "typed your email address correctly"),
    ],
    "the email changed with a button": [
        (SAYS, "the screen says CID2011"),
        (HEARS, "email address"),
        (SAYS, "sam.jones@example.org"),
        (HEARS, "sam.jones@example.org"),
        (PRESSES, "No, change it"),
        (HEARS, "email"),
        (SAYS, "sam.jones@example.com"),
        (HEARS, "sam.jones@example.com"),
        (SAYS, "yes"),
        (HEARS, "case number"),
    ],
    "a misspelt email, put right with a button": [
        (SAYS, "CID2012, is somebody using my account?"),
        (HEARS, "email address"),
        (SAYS, "kim@gmial.com"),
        (HEARS, "kim@gmail.com"),
        (PRESSES, "Yes"),
        (HEARS, "case number"),
    ],
    "the login cannot be used, CID2014": [
        (SAYS, "your NHS login cannot be used, CID2014"),
        (HEARS, "2 working days"),
        (SAYS, "about a week ago"),
        (HEARS, "support team"),
        (HEARS, "email address"),
    ],
    "an emergency in the middle": [
        (SAYS, "cid7029"),
        (HEARS, "email address"),
        (SAYS, "my husband has chest pain and he cannot breathe"),
        (HEARS, "999"),
        (SAYS, "ann.lee@example.com"),
        (HEARS, "ann.lee@example.com"),
    ],
    "a password that was pasted": [
        (SAYS, "my password is Tulip-Garden7 and I do not get the code"),
        (HEARS, "I have hidden the password in your message."),
        (HEARS, "spam"),
    ],
}
_people = count(1)


@pytest.fixture(params=["web", *DRIVERS])
def person(request: pytest.FixtureRequest, whole: Reached) -> Iterator[Person | WebPerson]:
    """A new one each time."""
    if request.param == "web":
        at_the_page = WebPerson(whole.bot.url)
        yield at_the_page
        at_the_page.close()
    else:
        yield whole.person(request.param, f"{DRIVERS[request.param].address}{next(_people)}")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_goes_the_same_way_in_every_channel(
    whole: Reached, person: Person | WebPerson, name: str
) -> None:
    for what, words in CONVERSATIONS[name]:
        if what == SAYS:
            person.say(words)
        elif what == PRESSES:
            person.press(words)
        elif what == IS_OFFERED:
            person.wait_for_button(words)
        else:
            person.wait_for(words)
    own = person.conversation if isinstance(person, WebPerson) else conversation_of(whole, person)
    assert "Tulip-Garden7" not in str(responses_for(whole, own, "person"))


def test_an_agent_takes_over_and_gives_back_in_every_channel(whole: Reached, person: Person | WebPerson) -> None:
    sam = StubbornAgent(whole.bot.url)
    login = f"sam{next(_people)}@example.org"
    sam.join(make_link(whole.bot.settings, login, {"name": "Sam", "role": Role.AGENT}, "root"))
    sam.be_there()
    try:
        person.say("CID7029")
        person.wait_for("email address")
        person.say("mavis@example.com")
        person.wait_for("mavis@example.com")
        person.press("Yes, that is right")
        person.wait_for("You are next.")
        conversation = sam.take_next()
        person.wait_for("You are now talking to Sam from the support team.")
        sam.reply(conversation, "I have connected your login.")
        person.wait_for("I have connected your login.")
        sam.give_back(conversation)
        person.wait_for("You are now talking to the automated assistant again.")
        person.wait_for("Is there anything else wrong with your NHS login?")
        person.say("I do not get the security code by email")
        person.wait_for("spam")
    finally:
        sam.submit(sam.http.get("/desk"), "/desk/available", available="no")
        sam.http.close()
