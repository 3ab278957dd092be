"""The ledger keeps codes; a scheme speaks the words of the paper rule. Here a code becomes its Chinese word."""

from __future__ import annotations

from django.utils import translation

from touyan.activities.models import ActivityKind
from touyan.duties.words import AdoptionLevel, AuthorRole, Form, Outcome, Stage, WorkKind


def words() -> dict[str, dict[str, str]]:
    """Attribute of a fact → code → word. Kinds of activities are data."""
    with translation.override("zh-hans"):
        kinds = {code: str(label) for code, label in WorkKind.choices}
        kinds |= dict(ActivityKind.objects.values_list("code", "name"))
        return {
            "kind": kinds,
            "stage": {code: str(label) for code, label in Stage.choices},
            "level": {code: str(label) for code, label in AdoptionLevel.choices},
            "form": {code: str(label) for code, label in Form.choices},
            "outcome": {code: str(label) for code, label in Outcome.choices},
            "role": {code: str(label) for code, label in AuthorRole.choices},
        }
