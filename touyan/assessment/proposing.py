"""When a run takes effect, what its scheme names is put down as proposals. Nothing of it happens by itself."""

from __future__ import annotations

from touyan.assessment import follow, seals
from touyan.assessment.models import Proposal, Run
from touyan.organizations.policy import Actor


def proposals_make(*, actor: Actor, run: Run) -> int:
    """When a run takes effect, what its scheme names becomes proposals to people; how many."""
    made = 0
    for one in follow.suggestions(run):
        proposal, new = Proposal.objects.get_or_create(
            result=one.result,
            key=one.rule.key,
            defaults={
                "title": one.rule.title[:100],
                "article": one.rule.basis.article[:80],
                "quote": one.rule.basis.quote,
                "years": "、".join(map(str, one.years)),
                "amount": one.amount,
            },
        )
        if new:
            made += 1
            seals.record(actor, "run.start", proposal, unit=run.scheme.body, detail={"verb": "propose"})
    return made
