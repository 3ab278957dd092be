"""Who stands behind a record, and what chances there were: what a person scored wants to know beside the points."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from django.db.models import Count
from django.utils.translation import gettext as _

from touyan.assessment import scheme as schemes
from touyan.assessment.crosswalk import words
from touyan.assessment.models import Result
from touyan.assessment.selectors import ClauseLine
from touyan.duties.models import Confirmation, DutyRecord
from touyan.duties.words import Stage, Verdict
from touyan.scoring.model import Clause, Scheme, clauses


def added(result: Result, lines: list[ClauseLine]) -> list[ClauseLine]:
    """The clauses with who entered and who confirmed each record, and with the occasions there were. Four queries."""
    facts = {record.fact for line in lines for record in line.records if record.fact}
    behind = people_behind(facts)
    chances = chances_of(result)
    for line in lines:
        line.records = [replace(one, who=behind.get(one.fact or 0, "")) for one in line.records]
        line.chances = chances.get(line.line.key, "")
    return lines


def people_behind(facts: set[int]) -> dict[int, str]:
    """Record → who entered it and who confirmed it. Two queries."""
    said: dict[int, list[str]] = defaultdict(list)
    verdicts = {Verdict.VERIFIED, Verdict.CONFIRMED, Verdict.KEPT}
    for record, verdict, name in Confirmation.objects.filter(record_id__in=facts, verdict__in=verdicts).values_list(
        "record_id", "verdict", "by_name"
    ):
        said[record].append(f"{name} {Verdict(verdict).label}")
    found = {}
    for pk, entered in DutyRecord.objects.filter(pk__in=facts).values_list("pk", "entered_by_name"):
        own = [_("%(who)s登记") % {"who": entered}] if entered else []
        found[pk] = "，".join([*own, *dict.fromkeys(said[pk])])
    return found


def chances_of(result: Result) -> dict[str, str]:
    """Clause → how many occasions of its kinds there were in the window and at how many the person was due. Two queries."""
    chosen = schemes.scheme_of(result.run.scheme.text, result.run.scheme_key)
    if result.person_id is None:
        return {}
    rows = DutyRecord.objects.effective().filter(
        committee_id=result.run.scheme.body_id,
        stage=Stage.ATTENDANCE,
        business_date__range=(chosen.window.start, chosen.window.end),
    )
    there = dict(rows.values_list("kind").annotate(n=Count("work_id", distinct=True)))
    own = dict(rows.filter(person_id=result.person_id).values_list("kind").annotate(n=Count("work_id", distinct=True)))
    if not there:
        return {}
    named = {code: word for code, word in words()["kind"].items() if code in there}
    found = {}
    for key, kinds in kinds_of(chosen).items():
        codes = [code for code, word in named.items() if word in kinds]
        if codes:
            numbers = {"n": sum(there[code] for code in codes), "own": sum(own.get(code, 0) for code in codes)}
            found[key] = _("考评期内这类会议活动共 %(n)s 次，您应到 %(own)s 次。") % numbers
    return found


def kinds_of(chosen: Scheme) -> dict[str, set[str]]:
    """Clause → the kinds of records that it names."""
    return {clause.key: _kinds(clause) for clause in clauses(chosen.total)}


def _kinds(clause: Clause) -> set[str]:
    return {
        value for test in clause.when.tests if test.attribute == "kind" and not test.negated for value in test.values
    }
