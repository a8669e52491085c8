"""Chromium without a window, driven over its own debugging protocol: what it asks for, what it complains of, what it measures."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--remote-allow-origins=*",
         "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")


def program() -> str | None:
    """The browser of this machine, if there is one."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Page:
    """One tab."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=30)
        self._number = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and return its result; what happens meanwhile is kept in `events`."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = self._heard()
            if message.get("id") == self._number:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self.events.append(message)

    def _heard(self) -> dict[str, Any]:
        message: dict[str, Any] = {"id": 0}
        while message.get("id") == 0:  # the answers to what is sent below
            message = json.loads(self._socket.recv())
        if message.get("method") == "Page.javascriptDialogOpening":  # else everything waits for a hand that closes it
            self._socket.send(json.dumps({"id": 0, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}))
        return message

    def open(self, path: Path, width: int, height: int = 800, medium: str = "screen") -> None:
        """Open a file in a window of that size, or as it is printed, and wait until it is loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media=medium)
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._heard())

    def value(self, expression: str) -> Any:
        """What an expression gives in the page; a promise is waited for. An error in it fails the test."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """One key, down and up, with what it writes."""
        for kind, written in (("keyDown" if text else "rawKeyDown", text), ("keyUp", "")):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=written)

    def requests(self) -> list[str]:
        """The addresses that the page asked for, itself left out."""
        asked = [event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [url for url in asked[1:] if not url.startswith("data:")]

    def complaints(self) -> list[str]:
        """What the browser or the page wrote to the console, and errors that nothing caught."""
        told = [event["params"]["entry"]["text"] for event in self.events if event["method"] == "Log.entryAdded"]
        own = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        return told + [event["method"] for event in self.events if event["method"] in own]

    def dialogs(self) -> list[str]:
        """What the page said in dialogs."""
        return [event["params"]["message"] for event in self.events if event["method"] == "Page.javascriptDialogOpening"]

    def pdf(self) -> bytes:
        """The page as it prints on A4."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True)["data"])


@contextmanager
def browser() -> Iterator[Page]:
    """A browser with a new profile, and its one tab."""
    found = program()
    assert found
    with tempfile.TemporaryDirectory(prefix="evaltools-browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen([found, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Page(_address(Path(profile)))
        finally:
            process.terminate()
            process.wait(20)


def _address(profile: Path) -> str:
    import urllib.request

    for _ in range(200):
        if (profile / "DevToolsActivePort").exists() and (lines := (profile / "DevToolsActivePort").read_text().split()):
            with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
            if tabs:
                return str(tabs[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise TimeoutError("the browser did not start")
