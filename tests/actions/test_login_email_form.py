"""The login email is accepted, checked, read back and corrected, and never insisted on."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interruptions import INTERRUPTIONS
from actions.login_email_form import GIVE_UP_AFTER, NoteEmail, ValidateLoginEmailForm
from actions.names import NOT_GIVEN, Form, Intent, Slot
from content.topics import topics as all_topics
from tests.actions.building import NOTHING, Left, Situation, run

GIVEN: dict[Slot, Any] = {Slot.LOGIN_EMAIL: "jo@example.com"}
CONFIRMED: dict[Slot, Any] = {**GIVEN, Slot.LOGIN_EMAIL_CONFIRMED: True}
LOST: dict[Slot, Any] = {**CONFIRMED, Slot.MAILBOX_LOST: True}
SLIP: dict[Slot, Any] = {
    Slot.LOGIN_EMAIL: "jo@gmial.com",
    Slot.TYPED_EMAIL: "jo@gmial.com",
    Slot.SUGGESTED_EMAIL: "jo@gmail.com",
}


def answered(asked: Slot, text: str, intent: Intent | None = None, **known: Any) -> Left:
    """The form hears an answer to its question."""
    situation = Situation(text, intent, form=Form.LOGIN_EMAIL, requested=asked, **known)
    return run(ValidateLoginEmailForm(), situation)


def began(slots: dict[Slot, Any], ran: tuple[str, ...] = ("action_open_article",)) -> Left:
    """The form starts, whatever the person's latest message was."""
    return run(ValidateLoginEmailForm(), Situation("CID7029", Intent.GIVE_REFERENCE, slots=slots, ran=ran))


# What is asked


@pytest.mark.parametrize(
    ("slots", "asked"),
    [
        ({}, Slot.LOGIN_EMAIL),
        (GIVEN, Slot.LOGIN_EMAIL_CONFIRMED),
        (CONFIRMED, None),
        (LOST, Slot.CONTACT_EMAIL),
        ({**LOST, Slot.CONTACT_EMAIL: "new@example.com"}, Slot.CONTACT_EMAIL_CONFIRMED),
        ({**LOST, Slot.CONTACT_EMAIL: "new@example.com", Slot.CONTACT_EMAIL_CONFIRMED: True}, None),
        ({**LOST, Slot.CONTACT_EMAIL: NOT_GIVEN, Slot.CONTACT_EMAIL_CONFIRMED: True}, None),
        ({Slot.LOGIN_EMAIL: NOT_GIVEN, Slot.LOGIN_EMAIL_CONFIRMED: True}, None),
    ],
)
def test_only_what_is_missing_is_asked(slots: dict[Slot, Any], asked: Slot | None) -> None:
    assert began(slots).asks_for == (asked.value if asked else None)


def test_an_address_given_before_it_was_asked_for_is_checked_like_an_answer() -> None:
    left = began({Slot.LOGIN_EMAIL: "jo@gmial.com"})
    assert left.slot(Slot.SUGGESTED_EMAIL) == "jo@gmail.com"
    assert left.asks_for == "email_suggestion"


def test_a_text_given_before_that_is_no_address_is_asked_for_again() -> None:
    left = began({Slot.LOGIN_EMAIL: "jo at home"})
    assert left.slot(Slot.LOGIN_EMAIL) is None
    assert left.asks_for == "login_email"


def test_an_address_that_was_confirmed_is_not_checked_again() -> None:
    assert began({**SLIP, Slot.SUGGESTED_EMAIL: None, Slot.LOGIN_EMAIL_CONFIRMED: True}).asks_for is None


def test_after_an_interruption_the_same_question_stays() -> None:
    situation = Situation(
        "is it my heart",
        Intent.REPORT_MEDICAL,
        form=Form.LOGIN_EMAIL,
        requested=Slot.LOGIN_EMAIL,
        ran=["utter_medical", "action_resume"],
    )
    left = run(ValidateLoginEmailForm(), situation)
    assert left.slots == {"requested_slot": "login_email"}
    assert left.said == []


# An address comes


def test_an_address_is_taken_and_read_back() -> None:
    left = answered(Slot.LOGIN_EMAIL, "jo@example.com", Intent.GIVE_EMAIL, emails=["jo@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"
    assert left.asks_for == "login_email_confirmed"
    assert left.said == []


def test_an_address_in_any_words_is_an_answer() -> None:
    left = answered(Slot.LOGIN_EMAIL, "I want help, jo@example.com", Intent.ASK_HELP, emails=["jo@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"


def test_a_slip_of_the_pen_is_pointed_out() -> None:
    left = answered(Slot.LOGIN_EMAIL, "jo@gmial.com", Intent.GIVE_EMAIL, emails=["jo@gmial.com"])
    assert left.slot(Slot.TYPED_EMAIL) == "jo@gmial.com"
    assert left.slot(Slot.SUGGESTED_EMAIL) == "jo@gmail.com"
    assert left.asks_for == "email_suggestion"


def test_what_only_looks_like_an_address_is_not_taken() -> None:
    left = answered(Slot.LOGIN_EMAIL, "jo..smith@example.com", Intent.GIVE_EMAIL, emails=["jo..smith@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING
    assert left.said == ["utter_email_not_understood"]
    assert left.asks_for == "login_email"


def test_the_suggestion_is_taken_with_yes_and_needs_no_reading_back() -> None:
    left = answered(Slot.EMAIL_SUGGESTION, "yes", Intent.AFFIRM, slots=SLIP)
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@gmail.com"
    assert left.asks_for is None


def test_with_no_the_address_stays_as_typed_and_is_read_back() -> None:
    left = answered(Slot.EMAIL_SUGGESTION, "no", Intent.DENY, slots=SLIP)
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@gmial.com"
    assert left.asks_for == "login_email_confirmed"


def test_another_address_in_place_of_yes_or_no_is_taken() -> None:
    left = answered(
        Slot.EMAIL_SUGGESTION, "it is jo@example.com", Intent.GIVE_EMAIL, slots=SLIP, emails=["jo@example.com"]
    )
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"
    assert left.slot(Slot.SUGGESTED_EMAIL) is None
    assert left.asks_for == "login_email_confirmed"


def test_the_suggestion_for_the_contact_address_leaves_the_login_address_alone() -> None:
    slots = {**LOST, Slot.CONTACT_EMAIL: "jo@gmial.com", **{s: SLIP[s] for s in (Slot.TYPED_EMAIL,)}}
    slots[Slot.SUGGESTED_EMAIL] = "jo@gmail.com"
    left = answered(Slot.EMAIL_SUGGESTION, "yes", Intent.AFFIRM, slots=slots)
    assert left.slot(Slot.CONTACT_EMAIL) == "jo@gmail.com"
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING


def test_yes_confirms_the_address() -> None:
    left = answered(Slot.LOGIN_EMAIL_CONFIRMED, "yes", Intent.AFFIRM, slots=GIVEN)
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is True
    assert left.asks_for is None


def test_no_asks_for_the_address_again() -> None:
    left = answered(Slot.LOGIN_EMAIL_CONFIRMED, "no", Intent.DENY, slots=GIVEN)
    assert left.slot(Slot.LOGIN_EMAIL) is None
    assert left.said == ["utter_email_type_again"]
    assert left.asks_for == "login_email"


def test_a_correction_in_place_of_yes_or_no_is_read_back() -> None:
    left = answered(
        Slot.LOGIN_EMAIL_CONFIRMED, "no, bo@example.com", Intent.DENY, slots=GIVEN, emails=["bo@example.com"]
    )
    assert left.slot(Slot.LOGIN_EMAIL) == "bo@example.com"
    assert left.asks_for == "login_email_confirmed"


@pytest.mark.parametrize(("asked", "slots"), [(Slot.LOGIN_EMAIL_CONFIRMED, GIVEN), (Slot.EMAIL_SUGGESTION, SLIP)])
def test_neither_yes_nor_no_is_asked_for_again(asked: Slot, slots: dict[Slot, Any]) -> None:
    left = answered(asked, "purple", Intent.OUT_OF_SCOPE, slots=slots)
    assert left.said == ["utter_yes_or_no"]
    assert left.slot(Slot.FAILED_ATTEMPTS) == 1
    assert left.asks_for == asked.value


@pytest.mark.parametrize(("asked", "slots"), [(Slot.LOGIN_EMAIL_CONFIRMED, GIVEN), (Slot.EMAIL_SUGGESTION, SLIP)])
def test_a_person_who_never_says_yes_or_no_is_not_kept_in_the_form_for_ever(
    asked: Slot, slots: dict[Slot, Any]
) -> None:
    slots = {**slots, Slot.FAILED_ATTEMPTS: GIVE_UP_AFTER + 3}
    assert answered(asked, "purple", Intent.OUT_OF_SCOPE, slots=slots).asks_for is None


def test_the_contact_address_is_taken_and_read_back() -> None:
    left = answered(Slot.CONTACT_EMAIL, "new@example.com", Intent.GIVE_EMAIL, slots=LOST, emails=["new@example.com"])
    assert left.slot(Slot.CONTACT_EMAIL) == "new@example.com"
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING
    assert left.asks_for == "contact_email_confirmed"


def test_yes_confirms_the_contact_address() -> None:
    slots = {**LOST, Slot.CONTACT_EMAIL: "new@example.com"}
    assert answered(Slot.CONTACT_EMAIL_CONFIRMED, "yes", Intent.AFFIRM, slots=slots).asks_for is None


# No address comes


@pytest.mark.parametrize(
    ("text", "intent"),
    [("no", Intent.DENY), ("go on", None), ("skip it", Intent.OUT_OF_SCOPE), ("do it without that", None)],
)
def test_the_address_can_be_left_out(text: str, intent: Intent | None) -> None:
    left = answered(Slot.LOGIN_EMAIL, text, intent)
    assert left.said == ["utter_email_left_out"]
    assert left.slot(Slot.LOGIN_EMAIL) == NOT_GIVEN
    assert left.asks_for is None


def test_the_contact_address_can_be_left_out_and_the_login_address_stays() -> None:
    left = answered(Slot.CONTACT_EMAIL, "no", Intent.DENY, slots=LOST)
    assert left.slot(Slot.CONTACT_EMAIL) == NOT_GIVEN
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING
    assert left.asks_for is None


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        (0, ["utter_email_not_understood"]),
        (1, ["utter_email_not_understood", "utter_email_why"]),
        (2, ["utter_email_not_understood", "utter_email_why"]),
    ],
)
def test_what_is_no_address_is_said_and_from_the_second_time_why_it_is_asked(asks: int, said: list[str]) -> None:
    left = answered(Slot.LOGIN_EMAIL, "purple", Intent.OUT_OF_SCOPE, slots={Slot.FAILED_ATTEMPTS: asks})
    assert left.said == said
    assert left.slot(Slot.FAILED_ATTEMPTS) == asks + 1
    assert left.asks_for == "login_email"


def test_after_the_fourth_answer_that_is_no_address_it_goes_on_without() -> None:
    left = answered(Slot.LOGIN_EMAIL, "purple", Intent.OUT_OF_SCOPE, slots={Slot.FAILED_ATTEMPTS: 3})
    assert left.said == ["utter_email_left_out"]
    assert left.asks_for is None


@pytest.mark.parametrize("intent", [*sorted(INTERRUPTIONS), *all_topics().by_intent])
def test_an_interruption_leaves_the_slots_alone(intent: Intent | str) -> None:
    left = answered(Slot.LOGIN_EMAIL, "something else", intent)
    assert left.slots == {"requested_slot": "login_email"}
    assert left.said == []


# An address outside the form


def noted(*emails: str, **slots: Any) -> Left:
    known = {Slot(name): value for name, value in slots.items()}
    return run(NoteEmail(), Situation(" ".join(emails), Intent.GIVE_EMAIL, slots=known, emails=emails))


def test_an_address_outside_the_form_is_noted_to_be_read_back_later() -> None:
    left = noted("jo@example.com")
    assert left.said == ["utter_email_noted"]
    assert left.values("utter_email_noted")["login_email"] == "jo@example.com"
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("old@example.com", "utter_email_changed"),
        ("jo@example.com", "utter_email_noted"),
        (NOT_GIVEN, "utter_email_noted"),
    ],
)
def test_only_another_address_than_the_known_one_is_a_change(known: str, said: str) -> None:
    assert noted("jo@example.com", login_email=known).said == [said]


def test_no_address_at_all_is_said() -> None:
    assert noted().said == ["utter_email_not_understood"]
    assert noted().slots == {}


def test_what_only_looks_like_an_address_is_not_noted() -> None:
    assert noted("jo..smith@example.com").said == ["utter_email_not_understood"]


def test_an_address_after_the_handover_is_put_into_the_case() -> None:
    left = noted("jo@example.com", step="handed_over", case_number="K7M-4PQ", login_email=NOT_GIVEN)
    assert left.said == ["utter_email_amended"]
    assert left.values("utter_email_amended")["case_spoken"] == "K7M-4PQ"
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "login_email": "jo@example.com"}}]
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is True


def test_with_a_lost_mailbox_the_second_address_is_the_contact_address() -> None:
    left = noted("new@example.com", mailbox_lost=True, login_email="old@example.com")
    assert left.slot(Slot.CONTACT_EMAIL) == "new@example.com"
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING


def test_a_contact_address_is_not_called_the_address_of_the_login() -> None:
    left = noted("new@example.com", mailbox_lost=True, login_email="old@example.com")
    assert "utter_email_noted" not in left.said


def test_a_contact_address_after_the_handover_is_labelled_as_one_in_the_case() -> None:
    left = noted(
        "new@example.com",
        mailbox_lost=True,
        login_email="old@example.com",
        step="handed_over",
        case_number="K7M-4PQ",
    )
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "contact_email": "new@example.com"}}]


def test_with_a_lost_mailbox_and_no_address_known_the_first_one_is_of_the_login() -> None:
    assert noted("old@example.com", mailbox_lost=True).slot(Slot.LOGIN_EMAIL) == "old@example.com"
