"""C: how do women hear of us?"""

from __future__ import annotations

import pandas as pd

from . import View
from .entrants import by_code, described, effective, starters

CHANNELS = ("cpas", "association", "school", "word_of_mouth", "commune", "internet", "other")
PARTNERS = ("cpas", "association", "school", "commune")


def entry_channels(view: View) -> pd.DataFrame:
    """Women who started, by the channel through which they came."""
    return by_code(starters(view), "entry_channel", CHANNELS)


def diversity_of_channels(view: View) -> pd.DataFrame:
    """Women who started: how mixed the channels are through which those of her programme came."""
    return effective(starters(view), {"": "entry_channel"})


def entries_through_partners(view: View) -> pd.DataFrame:
    """Women who started: 1 for the kind of partner through which they came."""
    return by_code(starters(view), "entry_channel", PARTNERS)


def reading_help(view: View) -> pd.DataFrame:
    """Women who started: 1 where they need help with reading."""
    return described(starters(view), {"": ("reading_help", (True,))})
