"""Questions about studies: which there are, and what a replay says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touyan.assessment import scheme as schemes
from touyan.assessment.models import SchemeText, Study
from touyan.assessment.rules import RunState, StudyKind
from touyan.core.errors import Refused
from touyan.organizations.policy import Actor

SIDES = {
    "whole": gettext_lazy("总体"),
    "sector": gettext_lazy("按界别"),
    "unit": gettext_lazy("按所属政协（市、区县）"),
    "district": gettext_lazy("按委员所在的区县（市）"),
    "role": gettext_lazy("按职务"),
    "party": gettext_lazy("按党员、党外"),
}
SPOKEN = {
    "其余（合并）": gettext_lazy("其余（合并）"),
    "（未填）": gettext_lazy("（未填）"),
    "全体": gettext_lazy("全体"),
}


def study_get(actor: Actor, pk: int) -> Study:
    """One study the actor may see; Refused with 404 otherwise."""
    found = Study.objects.visible_to(actor).select_related("scheme__body", "against", "run").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这次计算。"), status=404)
    return found


def replays_of(actor: Actor, text: SchemeText) -> QuerySet[Study]:
    """Replays of a scheme, newest first."""
    return Study.objects.visible_to(actor).filter(kind=StudyKind.REPLAY, scheme=text).select_related("against")[:5]


def comparable(actor: Actor, text: SchemeText) -> list[tuple[str, str]]:
    """(version and scheme, words) of what a scheme may be compared with: same body, same kind of subject, no problems."""
    mine = _parts(text)
    kinds = {people for _key, _title, people in mine}
    others = SchemeText.objects.visible_to(actor).filter(body=text.body).exclude(pk=text.pk)
    return [
        (f"{other.pk}:{key}", f"{other} · {title}")
        for other in others.order_by("state", "-pk")
        for key, title, people in _parts(other)
        if people in kinds
    ]


def parts_of(text: SchemeText) -> list[tuple[str, str]]:
    """(key, title) of the schemes of a text."""
    return [(key, title) for key, title, _people in _parts(text)]


def _parts(text: SchemeText) -> list[tuple[str, str, bool]]:
    document, _problems = schemes.parsed(text.text)
    return [(one.key, one.title, schemes.scores_people(one)) for one in document.schemes] if document else []


@dataclass(frozen=True)
class Side:
    """One way of grouping: its groups, and for each what moves it most."""

    title: Any
    groups: list[dict[str, Any]]


def sides_of(study: Study) -> list[Side]:
    """The groupings of a replay; one with a single group says no more than the whole and is left out."""
    found = []
    for name, title in SIDES.items():
        rows = study.outcome["groups"].get(name, [])
        if name != "whole" and len(rows) < 2:
            continue
        reasons = study.outcome["reasons"].get(name, [])
        groups = [
            {**row, "group": _spoken(row["group"]), "why": [one for one in reasons if one["group"] == row["group"]]}
            for row in rows
        ]
        found.append(Side(title, groups))
    return found


def _spoken(name: str) -> str:
    return str(SPOKEN.get(name, name))


def cases_of(text: SchemeText) -> Study | None:
    """The newest check of the hand cases of exactly this text."""
    digest = schemes.digest_of(text.text + text.cases)
    found = Study.objects.filter(kind=StudyKind.CASES, scheme=text).order_by("-pk").first()
    if found is None or (found.state == RunState.COMPUTED and found.scheme_digest != digest):
        return None
    return found
