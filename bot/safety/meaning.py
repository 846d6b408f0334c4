"""Scores how similar a message is in meaning to known emergencies, clause by clause.

A cry for help at the end of a long complaint is lost in the vector of the whole message, but not in that of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.encoder.session import Encoder

WHOLE_TOKENS, WINDOW_TOKENS = 40, 28  # what is read of a message and of each window: the time taken has a bound
LONGEST_WINDOW, SHORTEST_WINDOW = 22, 3  # words of a window
USED = slice(0, 2)  # of the encoder's vectors: the sentence's and the third layer's

_BREAKS = re.compile(r"[.!?;\n]+(?:\s|$)|,\s|\s-+\s|\s(?:and|but|also|so|because|cos|then)\s")

# "He's chokin": the encoder knows the whole word only.
_DROPPED_G = re.compile(
    r"\b(chok|breath|bleed|cough|vomit|faint|fitt|shak|sweat|dy|kill|hurt|cutt|hang|jump|drown|burn|fall|pass|collaps"
    r"|struggl|gasp|wheez|scream|beat|hitt|punch|kick|strangl|threaten|follow|stalk|attack|tak|swallow|overdos)in\b"
)


def windows(text: str) -> list[str]:
    """Returns the clauses of a text, with long ones cut; none if there is a single short one."""
    clauses = [clause.split() for clause in _BREAKS.split(text.lower())]
    pieces = [
        " ".join(clause[start : start + LONGEST_WINDOW])
        for clause in clauses
        for start in range(0, len(clause), LONGEST_WINDOW)
        if len(clause) - start >= SHORTEST_WINDOW
    ]
    return pieces if len(pieces) > 1 else []


def vectors(encoder: Encoder, texts: Sequence[str], tokens: int) -> np.ndarray:
    """Unit rows of shape (texts, 768)."""
    plain = [_DROPPED_G.sub(r"\1ing", text.lower()) for text in texts]
    used = encoder.encode(plain, tokens)[:, USED]
    return np.asarray(used.reshape(len(texts), -1) / np.sqrt(used.shape[1]))


@dataclass(frozen=True)
class Meaning:
    """A support vector machine with a radial kernel over the principal axes of the vectors."""

    encoder: Encoder
    axes: np.ndarray  # shape (768, 128)
    examples: np.ndarray  # along these axes: shape (examples, 128)
    weights: np.ndarray  # of each example; above 0 speaks for an emergency
    offset: float
    gamma: float

    @classmethod
    def load(cls, encoder: Encoder, file: Path) -> Meaning:
        with np.load(file, allow_pickle=False) as stored:
            values: dict[str, Any] = {name: stored[name] for name in stored.files}
        axes, examples = (values[name].astype(np.float32) for name in ("axes", "examples"))
        return cls(encoder, axes, examples, values["weights"], float(values["offset"]), float(values["gamma"]))

    def score(self, text: str, pieces: Sequence[str]) -> float:
        """Above 0 for an emergency rather than not: the most alarming of the message and of these windows of it."""
        rows = [vectors(self.encoder, [text], WHOLE_TOKENS)]
        if pieces:
            rows.append(vectors(self.encoder, pieces, WINDOW_TOKENS))
        places = np.vstack(rows) @ self.axes
        squares = (places**2).sum(axis=1)[:, None] + (self.examples**2).sum(axis=1) - 2 * places @ self.examples.T
        return float((np.exp(-self.gamma * squares) @ self.weights).max() + self.offset)
