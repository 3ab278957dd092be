"""The verbs after the last day: open the box once, all votes mixed; publish under a signature."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.ballots import sealing, seals, selectors
from touyan.ballots.listing import box_digest
from touyan.ballots.models import Ballot, PaperBatch, Sealed, Slip
from touyan.ballots.rules import State, Way
from touyan.ballots.sealing import Vote
from touyan.ballots.selectors import Sheet
from touyan.core import clock, events
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.policy import Actor

BATCH = 500


@transaction.atomic
def ballot_count(*, actor: Actor, ballot: Ballot) -> Ballot:
    """The box is open: every vote, from screens and papers, lies in it by random number, written in one transaction.

    Below the quorum nothing is read: the sealed votes and their key are destroyed. Refused before the last day is over
    (unless everybody has voted), while papers are counted once only, and when votes and marks do not agree.
    """
    policy.require(actor, "ballot.manage", ballot.unit)
    stands = Ballot.objects.select_for_update().select_related("unit").get(pk=ballot.pk)
    _may_count(stands)
    reached = selectors.counted_turnout(stands)
    slips: list[Slip] = []
    stands.counted_by, stands.counted_on = actor.name, clock.today()
    if reached.reached:
        slips = sorted(_slips(stands, selectors.sheet_of(stands)), key=lambda slip: slip.id)
        Slip.objects.bulk_create(slips, batch_size=BATCH)
        stands.digest, stands.state = box_digest(slips), State.COUNTED
    else:
        stands.state = State.SHORT
    Sealed.objects.filter(ballot=stands).delete()
    transaction.on_commit(lambda name=stands.key_name: sealing.key_destroy(name))  # type: ignore[misc]
    stands.key_name = ""
    stands.save()
    detail = {"verb": "count", "entitled": reached.entitled, "marks": reached.marks, "digest": stands.digest}
    sealed = {**detail, seals.BOXES: seals.boxes(slips)}
    seals.record(actor, "ballot.manage", stands, unit=stands.unit, detail=sealed, sets=seals.VOTED)
    events.publish("ballot_counted", ballot_id=stands.pk)
    return stands


def _may_count(ballot: Ballot) -> None:
    if ballot.state != State.OPEN:
        raise Refused(_("这次测评现在不能计票。"), status=409)
    everybody = not ballot.voters.filter(mark__isnull=True).exists()
    if clock.today() <= ballot.closes and not everybody:
        raise Refused(_("投票还没有截止，不能开箱。"), possible=_("请在截止日期之后再计票。"), status=409)
    if PaperBatch.objects.filter(ballot=ballot, second_name="").exists():
        raise Refused(_("还有纸质票只清点了一遍。"), possible=_("请另一位同事清点第二遍。"), status=409)


def _slips(ballot: Ballot, sheet: Sheet) -> Iterator[Slip]:
    """Everything of the box, unsealed and from papers. Refused when votes and marks do not agree class by class."""
    votes = _opened(ballot)
    marks = selectors.marks_by_class(ballot)
    for one in sheet.classes:
        found = sum(vote.voter_class == one.pk for vote in votes)
        if found != marks.get(one.pk, {}).get(Way.SCREEN, 0):
            raise Refused(
                _("“%(title)s”票箱里有 %(found)s 票，名册上却有 %(marks)s 个记号，不能计票。")
                % {"title": one, "found": found, "marks": marks.get(one.pk, {}).get(Way.SCREEN, 0)},
                possible=_("请保留现场，请审计员核对。"),
                status=409,
            )
    choices = {question.pk: list(question.choices.all()) for question in sheet.questions}
    seen: set[str] = set()
    for vote in votes:
        for (target, question), at in zip(sheet.cells, vote.answers, strict=True):
            number = sealing.slip_id(vote.receipt, target.pk, question.pk)
            number = sealing.receipt_new() if number in seen else number
            seen.add(number)
            chosen = choices[question.pk][at] if at >= 0 else None
            yield Slip(id=number, target=target, question=question, voter_class_id=vote.voter_class, choice=chosen)
    yield from _paper_slips(ballot, sheet)


def _opened(ballot: Ballot) -> list[Vote]:
    try:
        key = sealing.key_of(ballot.key_name)
        rows = Sealed.objects.filter(ballot=ballot).values_list("sealed", flat=True)
        return [sealing.unseal(key, bytes(sealed)) for sealed in rows]
    except sealing.Unreadable:
        raise Refused(
            _("密封的选票读不出来：密钥不在，或选票被改动过。"),
            possible=_("请作废这次测评，重新组织投票。"),
            status=409,
        ) from None


def _paper_slips(ballot: Ballot, sheet: Sheet) -> Iterator[Slip]:
    """Papers become rows like all others; what was not marked or marked twice is a blank. A paper not handed back is one, too."""
    batches = list(PaperBatch.objects.filter(ballot=ballot))
    taken = {c: ways.get(Way.PAPER, 0) for c, ways in selectors.marks_by_class(ballot).items()}
    for one in sheet.classes:
        own = [batch for batch in batches if batch.voter_class_id == one.pk]
        for target, question in sheet.cells:
            left = taken.get(one.pk, 0)
            for choice in question.choices.all():
                number = sum(batch.counts.get(f"{target.pk}:{question.pk}:{choice.pk}", 0) for batch in own)
                left -= number
                for _each in range(number):
                    yield _paper_slip(target.pk, question.pk, one.pk, choice.pk)
            for _each in range(left):
                yield _paper_slip(target.pk, question.pk, one.pk, None)


def _paper_slip(target: int, question: int, voters: int, choice: int | None) -> Slip:
    return Slip(
        id=sealing.receipt_new(), target_id=target, question_id=question, voter_class_id=voters, choice_id=choice
    )


@transaction.atomic
def ballot_publish(*, actor: Actor, ballot: Ballot) -> Ballot:
    """A leader signs: voters and the units appraised may see the result, and assessment may take it over."""
    policy.require(actor, "ballot.publish", ballot.unit)
    stands = Ballot.objects.select_for_update().select_related("unit").get(pk=ballot.pk)
    if stands.state != State.COUNTED:
        raise Refused(_("还没有计票，不能公布。"), status=409)
    if box_digest(Slip.objects.filter(target__ballot=stands)) != stands.digest:
        raise Refused(_("票箱与计票时的摘要不符，不能公布。"), possible=_("请审计员核对。"), status=409)
    stands.state, stands.published_by, stands.published_on = State.PUBLISHED, actor.name, clock.today()
    stands.save(update_fields=["state", "published_by", "published_on"])
    seals.record(actor, "ballot.publish", stands, unit=stands.unit, detail={"digest": stands.digest})
    return stands
