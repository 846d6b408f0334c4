"""What is measured and how: understanding, settings and speed. Runs in the engine's Python."""
