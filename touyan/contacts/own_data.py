"""What this room holds about a person, for the page 我的数据 and its copy."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from touyan.contacts.models import Matter, Pair, Talk
from touyan.contacts.selectors import other_end
from touyan.core.words import date_words


def sections(person_id: int) -> list[dict[str, Any]]:
    """Pairs, talks and matters in which the person takes part."""
    own = Q(contact_id=person_id) | Q(other_id=person_id)
    pairs = Pair.objects.filter(own).select_related("contact", "other", "sector")
    talks = Talk.objects.filter(pair__in=pairs).select_related("pair")
    matters = Matter.objects.filter(pair__in=pairs)
    return [
        {
            "title": _("联系结对"),
            "rows": [
                {
                    "title": other_end(pair) if pair.contact_id == person_id else pair.contact.name,
                    "facts": [str(pair.get_network_display()), date_words(pair.start)],
                }
                for pair in pairs
            ],
        },
        {
            "title": _("谈心谈话（只有日期和方式）"),
            "rows": [{"title": date_words(talk.day), "facts": [str(talk.get_kind_display())]} for talk in talks],
        },
        {
            "title": _("提出的需要"),
            "rows": [{"title": one.title, "facts": [one.request, str(one.get_state_display())]} for one in matters],
        },
    ]
