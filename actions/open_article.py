"""Opens the article of the problem that the person names, or goes on where it is already open."""

from __future__ import annotations

from actions.articles import HUMAN, Problem, article_named, is_undecided, problem_in, problem_of, topic_words
from actions.corrections import amend_reference, corrected_reference, recounted
from actions.feedback import step_under_feedback
from actions.help import give_help, help_for_reference
from actions.known_cases import takes_up_case
from actions.login_email_form import amend_case
from actions.message import Reference
from actions.names import ActionName, FlowStep, Form, Slot, Utter
from actions.relations import YOUR
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.yes_or_no import answer_open_question
from content.responses import text_of
from content.topics import OTHER, Flow
from content.topics import topics as all_topics

CODES_OF_THE_APP = ("3C", "3F", "3R")  # the NHS App's, not NHS login's
LONG = 60  # words: a message that is summed up
# After these the problem is in the slots, not in the latest message.
_FROM_SLOTS = {Form.REFERENCE.value, ActionName.NEXT_PROBLEM.value, ActionName.NOTE_LOST_MAILBOX.value}


class OpenArticle(TurnAction):
    action_name = ActionName.OPEN_ARTICLE

    def act(self, turn: Turn) -> None:
        note_email(turn)
        ran = turn.actions_since_message
        if ran and ran[-1] in _FROM_SLOTS:
            open_or_take_up(turn, problem_in_slots(turn))
            return
        if answer_open_question(turn) or recounted(turn):
            return
        article = help_for_reference(unknown_references(turn), turn.responses)
        corrected = corrected_reference(turn)
        problem = problem_in(turn.heard, turn.slot(Slot.TOPIC), turn.slot(Slot.REFERENCE))
        if article is not None:
            give_help(turn, article)
        elif corrected is not None:
            correct_reference(turn, corrected)
        elif problem is None:
            turn.follow(ActionName.RESUME)
        elif problem.article == turn.slot(Slot.ARTICLE) and person_stays(turn):
            go_on(turn, problem)
        elif interrupts_a_form(turn, problem):
            put_aside(turn, problem)
        else:
            say_what_was_understood(turn, problem)
            answer_medical(turn)
            open_or_take_up(turn, problem)
            keep_others(turn, problem)


def open_or_take_up(turn: Turn, problem: Problem) -> None:
    """One problem is one case, also when another was talked of in between."""
    if takes_up_case(turn, problem):
        tell_already_passed_on(turn)
    else:
        open_problem(turn, problem)


def tell_already_passed_on(turn: Turn) -> None:
    """The case it is in; an address in the message goes into it."""
    amend_case(turn)
    turn.say(Utter.ALREADY_HANDED_OVER, case_spoken=turn.slot(Slot.CASE_NUMBER))
    turn.follow(ActionName.NEXT_PROBLEM if turn.items(Slot.PROBLEMS_WAITING) else ActionName.LISTEN)


def person_stays(turn: Turn) -> bool:
    """The problem that is open is this person's; the same problem of somebody else is another one."""
    return turn.slot(Slot.PROBLEM_OF) in (None, turn.slot(Slot.FOR_WHOM) or YOUR)


def unknown_references(turn: Turn) -> list[str]:
    """Those that no core article knows; none where one of them is known."""
    known = any(one.known for one in turn.heard.references)
    return [] if known else [one.value for one in turn.heard.references]


def correct_reference(turn: Turn, reference: Reference) -> None:
    """The newest reference in the place of the old one: in the case, or in the problem that is open."""
    if turn.slot(Slot.STEP) == FlowStep.HANDED_OVER:
        amend_reference(turn, reference.value)
        turn.follow(ActionName.LISTEN)
        return
    turn.set(Slot.CORRECTING, None)
    turn.say(Utter.REFERENCE_CORRECTED, new_reference=reference.value)
    open_problem(turn, problem_of(turn.slot(Slot.TOPIC) or OTHER, reference.value))


def say_what_was_understood(turn: Turn, problem: Problem) -> None:
    """A very long message is summed up, so that the person can put it right."""
    if turn.heard.pressed or len(turn.heard.text.split()) < LONG:
        return
    words = turn.wording_of(Utter.TOPIC_WORDS)
    topics = [problem.topic, *other_topics(turn, problem)]
    pieces = [topic_words(topic) for topic in topics]
    pieces += [words["code"].format(reference=one.value) for one in turn.heard.references]
    pieces += [words["email"].format(email=turn.heard.email)] if turn.heard.email else []
    turn.say(Utter.UNDERSTOOD, understood="; ".join(pieces))


def answer_medical(turn: Turn) -> None:
    """A medical matter beside the problem gets its own answer first."""
    if "medical" in turn.heard.problems:
        turn.say(Utter.MEDICAL)


def keep_others(turn: Turn, problem: Problem) -> None:
    """The other problems that the message names wait for their turn; none is dropped."""
    for other in turn.heard.references:
        known = problem_of(OTHER, other.value)
        if other.known and other.value != problem.reference:
            set_aside(turn, known.topic, other.value)
            turn.say(Utter.TWO_PROBLEMS, first_problem=str(problem.reference), other_problems=other.value)
    topics = other_topics(turn, problem)
    if turn.heard.references and problem.topic not in turn.heard.problems:
        return  # the reference decided what the words are about
    # A lost mailbox is not a separate problem beside the account that it belongs to.
    lost = [topic for topic in topics if all_topics().by_name[topic].loses_mailbox]
    if lost:
        turn.set(Slot.MAILBOX_LOST, True)
        topics = [topic for topic in topics if topic not in lost]
    for topic in topics:
        set_aside(turn, topic, None)
    if topics:
        others = text_of(Utter.AND).join(topic_words(topic) for topic in topics)
        turn.say(Utter.TWO_PROBLEMS, first_problem=topic_words(problem.topic), other_problems=others)


def other_topics(turn: Turn, problem: Problem) -> list[str]:
    """Those that the message names beside its problem."""
    return [topic for topic in turn.heard.problems if topic in all_topics().by_name and topic != problem.topic]


def set_aside(turn: Turn, topic: str, reference: str | None) -> None:
    waiting = turn.items(Slot.PROBLEMS_WAITING)
    if not any(other["topic"] == topic and other["reference"] == reference for other in waiting):
        person = turn.slot(Slot.FOR_WHOM) or YOUR
        problem = {"topic": topic, "reference": reference, "began": began_now(turn), "person": person}
        turn.set(Slot.PROBLEMS_WAITING, [*waiting, problem])


def note_email(turn: Turn) -> None:
    """An address given before it was asked for is kept, to be read back in the form."""
    email = turn.heard.email if turn.slot(Slot.STEP) != FlowStep.HANDED_OVER else None
    if email and email != turn.slot(Slot.LOGIN_EMAIL) and turn.form is not Form.LOGIN_EMAIL:
        turn.set(Slot.LOGIN_EMAIL, email)
        turn.set(Slot.LOGIN_EMAIL_CONFIRMED, None)


def problem_in_slots(turn: Turn) -> Problem:
    return problem_of(turn.slot(Slot.TOPIC) or OTHER, turn.slot(Slot.REFERENCE))


def interrupts_a_form(turn: Turn, problem: Problem) -> bool:
    """Another problem in the middle of a form; a reference for the same topic is an answer, not another problem."""
    return turn.form is not None and problem.topic != turn.slot(Slot.TOPIC) and turn.slot(Slot.TOPIC) != OTHER


def put_aside(turn: Turn, problem: Problem) -> None:
    set_aside(turn, problem.topic, problem.reference)
    turn.say(Utter.PROBLEM_NOTED)
    turn.follow(ActionName.RESUME)


def go_on(turn: Turn, problem: Problem) -> None:
    """The same problem again: an answer to what is open, not a new start."""
    step = step_under_feedback(turn)
    before = turn.slot(Slot.REFERENCE)
    if problem.reference:
        turn.set(Slot.REFERENCE, problem.reference)
    turn.set(Slot.ARTICLE, problem.article)
    turn.set(Slot.STEP, step)
    if step == FlowStep.HANDED_OVER and problem.reference and problem.reference != before:
        amend_reference(turn, problem.reference)
        turn.follow(ActionName.LISTEN)
    elif step == FlowStep.HANDED_OVER:
        tell_already_passed_on(turn)
    elif step == FlowStep.CLOSED:
        open_problem(turn, problem)
    elif step == FlowStep.OFFERED:  # still the same problem: the remedy did not help
        turn.follow(ActionName.NEXT_REMEDY)
    else:
        turn.follow(ActionName.RESUME)


def open_problem(turn: Turn, problem: Problem) -> None:
    """A fresh walk; what was tried and the addresses stay known."""
    turn.leave_form()
    after_form = Form.REFERENCE.value in turn.actions_since_message
    undecided = is_undecided(problem.article)
    began = began_now(turn)
    # "I want a person" - "about my login being locked": the request stands.
    asked_just_now = turn.slot(Slot.ARTICLE) == HUMAN and turn.slot(Slot.STEP) == FlowStep.EXHAUSTED
    turn.set(Slot.ARTICLE, problem.article)
    turn.set(Slot.TOPIC, problem.topic)
    turn.set(Slot.REFERENCE, problem.reference)
    # The reference was asked for and does not say more: nothing is documented, a person helps.
    turn.set(Slot.STEP, FlowStep.EXHAUSTED if after_form and undecided else FlowStep.OPENED)
    turn.set(Slot.CASE_NUMBER, None)
    turn.set(Slot.PROBLEM_OF, turn.slot(Slot.FOR_WHOM) or YOUR)
    turn.set(Slot.MISUNDERSTOOD, 0)
    if (problem.reference or "").upper().startswith(CODES_OF_THE_APP) and not after_form:
        turn.say(Utter.REFERENCE_OF_THE_APP)
    if not after_form:
        turn.set(Slot.REFERENCE_CHECKED, None)
        turn.set(Slot.REFERENCE_ASKS, 0)
        turn.set(Slot.FAILED_ATTEMPTS, 0)
        if not asked_just_now:
            turn.set(Slot.HUMAN_REQUESTED, None)
        turn.set(Slot.CORRECTING, None)
        turn.set(Slot.CHASED_CASE, None)
        if not str(turn.slot(Slot.FIRST_SEEN))[:1].isdigit():  # a day that was told stays known
            turn.set(Slot.FIRST_SEEN, None)
        if ActionName.NEXT_PROBLEM.value not in turn.actions_since_message:
            turn.set(Slot.PROBLEM_BEGAN, began)


def began_now(turn: Turn) -> int:
    """The place of the latest message among the person's messages; the first problem began with the first."""
    first = turn.slot(Slot.ARTICLE) in (None, HUMAN) and not turn.items(Slot.CASES)
    return 0 if first else max(len(turn.messages) - 1, 0)


class NoteLostMailbox(TurnAction):
    """The person cannot read the mailbox of the login: that changes what helps."""

    action_name = ActionName.NOTE_LOST_MAILBOX

    def act(self, turn: Turn) -> None:
        note_email(turn)
        article, step = article_named(turn.slot(Slot.ARTICLE)), turn.slot(Slot.STEP)
        turn.set(Slot.MAILBOX_LOST, True)
        if article and article.flow is Flow.WAIT and step in (FlowStep.OPENED, FlowStep.WAITING, FlowStep.LONGER_ASKED):
            turn.leave_form()
            turn.set(Slot.STEP, FlowStep.EXHAUSTED)
            turn.say(Utter.WAIT_NO_USE)
            turn.follow(Form.LOGIN_EMAIL)
        elif turn.form is not None:
            turn.say(Utter.LOST_EMAIL_NOTED)
            turn.follow(turn.form)
        elif step == FlowStep.HANDED_OVER:
            if not amend_case(turn):
                turn.say(Utter.ASK_CONTACT_EMAIL)
            turn.follow(ActionName.LISTEN)
        elif step == FlowStep.OFFERED and article and article.without_mailbox:
            turn.follow(ActionName.NEXT_REMEDY)
        else:
            known = next((one.value for one in turn.heard.references if one.known), None)
            turn.set(Slot.TOPIC, turn.heard.topic if known is None else problem_of(OTHER, known).topic)
            turn.set(Slot.REFERENCE, known)
            turn.follow(ActionName.OPEN_ARTICLE)
