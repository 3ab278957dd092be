"""The journal: appends, holds together, shows the first bad entry, refuses changes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from touyan.core import journal
from touyan.core.insert_only import released
from touyan.core.models import ChainHead, JournalEntry
from touyan.organizations.policy import SYSTEM

pytestmark = pytest.mark.django_db


def fill(count: int = 5) -> None:
    for number in range(count):
        journal.record(SYSTEM, "page.own", detail={"number": number})


def test_chain_holds() -> None:
    fill()
    assert journal.verify() is None
    assert journal.head()[0] == 5


@pytest.mark.parametrize("verb", ["UPDATE core_journalentry SET actor_name='李四'", "DELETE FROM core_journalentry"])
def test_database_refuses_changes(verb: str) -> None:
    fill(1)
    with pytest.raises(DatabaseError, match="insert only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_an_edit_behind_the_back_is_named() -> None:
    fill()
    with released():
        JournalEntry.objects.filter(seq=3).update(actor_name="李四")
    found = journal.verify()
    assert found is not None and found.seq == 3


def test_a_cut_tail_is_named() -> None:
    fill()
    with released():
        JournalEntry.objects.filter(seq=5).delete()
    found = journal.verify()
    assert found is not None and found.seq == 5


def test_a_removed_middle_is_named() -> None:
    fill()
    with released():
        JournalEntry.objects.filter(seq=2).delete()
    found = journal.verify()
    assert found is not None and found.seq == 2


def test_head_moves_with_each_entry() -> None:
    fill(2)
    assert ChainHead.objects.get(name="journal").seq == 2
