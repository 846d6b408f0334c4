"""Alembic runs this, over the connection that `bot.storage.migrations.migrate` opened."""

from alembic import context

from bot.storage.tables.all_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
