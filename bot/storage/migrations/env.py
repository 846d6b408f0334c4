"""Alembic runs this: it uses the connection that `bot.storage.migrate` opened."""

from alembic import context

import bot.storage.channel_tables
import bot.storage.desk_tables  # noqa: F401 - its tables belong to the same set
from bot.storage.tables import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables, render_as_batch=True)
context.run_migrations()
