"""What a person takes back: the newest wins, and a case that was passed on is amended, not doubled."""

from __future__ import annotations

from actions.articles import article_named, is_known, problem_of
from actions.first_seen import parse_first_seen
from actions.known_cases import amend_noted
from actions.login_email_form import take_outside
from actions.message import Reference
from actions.names import (
    CORRECTING_EMAIL,
    CORRECTING_REFERENCE,
    NO_REFERENCE,
    ActionName,
    FlowStep,
    Form,
    Slot,
    Utter,
)
from actions.relations import case_person, name, person_in, whose
from actions.turn import Turn
from actions.turn_action import TurnAction
from content.phrases import PhrasesOf
from content.topics import OTHER, Flow

_PHRASES = PhrasesOf("corrections")


def corrected_reference(turn: Turn) -> Reference | None:
    """Another reference in the place of the one that was given; None where the message corrects none."""
    before, given = turn.slot(Slot.REFERENCE), turn.heard.references
    other = next((one for one in reversed(given) if one.value != before), None)
    text = turn.heard.text
    says_so = _PHRASES["takes_back"].search(text) is not None and _PHRASES["adds"].search(text) is None
    takes_back = says_so or turn.slot(Slot.CORRECTING) == CORRECTING_REFERENCE
    if turn.slot(Slot.STEP) == FlowStep.HANDED_OVER and before == NO_REFERENCE and other is not None and other.known:
        found_later = problem_of(OTHER, other.value).topic == turn.slot(Slot.TOPIC)
        return other if found_later or takes_back else None
    return other if is_known(before) and takes_back else None


def amend_reference(turn: Turn, reference: str) -> None:
    """The case keeps its number; its reference, and with it perhaps its topic, are the new ones."""
    problem = problem_of(turn.slot(Slot.TOPIC) or OTHER, reference)
    number = turn.slot(Slot.CASE_NUMBER)
    turn.set(Slot.REFERENCE, problem.reference)
    turn.set(Slot.TOPIC, problem.topic)
    turn.set(Slot.ARTICLE, problem.article)
    turn.set(Slot.STEP, FlowStep.HANDED_OVER)
    turn.set(Slot.CORRECTING, None)
    amend_noted(turn, topic=problem.topic, reference=problem.reference)
    turn.say(Utter.REFERENCE_AMENDED, case_spoken=number, new_reference=reference)
    turn.tell_bot({"amendment": {"case_number": number, "reference": problem.reference, "topic": problem.topic}})


def correct_person(turn: Turn, person: str) -> None:
    """The problem that is open is somebody else's: what was said of it stays, an address is read back again."""
    name(turn, person)
    turn.set(Slot.PROBLEM_OF, person)
    number = turn.slot(Slot.CASE_NUMBER)
    if turn.slot(Slot.STEP) == FlowStep.HANDED_OVER and number:
        amend_noted(turn, person=person)
        turn.say(Utter.FOR_WHOM_AMENDED, case_spoken=number)
        turn.tell_bot({"amendment": {"case_number": number, "for_whom": case_person(person)}})
        return
    turn.set(Slot.LOGIN_EMAIL_CONFIRMED, None)
    turn.say(Utter.FOR_WHOM_NOTED, whose=whose(person))


class Correct(TurnAction):
    """Something that was said is wrong: put right where the message says how, else asked for."""

    action_name = ActionName.CORRECT

    def act(self, turn: Turn) -> None:
        person, text = person_in(turn.heard.text), turn.heard.text
        if turn.heard.email:
            take_outside(turn)
        elif person is not None:
            correct_person(turn, person)
        elif corrects_first_seen(turn):
            turn.follow(ActionName.COUNT_WAIT)
            return
        elif _PHRASES["of_email"].search(text):
            ask_email_again(turn)
            return
        elif _PHRASES["of_reference"].search(text):
            ask_reference_again(turn)
            return
        else:
            turn.say(Utter.ASK_CORRECTION)
            turn.follow(ActionName.LISTEN)
            return
        turn.follow(ActionName.RESUME)


def recounted(turn: Turn) -> bool:
    """Takes back the day of CID2014 where that is what the message does, and counts the wait again."""
    waits = turn.slot(Slot.STEP) in (FlowStep.WAITING, FlowStep.LONGER_ASKED)
    if not waits or not _PHRASES["takes_back"].search(turn.heard.text) or not corrects_first_seen(turn):
        return False
    turn.follow(ActionName.COUNT_WAIT)
    return True


def corrects_first_seen(turn: Turn) -> bool:
    """Another day for the message of CID2014."""
    article = article_named(turn.slot(Slot.ARTICLE))
    if article is None or article.flow is not Flow.WAIT or turn.slot(Slot.STEP) == FlowStep.HANDED_OVER:
        return False
    seen = parse_first_seen(turn.heard.text, turn.heard.now)
    if seen.kind != "day" or seen.day is None:
        return False
    turn.leave_form()
    turn.set(Slot.FIRST_SEEN, seen.day.isoformat())
    return True


def ask_email_again(turn: Turn) -> None:
    """The wrong address goes; in the form the form asks, elsewhere the next address is taken."""
    slot = Slot.CONTACT_EMAIL if turn.slot(Slot.CONTACT_EMAIL) and turn.slot(Slot.MAILBOX_LOST) else Slot.LOGIN_EMAIL
    if turn.form is Form.LOGIN_EMAIL:
        turn.set(slot, None)
        turn.set(Slot(f"{slot.value}_confirmed"), None)
        turn.set(Slot.SUGGESTED_EMAIL, None)
        turn.follow(ActionName.RESUME)
        return
    turn.set(Slot.CORRECTING, CORRECTING_EMAIL)
    turn.say(Utter.EMAIL_TYPE_AGAIN)
    turn.follow(ActionName.LISTEN)


def ask_reference_again(turn: Turn) -> None:
    turn.set(Slot.CORRECTING, CORRECTING_REFERENCE)
    turn.say(Utter.REFERENCE_TYPE_AGAIN)
    turn.follow(ActionName.LISTEN)
