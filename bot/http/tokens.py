"""Bearer tokens: signed, bound to one conversation, and valid for some days."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.conversations.message import WEB, channel_of
from bot.conversations.refusals import TokenRefused
from bot.settings import Settings

LONGEST = 300  # characters of a token


class Tokens:
    """`days` is how long a token is valid."""

    def __init__(self, key: str, days: int) -> None:
        self._signer = URLSafeTimedSerializer(key, salt="conversation", signer_kwargs={"digest_method": hashlib.sha256})
        self.seconds = days * 24 * 3600

    def issue(self, conversation: str) -> str:
        return str(self._signer.dumps(conversation))

    def conversation(self, token: str) -> str:
        """Raises TokenRefused."""
        try:
            if len(token) > LONGEST:
                raise TokenRefused
            conversation, issued = self._signer.loads(token, return_timestamp=True)
        except BadData:
            raise TokenRefused from None
        # The signer's own limit refuses what seems to come from the future, and after a clock is set back all does.
        if datetime.now(UTC) - issued > timedelta(seconds=self.seconds):
            raise TokenRefused
        if not isinstance(conversation, str) or channel_of(conversation) != WEB:
            raise TokenRefused
        return conversation


def key_of(settings: Settings) -> str:
    """Returns the installation's key: the one that is set, or one made once, readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    folder = settings.data_dir / "bot"
    file = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="ascii") as made:
            file.chmod(0o600)
            made.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")
