"""Starts the Rasa server: `python -m bot.engine.server.serve --model FILE --port N --tracker FILE ...`.

Only the endpoint is open (no HTTP API), only on loopback; telemetry is off; the log holds no message.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import tempfile
from pathlib import Path

# TensorFlow and SQLAlchemy read these when they are imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

ACTION_TIMEOUT = 10  # seconds; shorter than the lock's 60, so that an action cannot outlive it


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--actions-port", type=int, required=True)
    parser.add_argument("--tracker", type=Path, required=True, help="SQLite file of the tracker store")
    return parser.parse_args()


def endpoints_file(options: argparse.Namespace, folder: Path) -> Path:
    """Writes the endpoints to a file, from which Rasa reads them."""
    file = folder / "endpoints.yml"
    file.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{options.actions_port}/webhook\n"
        "nlg:\n  type: bot.engine.server.response_variants.VariantsInTurn\n"
        "tracker_store:\n  type: bot.engine.server.tracker_store.CachedTrackerStore\n"
        f"  dialect: sqlite\n  db: {options.tracker}\n"
    )
    return file


def main() -> None:
    options = arguments()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    from bot.engine.rasa_patches.without_tensorflow import leave_out_tensorflow

    leave_out_tensorflow(options.model)
    from bot.engine.rasa_patches import repairs, speed

    speed.apply()
    repairs.apply(ACTION_TIMEOUT)
    from rasa.core.run import configure_app, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    from bot.engine.server.endpoint import TOKEN_VARIABLE, EngineEndpoint
    from bot.engine.server.tracker_store import CachedTrackerStore
    from content.live import reload_on_signal
    from content.phrases import read_ahead

    configure_structlog(logging.WARNING)  # Rasa's debug log prints every message
    if not os.environ.get(TOKEN_VARIABLE):
        sys.exit(f"The engine needs a shared token in {TOKEN_VARIABLE}.")
    with tempfile.TemporaryDirectory() as folder:
        endpoints = AvailableEndpoints.read_endpoints(str(endpoints_file(options, Path(folder))))
    app = configure_app(
        [EngineEndpoint.from_credentials(None)], enable_api=False, endpoints=endpoints, port=options.port
    )

    async def load(app: object, loop: object) -> None:
        agent = await load_agent_on_start(str(options.model), endpoints, None, app, loop)
        repairs.keep_tracker_store_honest(agent)
        if not isinstance(agent.tracker_store, CachedTrackerStore):  # Rasa takes memory where it cannot make ours
            raise RuntimeError("The tracker store could not be made.")
        read_ahead()
        gc.collect()
        gc.freeze()  # what was loaded stays: it need not be looked through for each message

    reload_on_signal()
    app.register_listener(load, "before_server_start")
    app.run(host="127.0.0.1", port=options.port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
