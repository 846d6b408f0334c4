"""The routes of the pages where agents work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.notifier import Notifier
from bot.conversations.support import Support
from bot.desk.desk import Desk
from bot.desk.visit import Visit
from bot.desk.work.conversation import ConversationPages
from bot.desk.work.lists import ListPages
from bot.desk.work.live import LiveEvents
from bot.desk.work.ready_made import ReadyMade
from bot.desk.work.viewers import Viewers
from bot.http.responses import ResponseTexts


@dataclass(frozen=True)
class WorkPages:
    """Stop `live` before the bot ends, or its open streams delay the shutdown."""

    routes: list[BaseRoute]
    live: LiveEvents


def work_pages(
    desk: Desk,
    support: Support,
    notifier: Notifier,
    words: ResponseTexts,
    kinds: Sequence[str],
    case_fields: CaseFields = CASE_FIELDS,
) -> WorkPages:
    """Builds the pages where agents work. `kinds` are the kinds of the senders of cases."""
    viewers = Viewers()
    conversations = ConversationPages(
        desk, support, notifier, viewers, ReadyMade(words, case_fields), kinds, case_fields
    )
    live = LiveEvents(desk, notifier, support.typing, viewers)

    async def shortcuts(request: Request, visit: Visit) -> Response:
        return desk.pages.page("shortcuts.html", visit)

    routes = [
        *ListPages(desk, support, notifier).routes(),
        *live.routes(),
        *conversations.routes(),
        Route("/desk/shortcuts", desk.access.requires()(shortcuts)),
    ]
    return WorkPages(routes, live)
