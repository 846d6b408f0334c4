"""Checks a login email for its form and for slips of the pen; whether it exists is not looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

LONGEST_TYPED = 400

# The mailboxes that people in Britain use most. A domain here is never a slip.
PROVIDERS = (
    *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com", "live.co.uk"),
    *(
        "msn.com",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "aol.com",
        "btinternet.com",
        "sky.com",
        "talktalk.net",
    ),
    *("virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "tiscali.co.uk", "nhs.net", "nhs.uk"),
)
# Real mailboxes one slip away from those: they are taken as they are.
_REAL = frozenset(
    (
        *(
            "mail.com",
            "email.com",
            "gmx.com",
            "gmx.co.uk",
            "ymail.com",
            "rocketmail.com",
            "me.com",
            "mac.com",
        ),
        *("outlook.co.uk", "bt.com", "btopenworld.com", "aim.com", "aol.co.uk", "virgin.net", "proton.me"),
        *(
            "protonmail.com",
            "fastmail.com",
            "zoho.com",
            "tutanota.com",
            "hotmail.fr",
            "yahoo.fr",
            "hotmail.es",
        ),
        *(
            "live.ie",
            "yahoo.ie",
            "hotmail.it",
            "yahoo.it",
            "yahoo.in",
            "yahoo.co.in",
            "wp.pl",
            "o2.pl",
            "o2.co.uk",
        ),
    )
)
_ENDINGS = (
    (re.compile(r"\.(?:con|cmo|ocm|vom|xom|comm|cim|coom)$"), ".com"),
    (re.compile(r"\.co\.?(?:ik|u|yk|uk|ku|k|ukk)$|\.couk$|\.c\.uk$|\.co\.uk\.uk$"), ".co.uk"),
)
# Other endings typed after a provider's name: `gmail.co` means gmail.com, `hotmail.co` either of two.
_NEAR_ENDINGS = frozenset(("co", "cm", "om", "uk", "co.uk"))


@dataclass(frozen=True)
class EmailCheck:
    """An address as it will be used, what is wrong with it, and the one the person may have meant."""

    address: str
    problem: Literal["not_an_address"] | None = None
    suggestion: str | None = None


def check(value: str) -> EmailCheck:
    """The form of an address, and a likely correction of a slip in a well-known provider's name."""
    typed = value[:LONGEST_TYPED].strip().strip("<>\"'").rstrip(".,;!?").lower()
    repaired = typed.replace(",", ".")
    try:
        address = _validated(repaired)
    except EmailNotValidError:
        return EmailCheck(typed, problem="not_an_address")
    meant = _meant(address)
    if repaired != typed:
        return EmailCheck(typed, problem="not_an_address", suggestion=meant or address)
    return EmailCheck(address, suggestion=meant)


def _validated(typed: str) -> str:
    # A test environment is one that knows addresses ending in .test, as our own dialogues have them.
    address = validate_email(typed, check_deliverability=False, test_environment=True).normalized.lower()
    if "." not in address.rpartition("@")[2]:
        raise EmailNotValidError("The domain has no dot.")
    return str(address)


def _meant(address: str) -> str | None:
    name, _, domain = address.rpartition("@")
    better = _provider(domain)
    return f"{name}@{better}" if better and better != domain else None


def _provider(domain: str) -> str | None:
    """The one domain that this is a slip of; None for good and unrelated ones, and when two are as near."""
    ended = _with_ending(domain)
    if ended in PROVIDERS or ended in _REAL:
        return ended
    name, _, ending = ended.partition(".")
    of_that_name = [provider for provider in PROVIDERS if provider.partition(".")[0] == name]
    if of_that_name and ending in _NEAR_ENDINGS:
        return of_that_name[0] if len(of_that_name) == 1 else None
    near = sorted((OSA.distance(ended, provider), provider) for provider in PROVIDERS)
    (nearest, provider), (second, _) = near[0], near[1]
    likely = nearest <= _allowed(provider) and nearest < second and provider.endswith(f".{ending}")
    return provider if likely else ended


def _with_ending(domain: str) -> str:
    for slip, ending in _ENDINGS:
        if slip.search(domain):
            return slip.sub(ending, domain)
    return domain


def _allowed(provider: str) -> int:
    """Keys that may be hit wrongly, left out, added or swapped: none in a short name, as `ms.com` is another's."""
    length = len(provider.partition(".")[0])
    return 0 if length < 5 else 1 if length < 9 else 2
