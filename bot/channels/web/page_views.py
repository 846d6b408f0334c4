"""Renders the pages: templates, security policy, and the content of a conversation."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from bot.conversations.banner import Banner
from bot.conversations.england import in_england
from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.conversations.holder import Holder
from bot.conversations.inbox import State
from bot.conversations.queue import QueuePlace
from bot.conversations.reception import Reception
from bot.conversations.refusals import Refused
from bot.http.forms import new_id
from bot.http.texts import STATIC, Texts, fill, linked, read_texts, templates
from bot.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
OWN_REFERRER = {"Referrer-Policy": "same-origin"}  # with no-referrer a form's Origin would be "null"
NEW_WINDOW = Markup(' target="_blank" rel="noopener noreferrer"')
NOT_MODULES = {"widget.js", "early.js", "chat.js"}


class Views:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = templates()
        self._modules = sorted(file.name for file in STATIC.glob("*.js") if file.name not in NOT_MODULES)

    @property
    def texts(self) -> Texts:
        return read_texts()

    @property
    def _script_texts(self) -> Texts:
        chat = {**self.texts["chat"], "name": self._settings.assistant_title}
        return {"lang": self.texts["lang"], "dir": self.texts["dir"], **chat}

    def page(self, template: str, look: str = "page", status: int = 200, **values: Any) -> HTMLResponse:
        ancestors = " ".join(self._settings.embed_origins) if look == "panel" else "'none'"
        new_window = look == "panel"
        shown = {
            "texts": self.texts,
            "look": look,
            "chat": False,
            "error": "",
            "window": NEW_WINDOW if new_window else "",
            "window_words": f" {self.texts['chat']['new_tab']}" if new_window else "",
            **values,
        }
        html = self._templates.get_template(template).render(shown)
        headers = {"Content-Security-Policy": POLICY.format(ancestors), **OWN_REFERRER}
        return HTMLResponse(html, status, headers)

    def chat(self, look: str, banner: Banner, status: int = 200, **values: Any) -> HTMLResponse:
        plain = {"entries": [], "choices": [], "said": "", "typed": "", "holder_words": "", "form_id": new_id()}
        flags = {
            "started": False,
            "over": False,
            "waiting": False,
            "starts_new": False,
            "queued": False,
            "choice_id": new_id(),
            "token": "",
        }
        shown = {**plain, **flags, "modules": self._modules, "script_texts": self._script_texts, **values}
        return self.page("chat.html", look, status, chat=True, banner=banner.text, paused=banner.paused, **shown)

    async def of_conversation(self, reception: Reception, conversation: str) -> dict[str, Any]:
        """Returns what the plain form shows of a conversation. Raises Gone."""
        entries, state = await reception.entries(conversation), await reception.state(conversation)
        return {
            "entries": [self._shown(entry) for entry in entries],
            "choices": [] if state.ended else offered(entries),
            "holder_words": self._holder(state),
            "started": True,
            "over": state.ended,
            "queued": state.holder is Holder.QUEUE,
            "waiting": state.holder is Holder.ASSISTANT and state.handled_up_to < last_of_person(entries),
        }

    def who(self, entry: Entry) -> tuple[str, str]:
        """Returns the sender's name and role."""
        chat = self.texts["chat"]
        if entry.sender is Sender.PERSON:
            return chat["person"], ""
        what = "" if entry.sender is Sender.SYSTEM else chat[entry.sender.value]
        return entry.name or chat[entry.sender.value], what

    def _shown(self, entry: Entry) -> dict[str, Any]:
        who, what = self.who(entry)
        new_tab = self.texts["chat"]["new_tab"]
        return {
            "sender": entry.sender,
            "emergency": entry.emergency,
            "who": who,
            "what": what,
            "sent_at": entry.sent_at,
            "at": in_words(entry.sent_at, self.texts["page"]),
            "paragraphs": [
                linked(part, new_tab, emergency=entry.emergency) for part in re.split(r"\n\s*\n", entry.text)
            ],
        }

    def _holder(self, state: State) -> str:
        kind = "ended" if state.ended else state.holder.value
        name = state.holder_name or ""
        chat = self.texts["chat"]
        words = fill(chat.get(f"with_{kind}", chat["with_ended"]), name=name)
        return " ".join([words, *self._place(state.place)])

    def _place(self, place: QueuePlace | None) -> list[str]:
        """Returns the sentences about the position in the queue."""
        if place is None:
            return []
        chat, ahead = self.texts["chat"], place.position - 1
        name = "queue_next" if ahead == 0 else "queue_one" if ahead == 1 else "queue_ahead"
        parts = [fill(chat[name], count=ahead)]
        if place.minutes is not None:
            parts.append(fill(chat["queue_minutes"], minutes=place.minutes))
        return parts


async def banner_of(reception: Reception) -> Banner:
    """Returns the banner; none if it cannot be read, so that the page still opens."""
    try:
        return await reception.banner()
    except Refused:
        return Banner()


def last_of_person(entries: list[Entry]) -> int:
    return max((entry.sequence for entry in entries if entry.sender is Sender.PERSON), default=0)


def offered(entries: list[Entry]) -> tuple[OfferedButton, ...]:
    """Returns the buttons that are still valid: those of the latest message with any, if no reply followed."""
    since = last_of_person(entries)
    return next((entry.buttons for entry in reversed(entries) if entry.sequence > since and entry.buttons), ())


def in_words(at: datetime, words: Texts) -> str:
    """Such as `8 June, 9:05am`; `words` are the page's texts."""
    local = in_england(at)
    time = fill(words["time_am" if local.hour < 12 else "time_pm"], time=f"{local.hour % 12 or 12}:{local:%M}")
    return fill(words["written_at"], day=local.day, month=words["months"][local.month - 1], time=time)


def transcript(views: Views, entries: list[Entry]) -> str:
    heads = [(entry, ", ".join(part for part in views.who(entry) if part)) for entry in entries]
    words = views.texts["page"]
    parts = [f"{who}, {in_words(entry.sent_at, words)}\n{entry.text}" for entry, who in heads]
    head = f"{views.texts['chat']['transcript_title']}\n{views.texts['page']['independent']}"
    return "\n\n".join([head, *parts]) + "\n"
