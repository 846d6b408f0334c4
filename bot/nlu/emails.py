"""Finds email addresses in messages, also spoken or mistyped ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.spoken_numbers import read_number

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
# "@", "(at)", "at", "at sign"; the group `said` is a bare word, which needs more proof.
_AT = re.compile(
    r"\s{0,2}(?:@|[\[({<]\s?at\s?[\])}>]|\bat\s(?:sign|symbol)\b)\s{0,2}"
    r"|\s{1,2}(?P<said>at)\s{1,2}(?!sign|symbol)"
)
_ATOM = r"[a-z0-9_%+'\u2019-]{1,40}"
_OPEN, _CLOSE = r"(?:\s{0,2}[\[(]\s?|\s{1,2})", r"(?:\s?[\])]\s{0,2}|\s{1,2})"
_SIGN = rf"(?:\.|{_OPEN}(?:dot|point|full\sstop|underscore|hyphen|dash|plus){_CLOSE})"
_LOCAL = re.compile(rf"(?<![a-z0-9_%+'\u2019.-]){_ATOM}(?:(?:{_SIGN}|,(?=[a-z0-9])){_ATOM}){{0,6}}$")
_DOT = rf"(?:\s?[.,]\s?|{_OPEN}(?:dot|point|full\sstop){_CLOSE})"
_DOMAIN = re.compile(rf"(?P<first>[a-z0-9][a-z0-9-]{{0,62}})(?P<rest>(?:{_DOT}[a-z0-9-]{{1,40}}){{1,5}})")
_STEP = re.compile(rf"(?P<dot>{_DOT})(?P<label>[a-z0-9-]{{1,40}})")
_COMPLETE = re.compile(rf"(?:{_TOP})")
_SECOND_LEVEL = {"co", "ac", "org", "gov", "nhs", "net", "me"}  # a country may follow these: .co.uk
_RESERVED = {"example", "test"}  # endings for trying things out, and ordinary names too: example.com
_WORDS = {
    "dot": ".",
    "point": ".",
    "fullstop": ".",
    "plus": "+",
    "hyphen": "-",
    "dash": "-",
    "underscore": "_",
}
_SAID_SIGN = re.compile(r"[\s\[(]*\b(dot|point|full\sstop|underscore|hyphen|dash|plus)\b[\s\])]*")
_FIRST_ATOM = re.compile(r"([a-z0-9_%+'\u2019-]+)(?:,|\s+(?:dot|point|hyphen|dash|plus)\s+)")
_NUMBER_WORD = (
    "(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir"
    "|four|fif|six|seven|eigh"
    "|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|triple)"
)
_SAID_NUMBER = re.compile(
    rf"(?P<sign>\b(?:dot|point|underscore|hyphen"
    rf"|dash)\s)(?P<number>{_NUMBER_WORD}(?:[\s-]{_NUMBER_WORD}){{0,5}})$"
)
# Words before "at" or "dot" in ordinary talk, which are not mailboxes.
_TALK_WORDS = """
    i i'm im am is are was were be been being it its it's that this look looks looked looking log logs
    logged logging login sign signed go goes going get gets got getting stuck me you he she we they us them
    him her not no up in out on off all one here there stop stopped click clicked try tried trying arrive
    arrived stay work works working app account page site website email mail mailbox address inbox password
    code surgery doctor gp anyone someone staff people everyone contact register registered reached
    available problem error and or but then of to with for from my the a an only just still good bad live
    lives home meet seen found start started point pointed aimed back shown held stored kept made set sent
    receive received using used team support please yes ok okay hi hello sorry laughing shouting once last
    least first now again phone
"""
_TALK = frozenset(_TALK_WORDS.split())
_NOT_DOMAINS = frozenset(("the", "my", "a", "an", "your", "our", "his", "her", "home", "work", "school", "night"))
_NOT_DOMAINS |= frozenset(("this", "that", "all", "it", "least", "last", "once"))
_ODD_LEAD = re.compile(r"(?:,\s|\b(?:then|letter|capital|case|for|double)\s+)$")
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
    for place, at in enumerate(_AT.finditer(folded)):
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
    whole = _DOMAIN.match(folded, at)
    if whole is None:
        return None
    labels, end, said = [whole["first"]], whole.end("first"), False
    for step in _STEP.finditer(folded, whole.end("first"), whole.end()):
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
    following = _STEP.match(folded, step.end())
    return following is not None and _COMPLETE.fullmatch(following["label"]) is not None


def _local(folded: str, end: int, floor: int) -> tuple[str, int] | None:
    """The part before the "@" and where it starts."""
    closing = folded[end - 1 : end] == '"' and folded.rfind('"', max(floor, end - 66), end - 1) >= 0
    stop = end - closing
    floor = max(floor, stop - 120)
    left = _SAID_NUMBER.sub(_as_digits, folded[floor:stop])
    match = _LOCAL.search(left)
    if match is None:
        return None
    written, start = match[0], floor + match.start()
    while (cut := _FIRST_ATOM.match(written)) and cut[1] in _TALK:
        written, start = written[cut.end() :], start + cut.end()
    kept = written.lstrip("'\u2019-+%")
    start += len(written) - len(kept)
    plain = _SAID_SIGN.sub(lambda sign: _WORDS[re.sub(r"\s", "", sign[1])], kept).replace(",", ".")
    return (plain.replace("\u2019", "'"), start) if plain else None


def _as_digits(said: re.Match[str]) -> str:
    number = read_number(said.string, said.start("number"))
    return said["sign"] + (number.digits if number and number.end == said.end() else said["number"])


def _believable(folded: str, local: str, host: str, start: int, said_dot: bool) -> bool:
    """Whether "x at y" is an address and no talk about a place: `look at example.com` is not one."""
    if (
        local in _TALK
        or host.split(".")[0] in _NOT_DOMAINS
        or re.fullmatch(_NUMBER_WORD, local)
        or _ODD_LEAD.search(folded, max(0, start - 20), start)
    ):
        return False
    shaped = bool(re.search(r"[._+0-9-]", local))
    return shaped or said_dot or bool(_MAILBOX_PROVIDERS.match(host)) or not folded[:start].strip()
