"""The engine: its door and launcher (the engine's Python only), and the bot's client of it."""
