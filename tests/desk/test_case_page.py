"""The page of a conversation shows every field of its case that is declared for the desk, and those that are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.conversations.case_fields import CASE_FIELDS, CaseField, CaseFields
from tests.desk.test_working import agent, path
from tests.web.fake_engine import FakeEngine
from tests.web.handing_over import hands_over
from tests.web.person import Person
from tests.web.serving import served

DEVICE = CaseField(name="device", label="Phone or computer")


def hands_over_with_device(message: dict[str, Any]) -> list[dict[str, Any]]:
    replies = hands_over(message)
    for reply in replies:
        if "handover" in reply.get("custom", {}):
            reply["custom"]["handover"] |= {"device": "an old <phone>", "screen_size": "small"}
    return replies


def test_a_field_that_is_added_to_the_declaration_is_on_the_page(tmp_path: Path) -> None:
    fields = CaseFields([*CASE_FIELDS, DEVICE])
    with served(tmp_path, FakeEngine(answers=hands_over_with_device), case_fields=fields) as bot:
        sam, person = agent(bot), Person.at(bot.url)
        person.say("I want a person")
        person.wait_for("You are next.")
        page = sam.http.get(path(person)).text
        assert "<dt>Phone or computer</dt><dd>an old &lt;phone&gt;</dd>" in page
        assert "<dt>Screen size</dt><dd>small</dd>" in page  # not declared
        assert "<dt>Reference</dt><dd>CID7029</dd>" in page
        sam.http.close()
        person.http.close()
