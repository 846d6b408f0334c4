"""All that one run measures, and the figures by which it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluate import confidence, safety
from benchmarks.evaluate.asking import AskingFigures, asking
from benchmarks.evaluate.messages import COMPLAINTS, OUT_OF_SCOPE, Message
from benchmarks.evaluate.references import ReferenceFigures, references
from benchmarks.evaluate.topics import Confusion, Pair, TopicFigures, accuracy, confusions, per_topic
from benchmarks.evaluate.typos import with_slips
from benchmarks.evaluate.understanding import understand
from benchmarks.parser import Parser
from benchmarks.progress import work_pages

SLIPS = (1, 2)


@dataclass(frozen=True)
class Report:
    """`typo_losses`: accuracy lost with one and with two slips. Safety is None where its data is missing."""

    model: str
    threshold: float
    pairs: tuple[Pair, ...]
    accuracy: float
    topics: tuple[TopicFigures, ...]
    confusions: tuple[Confusion, ...]
    bins: tuple[confidence.Bin, ...]
    curve: tuple[confidence.Point, ...]
    references: ReferenceFigures
    asking: AskingFigures
    typo_losses: tuple[float, ...]
    emergencies: safety.EmergencyFigures | None
    secrets: safety.SecretFigures | None

    def topic(self, name: str) -> TopicFigures:
        nobody = TopicFigures(name, 0, 0.0, 0.0)
        return next((figures for figures in self.topics if figures.topic == name), nobody)

    def figures(self) -> dict[str, float]:
        """By the names of floor.toml; shares from 0 to 1."""
        outside = self.topic(OUT_OF_SCOPE)
        return {
            "accuracy": self.accuracy,
            "complaint_recall_min": min(self.topic(complaint).recall for complaint in COMPLAINTS),
            "topic_recall_min": min(figures.recall for figures in self.topics if figures.count),
            "out_of_scope_recall": outside.recall,
            "out_of_scope_precision": outside.precision,
            "calibration_error_max": confidence.calibration_error(self.bins),
            "known_references": self.references.known_found,
            "unknown_references": self.references.unknown_found,
            "unknown_as_known_max": float(len(self.references.taken_for_known)),
            "answered_right": self.asking.answered_right,
            "answered": self.asking.answered,
            "noticed_both": self.asking.noticed_both,
            "taken_for_two_max": self.asking.taken_for_two,
            **{f"typo{slips}_loss_max": loss for slips, loss in zip(SLIPS, self.typo_losses, strict=True)},
            **self._safety_figures(),
        }

    def _safety_figures(self) -> dict[str, float]:
        figures = {}
        if self.emergencies:
            figures["emergency_recall"] = self.emergencies.recall
            figures["emergency_kind_right"] = self.emergencies.kind_right
            figures["emergency_false_alarms_max"] = self.emergencies.false_alarms
        if self.secrets:
            figures["secrets"] = self.secrets.hidden
            figures["secrets_spared"] = self.secrets.spared
        return figures


def measure(parser: Parser, model: str, messages: Sequence[Message], safety_folder: Path) -> Report:
    """Parses every message once unchanged and once for each number of slips."""
    pairs = _understood(parser, messages, [message.text for message in messages], "Messages as they stand")
    losses = []
    for slips in SLIPS:
        texts = [with_slips(message.text, slips) for message in messages]
        slipped = _understood(parser, messages, texts, f"Messages with typos, {slips} each")
        losses.append(accuracy(pairs) - accuracy(slipped))
    with work_pages("Emergencies and secrets"):
        emergencies, secrets = _safety(safety_folder)
    return Report(
        model=model,
        threshold=parser.threshold,
        pairs=pairs,
        accuracy=accuracy(pairs),
        topics=tuple(per_topic(pairs)),
        confusions=tuple(confusions(pairs)),
        bins=tuple(confidence.calibration(pairs)),
        curve=tuple(confidence.threshold_curve(pairs)),
        references=references(pairs),
        asking=asking(pairs),
        typo_losses=tuple(losses),
        emergencies=emergencies,
        secrets=secrets,
    )


def _safety(folder: Path) -> tuple[safety.EmergencyFigures | None, safety.SecretFigures | None]:
    """None for what has no data there."""
    there = {file.stem for file in folder.glob("*.tsv")}
    emergencies = safety.emergencies(folder) if {"emergencies", "not_emergencies"} <= there else None
    return emergencies, safety.secrets(folder) if "secrets" in there else None


def _understood(parser: Parser, messages: Sequence[Message], texts: Sequence[str], what: str) -> tuple[Pair, ...]:
    with work_pages(what):
        return tuple(zip(messages, understand(parser, texts), strict=True))
