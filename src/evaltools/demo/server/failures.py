"""The ways in which RemoteControl says no; none of them reaches a user, the HTTP side turns each into its reply."""

from __future__ import annotations


class Failure(Exception):
    """Anything that is not a result."""


class Status(Failure):
    """A business failure or an empty result: `{"result": {"status": text}, "error": null}` with HTTP 200.

    `told` is a text, but for a participant who is refused: there it is her mistakes, by column.
    """

    def __init__(self, told: str | dict[str, list[str]]) -> None:
        super().__init__(told)
        self.told = told


class RemoteError(Failure):
    """What LimeSurvey raises itself: `{"result": null, "error": text}` with HTTP 200."""


class Unsupported(RemoteError):
    """LimeSurvey would answer this, the embedded server cannot: it says so instead of inventing an answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The embedded server does not offer {what}.")


class PlainText(Failure):
    """A sentence in place of the JSON, with HTTP 200."""


class Crash(Failure):
    """What PHP does not catch (unknown method, missing parameter, wrong type): an HTML page with HTTP 500."""


class Refused(Failure):
    """The endpoint of the other URL form, or any wrong path: an HTML page with HTTP 400."""
