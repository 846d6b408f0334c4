"""Another site that embeds the widget: one small page under a policy that allows the bot and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Riverside</title><meta name="viewport" content="width=device-width"></head>
<body><h1>Riverside</h1><p><a href="/other">Another page</a></p>{embedded}</body></html>"""


@contextmanager
def hosted(bot: str, embedded: str) -> Iterator[str]:
    """The address of the other site; the bot's address and the HTML that embeds it come in."""
    policy = f"default-src 'none'; script-src {bot}; frame-src {bot}"
    body = PAGE.format(embedded=embedded).encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: the test speaks for itself."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="host")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(10)
