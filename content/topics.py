"""What an intent is about: its topic, as `make understand` and the evaluation say it."""

from __future__ import annotations

# The references that the help articles explain, and the topic of each.
TOPIC_OF_REFERENCE = {
    "CID7023": "gp_connection",
    "CID7029": "gp_connection",
    "CID2011": "nhs_number",
    "CID2012": "login_disabled",
    "CID2014": "login_unavailable",
}
FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
# Intents that are about no problem of a core article: what the wider help answers, and what nobody should.
OUTSIDE = {OUT_OF_SCOPE, "help", "abuse", "other_language"}


def topic_of(intent: str | None) -> str | None:
    """The intent without `report_`; what the model is not sure of is out of scope, and so is the wider help."""
    if not intent:
        return None
    outside = intent == FALLBACK or intent.partition("/")[0] in OUTSIDE
    return OUT_OF_SCOPE if outside else intent.removeprefix("report_")
