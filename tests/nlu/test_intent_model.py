"""The classifier without Rasa: it ranks intents, and after storing it ranks them the same."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.intent_model import IntentModel, Ranked, Settings
from bot.nlu.ngrams import Ngrams, unit_rows

EXAMPLES = {
    "report_code": ["the code never came", "no security code", "where is my code", "code by email is missing"],
    "report_gp": ["my surgery does not connect", "cannot link my GP", "no connection to the doctor", "GP link"],
    "greet": ["hello", "good morning", "hi there", "hello again"],
}
WIDTH = 16
SETTINGS = Settings(dimensions=8)


def vectors_of(texts: list[str]) -> np.ndarray:
    """Unit vectors that depend on the words only, in place of the sentence encoder's."""
    rows = np.zeros((len(texts), WIDTH))
    for row, text in zip(rows, texts, strict=True):
        for word in text.split():
            row += np.random.default_rng(list(word.encode())).normal(size=WIDTH)
    return unit_rows(rows).astype(np.float32)


def fitted(*intents: str) -> IntentModel:
    chosen = {intent: EXAMPLES[intent] for intent in intents or EXAMPLES}
    texts = [text for examples in chosen.values() for text in examples]
    owners = [intent for intent, examples in chosen.items() for _ in examples]
    return IntentModel.fit(texts, vectors_of(texts), owners, SETTINGS)


def ranked(model: IntentModel, *texts: str) -> list[Ranked]:
    return model.rank(list(texts), vectors_of(list(texts)))


def test_a_training_message_is_ranked_first_in_its_intent() -> None:
    model = fitted()
    for intent, examples in EXAMPLES.items():
        assert [one.intents[0][0] for one in ranked(model, *examples)] == [intent] * len(examples)


def test_every_intent_is_ranked_once() -> None:
    (one,) = ranked(fitted(), "no code")
    assert sorted(name for name, _ in one.intents) == sorted(EXAMPLES)


@pytest.mark.parametrize("text", ["no security code", "hello", "qwxz vbnm", "", "zzz " * 200, "\N{PILE OF POO}"])
def test_confidences_are_between_nothing_and_one(text: str) -> None:
    (one,) = ranked(fitted(), text)
    assert all(0 <= confidence <= 1 for _, confidence in one.intents)


def test_what_is_like_no_training_message_is_trusted_less() -> None:
    known, strange = ranked(fitted(), "no security code", "qwxz vbnm plkj")
    assert known.intents[0][1] > strange.intents[0][1] + 0.2


def test_several_texts_are_ranked_as_each_alone() -> None:
    model, texts = fitted(), ["hello", "no code", "GP link"]
    together, alone = ranked(model, *texts), [ranked(model, text)[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert [name for name, _ in one.intents] == [name for name, _ in other.intents]
        assert [c for _, c in one.intents] == pytest.approx([c for _, c in other.intents], abs=1e-5)


def test_two_intents_are_told_apart_too() -> None:
    """scikit-learn keeps one row of weights where there are two classes."""
    model = fitted("greet", "report_gp")
    assert [one.intents[0][0] for one in ranked(model, "hello again", "GP link")] == ["greet", "report_gp"]
    assert all(len(one.intents) == 2 for one in ranked(model, "hello", "what"))


def test_a_loaded_model_ranks_as_the_stored_one(tmp_path: Path) -> None:
    model, texts = fitted(), ["hello", "no code came", "doctor link", "something else", ""]
    model.save(tmp_path)
    before, after = ranked(model, *texts), ranked(IntentModel.load(tmp_path), *texts)
    for one, other in zip(before, after, strict=True):
        assert [name for name, _ in one.intents] == [name for name, _ in other.intents]
        assert [c for _, c in one.intents] == pytest.approx([c for _, c in other.intents], abs=1e-2)


def test_a_loaded_model_has_the_same_intents_and_settings(tmp_path: Path) -> None:
    fitted().save(tmp_path)
    assert IntentModel.load(tmp_path).intents == sorted(EXAMPLES)
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["settings"]["dimensions"] == 8


def test_the_model_is_stored_without_pickle(tmp_path: Path) -> None:
    fitted().save(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["model.json", "model.npz"]
    with np.load(tmp_path / "model.npz", allow_pickle=False) as stored:
        assert all(stored[name].dtype.kind in "iuf" for name in stored.files)
    with zipfile.ZipFile(tmp_path / "model.npz") as archive:
        assert all(name.endswith(".npy") for name in archive.namelist())


def test_fitting_twice_gives_the_same_model() -> None:
    one, other = ranked(fitted(), "a code for my GP"), ranked(fitted(), "a code for my GP")
    assert one == other


def test_the_nearest_training_message_is_itself() -> None:
    texts = [text for examples in EXAMPLES.values() for text in examples]
    (found,) = fitted().nearest(texts[5], vectors_of([texts[5]])[0], 1)
    assert found.text == texts[5]
    assert found.likeness == pytest.approx(1, abs=1e-3)


def test_rows_without_anything_stay_without_anything() -> None:
    assert unit_rows(np.zeros((1, 3))).tolist() == [[0, 0, 0]]


def test_ngrams_are_unit_rows_of_bounded_width() -> None:
    texts = [text for examples in EXAMPLES.values() for text in examples]
    rows = Ngrams.fit(texts, 8)[0].transform([*texts, ""])
    assert rows.shape == (len(texts) + 1, 8)
    assert np.allclose(np.linalg.norm(rows[:-1], axis=1), 1, atol=1e-3)
    assert not rows[-1].any()


def test_a_slip_of_the_pen_is_near_the_right_spelling_by_its_letters() -> None:
    texts = ["security code never came", "security code missing", "surgery connection fails", "surgery link fails"]
    ngrams, _ = Ngrams.fit(texts, 3)
    typo, right, other = ngrams.transform(["secrity cod nevr came", "security code never came", "surgery link"])
    assert typo @ right > typo @ other


def test_a_text_alone_has_the_row_it_had_in_training() -> None:
    """The lean counting agrees with scikit-learn's."""
    texts = ["the code never came", "no code, no code!", "GP link", "Where is my GP's code?", "nothing came"]
    ngrams, rows = Ngrams.fit(texts, 4)
    np.testing.assert_allclose(ngrams.transform(texts), rows, atol=1e-5)
