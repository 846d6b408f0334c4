"""The API does what its OpenAPI says, whatever it is sent: schemathesis makes requests up and checks the answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth

from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("openapi")
    with served(folder, FakeEngine(), conversations_an_hour=100_000) as bot:
        yield bot


OPERATIONS = [
    "POST /conversations",
    "POST /messages",
    "GET /messages",
    "PUT /read",
    "PUT /typing",
    "POST /end",
    "GET /notice",
]


@pytest.mark.parametrize("name", [*OPERATIONS, "GET /notice", "DELETE /conversations"])
def test_the_api_answers_as_it_is_described(api: Served, name: str) -> None:
    """A stream has no end to wait for; test_talking.py and test_attacks.py read it."""
    method, path = name.split()
    schema = schemathesis.openapi.from_url(f"{api.url}/api/v1/openapi.json")
    operation = schema[f"/api/v1{path}"][method]
    person = Person.at(api.url)
    person.http.close()

    @given(case=operation.as_strategy())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def answers(case: schemathesis.Case) -> None:
        # Every request has a token here; what happens without one is tested in test_attacks.py.
        response = case.call(base_url=api.url, headers=person.headers, timeout=20)
        case.validate_response(response, excluded_checks=[ignored_auth])

    answers()


def test_the_description_names_every_operation(api: Served) -> None:
    found = httpx.get(f"{api.url}/api/v1/openapi.json", trust_env=False).json()["paths"]
    assert {(method, path.removeprefix("/api/v1")) for path, methods in found.items() for method in methods} == {
        ("post", "/conversations"),
        ("delete", "/conversations"),
        ("post", "/messages"),
        ("get", "/messages"),
        ("get", "/events"),
        ("put", "/read"),
        ("post", "/end"),
        ("put", "/typing"),
        ("get", "/notice"),
    }
