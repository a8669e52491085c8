"""Estimates for small groups: arrays and counts in, numbers out; one module per family of methods.

Nothing here knows of tables, persons or words, and nothing is hidden here: protection happens later, in
`evaltools.disclosure`. The heavy libraries are imported by the modules that need them, so that importing this
package costs next to nothing.
"""

from evaltools.statistics.estimate import Estimate, TooFew, Undetermined

__all__ = ["Estimate", "TooFew", "Undetermined"]
