"""The login email: accepted in odd forms, checked, read back, corrected, and never insisted on."""

from __future__ import annotations

from actions.interruptions import interrupts
from actions.login_email import check
from actions.names import CORRECTING_EMAIL, NOT_GIVEN, ActionName, FlowStep, Intent, Slot, Utter
from actions.relations import YOUR
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.yes_or_no import yes_or_no
from content.phrases import PhrasesOf

WHY_AFTER, GIVE_UP_AFTER = 2, 4  # answers that cannot be an email address
_PHRASES = PhrasesOf("login_email_form")
_ASKS_OF_EMAIL = {Slot.LOGIN_EMAIL.value, Slot.CONTACT_EMAIL.value}
_CONFIRMED = {
    Slot.LOGIN_EMAIL_CONFIRMED.value: (Slot.LOGIN_EMAIL, Slot.LOGIN_EMAIL_CONFIRMED),
    Slot.CONTACT_EMAIL_CONFIRMED.value: (Slot.CONTACT_EMAIL, Slot.CONTACT_EMAIL_CONFIRMED),
}


class ValidateLoginEmailForm(TurnAction):
    action_name = ActionName.VALIDATE_LOGIN_EMAIL_FORM

    def act(self, turn: Turn) -> None:
        if turn.answers_form:
            answer(turn)
        else:
            suggest_for_prefilled(turn)
        turn.request(next_question(turn))


def next_question(turn: Turn) -> str | None:
    """The slot to ask for, or None when the addresses are settled."""
    if turn.slot(Slot.LOGIN_EMAIL) is None:
        return Slot.LOGIN_EMAIL.value
    if turn.slot(Slot.SUGGESTED_EMAIL):
        return Slot.EMAIL_SUGGESTION.value
    if not turn.slot(Slot.LOGIN_EMAIL_CONFIRMED):
        return Slot.LOGIN_EMAIL_CONFIRMED.value
    if turn.slot(Slot.MAILBOX_LOST):
        if turn.slot(Slot.CONTACT_EMAIL) is None:
            return Slot.CONTACT_EMAIL.value
        if not turn.slot(Slot.CONTACT_EMAIL_CONFIRMED):
            return Slot.CONTACT_EMAIL_CONFIRMED.value
    return None


def asked_slot(turn: Turn) -> Slot:
    """Which of the two addresses the question is about."""
    asked = turn.requested or ""
    contact = asked.startswith("contact") or turn.slot(Slot.LOGIN_EMAIL_CONFIRMED)
    return Slot.CONTACT_EMAIL if contact else Slot.LOGIN_EMAIL


def answer(turn: Turn) -> None:
    """Takes the person's answer to the question asked; leaves the slots alone where it is an interruption."""
    if turn.heard.email:
        take(turn, asked_slot(turn), turn.heard.email)
    elif interrupts(turn.heard):
        return
    elif turn.requested == Slot.EMAIL_SUGGESTION.value:
        answer_suggestion(turn)
    elif turn.requested in _CONFIRMED:
        answer_confirmation(turn, *_CONFIRMED[turn.requested])
    elif wants_to_skip(turn):
        decline(turn)
    else:
        not_an_email(turn)


def take(turn: Turn, slot: Slot, value: str) -> None:
    """A new address for the slot; a slip of a well-known provider leads to a question."""
    result = check(value)
    if result.problem:
        not_an_email(turn)
        return
    turn.set(slot, result.address)
    turn.set(Slot(f"{slot.value}_confirmed"), None)
    turn.set(Slot.TYPED_EMAIL, result.address)
    turn.set(Slot.SUGGESTED_EMAIL, result.suggestion)


def suggest_for_prefilled(turn: Turn) -> None:
    """An address that was given before it was asked for is checked like an answer."""
    email = turn.slot(Slot.LOGIN_EMAIL)
    if email and email != NOT_GIVEN and not turn.slot(Slot.LOGIN_EMAIL_CONFIRMED) and not turn.requested:
        result = check(email)
        turn.set(Slot.LOGIN_EMAIL, None if result.problem else result.address)
        turn.set(Slot.TYPED_EMAIL, result.address)
        turn.set(Slot.SUGGESTED_EMAIL, result.suggestion)


def answer_suggestion(turn: Turn) -> None:
    slot = asked_slot(turn)
    said = yes_or_no(turn.heard)
    if said:
        turn.set(slot, turn.slot(Slot.SUGGESTED_EMAIL))
        turn.set(Slot(f"{slot.value}_confirmed"), True)
        turn.set(Slot.SUGGESTED_EMAIL, None)
    elif said is False:
        turn.set(Slot.SUGGESTED_EMAIL, None)
        turn.set(slot, turn.slot(Slot.TYPED_EMAIL))
    else:
        neither_yes_nor_no(turn, Slot(f"{slot.value}_confirmed"))


def answer_confirmation(turn: Turn, slot: Slot, confirmed: Slot) -> None:
    said = yes_or_no(turn.heard)
    if said:
        turn.set(confirmed, True)
    elif said is False:
        turn.set(slot, None)
        turn.set(confirmed, None)
        turn.say(Utter.EMAIL_TYPE_AGAIN)
    else:
        neither_yes_nor_no(turn, confirmed)


def neither_yes_nor_no(turn: Turn, confirmed: Slot) -> None:
    """Asked again; after the fourth time the address is taken as it was typed."""
    asks = turn.count(Slot.FAILED_ATTEMPTS) + 1
    turn.set(Slot.FAILED_ATTEMPTS, asks)
    if asks >= GIVE_UP_AFTER:
        turn.set(confirmed, True)
        turn.set(Slot.SUGGESTED_EMAIL, None)
    else:
        turn.say(Utter.YES_OR_NO)


def wants_to_skip(turn: Turn) -> bool:
    return turn.heard.intent is Intent.DENY or declines(turn.heard.text)


def declines(text: str) -> bool:
    """The person would rather not give an address."""
    return _PHRASES["skips"].search(text) is not None


def decline(turn: Turn) -> None:
    turn.say(Utter.EMAIL_LEFT_OUT)
    leave_out(turn, asked_slot(turn))


def leave_out(turn: Turn, slot: Slot) -> None:
    turn.set(slot, NOT_GIVEN)
    turn.set(Slot(f"{slot.value}_confirmed"), True)
    turn.set(Slot.SUGGESTED_EMAIL, None)


def not_an_email(turn: Turn) -> None:
    """Says so; the second time why it is needed; after the fourth continues without it. A question is no answer."""
    if _PHRASES["question"].search(turn.heard.text):
        turn.say(Utter.OUT_OF_SCOPE)
        return
    asks = turn.count(Slot.FAILED_ATTEMPTS) + 1
    turn.set(Slot.FAILED_ATTEMPTS, asks)
    if asks >= GIVE_UP_AFTER:
        decline(turn)
        return
    turn.say(Utter.EMAIL_NOT_UNDERSTOOD)
    if asks >= WHY_AFTER:
        turn.say(Utter.EMAIL_WHY)


def note_email_given(turn: Turn) -> None:
    """An address beside a request for a person."""
    if turn.heard.email:
        take(turn, Slot.LOGIN_EMAIL, turn.heard.email)


def leave_email_out(turn: Turn) -> None:
    """The second request for a person: whatever is not settled is left out, and the handover follows."""
    if turn.slot(Slot.LOGIN_EMAIL) is None:
        leave_out(turn, Slot.LOGIN_EMAIL)
    else:
        turn.set(Slot.LOGIN_EMAIL_CONFIRMED, True)
        turn.set(Slot.SUGGESTED_EMAIL, None)
    if turn.slot(Slot.MAILBOX_LOST) and turn.slot(Slot.CONTACT_EMAIL) is None:
        leave_out(turn, Slot.CONTACT_EMAIL)
    turn.leave_form()
    turn.follow(ActionName.HAND_OVER)


class NoteEmail(TurnAction):
    """An address given outside the form: kept, or put into the case that was passed on."""

    action_name = ActionName.NOTE_EMAIL

    def act(self, turn: Turn) -> None:
        take_outside(turn)


def take_outside(turn: Turn) -> None:
    """The newest address wins; in a case that was passed on it is amended."""
    if amend_case(turn):
        return
    result = check(turn.heard.email or "")
    if turn.heard.email is None or result.problem:
        turn.say(Utter.EMAIL_NOT_UNDERSTOOD)
        return
    slot, known = slot_for(turn), turn.slot(slot_for(turn))
    turn.set(slot, result.address)
    turn.set(Slot(f"{slot.value}_confirmed"), None)
    changed = known not in (None, NOT_GIVEN, result.address) or turn.slot(Slot.CORRECTING) == CORRECTING_EMAIL
    turn.set(Slot.CORRECTING, None)
    if slot is Slot.CONTACT_EMAIL:
        turn.say(Utter.CONTACT_NOTED, contact_email=result.address)
    else:
        turn.say(Utter.EMAIL_CHANGED if changed else Utter.EMAIL_NOTED, login_email=result.address)


def slot_for(turn: Turn) -> Slot:
    """Beside a login whose mailbox is lost, another address is where support can reach the person."""
    other = turn.slot(Slot.MAILBOX_LOST) and turn.slot(Slot.LOGIN_EMAIL) not in (None, turn.heard.email)
    return Slot.CONTACT_EMAIL if other else Slot.LOGIN_EMAIL


def amend_case(turn: Turn) -> bool:
    """A new address after the handover goes into the case; whether there was one."""
    somebody_else = (turn.slot(Slot.PROBLEM_OF) or YOUR) != (turn.slot(Slot.FOR_WHOM) or YOUR)
    if turn.slot(Slot.STEP) != FlowStep.HANDED_OVER or not turn.heard.email or somebody_else:
        return False
    result, slot = check(turn.heard.email), slot_for(turn)
    if result.problem or result.address == turn.slot(slot):
        return False
    turn.set(slot, result.address)
    amend(turn, slot, result.address)
    return True


def amend(turn: Turn, slot: Slot, address: str) -> None:
    """The case stays one: the bot is told what changed in it."""
    number = turn.slot(Slot.CASE_NUMBER)
    turn.set(Slot(f"{slot.value}_confirmed"), True)
    turn.say(Utter.EMAIL_AMENDED, case_spoken=number, login_email=address)
    turn.tell_bot({"amendment": {"case_number": number, slot.value: address}})
