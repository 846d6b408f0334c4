"""The chat page and the widget, without a browser."""
