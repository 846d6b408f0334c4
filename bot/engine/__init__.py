"""The engine: its endpoint and launcher (the engine's Python only), and the bot's client of it."""
