"""The sentence encoder, all-MiniLM-L6-v2: safety uses it before the engine, and the engine uses it to understand."""
