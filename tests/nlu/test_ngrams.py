"""The n-grams are scikit-learn's, counted faster; reduced, a slip of the pen stays near its word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.ngrams import Ngrams, of_characters, of_words

TEXTS = ["no code came", "the code never came", "no email with a code", "cannot log in", "I can't log in at all"]
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "min_df": 2}
WORDS = {"analyzer": "word", "ngram_range": (1, 2), "sublinear_tf": True, "token_pattern": r"(?u)\b\w+\b"}


@given(st.text(alphabet="abc d'é1", max_size=12))
def test_the_ngrams_of_a_text_are_scikit_learns(text: str) -> None:
    characters = TfidfVectorizer(**CHARACTERS).build_analyzer()(text)
    assert [ngram for word in text.lower().split() for ngram in of_characters(word)] == characters
    assert of_words(text) == TfidfVectorizer(**WORDS).build_analyzer()(text)


def test_the_weights_are_scikit_learns() -> None:
    fitted, _ = Ngrams.fit(TEXTS, 3)
    for part, settings in enumerate((CHARACTERS, WORDS)):
        theirs = TfidfVectorizer(**settings)
        wanted = theirs.fit_transform(TEXTS).toarray()
        names = list(theirs.get_feature_names_out())
        assert fitted.vocabularies()[part] == names
        first = 0 if part == 0 else len(fitted.vocabularies()[0])
        ours = fitted._weights(TEXTS).toarray()[:, first : first + len(names)]
        np.testing.assert_allclose(ours, wanted, atol=1e-6)


@pytest.mark.parametrize("text", ["", "   ", "zzzz qqqq"])
def test_a_text_without_a_known_ngram_has_a_row_of_zeros(text: str) -> None:
    fitted, _ = Ngrams.fit(TEXTS, 3)
    assert not fitted.transform([text]).any()


def test_several_texts_have_the_rows_that_each_has_alone() -> None:
    fitted, _ = Ngrams.fit(TEXTS, 3)
    alone = np.vstack([fitted.transform([text]) for text in TEXTS])
    np.testing.assert_allclose(fitted.transform(TEXTS), alone, atol=1e-6)
