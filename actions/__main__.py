"""Starts the action server on loopback: `python -m actions --port 5055`."""

from __future__ import annotations

import argparse
import gc
import logging

from rasa_sdk.endpoint import create_app

from content.live import reload_on_signal
from content.phrases import read_ahead
from content.responses import responses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    responses()  # read before the first message
    reload_on_signal()
    app = create_app("actions")
    read_ahead()
    gc.collect()
    gc.freeze()  # what was loaded stays: it need not be looked through for each message
    app.run("127.0.0.1", options.port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
