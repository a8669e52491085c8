"""Questionnaires as code: `surveys/<name>.yml` holds every language side by side; scales are shared by questionnaires."""

from .instruments import Instrument, asked_by, load_instruments
from .loading import load
from .lss import lss
from .model import QUOTABLE, Answer, Item, ItemType, Questionnaires, Scale, Survey, When, Words
from .notice import load_notice, page
from .structure import Structure, structure_of
from .tsv import tsv

__all__ = ["QUOTABLE", "Answer", "Instrument", "Item", "ItemType", "Questionnaires", "Scale", "Structure", "Survey", "When", "Words",
           "asked_by", "load", "load_instruments", "load_notice", "lss", "page", "structure_of", "tsv"]
