"""Finds email addresses in messages, also spoken or mistyped ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.spoken_numbers import read_number
from content.phrases import PhrasesOf

LONGEST_TEXT = 4_000
MOST_PLACES = 40  # "at"s and "@"s looked at in one text, so that the time taken has a bound
OUR_SENDERS = ("@login.nhs.uk",)  # NHS login writes from here; nobody logs in with it


@dataclass(frozen=True)
class FoundEmail:
    """An address at text[start:end]; `value` is in lower case, its signs put back, its form not checked."""

    start: int
    end: int
    value: str


_TOP = "com|uk|org|net|gov|edu|info|eu|ie|biz|io|me|test|example|de|fr|es|pl|pt|nl|co|ac|nhs|scot|wales|cymru|london"
_PHRASES = PhrasesOf("emails")
_COMPLETE = re.compile(rf"(?:{_TOP})")
_SECOND_LEVEL = {"co", "ac", "org", "gov", "nhs", "net", "me"}  # a country may follow these: .co.uk
_RESERVED = {"example", "test"}  # endings for trying things out, and ordinary names too: example.com
_MAILBOX_PROVIDERS = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|btinternet|aol|sky|msn|me|mail|gmx"
    r"|talktalk|virginmedia"
    r"|ntlworld|example|protonmail|proton)\."
)


def find_emails(text: str) -> list[FoundEmail]:
    """The addresses in a text, in order, without OUR_SENDERS; read up to LONGEST_TEXT characters."""
    folded = text[:LONGEST_TEXT].lower()
    if len(folded) != len(text[:LONGEST_TEXT]):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[:LONGEST_TEXT])
    found: list[FoundEmail] = []
    for place, at in enumerate(_PHRASES["at"].finditer(folded)):
        if place >= MOST_PLACES:
            break
        email = _around(folded, at, found[-1].end if found else 0)
        if email and not email.value.endswith(OUR_SENDERS):
            found.append(email)
    return found


def _around(folded: str, at: re.Match[str], floor: int) -> FoundEmail | None:
    """The address around one "at", if the words on both sides can form one."""
    domain = _domain(folded, at.end())
    left = _local(folded, at.start(), floor) if domain else None
    if domain is None or left is None:
        return None
    (host, end, said_dot), (local, start) = domain, left
    if at["said"] and not _believable(folded, local, host, start, said_dot):
        return None
    return FoundEmail(start, end, f"{local}@{host}")


def _domain(folded: str, at: int) -> tuple[str, int, bool] | None:
    """Host, its end, and whether a dot was said aloud. Stops at the first ending that is complete."""
    whole = _PHRASES["domain"].match(folded, at)
    if whole is None:
        return None
    labels, end, said = [whole["first"]], whole.end("first"), False
    for step in _PHRASES["step"].finditer(folded, whole.end("first"), whole.end()):
        if not _goes_on(folded, labels, step):
            break
        labels, end = [*labels, step["label"].strip("-")], step.end()
        said = said or len(step["dot"].strip()) > 1
    whole_name = len(labels) > 1 and re.fullmatch("[a-z]{2,24}", labels[-1])
    return (".".join(labels), end, said) if whole_name else None


def _goes_on(folded: str, labels: list[str], step: re.Match[str]) -> bool:
    """Whether another label belongs to the host, and does not begin the next sentence."""
    last, label, tight = labels[-1], step["label"].strip("-"), step["dot"] == "."
    known = _COMPLETE.fullmatch(label) is not None
    if not label:
        return False
    if len(labels) == 1 or not _COMPLETE.fullmatch(last):
        return tight or known or _more(folded, step)
    if last in _SECOND_LEVEL:
        return len(label) == 2 if tight else label == "uk"
    return (known and (tight or last in _RESERVED)) or (tight and _more(folded, step))


def _more(folded: str, step: re.Match[str]) -> bool:
    """Whether another known ending follows a middle label: `at mail dot example dot com`."""
    following = _PHRASES["step"].match(folded, step.end())
    return following is not None and _COMPLETE.fullmatch(following["label"]) is not None


def _local(folded: str, end: int, floor: int) -> tuple[str, int] | None:
    """The part before the "@" and where it starts."""
    closing = folded[end - 1 : end] == '"' and folded.rfind('"', max(floor, end - 66), end - 1) >= 0
    stop = end - closing
    floor = max(floor, stop - 120)
    left = _PHRASES["said_number"].sub(_as_digits, folded[floor:stop])
    match = _PHRASES["local"].search(left)
    if match is None:
        return None
    written, start = match[0], floor + match.start()
    while (cut := _PHRASES["first_atom"].match(written)) and cut[1] in _PHRASES().word_set("talk"):
        written, start = written[cut.end() :], start + cut.end()
    kept = written.lstrip("'\u2019-+%")
    start += len(written) - len(kept)
    signs = _PHRASES().table("signs")
    plain = _PHRASES["said_sign"].sub(lambda sign: str(signs[re.sub(r"\s", "", sign[1])]), kept).replace(",", ".")
    return (plain.replace("\u2019", "'"), start) if plain else None


def _as_digits(said: re.Match[str]) -> str:
    number = read_number(said.string, said.start("number"))
    return said["sign"] + (number.digits if number and number.end == said.end() else said["number"])


def _believable(folded: str, local: str, host: str, start: int, said_dot: bool) -> bool:
    """Whether "x at y" is an address and no talk about a place: `look at example.com` is not one."""
    if (
        local in _PHRASES().word_set("talk")
        or host.split(".")[0] in _PHRASES().word_set("not_domains")
        or _PHRASES["number_word"].fullmatch(local)
        or _PHRASES["odd_lead"].search(folded, max(0, start - 20), start)
    ):
        return False
    shaped = bool(re.search(r"[._+0-9-]", local))
    return shaped or said_dot or bool(_MAILBOX_PROVIDERS.match(host)) or not folded[:start].strip()
