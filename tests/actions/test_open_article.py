"""A problem opens its article; the same one goes on; another one in the middle of a form is put aside."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from actions.names import NO_REFERENCE, FlowStep, Form, Intent, Slot
from actions.open_article import NoteLostMailbox, OpenArticle
from content.topics import OTHER
from content.topics import topics as all_topics
from tests.actions.building import NOTHING, ROOT, Left, Situation, read, run

GP_7023 = {
    Slot.ARTICLE: "gp_connection_cid7023",
    Slot.TOPIC: "gp_connection",
    Slot.REFERENCE: "CID7023",
}


def opened(text: str = "it is broken", intent: Intent | None = None, **known: Any) -> Left:
    return run(OpenArticle(), Situation(text, intent, **known))


def test_a_named_problem_opens_its_article() -> None:
    left = opened("no code comes", "report_missing_security_code")
    assert left.slot(Slot.ARTICLE) == "missing_security_code"
    assert left.slot(Slot.TOPIC) == "missing_security_code"
    assert left.slot(Slot.REFERENCE) is None
    assert left.slot(Slot.STEP) == "opened"
    assert left.follows == []


def test_a_reference_opens_its_article() -> None:
    left = opened("CID2014", Intent.GIVE_REFERENCE, references=[("CID2014", True)])
    assert (left.slot(Slot.ARTICLE), left.slot(Slot.REFERENCE)) == ("login_unavailable", "CID2014")


def test_words_that_name_no_problem_go_back_to_the_open_question() -> None:
    left = opened("hmm", Intent.GIVE_REFERENCE)
    assert left.follows == ["action_resume"]
    assert left.slot(Slot.ARTICLE) is NOTHING


def test_a_new_problem_begins_afresh() -> None:
    before = {
        Slot.CASE_NUMBER: "K7M-4PQ",
        Slot.MISUNDERSTOOD: 2,
        Slot.REFERENCE_CHECKED: True,
        Slot.REFERENCE_ASKS: 2,
        Slot.FAILED_ATTEMPTS: 3,
        Slot.HUMAN_REQUESTED: True,
        Slot.FIRST_SEEN: "cannot remember",
    }
    left = opened("cannot connect", "report_gp_connection", slots=before)
    assert {slot.value: left.slot(slot) for slot in before} == {
        "case_number": None,
        "misunderstood": 0,
        "reference_checked": None,
        "reference_asks": 0,
        "failed_attempts": 0,
        "human_requested": None,
        "first_seen": None,
    }


@pytest.mark.parametrize("slot", [Slot.REMEDIES_TRIED, Slot.LOGIN_EMAIL, Slot.MAILBOX_LOST, Slot.CASES])
def test_what_was_tried_and_the_addresses_stay_known(slot: Slot) -> None:
    assert opened("cannot connect", "report_gp_connection").slot(slot) is NOTHING


def test_a_problem_begins_with_the_message_that_names_it() -> None:
    another = {Slot.ARTICLE: "nhs_number", Slot.TOPIC: "nhs_number", Slot.STEP: "closed"}
    left = opened("cannot connect", "report_gp_connection", earlier=["hello", "help me"], slots=another)
    assert left.slot(Slot.PROBLEM_BEGAN) == 2


def test_the_first_problem_begins_with_the_first_words() -> None:
    left = opened("cannot connect", "report_gp_connection", earlier=["hello", "I need insulin today"])
    assert left.slot(Slot.PROBLEM_BEGAN) == 0


def test_a_problem_chosen_by_a_button_before_any_words_begins_at_the_beginning() -> None:
    assert opened("/report_gp_connection", "report_gp_connection").slot(Slot.PROBLEM_BEGAN) == 0


def test_a_problem_chosen_by_a_button_keeps_the_words_that_led_to_the_button() -> None:
    another = {Slot.ARTICLE: "nhs_number", Slot.TOPIC: "nhs_number", Slot.STEP: "closed"}
    left = opened("/report_gp_connection", "report_gp_connection", earlier=["a", "surgery broken"], slots=another)
    assert left.slot(Slot.PROBLEM_BEGAN) == 1


@pytest.mark.parametrize("reference", ["3CFJWD", "3f1234", "3RXYZ1"])
def test_a_code_of_the_app_is_said_to_be_one(reference: str) -> None:
    left = opened(reference, Intent.GIVE_REFERENCE, references=[(reference, False)])
    assert left.said == ["utter_reference_of_the_app"]
    assert left.slot(Slot.ARTICLE) == "unknown_reference"


def test_a_code_of_the_app_is_said_to_be_one_only_once() -> None:
    slots = {Slot.TOPIC: "other", Slot.REFERENCE: "3CFJWD"}
    assert opened("yes", Intent.AFFIRM, slots=slots, ran=["reference_form"]).said == []


def test_an_email_beside_the_problem_is_kept_to_be_read_back() -> None:
    left = opened("I am jo@example.com", "report_gp_connection", emails=["jo@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is None


def test_an_email_that_is_known_stays_confirmed() -> None:
    slots = {Slot.LOGIN_EMAIL: "jo@example.com", Slot.LOGIN_EMAIL_CONFIRMED: True}
    left = opened("jo@example.com", "report_gp_connection", slots=slots, emails=["jo@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is NOTHING


def test_in_the_email_form_the_form_takes_the_email() -> None:
    left = opened(
        "jo@example.com",
        "report_gp_connection",
        emails=["jo@example.com"],
        form=Form.LOGIN_EMAIL,
        slots={Slot.TOPIC: "nhs_number", Slot.ARTICLE: "nhs_number"},
    )
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING


# Problems that are in the slots


@pytest.mark.parametrize("before", ["reference_form", "action_next_problem", "action_note_lost_mailbox"])
def test_after_these_the_problem_stands_in_the_slots_not_in_the_message(before: str) -> None:
    slots = {Slot.TOPIC: "nhs_number", Slot.REFERENCE: None}
    left = opened("no code comes", "report_missing_security_code", slots=slots, ran=[before])
    assert left.slot(Slot.ARTICLE) == "nhs_number"


def test_without_a_topic_the_slots_name_another_topic() -> None:
    assert opened("x", None, ran=["action_next_problem"]).slot(Slot.ARTICLE) == "human"


@pytest.mark.parametrize(
    ("topic", "reference", "article", "step"),
    [
        ("gp_connection", NO_REFERENCE, "gp_connection", FlowStep.EXHAUSTED),
        ("login_disabled", NO_REFERENCE, "login_disabled", FlowStep.EXHAUSTED),
        ("gp_connection", "CID9999", "unknown_reference", FlowStep.EXHAUSTED),
        ("gp_connection", "CID7023", "gp_connection_cid7023", FlowStep.OPENED),
        ("login_disabled", "CID2012", "login_disabled_cid2012", FlowStep.OPENED),
    ],
)
def test_after_the_reference_was_asked_for_only_a_known_one_opens_a_flow(
    topic: str, reference: str, article: str, step: FlowStep
) -> None:
    slots = {Slot.TOPIC: topic, Slot.REFERENCE: reference, Slot.REFERENCE_CHECKED: True}
    left = opened("7023", Intent.GIVE_REFERENCE, slots=slots, ran=["reference_form"])
    assert (left.slot(Slot.ARTICLE), left.slot(Slot.STEP)) == (article, step.value)
    assert left.slot(Slot.REFERENCE_CHECKED) is NOTHING


def rules_after_opening() -> set[tuple[str, str]]:
    """The articles and flows that a rule or story of data/stories/ continues from."""
    pairs = set()
    for file in (ROOT / "data" / "stories").rglob("*.yml"):
        content = read(file)
        for flow in [*content.get("rules", []), *content.get("stories", [])]:
            for step, following in pairwise(flow["steps"]):
                if step.get("action") == "action_open_article" and "slot_was_set" in following:
                    was_set = {name: value for one in following["slot_was_set"] for name, value in one.items()}
                    pairs.add((was_set["article"], was_set["step"]))
    return pairs


TOPICS = (*all_topics().by_name, OTHER)


@pytest.mark.parametrize("reference", [NO_REFERENCE, "CID9999", *all_topics().by_reference])
@pytest.mark.parametrize("topic", TOPICS)
def test_whatever_came_of_the_question_for_a_reference_has_a_rule(topic: str, reference: str) -> None:
    slots = {Slot.TOPIC: topic, Slot.REFERENCE: reference, Slot.REFERENCE_CHECKED: True}
    left = opened("there is no code", Intent.DENY, slots=slots, ran=["reference_form"])
    assert (left.slot(Slot.ARTICLE), left.slot(Slot.STEP)) in rules_after_opening() or left.follows


@pytest.mark.parametrize("references", [[], [("CID9999", False)], *([(r, True)] for r in all_topics().by_reference)])
@pytest.mark.parametrize("intent", all_topics().by_intent)
@pytest.mark.parametrize("channels", [[], ["text"]])
def test_every_complaint_with_any_reference_has_a_rule(
    intent: str, references: list[tuple[str, bool]], channels: list[str]
) -> None:
    left = opened("help", intent, references=references, channels=channels)
    assert (left.slot(Slot.ARTICLE), left.slot(Slot.STEP)) in rules_after_opening()


# The open question


def test_a_yes_with_a_complaint_behind_it_answers_the_open_question() -> None:
    left = opened(
        "yes I had another login",
        "report_existing_account",
        slots={Slot.STEP: "offered", Slot.ARTICLE: "existing_account"},
    )
    assert left.follows == ["action_close_problem"]


# The same problem again


@pytest.mark.parametrize(
    ("step", "next_step"),
    [
        (FlowStep.OFFERED, "action_next_remedy"),
        (FlowStep.OPENED, "action_resume"),
        (FlowStep.EXHAUSTED, "action_resume"),
        (FlowStep.WAITING, "action_resume"),
        (FlowStep.LONGER_ASKED, "action_resume"),
    ],
)
def test_the_same_problem_again_goes_on(step: FlowStep, next_step: str) -> None:
    slots = {**GP_7023, Slot.STEP: step.value}
    left = opened("still cannot connect", "report_gp_connection", slots=slots)
    assert left.follows == [next_step]
    assert left.slot(Slot.STEP) == step.value
    assert left.slot(Slot.CASE_NUMBER) is NOTHING


def test_the_same_problem_after_a_handover_is_already_with_support() -> None:
    slots = {**GP_7023, Slot.STEP: "handed_over", Slot.CASE_NUMBER: "K7M-4PQ"}
    left = opened("still cannot connect", "report_gp_connection", slots=slots)
    assert left.said == ["utter_already_handed_over"]
    assert left.values("utter_already_handed_over")["case_spoken"] == "K7M-4PQ"
    assert left.follows == ["action_listen"]


def test_an_email_with_the_same_problem_after_a_handover_gets_into_the_case() -> None:
    slots = {**GP_7023, Slot.STEP: "handed_over", Slot.CASE_NUMBER: "K7M-4PQ", Slot.LOGIN_EMAIL: "not given"}
    left = opened(
        "CID7023, my email is jo@example.com",
        "report_gp_connection",
        slots=slots,
        references=[("CID7023", True)],
        emails=["jo@example.com"],
    )
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "login_email": "jo@example.com"}}]


def test_the_same_problem_after_it_was_closed_opens_again() -> None:
    slots = {**GP_7023, Slot.STEP: "closed"}
    left = opened("it is broken again", "report_gp_connection", slots=slots)
    assert left.slot(Slot.STEP) == "opened"
    assert left.follows == []


def test_another_problem_after_a_handover_opens() -> None:
    slots = {**GP_7023, Slot.STEP: "handed_over", Slot.CASE_NUMBER: "K7M-4PQ"}
    left = opened("no code comes", "report_missing_security_code", slots=slots)
    assert left.slot(Slot.ARTICLE) == "missing_security_code"
    assert left.slot(Slot.CASE_NUMBER) is None


# Another problem in the middle of a form


def in_the_form(intent: Intent, **known: Any) -> Left:
    slots = {**GP_7023, Slot.STEP: "exhausted", **known.pop("slots", {})}
    return opened("and another thing", intent, slots=slots, form=Form.LOGIN_EMAIL, **known)


def test_another_problem_in_a_form_is_put_aside_and_not_dropped() -> None:
    left = in_the_form("report_missing_security_code")
    (waiting,) = left.slot(Slot.PROBLEMS_WAITING)
    assert (waiting["topic"], waiting["reference"]) == ("missing_security_code", None)
    assert left.said == ["utter_problem_noted"]
    assert left.follows == ["action_resume"]
    assert left.slot(Slot.ARTICLE) is NOTHING


def test_the_reference_of_the_other_problem_is_kept_with_it() -> None:
    left = in_the_form("report_nhs_number", references=[("CID2011", True)])
    (waiting,) = left.slot(Slot.PROBLEMS_WAITING)
    assert (waiting["topic"], waiting["reference"]) == ("nhs_number", "CID2011")


def test_the_same_problem_waits_only_once() -> None:
    waiting = in_the_form("report_missing_security_code").slot(Slot.PROBLEMS_WAITING)
    again = in_the_form("report_missing_security_code", slots={Slot.PROBLEMS_WAITING: waiting})
    assert again.slot(Slot.PROBLEMS_WAITING) is NOTHING


def test_several_problems_wait_in_order() -> None:
    first = in_the_form("report_missing_security_code").slot(Slot.PROBLEMS_WAITING)
    both = in_the_form("report_nhs_number", slots={Slot.PROBLEMS_WAITING: first})
    assert [problem["topic"] for problem in both.slot(Slot.PROBLEMS_WAITING)] == [
        "missing_security_code",
        "nhs_number",
    ]


def test_a_reference_for_the_same_topic_in_a_form_leaves_the_form() -> None:
    left = in_the_form(Intent.GIVE_REFERENCE, references=[("CID7029", True)])
    assert left.slot(Slot.ARTICLE) == "gp_connection_cid7029"
    assert left.form_left
    assert left.slot(Slot.PROBLEMS_WAITING) is NOTHING


def test_where_only_a_person_was_asked_for_a_named_problem_takes_its_place() -> None:
    slots = {Slot.ARTICLE: "human", Slot.TOPIC: "other"}
    left = in_the_form("report_missing_security_code", slots=slots)
    assert left.slot(Slot.ARTICLE) == "missing_security_code"
    assert left.form_left


# The lost mailbox


def lost(intent: Intent | None = "lost_email_access", **known: Any) -> Left:
    return run(NoteLostMailbox(), Situation("I cannot read that mailbox", intent, **known))


@pytest.mark.parametrize("step", [FlowStep.OPENED, FlowStep.WAITING, FlowStep.LONGER_ASKED])
def test_with_cid2014_a_lost_mailbox_makes_waiting_no_use(step: FlowStep) -> None:
    slots = {Slot.ARTICLE: "login_unavailable", Slot.STEP: step.value}
    left = lost(slots=slots, form=Form.FIRST_SEEN)
    assert left.said == ["utter_wait_no_use"]
    assert left.slot(Slot.MAILBOX_LOST) is True
    assert left.slot(Slot.STEP) == "exhausted"
    assert left.form_left
    assert left.follows == ["login_email_form"]


def test_in_a_form_a_lost_mailbox_is_noted_and_the_form_goes_on() -> None:
    left = lost(slots={**GP_7023, Slot.STEP: "exhausted"}, form=Form.LOGIN_EMAIL)
    assert left.said == ["utter_lost_email_noted"]
    assert left.follows == ["login_email_form"]
    assert left.slot(Slot.MAILBOX_LOST) is True


def test_after_a_handover_another_address_is_asked_for() -> None:
    left = lost(slots={**GP_7023, Slot.STEP: "handed_over"})
    assert left.said == ["utter_ask_contact_email"]
    assert left.follows == ["action_listen"]


@pytest.mark.parametrize("article", ["existing_account", "lost_email_access"])
def test_where_a_lost_mailbox_is_why_the_step_did_not_help_the_next_one_comes(article: str) -> None:
    left = lost(slots={Slot.ARTICLE: article, Slot.STEP: "offered"})
    assert left.follows == ["action_next_remedy"]


@pytest.mark.parametrize(
    "slots", [{}, {Slot.STEP: "closed", Slot.ARTICLE: "existing_account"}, {**GP_7023, Slot.STEP: "offered"}]
)
def test_else_a_lost_mailbox_is_a_problem_of_its_own(slots: dict[Slot, Any]) -> None:
    left = lost(slots=slots)
    assert left.slot(Slot.TOPIC) == "lost_email_access"
    assert left.slot(Slot.REFERENCE) is None
    assert left.follows == ["action_open_article"]


def test_the_address_of_the_lost_mailbox_is_kept() -> None:
    assert lost(emails=["old@example.com"]).slot(Slot.LOGIN_EMAIL) == "old@example.com"
