"""Sends a recorded sequence of writes to a survey of one's own: the recording calls its survey <SID>, its columns <heading>."""

import json
import re
from typing import Any

from evaltools.demo.server.survey import heading

from .conftest import Caller

LONG = ("<65536 x>", "x" * 65_536)


class Replay:
    """The names that stand in a recording, as they are on the server."""

    def __init__(self, caller: Caller, sid: int) -> None:
        self.caller, self.sid = caller, sid
        fieldmap = caller.call("get_fieldmap", sid)
        self.columns = {f"<{heading(column)}>": name for name, column in fieldmap.items() if column["title"]}

    def real(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self.real(name): self.real(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.real(each) for each in value]
        if value == "<SID>":
            return self.sid
        return {LONG[0]: LONG[1], **self.columns}.get(value, value) if isinstance(value, str) else value

    def symbolic(self, told: Any) -> Any:
        """What the server told, in the recording's names."""
        text = json.dumps(told)
        for symbol, name in sorted(self.columns.items(), key=lambda pair: -len(pair[1])):
            text = text.replace(name, symbol)
        return json.loads(text.replace(str(self.sid), "<SID>").replace("`ls642`", "`<DATABASE>`"))

    def __call__(self, step: dict[str, Any]) -> tuple[Any, Any]:
        """What was told now and what was told then."""
        answered = self.caller.post(step["method"], self.caller.key or self.caller.login(), *self.real(step["params"]))
        if answered.status_code != 200:
            return {"http_status": answered.status_code}, {"http_status": step.get("http_status")}
        told = answered.json()
        now = {"error": told["error"]} if told["error"] is not None else {"result": told["result"]}
        return self.symbolic(now), {name: step[name] for name in ("error", "result") if name in step}


def timeless(value: Any) -> Any:
    """The same without the moment at which it was written."""
    return json.loads(re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", "<MOMENT>", json.dumps(value)))
