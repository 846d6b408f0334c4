"""A person whose words are easy to find, and staff who write about them: one of everything that can be kept."""

from __future__ import annotations

from pathlib import Path

import httpx

from bot.commands.desk_user import make_link
from bot.commands.processes import free_port
from bot.conversations.agent import Role
from bot.settings import Settings
from tests.desk.reading import Forms
from tests.faults.stubborn import Stubborn
from tests.faults.stubborn_agent import StubbornAgent
from tests.faults.system import System

NAME, EMAIL, PLACE, SECRET, TELEGRAM = "Zebedee", "mavis.quince", "Snettisham", "Tr0ub4dor", "7700900461"
WHAT_IS_KEPT = (NAME, EMAIL, PLACE, TELEGRAM)
TELEGRAM_SECRET = "0123456789abcdef"


def environment() -> dict[str, str]:
    """Cases go to a mail server and messages to a provider that are away: deliveries wait in the outbox."""
    return {
        "DESK_WAIT_MINUTES": "60",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(free_port()),
        "SMTP_SECURITY": "none",
        "CASE_EMAIL_FROM": "assistant@example.org",
        "CASE_EMAIL_TO": "team@example.org",
        "PUBLIC_URL": "https://assistant.example.org",
        "TELEGRAM_TOKEN": "123456:ABC-DEF",
        "TELEGRAM_SECRET": TELEGRAM_SECRET,
        "TELEGRAM_API": f"http://127.0.0.1:{free_port()}",
    }


def staff(whole: System, database: str) -> StubbornAgent:
    settings = Settings.read({"DATA_DIR": str(whole.folder), "DATABASE_URL": database})
    agent = StubbornAgent(whole.url)
    agent.join(make_link(settings, "sam@example.org", {"name": "Sam", "role": Role.ADMIN}, "root"))
    agent.be_there()
    return agent


def asks_everything(url: str) -> Stubborn:
    """Until a person is asked for."""
    person = Stubborn(url)
    person.open()
    person.hear(person.say(f"my password is {SECRET}"), "password")
    person.hear(person.say(f"zxcv {PLACE} qwerty"), "")
    person.hear(person.say(f"I am {NAME} of {PLACE}, it says CID7029"), "email address for your NHS login")
    person.hear(person.say(f"{EMAIL}@example.com"), EMAIL)
    person.hear(person.say("yes"), "A person from the support team will reply to you here")
    return person


def writes_everything(agent: StubbornAgent) -> str:
    """The conversation: taken, answered, noted, labelled; what was not understood is proposed as an example."""
    conversation = agent.take_next()
    agent.reply(conversation, f"Hello {NAME}, I can see your case.")
    here = f"/desk/conversations/{conversation}"
    submit(agent, here, f"{here}/note", text=f"{NAME} rang from {PLACE}.")
    submit(agent, here, f"{here}/labels", labels=NAME)
    page = agent.http.get("/desk/not-understood")
    (action,) = (action for action in Forms(page.text).found if action.startswith("/desk/not-understood/"))
    proposed = agent.submit(page, action, intent="out_of_scope", text=f"{NAME} {PLACE}")
    assert "The proposal has been saved." in proposed.text
    return conversation


def submit(agent: StubbornAgent, page: str, action: str, **typed: str) -> None:
    assert agent.submit(agent.http.get(page), action, **typed).status_code == httpx.codes.OK


def writes_by_telegram(url: str) -> None:
    chat = {"id": int(TELEGRAM), "type": "private", "first_name": NAME}
    message = {"message_id": 1, "date": 1764000000, "chat": chat, "from": chat, "text": f"{NAME} gets no security code"}
    answer = httpx.post(
        f"{url}/channels/telegram",
        json={"update_id": 1, "message": message},
        headers={"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET},
        timeout=20,
        trust_env=False,
    )
    assert answer.status_code == httpx.codes.OK


def files_with(folder: Path, words: str) -> set[str]:
    """Files under it that have the words, in any case."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and words.lower().encode() in file.read_bytes().lower()
    }
