"""One of everything that is sealed: members scored, corrected and proposed, units marked, a ballot counted, a return sent."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from touyan.assessment import lines_units, selectors_units, services, services_follow, services_outside, services_units
from touyan.assessment.compute import compute
from touyan.assessment.models import MarkDuty, Proposal, Result, Run, SchemeText
from touyan.assessment.rules import Use, Way
from touyan.assessment.services_units import Given
from touyan.assessment.tests import build
from touyan.ballots import services_count
from touyan.ballots.models import Ballot
from touyan.ballots.tests import build as ballots
from touyan.core import clock
from touyan.duties.models import DutyRecord
from touyan.duties.services import record_void
from touyan.organizations.models import Account, Membership, Unit
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.rules import MembershipKind
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import Cast

ONE = 10_000


def members(cast: Cast) -> Run:
    """A run with an objection and its correction, shown and under notice."""
    for person, party in ((cast.li, True), (cast.zhang, True), (cast.wang, False)):
        build.seat(cast, person, party=party)
    facts = build.hand_case(cast)
    first = build.moved(cast, compute(build.queued(cast, build.adopted(cast)).pk), "review", "sign", "show")
    result = Result.objects.get(run=first, person=cast.li)
    made = services.objection_make(
        actor=cast.member, result=result, text="没有迟到", node="全会考勤", fact=facts["late"]
    )
    services.objection_answer(actor=cast.assessor, objection=made, answer="属实", upheld=True)
    record_void(actor=cast.staff, record=DutyRecord.objects.get(pk=facts["late"]), reason="误记", key="void")
    second = services.run_queue(
        actor=cast.assessor, adopted=first.scheme, scheme_key="委员", label="更正", previous=first, reason="误记"
    )
    return build.moved(cast, compute(second.pk), "review", "sign", "show", "notice")


def of_year(cast: Cast, name: str, year: int) -> SchemeText:
    """An example of the library, in force for the year."""
    text = files("touyan.scoring.schemes").joinpath(f"{name}.yaml").read_text("utf-8")
    text = text.replace("2026 年度", f"{year} 年度")
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title=name, version=str(year), text=text)
    return services.scheme_adopt(actor=cast.leader, draft=draft)


def proposed(cast: Cast) -> list[Proposal]:
    """Two years of the modern example in force: what its rule proposes, one signed, the others open."""
    for year in (2024, 2025):
        queued = services.run_queue(
            actor=cast.assessor, adopted=of_year(cast, "example-city", year), scheme_key="委员", label=f"{year}年度"
        )
        run = build.moved(cast, compute(queued.pk), "review", "sign", "show", "notice")
        Run.objects.filter(pk=run.pk).update(notice_until=dt.date(2020, 1, 1))
        services.run_step(actor=cast.leader, run=run, verb="enforce")
    first, *others = list(Proposal.objects.order_by("pk"))
    services_follow.proposal_sign(actor=cast.leader, proposal=first, kind=Use.TALKED, told_on=clock.today())
    return others


def voted(cast: Cast) -> Ballot:
    """A published ballot on two branches."""
    made = ballots.ballot(cast, targets=[cast.branch, cast.other_branch])
    voters = ballots.roll(made, 委员=7)["委员"]
    made = ballots.opened(cast, made)
    for at, voter in enumerate(voters[:6]):
        ballots.voted(made, voter, at % 3, (at + 1) % 3)
    return services_count.ballot_publish(actor=cast.leader, ballot=ballots.counted(cast, made))


def clerk(unit: Unit) -> Actor:
    """Somebody who works in the office and holds no role."""
    person = cast_module.person(f"{unit.name}经办")
    Membership.objects.create(unit=unit, person=person, kind=MembershipKind.STAFF, start=cast_module.DAY)
    return actor_of(Account.objects.create_user(f"clerk-{unit.code}", person=person))


def units(cast: Cast, ballot: Ballot) -> Run:
    """Branches marked by an office, a ballot taken over, a district's result brought; the run of the branches."""
    text = of_year(cast, "example-units", clock.today().year)
    lines = lines_units.lines_of(selectors_units.part_get(text, "临时支部"))
    services_units.lines_assign(
        actor=cast.assessor, text=text, part="临时支部", due=clock.today(), ballots=[ballot],
        offices={(one.node, one.rate): cast.subgroup for one in lines},
    )  # fmt: skip
    services_units.lines_assign(
        actor=cast.assessor, text=text, part="区县政协", due=clock.today(), offices={},
        classes={cast.district.pk: "城区", cast.other_district.pk: "县（市）"},
    )  # fmt: skip
    own = clerk(cast.subgroup)
    for duty in MarkDuty.objects.filter(scheme=text, part="临时支部"):
        line = selectors_units.line_for(duty)
        option = line.options[0].key if line.kind == "finding" else ""
        given = [Given(unit, ONE, clock.today(), option, "主题党日", "上次的问题还在") for unit in (cast.branch,)]
        services_units.marks_give(actor=own, duty=duty, given=given)
    services_units.results_bring(
        actor=cast.assessor, text=text, part="区县政协", source="大党建考核", version="年度", day=clock.today(),
        points={cast.district.pk: 92 * ONE},
    )  # fmt: skip
    run = services.run_queue(actor=cast.assessor, adopted=text, scheme_key="临时支部", label="单位考评")
    return compute(run.pk)


def returned(cast: Cast) -> None:
    """A return to another body, sent."""
    made = services_outside.outside_begin(
        actor=cast.staff, unit=cast.city, title="党建考评", issuer="市委", year=build.YEAR
    )
    base = {"code": "1", "points": "5", "target": None, "what": "", "narrowed": "", "asked": None}
    for words in (
        {"text": "立案提案", "way": Way.RECORDS, "what": "proposal", "narrowed": "filed"},
        {"text": "听取汇报", "way": Way.ASKED, "asked": cast.li},
    ):
        item = services_outside.item_write(actor=cast.staff, outside=made, item=None, **(base | words))
    services_outside.item_answer(actor=cast.member, item=item, answer="3月12日听取一次")
    services_outside.outside_send(actor=cast.staff, outside=made)


def build_all(cast: Cast) -> None:
    """All of it."""
    members(cast)
    proposed(cast)
    run = units(cast, voted(cast))
    assert run.result_digest, run.failure
    returned(cast)
