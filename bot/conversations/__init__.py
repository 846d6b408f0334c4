"""The core: messages and who answers them.

It imports the standard library and bot.safety only; channels and storage depend on it.
"""
