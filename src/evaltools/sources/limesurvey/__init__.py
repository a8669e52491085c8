"""A LimeSurvey server, over RemoteControl 2: connect, pull one survey's raw answers into a folder, read them as forms."""

from .pulling import pull
from .reading import read
from .server import Server, connect

__all__ = ["Server", "connect", "pull", "read"]
