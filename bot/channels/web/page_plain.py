"""The web chat as an ordinary form, for browsers without JavaScript."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.page_views import OWN_REFERRER, Views, banner_of, transcript
from bot.conversations.message import WEB
from bot.conversations.reception import Reception
from bot.conversations.refusals import Empty, Gone, Refused, TokenRefused
from bot.http.forms import (
    COOKIE,
    FormConversations,
    conversation_of,
    fields,
    forget,
    form_id,
    new_id,
    remember,
    same_origin,
)
from bot.http.problems import STATUS
from bot.http.refusal_texts import sentence_of
from bot.http.tokens import Tokens

WAIT = 10.0  # seconds for an answer before the page comes without it
Answering = Callable[[Request], Awaitable[Response]]


class PlainPages:
    def __init__(self, reception: Reception, tokens: Tokens, views: Views) -> None:
        self._reception = reception
        self._tokens = tokens
        self._views = views
        self._form_conversations = FormConversations(lambda address: reception.open(WEB, address))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.show),
            Route("/start", self._own(self.start), methods=["POST"]),
            Route("/send", self._own(self.send), methods=["POST"]),
            Route("/end", self._own(self.end), methods=["POST"]),
            Route("/delete", self.ask_delete, methods=["GET"]),
            Route("/delete", self._own(self.delete), methods=["POST"]),
            Route("/transcript", self.transcript),
        ]

    def _own(self, answer: Answering) -> Answering:
        """Accepts only our own forms; shows a refusal next to the form."""

        async def checked(request: Request) -> Response:
            if not same_origin(request):
                texts = self._views.texts["page"]
                values = {"heading": texts["refused_title"], "body": texts["refused"], "asks": False}
                return self._views.page("question.html", status=403, **values)
            try:
                return await answer(request)
            except Refused as refused:
                return await self._with_error(request, refused)

        return checked

    async def show(self, request: Request) -> Response:
        said = self._views.texts["chat"]["deleted"] if "deleted" in request.query_params else ""
        known = await self._known(request)
        if known:
            known["token"] = request.cookies[COOKIE]  # for the script, to show the conversation begun without it
        return self._views.chat("page", await banner_of(self._reception), **{"said": said, **known})

    async def _known(self, request: Request) -> dict[str, Any]:
        conversation = conversation_of(request, self._tokens)
        if conversation is None:
            return {}
        try:
            return await self._views.of_conversation(self._reception, conversation)
        except Gone:
            return {}
        except Refused as refused:
            return {"said": sentence_of(refused), "started": True}

    async def _with_error(self, request: Request, refused: Refused) -> Response:
        """Shows the form again, with the typed text and the same id."""
        given = await fields(request)
        known = {
            "started": True,
            **await self._known(request),
            "form_id": form_id(given),
            "typed": given.get("text", ""),
        }
        if isinstance(refused, Gone | TokenRefused):
            known["starts_new"] = True
        status = STATUS.get(refused.kind, 400)
        banner = await banner_of(self._reception)
        response = self._views.chat("page", banner, status, error=sentence_of(refused), **known)
        if refused.retry_after is not None:
            response.headers["Retry-After"] = str(refused.retry_after)
        return response

    async def start(self, request: Request) -> Response:
        """Starts a conversation, unless there is one that has not ended."""
        conversation = conversation_of(request, self._tokens)
        try:
            if conversation is not None and not await self._reception.has_ended(conversation):
                return _latest()
        except Gone:
            pass
        return await self._remembered(request, await self._new(request))

    async def _new(self, request: Request) -> str:
        address = request.client.host if request.client else ""
        return await self._form_conversations.conversation(form_id(await fields(request)), address)

    async def _remembered(self, request: Request, conversation: str) -> Response:
        response = _latest()
        remember(response, request, self._tokens, conversation)
        return response

    async def send(self, request: Request) -> Response:
        """Sends a text, a button, or both: the text first."""
        given = await fields(request)
        message_id, text, button = form_id(given), given.get("text", ""), given.get("button")
        if not text.strip() and not button:
            raise Empty
        conversation = conversation_of(request, self._tokens)
        if conversation is None:
            if COOKIE in request.cookies and "new" not in given:
                raise TokenRefused  # the page says so and offers a new one, with what was typed
            conversation = await self._new(request)
        sequence = 0
        if text.strip():
            sequence = await self._reception.receive(conversation, message_id, text=text)
            message_id = str(uuid.uuid5(uuid.UUID(message_id), "button"))
        if button:
            sequence = await self._reception.receive(conversation, message_id, button=button[:60])
        await self._reception.wait_for_answer(conversation, sequence, WAIT)
        return await self._remembered(request, conversation)

    def _mine(self, request: Request) -> str:
        conversation = conversation_of(request, self._tokens)
        if conversation is None:
            raise TokenRefused
        return conversation

    async def end(self, request: Request) -> Response:
        await self._reception.end(self._mine(request))
        return _latest()

    async def ask_delete(self, request: Request) -> Response:
        texts = self._views.texts["page"]
        return self._views.page("question.html", heading=texts["delete_title"], body=texts["delete_body"], asks=True)

    async def delete(self, request: Request) -> Response:
        await self._reception.erase(self._mine(request))
        response = RedirectResponse("/?deleted=1", 303)
        forget(response, request)
        return response

    async def transcript(self, request: Request) -> Response:
        try:
            entries = await self._reception.entries(self._mine(request))
        except Refused:
            return RedirectResponse(f"/?check={new_id()}", 303)
        name = self._views.texts["chat"]["transcript_file"]
        headers = {"Content-Disposition": f'attachment; filename="{name}"', **OWN_REFERRER}
        return PlainTextResponse(transcript(self._views, entries), headers=headers)


def _latest() -> Response:
    return RedirectResponse("/#latest", 303)
