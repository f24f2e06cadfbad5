"""Days of the week: whether one that a question names lies in those that a text gives (``周一至周六``)."""

from __future__ import annotations

import re

_DAYS = "一二三四五六日"
WEEKDAY = re.compile("(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
"""A day of the week."""
_WEEKDAYS = re.compile(f"(?:周|星期)(?P<first>[{_DAYS}])(?:至|到|-)(?:周|星期)?(?P<last>[{_DAYS}])")


def is_on_day(folded: str, said: str) -> bool | None:
    """Tell whether a day of the week that a question names lies in the days that a text gives.

    Args:
        folded: The question, folded.
        said: The text, folded.

    Returns:
        None where the question names no day, or the text gives none from which to which (``周一至周六``).
    """
    asked = WEEKDAY.search(folded)
    runs = list(_WEEKDAYS.finditer(said))
    if asked is None or not runs:
        return None
    day = _DAYS.index(asked["day"].replace("天", "日"))
    if re.search(rf"周{_DAYS[day]}[^,;。]{{0,6}}(?:不|休)", said):
        return False
    if re.search(rf"周{_DAYS[day]}(?!至|到|-)", said):
        return True
    return any(_DAYS.index(run["first"]) <= day <= _DAYS.index(run["last"]) for run in runs)
