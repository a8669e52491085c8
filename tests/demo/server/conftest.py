"""Recordings, the surveys built from them, and a bare client that sends what was recorded."""

import base64
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import requests

from evaltools.demo.server import HostedSurvey, Server, from_recording
from evaltools.demo.server.survey import Responses

RECORDINGS = Path(__file__).parents[2] / "recordings"
FOLDERS = ("all_question_types", "identified_datestamped", "anonymized", "no_datestamp")
EXCHANGES: dict[str, Any] = json.loads((RECORDINGS / "exchanges.json").read_text("utf-8"))
WRITING: dict[str, Any] = json.loads((RECORDINGS / "writing.json").read_text("utf-8"))
WRITES: dict[str, Any] = json.loads((RECORDINGS / "writes.json").read_text("utf-8"))


@dataclass
class Caller:
    """Sends a recorded request with a real key in the place of the masked one."""

    server: Server
    http: requests.Session = field(default_factory=requests.Session)
    key: str = ""

    def post(self, method: str, *params: Any, number: Any = 1) -> requests.Response:
        return self.http.post(self.server.url, json={"method": method, "params": list(params), "id": number}, timeout=10)

    def login(self) -> str:
        self.key = self.post("get_session_key", self.server.user, self.server.password).json()["result"]
        return self.key

    def call(self, method: str, *params: Any) -> Any:
        return self.post(method, self.key or self.login(), *params).json()["result"]

    def send(self, request: dict[str, Any]) -> requests.Response:
        key = self.key or self.login()
        params = [key if value == "<SESSION_KEY>" else value for value in request["params"]]
        return self.post(request["method"], *params, number=request["id"])


def exchange_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def emptied(survey: HostedSurvey) -> HostedSurvey:
    """The survey as it was before its first response and without a participants table."""
    return replace(survey, responses=Responses.of(()), participants=None)


def inactive(survey: HostedSurvey) -> HostedSurvey:
    """The survey before its activation."""
    return replace(emptied(survey), properties=survey.properties | {"active": "N"})


@pytest.fixture(scope="session")
def recorded() -> dict[str, HostedSurvey]:
    return {folder: from_recording(RECORDINGS / folder) for folder in FOLDERS}


@pytest.fixture(scope="module")
def caller(recorded: dict[str, HostedSurvey]):
    with Server(recorded.values(), superadmin=True) as server:
        caller = Caller(server)
        yield caller
        caller.http.close()


@pytest.fixture
def serve():
    """Start a server with the given surveys and settings; all are stopped at the end of the test."""
    running: list[Caller] = []

    def start(*surveys: HostedSurvey, **settings: Any) -> Caller:
        running.append(Caller(Server(surveys, **settings).__enter__()))
        return running[-1]

    yield start
    for caller in running:
        caller.http.close()
        caller.server.__exit__(None, None, None)


def content_of(text: str | bytes) -> str:
    """A file as import_survey wants it."""
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.fixture
def writable(serve):
    """A server without surveys whose draws are the same in every run."""
    return serve(seed=1)
