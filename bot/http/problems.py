"""Errors of the API as application/problem+json (RFC 9457): a kind for programs and a sentence for people."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from bot.conversations.refusals import Empty, Refused
from bot.http.refusal_texts import refusal_text, sentence_of

logger = logging.getLogger(__name__)
STATUS = {
    "too-long": 422,
    "empty": 422,
    "malformed": 422,
    "button-expired": 409,
    "conversation-ended": 409,
    "conversation-gone": 410,
    "too-many": 429,
    "token": 401,
    "unavailable": 503,
    "too-many-streams": 503,
}
TITLES = {
    401: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Too late",
    410: "Deleted",
    413: "Too large",
    422: "Not understood",
    429: "Too many",
    500: "Our fault",
    503: "Not available",
}


class Problem(BaseModel):
    """An error. `detail` is a sentence for the person."""

    type: str
    title: str
    status: int
    detail: str


def problem(kind: str, status: int, detail: str, retry_after: int | None = None) -> JSONResponse:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    content = {"type": f"/problems/{kind}", "title": TITLES.get(status, "Refused"), "status": status, "detail": detail}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def of_refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    status = STATUS.get(error.kind, 400)
    retry = error.retry_after if error.retry_after is not None else (5 if status == 503 else None)
    return problem(error.kind, status, sentence_of(error), retry)


def of_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if any(one["loc"][-1] == "text" and one["type"] == "string_too_short" for one in error.errors()):
        return of_refusal(request, Empty())
    places = [".".join(str(part) for part in one["loc"][1:]) for one in error.errors()]
    named = ", ".join(sorted({place for place in places if place})) or "the body"
    return problem("malformed", 422, f"The request is not as the API describes it: look at {named}.")


def of_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # a body that is no JSON, or nested beyond sense
        return problem("malformed", 422, "The request is not as the API describes it: look at the body.")
    response = problem("http", error.status_code, refusal_text("nothing-here"))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def of_fault(request: Request, error: Exception) -> JSONResponse:
    logger.error("A request failed: %s %s", request.method, request.url.path, exc_info=error)
    return problem("fault", 500, refusal_text("fault"))


def handle_problems(app: FastAPI) -> None:
    app.add_exception_handler(Refused, of_refusal)
    app.add_exception_handler(RequestValidationError, of_validation)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(Exception, of_fault)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documents the errors of an operation for OpenAPI."""
    return {
        status: {
            "description": TITLES[status],
            "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
        }
        for status in statuses
    }
