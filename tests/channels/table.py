"""The table of docs/channels.md, from the tests themselves: a channel has what a test of it shows.

`make channel-table` writes it.
"""

from __future__ import annotations

import re
import subprocess
import sys

from content.files import ROOT
from tests.channels.drivers import TITLES

DOCS = ROOT / "docs" / "channels.md"
BEGIN, END = "<!-- the table, by make channel-table -->", "<!-- end of the table -->"
# What people and operators care about, and the tests that show it (a part of their ids).
FEATURES = {
    "Words both ways, in their order": "test_who_writes_first_is_greeted_and_answered_in_order",
    "Whole conversations with the real engine": "test_a_conversation_goes_the_same_way_in_every_channel",
    "Choices are offered": "test_a_button_is_pressed_with_what_the_channel_has",
    "Choices are buttons": "test_a_button_of_an_earlier_question_does_not_hold",
    "A bare number chooses": "test_a_bare_number_counts_as_the_button_of_that_place",
    "An agent takes over and gives back": "test_an_agent_takes_over_and_gives_back_in_every_channel",
    "Agents' messages have their name": "test_an_agents_words_have_their_name",
    "Emergencies are answered without the engine": "test_an_emergency_is_answered_at_once_without_the_engine",
    "Secrets are hidden before anything is kept": "test_a_secret_is_hidden_before_anything_is_kept",
    "Pictures, voice and files get a sentence": "test_what_cannot_be_opened_gets_a_kind_sentence",
    "Corrected messages are heard": "edited_message|message_changed|message_edit",
    "Only signed requests have an effect": "test_what_is_not_signed_has_no_effect",
    "An old signature is refused": "test_a_signature_holds_for_five_minutes",
    "The same request again does nothing": "test_the_same_request_again_does_nothing",
    "STOP and START": "test_who_stops_is_told_once_and_gets_nothing_more",
    "The provider says how long to wait": "test_too_many_messages_wait_as_long_as_the_provider_says",
    "What did not arrive is at the desk": "test_a_message_that_cannot_arrive_is_shown_at_the_desk",
    "It is told later that a message did not arrive": "status_failed",
    "`make check-channel`": "test_connected_all_is_well",
}


def collected() -> list[str]:
    """The ids of every test of the channels."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=", "tests/channels"]
    shown = subprocess.run([*command, "-p", "no:cacheprovider"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = [line for line in shown.stdout.splitlines() if "::" in line]
    if listed:
        return listed
    raise AssertionError(shown.stdout[-500:])


def has(ids: list[str], channel: str, shown_by: str) -> bool:
    """By its name in the test's parameters, or by the folder of its tests."""
    of_it = re.compile(rf"/{channel}/|\[(?:.*-)?{channel}(?:-.*)?\]")
    return any(re.search(shown_by, one) and of_it.search(one) for one in ids)


def table() -> str:
    ids = collected()
    lines = ["| | " + " | ".join(TITLES.values()) + " |", "|---|" + "---|" * len(TITLES)]
    for feature, shown_by in FEATURES.items():
        cells = ["yes" if has(ids, name, shown_by) else "not offered" for name in TITLES]
        lines.append(f"| {feature} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def in_docs() -> str:
    return DOCS.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def write() -> None:
    whole = DOCS.read_text("utf-8")
    before, _, rest = whole.partition(BEGIN)
    DOCS.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    write()
