"""Detects requests for a person, also beside a problem: "can someone ring me about my surgery".

This is parsed, not learned: the problem in the same message would outweigh the request, but a request for a person
comes first.
"""

from __future__ import annotations

import re

_PERSON = (
    r"(?:(?:a|an|one|some|any|the|your|ur|real|reel|actual|proper|live|human|of|just|my|ya|another|different"
    r"|duty)\s){0,4}"
    r"(?:person|people|human(?: being)?s?|someone|somebody|some1|sum1|sumone|sombody|someone else|advis[eo]rs?|agents?"
    r"|persen|sumone|somone|sm1|lad or lass|lass|officers?|consultant|colleagues?(?: of yours)?|boss|attendant"
    r"|operators?|representatives?|reps?|managers?|supervisors?|member of (?:the )?(?:staff|team)|staff"
    r"|(?:help|support) ?(?:desk|line|team)|customer services?|call handler|bloke|lady|man|woman"
    r"|one of your (?:lot|team|staff))\b"
)
_REAL = r"(?:someone|somebody|some1|person|people|anyone) (?:real|human|proper|alive|with a (?:brain|pulse))"
_MACHINE = r"(?:bot|robot|computer|machine|chatbot|recording|automated \w+)"
_TALK = r"(?:speak|speek|spk|talk|tlk|tork|tallk|chat|converse)(?:ing)?\s(?:(?:to|too|2|with|wiv|w)\s)"
_WANT = (
    r"(?:want|wnat|wana|wanna|need|like|love|prefer|get(?: me)?|give(?: me)?|gimme|send(?: me)?|find me|fetch(?: me)?"
    r"|put me (?:through|thru|on|in touch)(?: to| with)?|(?:pass|transfer|connect|hand|switch)\s(?:me|this)"
    r"(?:\s(?:on|over|back))?(?:\s(?:to|with))?|ask for|let me (?:have|speak to|talk to)|bring me)\s"
)
_CALL = (
    r"\b(?:want|like|need|have|request|require|prefer|arrange)(?: (?:please|to have))?"
    r" a (?:tele)?(?:phone )?(?:call|conversation|talk)\b|"
    r"\b(?:person|human|someone|somebody|some1|some ?'?un|anyone|staff|your (?:people|lot|team)"
    r"|colleagues?|specialist) (?:(?:please|kindly|could|can|should|to|just|actually|will|at the \w+) ){0,2}"
    r"(?:ring|phones?|telephone|calls?)(?! you)\b|"
    r"\b(?:(?:call|ring|phone|telephone|fone)\s(?:me|us|him|her|them|my (?:mum|mom|dad|wife|husband|son|daughter))\b"
    r"|(?:a|the|my)\s(?:call|ring|phone)[ -]?back|callback|(?:give|get) (?:me|us) a (?:call|ring|bell|buzz|phone call)"
    r"|(?:can|could|will|would) (?:you|u|someone|somebody|some1|anyone)(?: please)? (?:call|ring|phone|bell) )"
)
# Somebody else's call, or one that is over: "they said they would ring me", "it did not call me".
_OTHERS_CALL = re.compile(
    r"\b(?:meant to|supposed to|ask(?:ed)? (?:for )?(?:it|them) to|should|would|did(?:\s?n.?t)?|does(?:\s?n.?t)?"
    r"|never|not|won.?t|to (?:call|ring|phone) me|used to|(?:surgery|gp|doctors?|receptionist|nurse|it|they|she"
    r"|he|voice|robot|landline"
    r"|hospital|who|that)\s(?:\w+\s)?)"
    r"\s?(?:call|ring|phone)?$"
)
_WITH_CODE = re.compile(
    r"\s?(?:back |me |us |instead )?(?:with|w|for) (?:the |a |my )?(?:\w+ )?(?:numbers?|codes?|digits)\b"
)
_VERB = re.compile(r"(?:call|ring|phone|telephone|fone)\b")
_NOT = re.compile(r"\b(?:not|n.?t|never|no need|without|instead of|rather than|no) (?:\w+\s){0,3}$")
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!am i )\b{_TALK}{_PERSON}",
        rf"\b{_TALK}{_REAL}",
        rf"\b{_WANT}(?:to\s)?(?:{_TALK})?{_PERSON}(?! (?:else.s|s|login|account|number|app|to (?:log|sign)))",
        rf"\b{_WANT}{_REAL}",
        rf"\b(?:is|are) there (?:any|an?y? )?{_PERSON}(?: (?:there|here|i can|to (?:talk|speak)|available))",
        rf"\bnot an? {_MACHINE}\b|\bno more {_MACHINE}s?\b|\bno (?:bot|robot|chatbot)s?\b|\b(?:don.?t"
        rf"|do not) want (?:an? )?{_MACHINE}s?\b",
        r"\b(?:can|could|will|would) (?:please )?(?:a|an|any|one of your|some) (?:\w+ )?(?:human|person|people|staff"
        r"|agent|advis[eo]r|operator|colleagues?|team|one) (?:please )?(?:look|help|sort|check|explain|deal|fix|contact"
        r"|take|get in touch|see)",
        r"\b(?:speak|talk) (?:with|to) (?:my voice|your boss|one of your)",
        r"\b(?:escalate this|escalate it|hand me over|take over this chat)\b",
        r"\b(?:please|pls|plz|need|needed) an? (?:real |actual |human )?(?:person|human|adviser|advisor|agent"
        r"|operator)\b",
        r"\b(?:real|actual) (?:person|human)s? (?:needed|required|wanted|please|pls)\b",
        r"\bwho (?:can|could|do) i (?:actually |even |please )?(?:talk|speak)\b|\btalk to whoever\b"
        r"|\bpls a real person\b",
        r"\b(?:anyone|someone|somebody) (?:there|here)? ?with a (?:pulse|brain)\b|\bexplain (?:it"
        r"|this) to a (?:real )?person\b",
        r"\b(?:human|person|agent|operator|adviser|advisor|representative)s? (?:please|pls|plz|now)\b",
    )
)
_CALLS = re.compile(_CALL)
LONGEST_TEXT = 1_000


def asks_for_person(text: str) -> bool:
    """Returns whether the text, with its spelling repaired, asks for a person. Reads up to LONGEST_TEXT characters."""
    plain = " ".join(re.sub(r"[^\w'\s]", " , ", text[:LONGEST_TEXT].lower()).split())
    if any(_wanted(plain, match) for pattern in _PATTERNS for match in pattern.finditer(plain)):
        return True
    return any(_ours(plain, call) for call in _CALLS.finditer(plain))


def _ours(plain: str, call: re.Match[str]) -> bool:
    """Whether the call is one that is asked for, not one that should bring a code."""
    before, after = plain[: call.start()].rstrip(), plain[call.end() : call.end() + 30]
    somebody_elses = _VERB.match(call[0]) is not None and _OTHERS_CALL.search(before) is not None
    return not somebody_elses and not _WITH_CODE.match(after)


def _wanted(plain: str, match: re.Match[str]) -> bool:
    machine = match[0].startswith(("not a", "no ", "don", "do not"))
    return machine or not _NOT.search(plain[: match.start()])
