"""Renders the pages of the desk: templates and security policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.conversations.agent import Role
from bot.conversations.refusals import Refused
from bot.desk.lists import DeskList
from bot.desk.visit import Visit
from bot.http.problems import STATUS
from bot.http.refusal_texts import sentence_of

DESK = Path(__file__).resolve().parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer a form's Origin would be "null"
}


class Pages:
    """`title` is the assistant's name; `lists` are shown as tabs and shortcuts."""

    def __init__(self, title: str, lists: Sequence[DeskList], folder: Path = DESK / "templates") -> None:
        loader = FileSystemLoader(folder)
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.globals.update(title=title, lists=lists, Role=Role)

    def page(
        self,
        template: str,
        visit: Visit | None = None,
        status: int = 200,
        errors: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """Renders a page. `errors` are sentences by the id of their field; `visit` is that of the signed-in agent."""
        shown = {"visit": visit, "errors": errors or {}, "said": "", **values}
        html = self._templates.get_template(template).render(shown)
        return HTMLResponse(html, 422 if errors and status == 200 else status, HEADERS)

    def message_page(self, heading: str, sentence: str, status: int, visit: Visit | None = None) -> HTMLResponse:
        """Renders a page with one sentence."""
        return self.page("message.html", visit, status, heading=heading, sentence=sentence)

    def refused(self, refused: Refused, visit: Visit | None = None) -> HTMLResponse:
        response = self.message_page("This did not work", sentence_of(refused), STATUS.get(refused.kind, 400), visit)
        if refused.retry_after is not None:
            response.headers["Retry-After"] = str(refused.retry_after)
        return response
