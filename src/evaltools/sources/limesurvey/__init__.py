"""A LimeSurvey server, over RemoteControl 2: connect, pull one survey's raw answers into a folder, read them as forms."""

from .pulling import Pulled, finished, pull
from .reading import each, read
from .server import Server, connect

__all__ = ["Pulled", "Server", "connect", "each", "finished", "pull", "read"]
