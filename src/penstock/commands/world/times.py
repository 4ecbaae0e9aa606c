"""When the stories of the exercise world happen."""

from datetime import datetime, timedelta

OPENING, CLOSING = 9, 18


def office_day(start: datetime, days_ago: int, *, hour: int = OPENING) -> datetime:
    """An hour of the day so many days before the start, and never later than the start.

    What happens later than now leaves messages that wait, and clocks that have not begun.
    """
    return min((start - timedelta(days=days_ago)).replace(hour=hour), start)
