"""The routes of the desk where agents work, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.conversations.notifier import Bell
from bot.conversations.support import Support
from bot.desk.desk import Desk
from bot.desk.visit import Visit
from bot.desk.work.conversation import Conversations
from bot.desk.work.lists import Lists
from bot.desk.work.live import Live
from bot.desk.work.ready_made import ReadyMade
from bot.desk.work.viewers import Looking
from bot.http.responses import Words


@dataclass(frozen=True)
class Working:
    """`live` must be stopped before the bot ends, or its streams would keep it from ending."""

    routes: list[BaseRoute]
    live: Live


def working(desk: Desk, support: Support, bell: Bell, words: Words, kinds: Sequence[str]) -> Working:
    """`kinds` are those of the carriers that take cases."""
    looking = Looking()
    live = Live(desk, bell, support.typing, looking)

    async def shortcuts(request: Request, visit: Visit) -> Response:
        return desk.pages.page("shortcuts.html", visit)

    routes = [
        *Lists(desk, support, bell).routes(),
        *live.routes(),
        *Conversations(desk, support, bell, looking, ReadyMade(words), kinds).routes(),
        Route("/desk/shortcuts", desk.guarding.requires()(shortcuts)),
    ]
    return Working(routes, live)
