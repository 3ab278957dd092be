"""The verbs of a running vote: vote on a screen, take a paper, count papers in. None of them writes a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.ballots import sealing, seals, selectors
from touyan.ballots.models import Ballot, Mark, PaperBatch, Sealed, Voter, VoterClass
from touyan.ballots.rules import State, Way
from touyan.ballots.sealing import Vote
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.policy import Actor


class AlreadyVoted(Refused):
    """The roll carries this voter's mark."""


def vote_cast(*, actor: Actor, ballot: Ballot, answers: Sequence[int]) -> str:
    """The voter's mark stands on the roll and the vote lies sealed in the intake; returns the receipt, which is kept nowhere.

    `answers`: per unit and question, in the order of the sheet, the place of the choice, or -1 for none. Not journalled:
    an entry would be a time of this voter. Raises AlreadyVoted when the mark is there already.
    """
    voter = selectors.voter_of(actor, ballot)
    if voter is None:
        raise Refused(_("您不在这次测评的名册上。"), status=404)
    _running(ballot)
    sheet = selectors.sheet_of(ballot)
    limits = [len(question.choices.all()) for _target, question in sheet.cells]
    if len(answers) != len(limits) or any(not -1 <= one < limit for one, limit in zip(answers, limits, strict=True)):
        raise Refused(_("选票与题目不符。"), possible=_("请重新打开选票。"))
    try:
        key = sealing.key_of(ballot.key_name)
    except sealing.Unreadable:
        raise Refused(
            _("现在不能投票：票箱的密钥不在。"), possible=_("请告诉组织单位，由其作废后重新组织。"), status=409
        ) from None
    receipt = sealing.receipt_new()
    vote = Vote(voter.voter_class_id, receipt, tuple(answers))
    with transaction.atomic():
        _still_open(ballot)
        _mark(voter, Way.SCREEN)
        Sealed.objects.create(id=sealing.receipt_new(), ballot=ballot, sealed=sealing.seal(key, vote))
    return receipt


def _running(ballot: Ballot) -> None:
    today = clock.today()
    if ballot.state != State.OPEN or not ballot.opens <= today <= ballot.closes:
        raise Refused(_("现在不在投票时间内。"), possible=_("投票时间见测评页面。"), status=409)


def _still_open(ballot: Ballot) -> None:
    """Votes and the count take turns on the ballot's row: a vote is either in the count or refused."""
    state = Ballot.objects.select_for_update().values_list("state", flat=True).get(pk=ballot.pk)
    if state != State.OPEN:
        raise Refused(_("投票已经结束。"), status=409)


def _mark(voter: Voter, way: Way) -> None:
    try:
        with transaction.atomic():
            Mark.objects.create(voter=voter, way=way)
    except IntegrityError:
        raise AlreadyVoted(
            _("您已经投过票了。"), possible=_("每人只投一次；投出的票不能查看，也不能更改。"), status=409
        ) from None


@transaction.atomic
def paper_hand(*, actor: Actor, ballot: Ballot, voter_pk: int) -> Voter:
    """A voter took a paper: the mark stands on the roll, and no vote on a screen is possible any more."""
    policy.require(actor, "ballot.manage", ballot.unit)
    _running(ballot)
    _still_open(ballot)
    voter = Voter.objects.select_related("person").filter(ballot=ballot, pk=voter_pk).first()
    if voter is None:
        raise Refused(_("名册上没有这个人。"), status=404)
    _mark(voter, Way.PAPER)
    return voter


@transaction.atomic
def papers_count(
    *, actor: Actor, ballot: Ballot, voter_class: VoterClass, papers: int, counts: Mapping[str, int]
) -> PaperBatch:
    """The first clerk's count of a batch of papers of one class, signed. `counts`: "target:question:choice" → papers."""
    policy.require(actor, "ballot.manage", ballot.unit)
    _still_open(ballot)
    _fits(ballot, papers, counts)
    taken = Mark.objects.filter(voter__voter_class=voter_class, way=Way.PAPER).count()
    there = sum(PaperBatch.objects.filter(voter_class=voter_class).values_list("papers", flat=True))
    if there + papers > taken:
        raise Refused(
            _("这一类领走纸质票 %(taken)s 张，清点却有 %(found)s 张。") % {"taken": taken, "found": there + papers},
            possible=_("请核对领票记录和票箱。"),
        )
    made = PaperBatch.objects.create(
        ballot=ballot,
        voter_class=voter_class,
        papers=papers,
        counts={key: n for key, n in sorted(counts.items()) if n},
        first_account=actor.account_id,
        first_name=actor.name,
    )
    seals.record(actor, "ballot.manage", made, unit=ballot.unit, detail={"verb": "papers", "papers": papers})
    return made


def _fits(ballot: Ballot, papers: int, counts: Mapping[str, int]) -> None:
    if papers < 1 or any(n < 0 for n in counts.values()):
        raise Refused(_("张数应为正整数。"))
    sheet = selectors.sheet_of(ballot)
    known = {f"{t.pk}:{q.pk}:{c.pk}" for t, q in sheet.cells for c in q.choices.all()}
    if set(counts) - known:
        raise Refused(_("选票与题目不符。"), possible=_("请重新打开选票。"))
    for target, question in sheet.cells:
        marked = sum(counts.get(f"{target.pk}:{question.pk}:{c.pk}", 0) for c in question.choices.all())
        if marked > papers:
            raise Refused(
                _("%(unit)s“%(question)s”各选项共 %(marked)s 张，多于这一批的 %(papers)s 张。")
                % {"unit": target, "question": question, "marked": marked, "papers": papers},
                possible=_("未选、选了两个的按无效票，不必填写。"),
            )


@transaction.atomic
def papers_confirm(
    *, actor: Actor, ballot: Ballot, batch: PaperBatch, papers: int, counts: Mapping[str, int]
) -> PaperBatch:
    """A second clerk has counted the same papers without seeing the first figures, and they agree; signed."""
    policy.require(actor, "ballot.manage", ballot.unit)
    _still_open(ballot)
    if batch.second_name:
        raise Refused(_("这一批已经由两人清点。"), status=409)
    if actor.account_id == batch.first_account:
        raise Refused(_("请由另一位同事清点第二遍。"), status=409)
    _fits(ballot, papers, counts)
    own = {key: n for key, n in counts.items() if n}
    differing = sum(own.get(key, 0) != batch.counts.get(key, 0) for key in own.keys() | batch.counts.keys())
    if papers != batch.papers or differing:
        raise Refused(
            _("与第一遍清点不一致：%(n)s 处不同。") % {"n": differing + (papers != batch.papers)},
            possible=_("请两人一起重新清点；第一遍有误的，可以撤下重来。"),
        )
    batch.second_account, batch.second_name = actor.account_id, actor.name
    batch.save(update_fields=["second_account", "second_name"])
    seals.record(actor, "ballot.manage", batch, unit=ballot.unit, detail={"verb": "confirm", "papers": papers})
    return batch


@transaction.atomic
def papers_withdraw(*, actor: Actor, ballot: Ballot, batch: PaperBatch) -> None:
    """A first count that was wrong is taken back, before a second clerk has agreed with it."""
    policy.require(actor, "ballot.manage", ballot.unit)
    if batch.second_name:
        raise Refused(_("这一批已经由两人清点。"), status=409)
    detail = {"verb": "withdraw", "papers": batch.papers}
    seals.record(actor, "ballot.manage", batch, unit=ballot.unit, detail=detail, gone=True)
    batch.delete()
