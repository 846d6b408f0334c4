"""The second opinion: a small model whose weights can be learned again from the data beside these tests."""

from __future__ import annotations

from bot.safety import Emergency
from bot.safety.emergencies import hear
from bot.safety.second_opinion import WEIGHTS, SecondOpinion, features
from bot.safety.train_second_opinion import alarms, examples, learn


def test_its_weights_are_a_small_file() -> None:
    assert WEIGHTS.stat().st_size < 200_000


def test_it_hears_an_emergency_rather_than_a_login_complaint() -> None:
    opinion = SecondOpinion.load()
    assert opinion.score(features(hear("my mum fell over and she is not right").words)) > 0
    assert opinion.score(features(hear("the security code never came").words)) < 0


def test_it_names_the_kind() -> None:
    opinion = SecondOpinion.load()
    assert opinion.kind(features(hear("my boyfriend punched me").words)) is Emergency.DANGER


def test_training_learns_to_tell_emergencies_apart() -> None:
    sample = examples()[:600]
    judge = learn(sample, alarms)
    right = sum((judge.score(buckets) > 0) == alarms(label) for buckets, label in sample)
    assert right > 0.97 * len(sample)
