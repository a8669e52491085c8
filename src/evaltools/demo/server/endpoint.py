"""From the bytes of a request to the bytes of a reply: JSON-RPC as LimeSurvey speaks it, with its seven shapes of failure."""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from . import administration, answering, collection, enrolment, structure, wording
from .exports import Document
from .failures import Crash, PlainText, Refused, RemoteError, Status
from .site import Site

HTML = "text/html; charset=UTF-8"
UrlForm = Literal["path", "get"]
METHODS: dict[str, Callable[..., Any]] = {method.__name__: method for method in (
    structure.get_site_settings, structure.list_surveys, structure.get_survey_properties, structure.get_summary,
    structure.get_fieldmap, structure.list_questions, structure.get_question_properties,
    wording.list_groups, wording.get_group_properties, wording.get_language_properties,
    collection.list_participants, collection.get_response_ids, enrolment.get_participant_properties,
    collection.export_responses, collection.export_responses_by_token,
)}
# One at a time: each of them reads a survey and puts another state of it in its place.
WRITING: dict[str, Callable[..., Any]] = {method.__name__: method for method in (
    administration.import_survey, administration.delete_survey, administration.activate_survey, administration.activate_tokens,
    administration.set_survey_properties,
    enrolment.add_participants, enrolment.delete_participants, enrolment.set_participant_properties,
    answering.add_response, answering.update_response, answering.delete_response,
)}


@dataclass(frozen=True)
class Reply:
    """One HTTP reply. `announced`: a Content-Length other than the true one, for a body that is cut on its way."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    announced: int | None = None


# Called with method and parameters before a request is answered: it may wait, expire sessions, delete responses,
# and may give the reply in the place of LimeSurvey's (a 502 of a proxy, a body that is cut).
Fault = Callable[[str, list[Any]], Reply | None]


@dataclass
class Endpoint:
    """The one address of RemoteControl. The two forms of its URL exclude each other, as on a real server."""

    site: Site
    url_form: UrlForm = "path"
    fault: Fault | None = None

    @property
    def path(self) -> str:
        """What follows the host in the endpoint's URL."""
        return {"path": "/index.php/admin/remotecontrol", "get": "/index.php?r=admin/remotecontrol"}[self.url_form]

    def post(self, target: str, content_type: str, body: bytes, address: str) -> Reply:
        """Answer a POST from an address."""
        try:
            self._check(target)
            if not content_type.startswith("application/json"):
                return Reply()
            return self._answer(body, address)
        except Refused:
            return _page(400, "The CSRF token could not be verified.")
        except Crash:
            return _page(500, "500: Internal Server Error")
        except PlainText as sentence:
            return Reply(str(sentence).encode())

    def _check(self, target: str) -> None:
        asked, own = urlsplit(target), urlsplit(self.path)
        if asked.path != own.path or parse_qs(asked.query).get("r") != parse_qs(own.query).get("r"):
            raise Refused

    def _answer(self, body: bytes, address: str) -> Reply:
        try:
            request = json.loads(body)
            method, params, number = request["method"], request["params"], request.get("id")
            if rb"\u" in body:
                json.dumps(request, ensure_ascii=False).encode()  # half a surrogate pair is no text
        except (ValueError, TypeError, KeyError):
            return _reply(None, None, "unable to decode malformed json")
        injected = self.fault(method, params) if self.fault else None
        if injected is not None:
            return injected
        try:
            result, error = self._call(method, params, address), None
        except Status as status:
            result, error = {"status": status.told}, None
        except RemoteError as failure:
            result, error = None, str(failure)
        # Without an id a request is a notification: it is carried out and not answered.
        return _reply(number, result, error) if number else Reply()

    def _call(self, method: str, params: Any, address: str) -> Any:
        accounts = self.site.accounts
        if method == "get_session_key":
            user, password, plugin = _bound(lambda user, password, plugin="Authdb": None, params)
            return accounts.login(user, password, plugin, address)
        if method == "release_session_key":
            accounts.release(*_bound(lambda key: None, params))
            return "OK"
        called = METHODS.get(method) or WRITING.get(method)
        if called is None:
            raise Crash
        key, *rest = params if isinstance(params, list) and params else [None]
        arguments = _bound(called, [self.site, *rest])
        accounts.check(key)
        with self.site.lock if method in WRITING else nullcontext():
            return called(*arguments)


def _bound(called: Callable[..., Any], params: Any) -> tuple[Any, ...]:
    """The arguments of a call as PHP binds them: too few are a crash, too many are dropped."""
    if not isinstance(params, list):
        raise Crash
    signature = inspect.signature(called)
    try:
        arguments = signature.bind(*params[:len(signature.parameters)])
    except TypeError:
        raise Crash from None
    arguments.apply_defaults()
    return arguments.args


def _reply(number: Any, result: Any, error: str | None) -> Reply:
    if isinstance(result, Document):
        # LimeSurvey streams a file: blanks after the commas, and no escaped slash in the base64.
        stream = b'{"id":%b, "result":"%b", "error":null}' % (json.dumps(number).encode(), base64.b64encode(result))
        return Reply(stream, content_type="application/json")
    content = json.dumps({"id": number, "result": result, "error": error}, separators=(",", ":")).replace("/", r"\/")
    return Reply(content.encode("ascii"), content_type="application/json")


def _page(status: int, title: str) -> Reply:
    return Reply(f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode(), status)
