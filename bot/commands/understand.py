"""`make understand`: prints a JSON object for each input line: how the message is understood, with secrets hidden."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import sys
import tempfile
from collections.abc import Mapping
from copy import replace
from pathlib import Path
from typing import Any

from bot.commands.processes import CannotStart, Processes, free_port, show_progress
from bot.commands.train import TrainingFailed, ensure_model
from bot.engine.client.client import EngineClient
from bot.safety import Examined, examine
from bot.settings import SettingError, Settings
from content.topics import FALLBACK, topic_of
from content.topics import topics as all_topics

RANKED = 3
ASK = "ask"  # the certainty with which the assistant asks which of a few is meant


def understood(seen: Examined, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Returns topic and reference. A known reference decides the topic; the first known one is preferred.

    If the assistant would ask back, the topic is the most likely one. With `why` in the parse data, reasons follow.
    """
    entities = parsed.get("entities") or []
    references = [e for e in entities if e["entity"] == "reference"]
    chosen = next((r for r in references if r.get("known")), references[0] if references else None)
    emails = [e["value"] for e in entities if e["entity"] == "email"]
    certainty, ranks = parsed.get("certainty"), parsed.get("intent_ranking") or []
    likeliest = next((rank for rank in ranks if rank["name"] != FALLBACK), None)
    intent = (likeliest if certainty == ASK else None) or parsed.get("intent") or {}
    known = bool(chosen and chosen.get("known"))
    topic = all_topics().of_reference(chosen["value"]) if chosen and known else topic_of(intent.get("name"))
    confidence = round(float(intent.get("confidence") or 0.0), 3)
    made = {
        "text": seen.text,
        "topic": topic,
        "intent": (parsed.get("intent") or {}).get("name"),
        "article": parsed.get("help_article"),
        "certainty": certainty,
        "problems": problems(parsed.get("problems") or [], references),
        "reference": chosen["value"] if chosen else None,
        "known_reference": known,
        "email": emails[-1] if emails else None,
        "secret": [secret.value for secret in seen.secrets],
        "emergency": seen.emergency.value if seen.emergency else None,
        "confidence": confidence,
        "ranking": ranking(topic, confidence, ranks),
    }
    return made | ({"why": {"entities": entities, **parsed["why"]}} if parsed.get("why") else {})


def problems(named: list[str], references: list[Mapping[str, Any]]) -> list[str]:
    """The topics of all that the message names, the most urgent first; those that only a reference names come last."""
    of_words = [topic for intent in named if (topic := topic_of(intent))]
    of_references = [all_topics().of_reference(found["value"]) for found in references if found.get("known")]
    return list(dict.fromkeys([*of_words, *(topic for topic in of_references if topic)]))


def ranking(topic: str | None, confidence: float, ranks: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The topic that decides, then what the words came nearest to: the best three."""
    ranked: list[dict[str, Any]] = [{"topic": topic, "confidence": confidence}] if topic else []
    for rank in ranks:
        other = {"topic": topic_of(rank["name"]), "confidence": round(float(rank["confidence"]), 3)}
        if rank["name"] != FALLBACK and other["topic"] not in {one["topic"] for one in ranked}:
            ranked.append(other)
    return ranked[:RANKED]


async def answer_lines(client: EngineClient, *, why: bool) -> None:
    """Answers standard input line by line on standard output."""
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n"):
        seen = examine(line.rstrip("\r\n"))
        parsed = await client.parse(seen.text, why=why) if seen.text else {}
        print(json.dumps(understood(seen, parsed), ensure_ascii=False), flush=True)


async def run(settings: Settings, *, why: bool) -> None:
    model = ensure_model()
    with tempfile.TemporaryDirectory(prefix="nhs-login-understand-") as scratch:
        tracker = Path(scratch) / "tracker.db"
        with Processes(settings, model, tracker, settings.data_dir / "log") as processes:
            await processes.wait_until_ready(show_progress)
            show_progress("")
            client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout)
            try:
                await answer_lines(client, why=why)
            finally:
                await client.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="make understand", description=__doc__)
    parser.add_argument("--why", action="store_true", help="also the nearest examples, entities and repaired words")
    chosen = parser.parse_args()
    try:
        settings = replace(Settings.read(), engine_port=free_port(), actions_port=free_port())
        asyncio.run(run(settings, why=chosen.why))
    except (SettingError, CannotStart, TrainingFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print(file=sys.stderr)


if __name__ == "__main__":
    main()
