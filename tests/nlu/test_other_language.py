"""Another language is noticed by its letters or by the identifier; misspelt English never is one."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.other_language import OtherLanguage, english, language_of

ENGLISH = english()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nie moge sie zalogowac do aplikacji", "polish"),
        ("nu pot intra in contul meu, codul nu vine", "romanian"),
        ("ਮੈਨੂੰ ਕੋਡ ਨਹੀਂ ਮਿਲ ਰਿਹਾ", "panjabi"),
        ("مجھے کوڈ نہیں مل رہا ہے", "urdu"),
        ("nao consigo entrar na minha conta", "portuguese"),
        ("no puedo entrar en mi cuenta", "spanish"),
        ("لا أستطيع الدخول إلى حسابي", "arabic"),
        ("আমি লগইন করতে পারছি না", "bengali"),
        ("મને કોડ મળતો નથી", "gujarati"),
        ("non riesco ad accedere al mio conto", "italian"),
        ("я не можу увійти", "other"),
        ("我無法登錄", "other"),
        ("mera code nahi aa raha", "other"),
    ],
)
def test_a_language_is_named(text: str, language: str) -> None:
    assert language_of(text, ENGLISH) == language


@pytest.mark.parametrize(
    "text",
    [
        "i dont get teh scurity cod on my emal",
        "plese hlp me acount lockd",
        "forgoten my pasword",
        "hola",
        "CID7023",
        "ann@example.com",
        "asdf ghjk qwer",
        "",
        "\N{LOUDLY CRYING FACE}",
        "12345 67890",
    ],
)
def test_english_and_nonsense_are_no_other_language(text: str) -> None:
    assert language_of(text, ENGLISH) is None


def test_the_message_gets_the_intent_and_the_language() -> None:
    (message,) = OtherLanguage().process([Message({TEXT: "no puedo entrar en mi cuenta"})])
    assert message.get(INTENT)["name"] == "other_language"
    assert [entity["value"] for entity in message.get(ENTITIES)] == ["spanish"]


def test_an_english_message_is_left_alone() -> None:
    (message,) = OtherLanguage().process([Message({TEXT: "I cannot log in", INTENT: {"name": "greet"}})])
    assert message.get(INTENT)["name"] == "greet"
