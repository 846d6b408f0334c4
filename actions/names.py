"""The names of domain.yml and data/, once, as enums; a test compares them with the files, both ways."""

from enum import Enum


class Slot(str, Enum):
    ARTICLE = "article"
    WALK = "walk"
    TOPIC = "topic"
    REFERENCE = "reference"
    REFERENCE_CHECKED = "reference_checked"
    REFERENCE_ASKS = "reference_asks"
    REMEDIES_TRIED = "remedies_tried"
    FIRST_SEEN = "first_seen"
    PROBLEMS_WAITING = "problems_waiting"
    PROBLEM_BEGAN = "problem_began"
    LOGIN_EMAIL = "login_email"
    LOGIN_EMAIL_CONFIRMED = "login_email_confirmed"
    CONTACT_EMAIL = "contact_email"
    CONTACT_EMAIL_CONFIRMED = "contact_email_confirmed"
    EMAIL_SUGGESTION = "email_suggestion"
    TYPED_EMAIL = "typed_email"
    SUGGESTED_EMAIL = "suggested_email"
    VAIN_ASKS = "vain_asks"
    MAILBOX_LOST = "mailbox_lost"
    HUMAN_REQUESTED = "human_requested"
    MISUNDERSTOOD = "misunderstood"
    CASE_NUMBER = "case_number"
    CASES = "cases"
    ASSISTANT_NAME = "assistant_name"
    SUPPORT_LINK = "support_link"


class Intent(str, Enum):
    REPORT_EXISTING_ACCOUNT = "report_existing_account"
    REPORT_MISSING_SECURITY_CODE = "report_missing_security_code"
    REPORT_GP_CONNECTION = "report_gp_connection"
    REPORT_NHS_NUMBER = "report_nhs_number"
    REPORT_LOGIN_DISABLED = "report_login_disabled"
    REPORT_LOGIN_UNAVAILABLE = "report_login_unavailable"
    LOST_EMAIL_ACCESS = "lost_email_access"
    GIVE_REFERENCE = "give_reference"
    GIVE_EMAIL = "give_email"
    REQUEST_HUMAN = "request_human"
    ASK_PROGRESS = "ask_progress"
    REPORT_MEDICAL = "report_medical"
    SHARE_SECRET = "share_secret"  # noqa: S105 - an intent's name
    AFFIRM = "affirm"
    DENY = "deny"
    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    ASK_HELP = "ask_help"
    OUT_OF_SCOPE = "out_of_scope"
    NLU_FALLBACK = "nlu_fallback"


class Article(str, Enum):
    EXISTING_ACCOUNT = "existing_account"
    LOST_EMAIL_ACCESS = "lost_email_access"
    MISSING_SECURITY_CODE = "missing_security_code"
    CODE_BY_PHONE = "code_by_phone"
    GP_CONNECTION = "gp_connection"
    GP_CONNECTION_CID7023 = "gp_connection_cid7023"
    GP_CONNECTION_CID7029 = "gp_connection_cid7029"
    NHS_NUMBER = "nhs_number"
    LOGIN_DISABLED = "login_disabled"
    LOGIN_DISABLED_CID2012 = "login_disabled_cid2012"
    LOGIN_UNAVAILABLE = "login_unavailable"
    UNKNOWN_REFERENCE = "unknown_reference"
    HUMAN = "human"


class Walk(str, Enum):
    """How far the walk through an article has come."""

    OPENED = "opened"
    OFFERED = "offered"  # a remedy was given; did it help?
    EXHAUSTED = "exhausted"  # nothing left to try: a handover follows
    WAITING = "waiting"  # CID2014: told to wait; can the person read the mailbox?
    LONGER_ASKED = "longer_asked"  # CID2014: has it been longer than 2 working days?
    CLOSED = "closed"
    HANDED_OVER = "handed_over"


class Form(str, Enum):
    REFERENCE = "reference_form"
    FIRST_SEEN = "first_seen_form"
    LOGIN_EMAIL = "login_email_form"


class ActionName(str, Enum):
    LISTEN = "action_listen"
    SESSION_START = "action_session_start"
    DEFAULT_FALLBACK = "action_default_fallback"
    OPEN_ARTICLE = "action_open_article"
    NEXT_REMEDY = "action_next_remedy"
    SAY_GOODBYE = "action_say_goodbye"
    CLOSE_PROBLEM = "action_close_problem"
    HAND_OVER = "action_hand_over"
    NEXT_PROBLEM = "action_next_problem"
    COUNT_WAIT = "action_count_wait"
    NOTE_EMAIL = "action_note_email"
    NOTE_LOST_MAILBOX = "action_note_lost_mailbox"
    REQUEST_HUMAN = "action_request_human"
    TELL_PROGRESS = "action_tell_progress"
    REPAIR = "action_repair"
    RESUME = "action_resume"
    VALIDATE_REFERENCE_FORM = "validate_reference_form"
    VALIDATE_FIRST_SEEN_FORM = "validate_first_seen_form"
    VALIDATE_LOGIN_EMAIL_FORM = "validate_login_email_form"


class Utter(str, Enum):
    """The responses that actions name; those that only data/stories/ names are not here."""

    SESSION_START = "utter_session_start"
    TROUBLE = "utter_trouble"
    ASK_HELPED = "utter_ask_helped"
    ASK_CAN_READ = "utter_ask_can_read"
    ASK_LONGER = "utter_ask_longer"
    ASK_CONTACT_EMAIL = "utter_ask_contact_email"
    ANYTHING_ELSE = "utter_anything_else"
    SOLVED = "utter_solved"
    GOODBYE = "utter_goodbye"
    PROBLEM_NOTED = "utter_problem_noted"
    NEXT_PROBLEM = "utter_next_problem"
    WAIT = "utter_wait"
    WAIT_PASSED = "utter_wait_passed"
    WAIT_CLOSE = "utter_wait_close"
    WAIT_UNKNOWN = "utter_wait_unknown"
    WAIT_LONGER = "utter_wait_longer"
    WAIT_NO_USE = "utter_wait_no_use"
    FIRST_SEEN_NOT_UNDERSTOOD = "utter_first_seen_not_understood"
    REFERENCE_NOT_UNDERSTOOD = "utter_reference_not_understood"
    REFERENCE_OF_THE_APP = "utter_reference_of_the_app"
    REFERENCE_TYPE_AGAIN = "utter_reference_type_again"
    EMAIL_NOT_UNDERSTOOD = "utter_email_not_understood"
    EMAIL_WHY = "utter_email_why"
    EMAIL_TYPE_AGAIN = "utter_email_type_again"
    EMAIL_LEFT_OUT = "utter_email_left_out"
    EMAIL_NOTED = "utter_email_noted"
    CONTACT_NOTED = "utter_contact_noted"
    EMAIL_CHANGED = "utter_email_changed"
    EMAIL_AMENDED = "utter_email_amended"
    LOST_EMAIL_NOTED = "utter_lost_email_noted"
    REQUEST_HUMAN = "utter_request_human"
    OFFER_HUMAN = "utter_offer_human"
    HANDED_OVER = "utter_handed_over"
    HANDED_OVER_WITHOUT_EMAIL = "utter_handed_over_without_email"
    ALREADY_HANDED_OVER = "utter_already_handed_over"
    PROGRESS = "utter_progress"
    PROGRESS_CASE = "utter_progress_case"
    NOT_UNDERSTOOD = "utter_not_understood"
    NOT_UNDERSTOOD_AGAIN = "utter_not_understood_again"
    NOT_UNDERSTOOD_OFFER_HUMAN = "utter_not_understood_offer_human"
    ASK_WHICH = "utter_ask_which"
    SOMETHING_ELSE = "utter_something_else"
    TOPIC_CHOICES = "utter_topic_choices"
    YES_OR_NO = "utter_yes_or_no"


REMEDY_PREFIX = "utter_remedy_"  # utter_remedy_<article>_<number>_<name>
NO_REFERENCE = "no reference"
NOT_GIVEN = "not given"
