"""Papers beside the screen: a name when taken, two clerks when counted, rows like all others in the box."""

from __future__ import annotations

import pytest

from touyan.ballots import selectors, services_count, services_vote
from touyan.ballots.models import Ballot, Mark, Question, Slip, Target, Voter, VoterClass
from touyan.ballots.rules import State, Way
from touyan.ballots.tests import build
from touyan.ballots.tests.build import keys
from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


@pytest.fixture
def made(cast: Cast) -> Ballot:
    """Nine voters: five on the screen, three take papers, one does not vote."""
    ballot = build.ballot(cast)
    voters = build.roll(ballot, 委员=9)["委员"]
    ballot = build.opened(cast, ballot)
    for voter in voters[:5]:
        build.voted(ballot, voter, 0)
    for voter in voters[5:8]:
        row = Voter.objects.get(ballot=ballot, person_id=voter.person_id)
        services_vote.paper_hand(actor=cast.staff, ballot=ballot, voter_pk=row.pk)
    return ballot


def counts(ballot: Ballot, **papers: int) -> dict[str, int]:
    """Papers by the text of the choice."""
    target, question = Target.objects.get(ballot=ballot), Question.objects.get(ballot=ballot)
    return {f"{target.pk}:{question.pk}:{build.choice(ballot, text).pk}": n for text, n in papers.items()}


def test_two_clerks_and_one_box(cast: Cast, made: Ballot) -> None:
    of = VoterClass.objects.get(ballot=made)
    batch = services_vote.papers_count(
        actor=cast.assessor, ballot=made, voter_class=of, papers=3, counts=counts(made, 较好=2)
    )
    with pytest.raises(Refused, match="另一位"):
        services_vote.papers_confirm(
            actor=cast.assessor, ballot=made, batch=batch, papers=3, counts=counts(made, 较好=2)
        )
    with pytest.raises(Refused, match="不一致"):
        services_vote.papers_confirm(actor=cast.staff, ballot=made, batch=batch, papers=3, counts=counts(made, 差=2))
    with pytest.raises(Refused, match="一遍"):
        services_count.ballot_count(actor=cast.assessor, ballot=build.closed(made))
    batch = services_vote.papers_confirm(
        actor=cast.staff, ballot=made, batch=batch, papers=3, counts=counts(made, 较好=2)
    )
    assert (batch.first_name, batch.second_name) == (cast.assessor.name, cast.staff.name)
    done = services_count.ballot_count(actor=cast.assessor, ballot=made)
    assert done.state == State.COUNTED
    assert Slip.objects.count() == 8 and Slip.objects.filter(choice=None).count() == 1
    assert selectors.results_of(done)[0].score == 942_900  # (5 × 100 + 2 × 80) ÷ 7


def test_whoever_took_a_paper_cannot_vote_on_the_screen(cast: Cast, made: Ballot) -> None:
    mark = Mark.objects.filter(way=Way.PAPER).select_related("voter").first()
    assert mark is not None
    from touyan.organizations.policy import Actor

    with pytest.raises(services_vote.AlreadyVoted):
        build.voted(made, Actor(account_id=None, person_id=mark.voter.person_id, name="甲"), 0)


def test_more_papers_than_were_taken(cast: Cast, made: Ballot) -> None:
    of = VoterClass.objects.get(ballot=made)
    with pytest.raises(Refused, match="领走纸质票 3 张"):
        services_vote.papers_count(
            actor=cast.assessor, ballot=made, voter_class=of, papers=4, counts=counts(made, 好=4)
        )
    with pytest.raises(Refused, match="多于这一批"):
        services_vote.papers_count(
            actor=cast.assessor, ballot=made, voter_class=of, papers=2, counts=counts(made, 好=2, 差=1)
        )


def test_who_may_not(cast: Cast, made: Ballot) -> None:
    of = VoterClass.objects.get(ballot=made)
    for actor in (cast.member, cast.district_staff, cast.auditor):
        with pytest.raises(Refused) as refusal:
            services_vote.papers_count(actor=actor, ballot=made, voter_class=of, papers=1, counts={})
        assert refusal.value.status == 403
