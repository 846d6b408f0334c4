"""Replies teach by question and act; what measures was written by others and is no near copy of what teaches."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from content.replies import Act, DoneAct, Question, Reply, read_replies
from content.schema import Invalid
from tests.replies.measured import writers

LIKE = 0.6  # share of letter trigrams, from which two replies are near copies


def write(folder: Path, replies: str, asked: str = "remedy") -> Path:
    (folder / "remedy.yml").write_text(f"asked: {asked}\nreplies: |\n  {replies}\n")
    return folder


def test_a_reply_is_its_acts_and_its_text(tmp_path: Path) -> None:
    (reply,) = read_replies(write(tmp_path, "works_not, problem no email: nope: still nothing"))
    acts = (DoneAct(Act.WORKS_NOT), DoneAct(Act.PROBLEM, "no email"))
    assert reply == Reply(Question.REMEDY, "nope: still nothing", acts)


@pytest.mark.parametrize(
    ("replies", "asked", "sentence"),
    [
        ("just words", "remedy", "must be the acts, a colon"),
        ("works:", "remedy", "must be the acts, a colon"),
        ("dances: la la", "remedy", "'dances' is no act"),
        ("works 2: yes", "remedy", "works has no value"),
        ("works: yes", "weather", "asked must be one of"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(tmp_path: Path, replies: str, asked: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=r"remedy\.yml") as caught:
        read_replies(write(tmp_path, replies, asked))
    assert sentence in str(caught.value)


def test_every_question_and_every_act_has_examples() -> None:
    replies = read_replies()
    assert {reply.asked for reply in replies} == set(Question)
    assert {done.act for reply in replies for done in reply.acts} == set(Act)


def test_enough_is_measured_by_enough_writers() -> None:
    measured = writers()
    assert len(measured) >= 6
    assert len(read_replies()) + sum(map(len, measured.values())) >= 1500
    assert set(Counter(reply.asked for replies in measured.values() for reply in replies)) == set(Question)


def test_nothing_that_measures_is_a_near_copy_of_what_teaches() -> None:
    taught = Trigrams([reply.text for reply in read_replies()])
    measured = [reply.text for replies in writers().values() for reply in replies]
    assert [text for text in measured if taught.likest(text) >= LIKE] == []


class Trigrams:
    """Of many texts, by the trigram."""

    def __init__(self, texts: list[str]) -> None:
        self._sizes = [len(trigrams(text)) for text in texts]
        self._having = defaultdict[str, list[int]](list)
        for place, text in enumerate(texts):
            for trigram in trigrams(text):
                self._having[trigram].append(place)

    def likest(self, text: str) -> float:
        """The share of letter trigrams that the most similar of the texts has in common with this one."""
        own = trigrams(text)
        shared = Counter(place for trigram in own for place in self._having.get(trigram, ()))
        return max((common / (len(own) + self._sizes[place] - common) for place, common in shared.items()), default=0)


def trigrams(text: str) -> frozenset[str]:
    words = re.sub(r"\W+", " ", text.lower()).strip()
    plain = f" {words} "
    return frozenset(plain[place : place + 3] for place in range(len(plain) - 2))
