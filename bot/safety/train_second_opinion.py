"""Trains the second opinion on data/safety: `python -m bot.safety.train_second_opinion FOLDER`.

`make setup` runs it, in the engine's Python. With `--check` it prints the results of a cross-validation that leaves out
one file at a time.
"""

from __future__ import annotations

import base64
import json
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from bot.encoder.session import Encoder
from bot.safety.emergencies import ALARM, MEANING_WEIGHT, SURE, UNHEARD, hear, meaning_of
from bot.safety.findings import Emergency
from bot.safety.meaning import WHOLE_TOKENS, Meaning, vectors
from bot.safety.second_opinion import ALARM as ALARM_JUDGE
from bot.safety.second_opinion import BUCKETS, ENCODER, MEANING_FILE, WORDS_FILE, Judge, SecondOpinion, features

DATA = Path(__file__).parents[2] / "data" / "safety"
NONE = "none"  # the label of a message that is no emergency
# Missing an emergency is worse than a false alarm.
_CLASS_WEIGHT = {True: 2.0, False: 1.0}
_STRENGTH_OF_WORDS, _STRENGTH_OF_MEANING, _GAMMA = 10.0, 3.0, 2.5  # scikit-learn's C, C and gamma
_AXES = 128  # of the 768 directions of the vectors: as good as all, and a message takes a fifth of the time
_LARGEST = 127  # weights of words are stored as small whole numbers


@dataclass(frozen=True)
class Example:
    text: str
    label: str
    source: str  # the file that contains it
    buckets: list[int]
    rules: float  # what the lexicon's rules weigh

    @property
    def alarming(self) -> bool:
        return self.label != NONE


def examples(folder: Path = DATA) -> list[Example]:
    found: list[Example] = []
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines()[1:]:
            text, label = line.split("\t")
            heard = hear(text)
            found.append(Example(text, label, file.stem, features(heard.words), heard.weight))
    return found


def learn_words(training: Sequence[Example], yes: Callable[[Example], bool]) -> Judge:
    """Logistic regression over the buckets, each message's row scaled by the root of their number."""
    columns = [bucket for example in training for bucket in example.buckets]
    counts = [len(example.buckets) for example in training]
    values = np.repeat([1 / np.sqrt(count or 1) for count in counts], counts)
    rows = csr_matrix((values, columns, np.cumsum([0, *counts])), shape=(len(training), BUCKETS))
    regression = LogisticRegression(C=_STRENGTH_OF_WORDS, max_iter=3000, class_weight=_CLASS_WEIGHT)
    regression.fit(rows, [yes(example) for example in training])
    return Judge(list(map(float, regression.coef_[0])), float(regression.intercept_[0]))


def learn_meaning(training: Sequence[Example], rows: np.ndarray, encoder: Encoder) -> Meaning:
    """`rows` are the vectors of the messages, in their order."""
    machine = SVC(C=_STRENGTH_OF_MEANING, gamma=_GAMMA, class_weight=_CLASS_WEIGHT, cache_size=1000)
    # The axes are not centred: distances are the same, and a vector is one product away from its place.
    axes = PCA(_AXES, random_state=0).fit(rows).components_.T.astype(np.float32)
    machine.fit(rows @ axes, [example.alarming for example in training])
    examples, weights = machine.support_vectors_.astype(np.float32), machine.dual_coef_[0].astype(np.float32)
    return Meaning(encoder, axes, examples, weights, float(machine.intercept_[0]), _GAMMA)


def train(training: Sequence[Example], rows: np.ndarray, encoder: Encoder) -> SecondOpinion:
    judges = {ALARM_JUDGE: learn_words(training, lambda example: example.alarming)}
    emergencies = [example for example in training if example.alarming]
    for kind in Emergency:
        judges[kind.value] = learn_words(emergencies, lambda example, kind=kind: example.label == kind.value)  # type: ignore[misc]
    return SecondOpinion(judges, learn_meaning(training, rows, encoder))


def save(opinion: SecondOpinion, folder: Path) -> None:
    stored = {}
    for name, judge in opinion.judges.items():
        scale = max(map(abs, judge.weights)) / _LARGEST
        numbers = array("b", [round(weight / scale) for weight in judge.weights])
        weights = base64.b64encode(numbers.tobytes()).decode("ascii")
        stored[name] = {"scale": scale, "bias": round(judge.bias, 4), "weights": weights}
    meaning = opinion.meaning
    np.savez_compressed(
        folder / MEANING_FILE,
        axes=meaning.axes.astype(np.float16),
        examples=meaning.examples.astype(np.float16),
        weights=meaning.weights,
        offset=meaning.offset,
        gamma=meaning.gamma,
    )
    (folder / WORDS_FILE).write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


def score(opinion: SecondOpinion, example: Example) -> float:
    """Returns the score that `notice_emergency` computes."""
    total = opinion.of_words(example.buckets) + example.rules
    return total + MEANING_WEIGHT * meaning_of(example.text, opinion) if UNHEARD < total < SURE else total


def check(every: Sequence[Example], rows: np.ndarray, encoder: Encoder) -> Iterable[str]:
    """A line for each file and threshold. The rules were mended after the older files, so those say little."""
    for source in sorted({example.source for example in every}):
        seen = [place for place, example in enumerate(every) if example.source != source]
        opinion = train([every[place] for place in seen], rows[seen], encoder)
        tested = [(score(opinion, example), example.alarming) for example in every if example.source == source]
        shares = []
        for threshold in (ALARM - 1.0, ALARM - 0.5, ALARM, ALARM + 0.5, ALARM + 1.0):
            heard = _share(total > threshold for total, alarming in tested if alarming)
            false = _share(total > threshold for total, alarming in tested if not alarming)
            shares.append(f"{threshold:4.1f}: {heard:6.1%} {false:5.1%}")
        yield f"{source}  heard, false alarms  " + "   ".join(shares)


def _share(answers: Iterable[bool]) -> float:
    known = list(answers)
    return sum(known) / len(known)


def main(arguments: Sequence[str]) -> None:
    encoder, every = Encoder(ENCODER), examples()
    rows = vectors(encoder, [example.text for example in every], WHOLE_TOKENS)
    if arguments == ["--check"]:
        for line in check(every, rows, encoder):
            print(line, flush=True)
    elif len(arguments) == 1:
        folder = Path(arguments[0])
        folder.mkdir(parents=True, exist_ok=True)
        save(train(every, rows, encoder), folder)
    else:
        raise SystemExit("Usage: python -m bot.safety.train_second_opinion FOLDER | --check")


if __name__ == "__main__":
    main(sys.argv[1:])
