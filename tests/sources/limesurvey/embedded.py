"""A survey on the embedded server, whose responses change and whose answers fail as a test wants."""

import json
from collections.abc import Callable

from evaltools.demo.server import Server, from_questionnaire
from evaltools.demo.server.people import tabulate
from evaltools.sources.limesurvey import connect, pull

SID = 4711
DAY = "2026-03-01 10:00:00"


def response(number, **more):
    """One response as a respondent leaves it; `more` overwrites."""
    return {"id": number, "submitdate": DAY, "lastpage": 2, "startlanguage": "fr", "token": f"t{number}", "startdate": DAY,
            "datestamp": DAY, "satisf": "A1", "sources[web]": "Y", "comment": f"=1+1 😀\u2028{number}", **more}


class Hosted(Server):
    """The embedded server with one survey. `on[method, n]`: what happens at the n-th call of a method, counted from 1.

    That is a Reply to answer, or something to call; a call that gives a Reply answers with it.
    """

    def __init__(self, course, questionnaires, ids, people=(), on=None, **more):
        items = tuple(item for item in course.items if item.type != "array")
        self.rows = {number: response(number) for number in ids}
        survey = from_questionnaire(course.model_copy(update={"items": items}), questionnaires, SID, self.rows.values(), people)
        self.on, self.calls = dict(on or {}), []
        super().__init__([survey], user="api-user", password="s3cret-of-the-test", fault=self._fault, **more)

    def _fault(self, method, params):
        self.calls.append((method, params[1:]))
        number = sum(called == method for called, _ in self.calls)
        act = self.on.get((method, number)) or self.on.get((method, "always"))
        return act() if isinstance(act, Callable) else act

    @property
    def windows(self):
        """The ranges asked for, each with the fields where not all were."""
        return [(params[6], params[7], *(params[8] or ())) for method, params in self.calls if method == "export_responses"]

    @property
    def logins(self):
        return sum(method == "get_session_key" for method, _ in self.calls)

    def change(self, number, **more):
        """A response comes in, or is filled in further."""
        self.rows[number] = {**self.rows.get(number, response(number)), **more}
        self._tabulate()

    def delete(self, *numbers):
        for number in numbers:
            self.rows.pop(number, None)
        self._tabulate()

    def _tabulate(self):
        survey = self.surveys[SID]
        survey.responses = tabulate(survey.fieldmap, self.rows.values())

    def forget(self):
        """Count calls from 1 again, and fail no more."""
        self.calls.clear()
        self.on.clear()


def collect(server, setting, folder, client="citric", timeout=5, **more):
    """Sign in and pull the survey once."""
    with connect(setting(server.url, client=client, timeout=timeout)) as signed:
        return pull(signed, SID, folder, **more)


def content(folder):
    """The bytes of a survey's folder."""
    return {path.name: path.read_bytes() for path in (folder / str(SID)).iterdir()}


def ids_in(folder):
    """The ids in a survey's blocks, in the order of the files' lines."""
    blocks = sorted((folder / str(SID)).glob("responses-*"), key=lambda path: int(path.name.split("-")[1]))
    return [json.loads(line)["id"] for block in blocks for line in block.read_bytes().split(b"\n")[:-1]]
