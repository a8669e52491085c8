"""Forms of any survey source into the tidy tables `responses`, `answers` and `problems`."""

from .combining import combined
from .form import Form, Register
from .tidying import tidy

__all__ = ["Form", "Register", "combined", "tidy"]
