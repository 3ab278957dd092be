"""What oversight does at set times: a round of ratings past its day has its one result."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from touyan.core.jobs import Scheduled
from touyan.supervision import services


@task()
def close_ratings() -> int:
    """Results of rounds that ended yesterday or before; the single marks are gone afterwards."""
    return services.ratings_close()


SCHEDULE = [Scheduled("supervision.close_ratings", "10 0 * * *", close_ratings, _("结束到期的帮助评价"))]
