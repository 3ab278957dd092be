"""The pages beside the list of activities, as tabs: what is shown depends on what the reader may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.organizations.policy import Actor

PAGES = (
    ("activity_list", _("活动"), "activity.view"),
    ("venue_list", _("阵地"), "venue.view"),
    ("campaign_list", _("专项行动"), "campaign.view"),
    ("fusion_page", _("党建+"), "activity.names"),
    ("emphasis_page", _("五个突出"), "activity.names"),
)


def tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    """Tabs for `actor`, the one named `here` marked."""
    return [
        {"label": label, "url": reverse(name), "active": name == here}
        for name, label, action in PAGES
        if actor.may(action)
    ]
