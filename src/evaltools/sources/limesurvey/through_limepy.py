"""Windows of responses through limepy's own download function, for those who chose `client = "limepy"`.

limepy asks with `requests.post`, without a time-out, and looks at neither HTTP status nor error. So its module's `requests` is
replaced once by an object that posts through our session, to the address that answers, and raises what citric raises.
"""

from __future__ import annotations

import importlib
import random
import threading
from collections.abc import Callable
from typing import Any

import requests
from citric.exceptions import InvalidJSONResponseError, ResponseMismatchError, RPCInterfaceNotEnabledError
from citric.session import handle_rpc_errors

from ...errors import SettingsError

Export = Callable[..., bytes]


class _Answer:
    """A checked answer, in the shape in which limepy takes it."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def json(self) -> dict[str, Any]:
        return self._content


class _Requests(threading.local):
    """What limepy takes for the module `requests`: each thread's own session and address."""

    session: requests.Session
    address: str

    def post(self, url: str, json: dict[str, Any]) -> _Answer:
        """Ask what limepy asks; its own `url` knows only one of LimeSurvey's two forms."""
        response = self.session.post(self.address, json=json)
        response.raise_for_status()
        if not response.content.strip():
            raise RPCInterfaceNotEnabledError
        return _Answer(_checked(response, json["id"]))


_through = _Requests()


def _checked(response: requests.Response, asked: int) -> dict[str, Any]:
    try:
        content = response.json()
    except requests.JSONDecodeError:
        raise InvalidJSONResponseError from None
    if content["id"] != asked:
        raise ResponseMismatchError("The answer is to another request.")
    handle_rpc_errors(content["result"], content["error"])
    if not isinstance(content["result"], str):
        raise TypeError("An export is a text.")
    return dict(content)


def export_through(session: requests.Session, address: str) -> Export:
    """A function that exports through limepy: session key, survey and the options of citric's `export_responses`; gives bytes.

    Raises SettingsError where limepy is not installed.
    """
    try:
        download = importlib.import_module("limepy.download")
    except ImportError:
        raise SettingsError('limepy is not installed, but [limesurvey] says client = "limepy".',
                            "Install it with `pip install evaltools[lab]`, or take `client` out of evaltools.toml.") from None
    download.__dict__["requests"] = _through

    def export(key: str, sid: int, *, file_format: str, completion_status: str, heading_type: str, response_type: str,
               from_response_id: int | None, to_response_id: int | None, fields: list[str] | None) -> bytes:
        _through.session, _through.address = session, address
        number = random.randint(1, 999_999)  # limepy's `user_id` is the request's number; LimeSurvey does not answer a 0
        text: str = download.export_responses(number, address, key, sid, None, file_format, completion_status, heading_type,
                                              response_type, from_response_id, to_response_id, fields)
        return text.encode("utf-8", "surrogatepass")
    return export
