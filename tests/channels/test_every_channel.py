"""What holds in every messaging channel, over the real bot and the providers' stand-ins."""

from __future__ import annotations

from tests.channels.talking import Person
from tests.web.door import FakeDoor


def test_who_writes_first_is_greeted_and_answered_in_order(person: Person) -> None:
    assert person.say("I do not get a code").status_code == 200
    person.wait_for("Is that right?")
    assert "Hello. I am the NHS login assistant, an automated assistant." in person.mine[0].text
    words = "\n".join(seen.text for seen in person.mine)
    assert words.index("Hello.") < words.index("You said: I do not get a code") < words.index("Is that right?")


def test_a_button_is_pressed_with_what_the_channel_has(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    assert person.press("Yes").status_code == 200
    person.wait_for("You said: /affirm")
    assert door.messages[-1]["payload"] == "/affirm"


def test_a_bare_number_counts_as_the_button_of_that_place(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("2")
    person.wait_for("You said: /deny")


def test_a_number_that_nothing_was_offered_under_is_text(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("7")
    person.wait_for("You said: 7")
    assert door.messages[-1]["text"] == "7"
