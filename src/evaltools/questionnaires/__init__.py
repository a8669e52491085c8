"""Questionnaires as code: `surveys/<name>.yml` holds every language side by side; scales are shared by questionnaires."""

from .loading import load
from .lss import lss
from .model import Answer, Item, ItemType, Questionnaires, Scale, Survey, When, Words
from .structure import Structure, structure_of
from .tsv import tsv

__all__ = ["Answer", "Item", "ItemType", "Questionnaires", "Scale", "Structure", "Survey", "When", "Words", "load", "lss",
           "structure_of", "tsv"]
