"""What the assistant answers without asking back, what it asks back, and whether it notices two problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluate.topics import Pair, is_right, share


@dataclass(frozen=True)
class AskingFigures:
    """Shares of all messages; `right_choices`: of those asked back, how many are offered the right topic.

    `noticed_both`: of the messages with more than one problem; `taken_for_two`: of the complaints with one.
    """

    answered: float
    answered_right: float
    asked: float
    right_choices: float
    lost: float
    noticed_both: float
    most_urgent_first: float
    taken_for_two: float
    missed: tuple[str, ...]


def asking(pairs: Sequence[Pair]) -> AskingFigures:
    answered = [pair for pair in pairs if pair[1].certainty == "answer"]
    asked = [pair for pair in pairs if pair[1].certainty == "ask"]
    several = [pair for pair in pairs if pair[0].also]
    single = [pair for pair in pairs if not pair[0].also and pair[0].expected in pair[1].problems]
    both = [{message.expected, *message.also} <= set(found.problems) for message, found in several]
    return AskingFigures(
        answered=share(len(answered), len(pairs)),
        answered_right=share(sum(map(is_right, answered)), len(answered)),
        asked=share(len(asked), len(pairs)),
        right_choices=share(sum(message.expected in found.choices for message, found in asked), len(asked)),
        lost=share(len(pairs) - len(answered) - len(asked), len(pairs)),
        noticed_both=share(sum(both), len(several)),
        most_urgent_first=share(sum(map(is_right, several)), len(several)),
        taken_for_two=share(sum(len(set(found.problems)) > 1 for _, found in single), len(single)),
        missed=tuple(
            f"{message.text} ({', '.join([message.expected, *message.also])}; noticed {', '.join(found.problems)})"
            for (message, found), noticed in zip(several, both, strict=True)
            if not noticed
        ),
    )
