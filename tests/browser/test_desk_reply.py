"""An agent's reply: kept until it is sent, said once, and seen at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.agent import AgentAtDesk
from tests.browser.at_desk import SAM, _hands_over, agent, taken

__all__ = ["_hands_over", "agent", "taken"]


def test_what_cannot_be_sent_stays_and_a_draft_survives_a_reload(taken: AgentAtDesk) -> None:
    taken.reply.fill("half a sentence")
    taken.reload()
    expect(taken.reply).to_have_value("half a sentence")
    taken.page.context.set_offline(True)
    taken.page.get_by_role("button", name="Send").click()
    expect(taken.page.locator("#unsent")).to_contain_text("Not sent")
    expect(taken.reply).to_have_value("half a sentence")
    taken.page.context.set_offline(False)
    taken.page.get_by_role("button", name="Send").click()
    expect(taken.log).to_contain_text("half a sentence")
    expect(taken.reply).to_have_value("")


def test_what_was_typed_before_the_script_was_there_is_a_draft_too(taken: AgentAtDesk) -> None:
    held: list[Route] = []
    taken.page.route("**/desk.js", lambda route: held.append(route))
    taken.page.reload(wait_until="commit")
    taken.reply.fill("half a sentence")
    expect(taken.page.locator("html[data-live]")).to_have_count(0)
    held[0].continue_()
    taken.is_listened_to()
    taken.page.unroute("**/desk.js")
    taken.page.context.new_page().goto(taken.page.url)
    opened = AgentAtDesk(taken.page.context.pages[-1], taken.url)
    expect(opened.reply).to_have_value("half a sentence")


def answer_gets_lost(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort()


def test_a_reply_that_arrived_though_its_answer_got_lost_is_not_said_twice(taken: AgentAtDesk) -> None:
    taken.page.route("**/reply", answer_gets_lost)
    taken.say("Your login is connected.")
    expect(taken.reply).to_have_value("")
    expect(taken.page.locator("#unsent")).to_be_empty()
    taken.page.unroute("**/reply")
    taken.say("Is there more?")
    expect(taken.log.get_by_text("Your login is connected.")).to_have_count(1)


@pytest.mark.parametrize("then", ["", "Your login works."])
def test_after_a_reload_it_goes_by_the_same_id_unless_it_was_changed(taken: AgentAtDesk, then: str) -> None:
    taken.page.route("**/*part=1", lambda route: route.abort())  # the page hears of nothing
    taken.page.route("**/reply", answer_gets_lost)
    taken.reply.fill("Your login is connected.")
    taken.page.get_by_role("button", name="Send").click()
    expect(taken.page.locator("#unsent")).to_contain_text("Not sent")
    taken.page.unroute("**/reply")
    if then:
        taken.reply.fill(then)
        taken.page.get_by_role("button", name="Send").click()
        expect(taken.log).to_contain_text(then)
    taken.reload()
    expect(taken.reply).to_have_value("")
    for words in ("Your login is connected.", then):
        expect(taken.log.get_by_text(words or "Your login is connected.")).to_have_count(1)


def test_a_change_after_a_lost_answer_survives_a_reload(taken: AgentAtDesk) -> None:
    taken.page.route("**/*part=1", lambda route: route.abort())
    taken.page.route("**/reply", answer_gets_lost)
    taken.reply.fill("Your login is connected.")
    taken.page.get_by_role("button", name="Send").click()
    expect(taken.page.locator("#unsent")).to_contain_text("Not sent")
    taken.reply.fill("Your login is connected. Try again.")
    expect(taken.page.locator("#unsent")).to_be_empty()
    taken.reload()
    expect(taken.log.get_by_text("Your login is connected.", exact=True)).to_have_count(1)
    expect(taken.reply).to_have_value("Your login is connected. Try again.")


def test_what_is_sent_after_signing_out_elsewhere_is_kept(taken: AgentAtDesk) -> None:
    taken.page.route("**/desk/events*", lambda route: route.abort())  # or the page would hear of it before
    taken.reload()
    taken.reply.fill("Your login is connected.")
    here = taken.page.url
    taken.page.context.clear_cookies()
    taken.page.get_by_role("button", name="Send").click()
    expect(taken.page.get_by_label("Login")).to_be_visible()
    taken.sign_in(SAM)
    taken.page.goto(here)
    expect(taken.reply).to_have_value("Your login is connected.")
    expect(taken.log.get_by_text("Your login is connected.")).to_have_count(0)


def test_what_was_sent_is_seen_while_the_page_is_not_connected(taken: AgentAtDesk) -> None:
    taken.page.route("**/*part=1", lambda route: route.abort())
    taken.say("Your login is connected.")
    expect(taken.log.get_by_text("You, sent")).to_be_visible()
    expect(taken.reply).to_have_value("")
    taken.page.unroute("**/*part=1")
    taken.say("Is there more?")
    expect(taken.log.get_by_text("You, sent")).to_have_count(0)
    expect(taken.log.get_by_text("Your login is connected.")).to_have_count(1)


def test_a_ready_made_answer_is_put_into_the_reply(taken: AgentAtDesk) -> None:
    taken.page.get_by_text("Ready-made answers").click()
    taken.page.locator("#ready a").first.click()
    expect(taken.reply).not_to_have_value("")
