"""Start a study: a replay before adoption, the hand cases of a draft, a run computed again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.assessment import scheme
from touyan.assessment.models import Run, SchemeText, Study
from touyan.assessment.rules import StudyKind
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.policy import Actor

KEEP_CASES = 3


@transaction.atomic
def replay_start(
    *,
    actor: Actor,
    text: SchemeText,
    scheme_key: str,
    against: SchemeText,
    against_key: str,
    year: int,
    lower: bool = False,
) -> Study:
    """A replay of a year's records under both schemes waits to be computed. Nobody's result comes from it."""
    policy.require(actor, "scheme.edit", text.body)
    for one, key in ((text, scheme_key), (against, against_key)):
        try:
            scheme.scheme_of(one.text, key)
        except KeyError:
            raise Refused(
                _("“%(scheme)s”还有问题，不能计算。") % {"scheme": one}, possible=_("请先逐条改正。")
            ) from None
    if year > clock.today().year:
        raise Refused(_("那一年还没有记录。"), possible=_("请选今年或以前的年度。"))
    made = Study.objects.create(
        kind=StudyKind.REPLAY,
        scheme=text,
        scheme_key=scheme_key,
        against=against,
        against_key=against_key,
        year=year,
        lower=lower,
        started_by=actor.name,
        beat=clock.now(),
    )
    journal.record(actor, "scheme.edit", made, unit=text.body, detail={"verb": "replay", "year": year})
    return made


@transaction.atomic
def cases_start(*, actor: Actor, text: SchemeText) -> Study:
    """The hand cases of a scheme wait to be computed; only the newest checks are kept."""
    policy.require(actor, "scheme.edit", text.body)
    old = Study.objects.filter(kind=StudyKind.CASES, scheme=text).order_by("-pk").values_list("pk", flat=True)
    Study.objects.filter(pk__in=list(old[KEEP_CASES:])).delete()
    return Study.objects.create(kind=StudyKind.CASES, scheme=text, started_by=actor.name, beat=clock.now())


@transaction.atomic
def again_start(*, actor: Actor, run: Run) -> Study:
    """A run waits to be computed again from what it froze; the digests are compared and nothing is written."""
    policy.require(actor, "proof.view", run.scheme.body)
    if not run.result_digest:
        raise Refused(_("这次考评还没有算出结果。"), status=409)
    made = Study.objects.create(
        kind=StudyKind.AGAIN, scheme=run.scheme, run=run, started_by=actor.name, beat=clock.now()
    )
    journal.record(actor, "proof.view", made, unit=run.scheme.body, detail={"verb": "again", "run": run.pk})
    return made
