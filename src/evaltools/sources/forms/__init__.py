"""Forms of any survey source into the tidy tables `responses`, `answers` and `problems`; what changed on the server; who can be linked."""

from .combining import combined
from .drift import SILENT, drift, invited
from .form import Form, Register, source_of
from .linkage import losses, pairs
from .tidying import faults, tidy

__all__ = ["SILENT", "Form", "Register", "combined", "drift", "faults", "invited", "losses", "pairs", "source_of", "tidy"]
