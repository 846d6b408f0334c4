"""The second opinion: two small models that `make setup` learns from data/safety."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.encoder.errors import EncoderMissing
from bot.safety import Emergency
from bot.safety.emergencies import hear, meaning_of
from bot.safety.second_opinion import FOLDER, MEANING_FILE, WORDS_FILE, SafetyUntrained, SecondOpinion, features


@pytest.fixture(scope="module")
def opinion() -> SecondOpinion:
    return SecondOpinion.load()


@pytest.mark.parametrize("name", [WORDS_FILE, MEANING_FILE])
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "safety"))
    (folder / name).unlink()
    with pytest.raises(SafetyUntrained, match=rf"{name}: run `make setup`"):
        SecondOpinion.load(folder)


def test_a_missing_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="run `make setup`"):
        SecondOpinion.load(encoder=tmp_path)


def test_its_words_hear_an_emergency_rather_than_a_login_complaint(opinion: SecondOpinion) -> None:
    assert opinion.of_words(features(hear("my mum fell over and she is not right").words)) > 0
    assert opinion.of_words(features(hear("the security code never came").words)) < 0


def test_its_meaning_hears_what_no_word_says(opinion: SecondOpinion) -> None:
    assert meaning_of("grandad has gone grey and clammy and is clutching at his front", opinion) > 0
    assert meaning_of("the website has gone grey and I am clutching my phone", opinion) < 0


def test_a_cry_at_the_end_of_a_long_complaint_is_not_drowned(opinion: SecondOpinion) -> None:
    complaint = "I have tried to log in since nine, the code never comes, my surgery says to ask you, nobody answers"
    assert meaning_of(complaint, opinion) < 0
    assert meaning_of(f"{complaint}, and now my little boy has stopped breathing", opinion) > 0


def test_it_names_the_kind(opinion: SecondOpinion) -> None:
    assert opinion.kind(features(hear("my boyfriend punched me").words)) is Emergency.DANGER
