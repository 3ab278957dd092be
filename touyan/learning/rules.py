"""Kinds of programme and permits of the learning room. No queries."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit, Role

STUDY = "study"
"""The kind of activity that a session planned here is."""
LENGTH = dt.timedelta(hours=2)

PERMITS: dict[str, Permit] = {
    "learning.view": Permit(
        _("查看学习安排"), STAFF | SECRETARIES | LEADERS | {Role.ASSESSMENT_OFFICE, Role.MEMBER}, own=True
    ),
    "learning.manage": Permit(_("安排学习"), STAFF | SECRETARIES),
    "learning.join": Permit(_("写下学习带来的变化"), own=True),
}


class ProgrammeKind(models.TextChoices):
    """The learning room's shelves, by the names they have."""

    FORUM = "forum", _("求是讲堂")
    STUDY = "study", _("求是书房")
    READING = "reading", _("委员读书")
    LECTURE = "lecture", _("委员讲堂")
    TOPIC = "topic", _("专题讲座")
    BRANCH = "branch", _("支部学习")
