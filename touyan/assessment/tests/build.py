"""A scheme in force and a year of records for the tests of assessment."""

from __future__ import annotations

import datetime as dt

from touyan.assessment import services
from touyan.assessment.models import Run, SchemeText
from touyan.demo.assessment import for_year
from touyan.duties.rules import Draft
from touyan.duties.services import record_post
from touyan.members.models import Member, Sector
from touyan.organizations.models import Person, Term
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import DAY, Cast

YEAR = 2025


def guangshui(year: int = YEAR) -> str:
    """The published rule of 广水 with the window moved to `year`, without the block that public rules forbid."""
    return for_year(year)


def seat(cast: Cast, person: Person, *, party: bool = True, standing: bool = False) -> Member:
    """A seat of the city committee."""
    term, _made = Term.objects.get_or_create(committee=cast.city, number=12, defaults={"name": "十二届", "start": DAY})
    sector, _made = Sector.objects.get_or_create(code="jj", defaults={"name": "经济", "short": "经济", "start": DAY})
    return Member.objects.create(
        person=person, term=term, sector=sector, start=DAY, is_party_member=party, standing=standing
    )


def adopted(cast: Cast, text: str = "") -> SchemeText:
    """The scheme, signed by the leader."""
    made = services.scheme_draft(
        actor=cast.assessor, body=cast.city, title="委员考核办法", version=str(YEAR), text=text or guangshui()
    )
    return services.scheme_adopt(actor=cast.leader, draft=made)


def fact(
    cast: Cast, actor: Actor, key: str, kind: str, stage: str, *, who: Person | None = None, **more: object
) -> int:
    """One row of the ledger for 李四, and its number."""
    draft = Draft(
        key=key,
        unit_id=cast.branch.pk,
        kind=kind,
        stage=stage,
        day=dt.date(YEAR, 5, 6),
        person_id=(who or cast.li).pk,
        title=f"{kind} {key}",
        committee_id=cast.city.pk,
        **more,  # type: ignore[arg-type]
    )
    return record_post(actor=actor, draft=draft).pk


def hand_case(cast: Cast) -> dict[str, int]:
    """The hand case of the rule: 60 + 6 + 4, without the study notebook (which this product does not record) = 70."""
    staff = cast.staff
    return {
        "proposal": fact(cast, staff, "p1", "proposal", "filed", role="lead"),
        "report": fact(cast, staff, "r1", "opinion_report", "submitted"),
        "service": fact(cast, staff, "s1", "service", "submitted", tag="重点企业项目"),
        "late": fact(cast, staff, "a1", "plenary", "attendance", outcome="late"),
        "absent": fact(cast, staff, "a2", "standing_meeting", "attendance", outcome="absent"),
        "commended": fact(cast, staff, "c1", "commendation", "commended", level="district"),
    }


def queued(cast: Cast, text: SchemeText) -> Run:
    """A run of the members' scheme, waiting."""
    return services.run_queue(actor=cast.assessor, adopted=text, scheme_key="委员", label="2025年度委员考核")


def moved(cast: Cast, run: Run, *verbs: str) -> Run:
    """The run after the given steps, each by who may."""
    for verb in verbs:
        signer = cast.leader if verb in {"sign", "enforce"} else cast.assessor
        run = services.run_step(actor=signer, run=run, verb=verb)
    return run
