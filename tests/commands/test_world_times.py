"""When the stories of the exercise world happen: in office hours, and never later than now."""

from datetime import UTC, datetime

import pytest

from penstock.commands.world.times import CLOSING, office_day

NIGHT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(("days", "hour", "happens"), [(0, 9, NIGHT), (1, CLOSING, NIGHT.replace(day=3, hour=18))])
def test_what_happens_today_has_happened_by_now(days, hour, happens):
    assert office_day(NIGHT, days, hour=hour) == happens
