"""A LimeSurvey RemoteControl 2 server on loopback, which answers as the recordings of a real 6.4.2 do.

It lets the real client run where there is no LimeSurvey: `Server([from_questionnaire(...)])` hosts our questionnaires with the
demo's responses, `Server([from_recording(...)])` hosts what a real server said, and is compared with it. It can be written to:
surveys are imported from structure files, opened, filled and deleted, with the same surprises as on the real one.
"""

from .endpoint import Reply
from .questionnaire import from_questionnaire
from .recordings import from_recording
from .server import Server
from .survey import HostedSurvey

__all__ = ["HostedSurvey", "Reply", "Server", "from_questionnaire", "from_recording"]
