"""The manifest of a messaging channel's folder. The core and the webhooks know no channel by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.settings import ChannelSettings
from bot.channels.messaging.wording import Wording


@dataclass(frozen=True)
class Manifest:
    """Defined as MANIFEST in the folder's `__init__.py`.

    `titles` maps the folder's channels to their titles in documents. `create` makes the channels that its settings
    enable, and imports the provider's library only then; it is given the address of the webhooks, to which a slash and
    the channel's name are added.
    """

    titles: Mapping[str, str]
    settings: type[ChannelSettings]
    create: Callable[[Any, Wording, str], Sequence[Channel]]
