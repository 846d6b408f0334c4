"""Learns the weights of the second opinion: `python -m bot.safety.train_second_opinion [--check]`.

`--check` prints instead what it hears of messages that it has not seen (five folds), at each threshold.
"""

from __future__ import annotations

import base64
import json
import math
import random
import sys
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot.safety.emergencies import hear
from bot.safety.findings import Emergency
from bot.safety.second_opinion import ALARM, BUCKETS, WEIGHTS, Judge, features

DATA = Path(__file__).parents[2] / "tests" / "safety" / "data"
Example = tuple[list[int], str]  # the buckets of a message and its label

_FORMERLY_BLIND = ("emergencies.tsv", "not_emergencies.tsv")  # measured with once, then developed with
_ROUNDS, _FOLDS, _SEED = 16, 5, 7
_RATE, _SHRINK = 1.0, 5e-6
_POSITIVE_WEIGHT = 3.0  # emergencies are rarer in the data, and missing one is worse
_LARGEST = 127  # weights are stored as small whole numbers


def examples() -> list[Example]:
    found: list[Example] = []
    for path in sorted([*DATA.glob("dev_*.tsv"), *(DATA / name for name in _FORMERLY_BLIND)]):
        for line in path.read_text("utf-8").splitlines()[1:]:
            text, label = line.split("\t")
            found.append((features(hear(text).words), label))
    random.Random(_SEED).shuffle(found)  # noqa: S311 - an order, not a secret
    return found


def learn(training: Sequence[Example], yes: Callable[[str], bool]) -> Judge:
    """Logistic regression by stochastic gradient descent."""
    weights, bias, step = [0.0] * BUCKETS, 0.0, 0
    order = list(training)
    shuffle = random.Random(_SEED).shuffle  # noqa: S311 - an order, not a secret
    for _ in range(_ROUNDS):
        shuffle(order)
        for buckets, label in order:
            step, alarming = step + 1, yes(label)
            rate = _RATE / (1 + step / (4 * len(order)))
            share = 1 / math.sqrt(len(buckets) or 1)
            score = bias + share * sum(weights[bucket] for bucket in buckets)
            wrong = (1.0 if alarming else 0.0) - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            change = rate * wrong * (_POSITIVE_WEIGHT if alarming else 1.0)
            bias += 0.1 * change
            for bucket in buckets:
                weights[bucket] += change * share - rate * _SHRINK * weights[bucket]
    return Judge(weights, bias)


def alarms(label: str) -> bool:
    return label != "none"


def check(every: Sequence[Example]) -> Iterable[str]:
    scores: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        judge = learn([example for at, example in enumerate(every) if at % _FOLDS != fold], alarms)
        scores += [(judge.score(buckets), alarms(label)) for buckets, label in every[fold::_FOLDS]]
    for threshold in (-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        heard = _share(score > threshold for score, alarming in scores if alarming)
        false = _share(score > threshold for score, alarming in scores if not alarming)
        yield f"threshold {threshold:4}: hears {heard:.1%} of emergencies, false alarms {false:.2%}"


def save(judges: Mapping[str, Judge]) -> None:
    stored = {}
    for name, judge in judges.items():
        scale = max(map(abs, judge.weights)) / _LARGEST
        numbers = array("b", [round(weight / scale) for weight in judge.weights])
        weights = base64.b64encode(numbers.tobytes()).decode("ascii")
        stored[name] = {"scale": scale, "bias": round(judge.bias, 4), "weights": weights}
    WEIGHTS.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


def train(every: Sequence[Example]) -> dict[str, Judge]:
    judges = {ALARM: learn(every, alarms)}
    emergencies = [example for example in every if alarms(example[1])]
    for kind in Emergency:
        judges[kind.value] = learn(emergencies, kind.value.__eq__)
    return judges


def _share(answers: Iterable[bool]) -> float:
    known = list(answers)
    return sum(known) / len(known)


if __name__ == "__main__":
    everything = examples()
    if "--check" in sys.argv:
        print("\n".join(check(everything)))
    else:
        save(train(everything))
