"""Sixteen requests of one voter at the same moment: one vote, fifteen polite answers, no fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from touyan.ballots import services_vote
from touyan.ballots.models import Ballot
from touyan.ballots.tests import build
from touyan.ballots.tests.build import keys
from touyan.core.errors import Refused
from touyan.organizations.policy import Actor
from touyan.organizations.tests import cast as cast_module

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("keys")]


def at_once(made: Ballot, voter: Actor, times: int) -> list[str]:
    """How each of so many simultaneous votes of one voter ended."""

    def one(_n: int) -> str:
        try:
            services_vote.vote_cast(actor=voter, ballot=made, answers=[0])
            return "voted"
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.deep
def test_sixteen_at_once() -> None:
    """Only where threads have connections of their own: PostgreSQL, and SQLite in a file."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("one connection in memory")
    cast = cast_module.build()
    made = build.ballot(cast)
    voters = build.roll(made, 委员=20)["委员"]
    made = build.opened(cast, made)
    for voter in voters:
        ends = at_once(made, voter, 16)
        assert sorted(ends) == ["AlreadyVoted"] * 15 + ["voted"]
    assert (build.marks(made), build.sealed(made)) == (20, 20)
