"""Alembic runs this: it uses the connection that `bot.storage.migrations.migrate` opened."""

from alembic import context

import bot.storage.tables.contacts
import bot.storage.tables.desk  # noqa: F401 - its tables belong to the same set
from bot.storage.tables.conversations import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables, render_as_batch=True)
context.run_migrations()
