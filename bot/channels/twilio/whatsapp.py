"""WhatsApp through Twilio: up to three choices are buttons, more are numbered.

Buttons need a template of Twilio's Content API. Templates are created for each set of titles, of which the assistant
has few, and contain the text as a variable: https://www.twilio.com/docs/content/twilio-quick-reply
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any

from bot.channels.messaging.channel import Part, list_inside, text_inside
from bot.channels.messaging.splitting import split
from bot.channels.messaging.wording import Wording
from bot.channels.twilio.channel import TwilioChannel
from bot.channels.twilio.settings import TwilioSettings
from bot.conversations.entry import Entry
from bot.conversations.incoming import Command
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable

logger = logging.getLogger(__name__)
LONGEST, LONGEST_WITH_BUTTONS = 1600, 1024  # characters
MOST_BUTTONS, LONGEST_TITLE = 3, 20  # in a session, without a template that WhatsApp has approved
CONTENT = "https://content.twilio.com"
PAGES = 20  # of templates that are looked through, 100 each
STOPS = ("stop", "stopall", "stop all", "unsubscribe", "optout")
STARTS = ("start", "unstop")  # "help" has no special meaning there


class WhatsApp(TwilioChannel):
    name = "whatsapp"
    scheme = "whatsapp:"
    wishes = dict.fromkeys(STOPS, Command.STOP) | dict.fromkeys(STARTS, Command.START)

    def __init__(self, settings: TwilioSettings, sender: str, wording: Wording, webhook_url: str) -> None:
        super().__init__(settings, sender, wording, webhook_url)
        self._content = settings.api or CONTENT
        self._templates: dict[str, str] | None = None  # Sids by name; read when the first is needed

    def parts(self, entry: Entry) -> Sequence[Part]:
        text = self._wording.labelled(entry)
        titles = [button.title for button in entry.buttons]
        if not _fit(titles):
            return [{"text": one} for one in split(self._wording.with_choices(entry, text), LONGEST)]
        if not titles:
            return [{"text": one} for one in split(text, LONGEST)]
        # A template's variable may hold one line only: https://www.twilio.com/docs/api/errors/21656
        above, _, last = text.strip().rpartition("\n")
        if len(last) > LONGEST_WITH_BUTTONS:
            return [{"text": one} for one in split(self._wording.with_choices(entry, text), LONGEST)]
        made: list[Part] = [{"text": one} for one in split(above.strip(), LONGEST)] if above.strip() else []
        asked = " ".join(last.split())
        return [*made, {"text": asked, "titles": titles, "instead": self._wording.with_choices(entry, asked)}]

    async def send(self, address: str, part: Part) -> str:
        if "titles" not in part:
            return await self.deliver(address, body=part["text"])
        try:
            template = await self._template(part["titles"])
        except NotDelivered as error:
            if error.retry_after is not None:
                raise
            return await self._with_numbers(address, part, error)
        try:
            variables = json.dumps({"1": part["text"]})
            return await self.deliver(address, content_sid=template, content_variables=variables)
        except Undeliverable as error:  # somebody may have deleted the template
            self._templates = None
            return await self._with_numbers(address, part, error)

    async def _with_numbers(self, address: str, part: Part, error: NotDelivered) -> str:
        """Sends numbered choices instead of buttons, since the text matters more."""
        logger.warning("WhatsApp shows numbers instead of buttons: %s", error)
        return await self.deliver(address, body=part["instead"])

    async def _template(self, titles: Sequence[str]) -> str:
        """Returns the Sid of the template with these titles. Raises NotDelivered."""
        name = "assistant_" + hashlib.sha256("\n".join(titles).encode()).hexdigest()[:24]
        known = self._templates  # another question may forget them meanwhile
        if known is None:
            known = self._templates = await self.ask(self._known_templates)
        if name not in known:
            known[name] = await self.ask(lambda: self._made_template(name, titles))
        return known[name]

    def _known_templates(self) -> dict[str, str]:
        found: dict[str, str] = {}
        url = f"{self._content}/v1/Content?PageSize=100"
        for _ in range(PAGES):
            page = self._answer("GET", url)
            for one in list_inside(page, "contents"):
                found[text_inside(one, "friendly_name")] = text_inside(one, "sid")
            url = text_inside(page, "meta", "next_page_url")
            if not url:
                break
        return found

    def _made_template(self, name: str, titles: Sequence[str]) -> str:
        actions = [{"title": title, "id": str(place)} for place, title in enumerate(titles, 1)]
        template = {
            "friendly_name": name,
            "language": "en",
            "variables": {"1": self._wording.say("utter_ask_problem").text},
            "types": {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}},
        }
        sid = text_inside(self._answer("POST", f"{self._content}/v1/Content", template), "sid")
        if not sid:
            raise ValueError("no template")
        return sid

    def _answer(self, method: str, url: str, data: dict[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"} if data else None
        answer = self.client.request(method, url, data=data, headers=headers)
        if answer.status_code not in (200, 201):
            raise NotYet(f"Twilio answered {answer.status_code} about templates")
        return json.loads(answer.text)


def _fit(titles: Sequence[str]) -> bool:
    return len(titles) <= MOST_BUTTONS and all(len(title) <= LONGEST_TITLE for title in titles)
