"""A vote: once, sealed, without a time; the published worked example comes out at 89.2."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from touyan.ballots import listing, selectors, services, services_count, services_vote
from touyan.ballots.models import Ballot, Mark, Sealed, Slip
from touyan.ballots.rules import State
from touyan.ballots.tests import build
from touyan.ballots.tests.build import keys
from touyan.core.errors import Refused
from touyan.core.models import JournalEntry, OnceKey
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def test_the_worked_example_of_the_published_rule(cast: Cast) -> None:
    made = build.example(cast)
    (result,) = selectors.results_of(made)
    assert result.score == 892_000
    # One leader alone is held back, and the smallest other class with it, or the leader could be had by subtraction.
    shown = {one.title: one.score for one in result.classes if one.shown}
    assert shown == {"干部职工": 870_000}


def test_a_vote_is_cast_once(cast: Cast) -> None:
    made = build.ballot(cast)
    (first, *_rest) = build.roll(made, 委员=5)["委员"]
    made = build.opened(cast, made)
    receipt = build.voted(made, first, 0)
    assert len(receipt) == 32
    with pytest.raises(services_vote.AlreadyVoted, match="已经投过"):
        build.voted(made, first, 3)
    assert (build.marks(made), build.sealed(made)) == (1, 1)


def test_nothing_of_a_running_vote_is_counted(cast: Cast) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=6)["委员"]
    made = build.opened(cast, made)
    for voter in voters[:5]:
        build.voted(made, voter, 0)
    assert selectors.turnout(made) is None
    assert selectors.results_of(made) == [] and not Slip.objects.exists()
    with pytest.raises(Refused, match="没有截止"):
        services_count.ballot_count(actor=cast.assessor, ballot=made)


def test_no_trace_of_a_moment(cast: Cast) -> None:
    """Neither roll, intake nor box has a time, and the journal has no line for a vote."""
    made = build.ballot(cast)
    voters = build.roll(made, 委员=5)["委员"]
    made = build.opened(cast, made)
    before = JournalEntry.objects.count()
    client = Client()
    client.force_login(
        Account.objects.get(pk=voters[0].account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    url = reverse("ballot_vote", args=[made.pk])
    page = client.get(url)
    name = page.context["rows"][0]["questions"][0]["name"]
    answer = client.post(url, {name: "0"})
    assert answer.status_code == 200 and "回执" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(url, {name: "1"}).status_code == 409
    assert build.marks(made) == 1
    assert JournalEntry.objects.count() == before and not OnceKey.objects.exists()
    kinds = {f.get_internal_type() for model in (Mark, Sealed, Slip) for f in model._meta.get_fields() if f.concrete}
    assert kinds & {"DateField", "DateTimeField", "BigAutoField", "AutoField"} == set()


def test_votes_are_sealed_alike(cast: Cast, keys: Path) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=5)["委员"]
    made = build.opened(cast, made)
    for at, voter in enumerate(voters):
        build.voted(made, voter, at - 1)
    assert len({len(bytes(row)) for row in Sealed.objects.values_list("sealed", flat=True)}) == 1
    assert (keys / made.key_name).exists() and (keys / made.key_name).stat().st_mode & 0o077 == 0


def test_the_box_keeps_no_order(cast: Cast) -> None:
    build.example(cast)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor, pytest.raises(Exception, match="no such column"):
            cursor.execute("SELECT rowid FROM ballots_slip")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM ballots_slip")
            assert cursor.fetchone()[0] == 1
            cursor.execute("SELECT id FROM ballots_slip ORDER BY ctid")
            lying = [row[0] for row in cursor.fetchall()]
        assert lying == sorted(lying)


def test_below_the_quorum_nothing_is_read(cast: Cast) -> None:
    made = build.ballot(cast, quorum=80)
    voters = build.roll(made, 委员=10)["委员"]
    made = build.opened(cast, made)
    for voter in voters[:7]:
        build.voted(made, voter, 0)
    made = build.counted(cast, made)
    assert made.state == State.SHORT and not Slip.objects.exists() and build.sealed(made) == 0
    assert selectors.results_of(made) == []


def test_blank_and_do_not_know_leave_the_denominator(cast: Cast) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=9)["委员"]
    made = build.opened(cast, made)
    for voter, answer in zip(voters, (0, 0, 0, 1, 1, 4, 4, -1, -1), strict=True):
        build.voted(made, voter, answer)
    made = build.counted(cast, made)
    (result,) = selectors.results_of(made)
    assert result.score == 920_000  # (3 × 100 + 2 × 80) ÷ 5


def test_who_may_not_vote(cast: Cast) -> None:
    made = build.ballot(cast)
    build.roll(made, 委员=5)
    made = build.opened(cast, made)
    for actor in (cast.member, cast.secretary, cast.assessor, cast.admin):
        with pytest.raises(Refused) as refusal:
            build.voted(made, actor, 0)
        assert refusal.value.status == 404


def test_a_box_that_was_stuffed_is_not_counted(cast: Cast) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=6)["委员"]
    made = build.opened(cast, made)
    for voter in voters:
        build.voted(made, voter, 0)
    first = Sealed.objects.first()
    assert first is not None
    Sealed.objects.create(id="f" * 32, ballot=made, sealed=bytes(first.sealed))
    with pytest.raises(Refused, match="不能计票"):
        build.counted(cast, made)


def test_without_the_key_nobody_reads_the_votes(cast: Cast, keys: Path) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=5)["委员"]
    made = build.opened(cast, made)
    for voter in voters:
        build.voted(made, voter, 0)
    (keys / made.key_name).unlink()
    with pytest.raises(Refused, match="读不出来"):
        build.counted(cast, made)
    services.ballot_void(actor=cast.assessor, ballot=made, reason="密钥损坏")
    assert Ballot.objects.get(pk=made.pk).state == State.VOID


def test_after_the_count_the_key_is_gone(cast: Cast, keys: Path, django_capture_on_commit_callbacks: object) -> None:
    made = build.ballot(cast)
    voters = build.roll(made, 委员=5)["委员"]
    made = build.opened(cast, made)
    for voter in voters:
        build.voted(made, voter, 1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = build.counted(cast, made)
    assert list(keys.iterdir()) == [] and build.sealed(made) == 0


def test_marks_and_box_cannot_be_changed(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    made = build.example(cast)
    for change in (
        lambda: Slip.objects.filter(target__ballot=made).update(choice=None),
        lambda: Mark.objects.filter(voter__ballot=made).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_leader_publishes_and_then_voters_may_see(cast: Cast) -> None:
    made = build.example(cast)
    with pytest.raises(Refused):
        services_count.ballot_publish(actor=cast.assessor, ballot=made)
    made = services_count.ballot_publish(actor=cast.leader, ballot=made)
    assert made.state == State.PUBLISHED and made.published_by == cast.leader.name
    assert selectors.tallies([made.pk])[0].unit == cast.branch.pk
    assert sum(row.count for row in selectors.tallies([made.pk])) == 16 * 3
    assert listing.listing(made)["marks"] == 16
