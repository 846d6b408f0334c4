"""Hands the problem over to the support team: exactly one case for one problem."""

from __future__ import annotations

from actions.articles import HUMAN
from actions.case import Case, given, passed_on
from actions.known_cases import note_case
from actions.login_email_form import amend_case, leave_email_out, note_email_given
from actions.names import NOT_GIVEN, ActionName, FlowStep, Slot, Utter
from actions.relations import case_person
from actions.remedies import remedies_of
from actions.turn import Turn
from actions.turn_action import TurnAction
from content.case_numbers import new_case_number
from content.topics import OTHER

WORDS_KEPT = 20  # messages; the whole transcript is in the bot's store


class HandOver(TurnAction):
    action_name = ActionName.HAND_OVER

    def act(self, turn: Turn) -> None:
        number = turn.slot(Slot.CASE_NUMBER)
        if number:
            turn.say(Utter.ALREADY_HANDED_OVER, case_spoken=number)
            return
        case = case_of(turn, free_number(turn))
        readable = case.contact_email if turn.slot(Slot.MAILBOX_LOST) else case.login_email or case.contact_email
        told = Utter.HANDED_OVER if readable else Utter.HANDED_OVER_WITHOUT_EMAIL
        turn.say(told, case_spoken=case.case_number, passed_on=passed_on(case, turn.wording_of(Utter.HANDED_OVER)))
        turn.tell_bot({"handover": case.handover()})
        note_case(turn, case)
        if turn.items(Slot.PROBLEMS_WAITING):
            turn.follow(ActionName.NEXT_PROBLEM)


def free_number(turn: Turn) -> str:
    """The one that the bot keeps free, unless a case of this session has it already."""
    kept = turn.heard.case_number
    taken = {case["number"] for case in turn.items(Slot.CASES)}
    return kept if kept and kept not in taken else new_case_number()


def case_of(turn: Turn, number: str) -> Case:
    """The case as the slots tell it."""
    return Case(
        case_number=number,
        topic=turn.slot(Slot.TOPIC) or OTHER,
        reference=turn.slot(Slot.REFERENCE),
        login_email=given(turn.slot(Slot.LOGIN_EMAIL)),
        contact_email=given(turn.slot(Slot.CONTACT_EMAIL)),
        remedies_tried=tried_here(turn),
        first_seen=first_seen_day(turn.slot(Slot.FIRST_SEEN)),
        words=turn.messages[turn.count(Slot.PROBLEM_BEGAN) :][-WORDS_KEPT:],
        asked_for_human=bool(turn.slot(Slot.HUMAN_REQUESTED)) and turn.slot(Slot.CHASED_CASE) != NOT_GIVEN,
        for_whom=case_person(turn.slot(Slot.FOR_WHOM)),
        service=turn.slot(Slot.SERVICE),
        waits_for_answer=turn.slot(Slot.CHASED_CASE) == NOT_GIVEN,
    )


def tried_here(turn: Turn) -> list[str]:
    """The remedies of this article that were tried; those of another problem belong to its own case."""
    names = {remedy.name for remedy in remedies_of(turn.slot(Slot.ARTICLE) or "", turn.responses)}
    return [name for name in turn.items(Slot.REMEDIES_TRIED) if name in names]


def first_seen_day(value: str | None) -> str | None:
    """The ISO date, or None where the person could not remember."""
    return value if value and value[:1].isdigit() else None


class RequestHuman(TurnAction):
    """Hands over at the first request. Asks for the email once; a second request continues without it."""

    action_name = ActionName.REQUEST_HUMAN

    def act(self, turn: Turn) -> None:
        if turn.slot(Slot.STEP) == FlowStep.HANDED_OVER:
            amend_case(turn)
            turn.say(Utter.ALREADY_HANDED_OVER, case_spoken=turn.slot(Slot.CASE_NUMBER))
            turn.tell_bot({"wait_again": {"case_number": turn.slot(Slot.CASE_NUMBER)}})
            turn.follow(ActionName.LISTEN)
            return
        note_email_given(turn)
        if turn.slot(Slot.HUMAN_REQUESTED):
            leave_email_out(turn)
        else:
            begin_request(turn)


def begin_request(turn: Turn, said: Utter = Utter.REQUEST_HUMAN) -> None:
    """The problem that is open goes along; without one, the request itself is the problem."""
    turn.leave_form()
    turn.set(Slot.HUMAN_REQUESTED, True)
    if turn.slot(Slot.ARTICLE) is None or turn.slot(Slot.STEP) == FlowStep.CLOSED:
        turn.set(Slot.ARTICLE, HUMAN)
        turn.set(Slot.TOPIC, OTHER)
        turn.set(Slot.REFERENCE, None)
        turn.set(Slot.CASE_NUMBER, None)
        turn.set(Slot.PROBLEM_BEGAN, max(len(turn.messages) - 1, 0) if turn.slot(Slot.STEP) else 0)
    turn.set(Slot.STEP, FlowStep.EXHAUSTED)
    turn.say(said)
