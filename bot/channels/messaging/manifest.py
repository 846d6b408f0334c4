"""What a messaging channel's folder says about itself. The core and the webhooks know no channel by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.settings import ChannelSettings
from bot.channels.messaging.wording import Wording


@dataclass(frozen=True)
class Manifest:
    """Stands in the folder's `__init__.py` as MANIFEST.

    `titles` are the channels of the folder by name, as documents call them. `create` makes those that its settings
    switch on, and imports the provider's library only then; webhooks arrive at the address that it is given, followed
    by a slash and the channel's name.
    """

    titles: Mapping[str, str]
    settings: type[ChannelSettings]
    create: Callable[[Any, Wording, str], Sequence[Channel]]
