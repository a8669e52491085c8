"""The figures of a small organisation, asked for one by one as a person counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

Figure = dict[str, object]


@dataclass(frozen=True)
class Counted:
    """The figures of one or several indicators, to be asked for one by one."""

    figures: pd.DataFrame
    contributors: pd.DataFrame

    def __call__(self, scope: str, part: str = "", wave: str = "") -> Figure:
        """The one figure of a scope, part and wave; what was not measured is None."""
        rows = self.figures[self.figures["audience"] != "public"]
        for name, wanted in {"scope": scope, "part": part, "wave": wave}.items():
            rows = rows[rows[name] == wanted]
        assert len(rows) == 1, rows[["scope", "indicator", "wave", "part"]]
        return {name: None if pd.isna(value) else value for name, value in rows.iloc[0].items()}

    def share(self, scope: str, part: str = "", wave: str = "") -> tuple[object, object]:
        """Numerator and n."""
        figure = self(scope, part, wave)
        return figure["numerator"], figure["n"]

    def value(self, scope: str, part: str = "", wave: str = "") -> object:
        """The estimate itself."""
        return self(scope, part, wave)["value"]

    def women(self, scope: str, part: str = "", wave: str = "") -> set[str]:
        """Who stands behind a figure."""
        rows = self.contributors[self.contributors["audience"] != "public"]
        chosen = (rows["scope"] == scope) & (rows["part"] == part) & (rows["wave"] == wave)
        return set(rows.loc[chosen, "contributor"])


Count = Callable[..., Counted]
