"""Women's own words, on their way to a page: who agreed to be quoted, what a reviewer chose and signed, what may not be shown."""

from .chosen import FOLDER, HEADINGS, Chosen, chosen_in, place_of
from .gate import SHOWN, Judged, Rules, judge, missing_from
from .pool import Pool, pool_of

__all__ = ["FOLDER", "HEADINGS", "SHOWN", "Chosen", "Judged", "Pool", "Rules", "chosen_in", "judge", "missing_from", "place_of", "pool_of"]
