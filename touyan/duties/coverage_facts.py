"""What the page 两个全覆盖 asks of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max

from touyan.core import clock
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Stage

YEAR = dt.timedelta(days=365)
PARTY_TAGS = ("party", "both")


def took_part(people: Sequence[int]) -> dict[int, dt.date]:
    """Which of these people came to an activity of Party building within twelve months, and on which day last."""
    rows = DutyRecord.objects.counting().filter(stage=Stage.ATTENDANCE, tag__in=PARTY_TAGS, person_id__in=people)
    rows = rows.filter(outcome__in=[str(code) for code in CAME], business_date__gt=clock.today() - YEAR)
    return dict(rows.order_by().values_list("person_id").annotate(last=Max("business_date")))
