"""The public pages: the chat, the embeddable widget, the statements, and a demonstration."""

from __future__ import annotations

import hashlib
import json

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.channels.web.page_plain import PlainPages
from bot.channels.web.page_views import Views, banner_of
from bot.conversations.reception import Reception
from bot.http.assets import REVALIDATE, Assets
from bot.http.texts import STATIC, linked
from bot.http.tokens import Tokens
from bot.settings import Settings

TEXTS_OF_THE_LAUNCHER = "/* texts */ {}"  # where the server puts them into widget.js
OTHER_HOST = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


class Pages:
    def __init__(self, views: Views, reception: Reception, settings: Settings) -> None:
        self._views = views
        self._reception = reception
        self._settings = settings
        self._launcher = launcher(views)
        self._tag = f'"{hashlib.sha256(self._launcher.encode()).hexdigest()[:24]}"'

    def routes(self) -> list[BaseRoute]:
        squeezed = [Middleware(GZipMiddleware, minimum_size=500)]
        return [
            Route("/widget", self.widget),
            Route("/widget.js", self.widget_script, middleware=squeezed),
            Route("/privacy", self.article),
            Route("/accessibility", self.article),
            Route("/demonstration", self.demonstration),
            Mount("/static", Assets(directory=STATIC), middleware=squeezed),
        ]

    async def widget(self, request: Request) -> Response:
        return self._views.chat("panel", await banner_of(self._reception))

    async def widget_script(self, request: Request) -> Response:
        headers = {"Cache-Control": REVALIDATE, "ETag": self._tag, "Cross-Origin-Resource-Policy": "cross-origin"}
        if request.headers.get("if-none-match", "").removeprefix("W/") == self._tag:
            return Response(status_code=304, headers=headers)
        return Response(self._launcher, headers=headers, media_type="text/javascript")

    async def article(self, request: Request) -> Response:
        settings = self._settings
        contact = settings.support_link
        if request.url.path == "/privacy" and settings.privacy_contact:
            contact = settings.privacy_contact
        return self._views.page(
            "article.html",
            article=self._views.texts[request.url.path.removeprefix("/")],
            contact=linked(contact, self._views.texts["chat"]["new_tab"]),
            days=settings.keep_conversations_days,
            case_days=settings.keep_cases_days,
            token_days=settings.token_days,
            wait=settings.desk_wait_minutes,
            operator=settings.operator,
        )

    async def demonstration(self, request: Request) -> Response:
        """Embeds the widget from another name of this machine, so that it counts as another site."""
        host, port = request.url.hostname or "", request.url.port
        other = OTHER_HOST.get(host, host)
        origin = f"{request.url.scheme}://{other}" + (f":{port}" if port else "")
        response = self._views.page("demonstration.html", words=self._views.texts["demonstration"], origin=origin)
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {origin}; frame-src {origin}; style-src 'self'; img-src data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return response


def launcher(views: Views) -> str:
    """widget.js with its texts."""
    texts = {"lang": views.texts["lang"], "dir": views.texts["dir"], **views.texts["launcher"]}
    script = (STATIC / "widget.js").read_text("utf-8")
    return script.replace(TEXTS_OF_THE_LAUNCHER, json.dumps(texts))


def page_routes(reception: Reception, tokens: Tokens, settings: Settings) -> list[BaseRoute]:
    views = Views(settings)
    return [*PlainPages(reception, tokens, views).routes(), *Pages(views, reception, settings).routes()]
