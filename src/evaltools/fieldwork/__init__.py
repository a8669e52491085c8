"""Fieldwork: a questionnaire pushed to the survey server and verified there, opened to its participants, followed, closed."""

from .adopting import adopt
from .checking import check
from .chosen import Chosen, Outcome, choose
from .closing import close
from .exporting import export
from .following import Followed, follow
from .opening import open_survey
from .pushing import push
from .server import signed_in
from .verification import Difference

__all__ = ["Chosen", "Difference", "Followed", "Outcome", "adopt", "check", "choose", "close", "export", "follow", "open_survey", "push",
           "signed_in"]
