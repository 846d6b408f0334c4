"""Messages of a conversation: writing and reading the transcript."""
