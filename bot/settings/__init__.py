"""How settings are declared and read from environment variables (environment), and the bot's common ones (common)."""

from bot.settings.common import Settings
from bot.settings.environment import SettingError

__all__ = ["SettingError", "Settings"]
