"""SQL behind the core's protocols: SQLite by default, PostgreSQL by DATABASE_URL."""
