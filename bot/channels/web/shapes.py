"""The requests and responses of the API, as OpenAPI shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bot.conversations.entry import Entry
from bot.conversations.reception import LONGEST_READ
from bot.safety import LONGEST

SHOWN_LIMIT = Field(json_schema_extra={"maxLength": LONGEST})


class StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewConversation(StrictModel):
    """Nothing is needed."""


class OpenedConversation(BaseModel):
    conversation: str
    token: str
    expires_at: datetime


class NewMessage(StrictModel):
    """Text, or the token of a button. The same id again changes nothing."""

    id: UUID
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_READ), SHOWN_LIMIT] | None = None
    button: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> NewMessage:
        if (self.text is None) == (self.button is None):
            raise ValueError("either text or button")
        return self

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [
                {"required": ["id", "text"], "properties": {"text": {"type": "string"}, "button": {"type": "null"}}},
                {"required": ["id", "button"], "properties": {"button": {"type": "string"}, "text": {"type": "null"}}},
            ]
        },
    )


class MessageReceipt(BaseModel):
    sequence: int


def _whole(value: object) -> object:
    """Accepts 7.0 as 7, since JSON has no integers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class ReadUpTo(StrictModel):
    up_to: Annotated[int, Field(ge=0, le=1_000_000_000, strict=True), BeforeValidator(_whole)]


class ShownButton(BaseModel):
    title: str
    token: str


class ShownMessage(BaseModel):
    """A message as everybody sees it."""

    sequence: int
    id: str
    sender: Literal["person", "assistant", "agent", "system"]
    name: str
    text: str
    buttons: list[ShownButton]
    sent_at: datetime
    emergency: bool


class ShownBanner(BaseModel):
    banner: str | None
    paused: bool


def shown(entry: Entry) -> ShownMessage:
    buttons = [ShownButton(title=button.title, token=button.token) for button in entry.buttons]
    return ShownMessage(
        sequence=entry.sequence,
        id=entry.id,
        sender=entry.sender.value,
        name=entry.name,
        text=entry.text,
        buttons=buttons,
        sent_at=entry.sent_at,
        emergency=entry.emergency,
    )
