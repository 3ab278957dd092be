"""A row is booked once, in order, by whoever may; the database lets nobody change it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.duties import services
from touyan.duties.models import DutyRecord
from touyan.duties.tests.ledger_cast import draft
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_row_knows_its_committee_number_and_writer(cast: Cast) -> None:
    row = services.record_post(actor=cast.secretary, draft=draft(cast))
    assert (row.committee, row.seq, row.entered_by_name) == (cast.city, 1, "张三")
    assert JournalEntry.objects.get(action="duty.post").detail["rows"] == 1


def test_the_same_key_is_booked_once(cast: Cast) -> None:
    first = services.record_post(actor=cast.secretary, draft=draft(cast))
    again = services.record_post(actor=cast.secretary, draft=draft(cast))
    assert first.pk == again.pk
    assert DutyRecord.objects.count() == 1


def test_numbers_run_without_gaps_per_committee(cast: Cast) -> None:
    drafts = [draft(cast, f"c{n}") for n in range(4)]
    east = [draft(cast, f"e{n}", unit_id=cast.district.pk, person_id=None) for n in range(2)]
    services.records_post_many(actor=cast.staff, drafts=[drafts[0], east[0], *drafts[1:], east[1]])
    seqs = DutyRecord.objects.order_by("pk").values_list("committee_id", "seq")
    assert sorted(seqs) == sorted([(cast.city.pk, n) for n in (1, 2, 3, 4)] + [(cast.district.pk, n) for n in (1, 2)])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantity": -1}, "数量"),
        ({"place": 0}, "署名次序"),
        ({"place": 3, "authors": 2}, "署名人数"),
        ({"day": dt.date(2199, 1, 1)}, "今天之后"),
        ({"kind": ""}, "缺少"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(cast: Cast, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.record_post(actor=cast.secretary, draft=draft(cast, **changes))
    assert not DutyRecord.objects.exists()


def test_one_bad_row_stops_all(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.records_post_many(actor=cast.staff, drafts=[draft(cast, "a"), draft(cast, "b", quantity=-1)])
    assert not DutyRecord.objects.exists()


@pytest.mark.parametrize("who", ["member", "other_secretary", "district_staff", "assessor", "admin", "leader"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.record_post(actor=getattr(cast, who), draft=draft(cast))
    assert refusal.value.status == 403


@pytest.mark.parametrize("verb", ["UPDATE duties_dutyrecord SET outcome = 'absent'", "DELETE FROM duties_dutyrecord"])
def test_the_database_refuses_change(cast: Cast, verb: str) -> None:
    services.record_post(actor=cast.secretary, draft=draft(cast))
    with pytest.raises(DatabaseError, match="insert only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert DutyRecord.objects.get().outcome == "present"


def test_many_at_once_are_the_same_rows(cast: Cast) -> None:
    """The quick way for many gives what the slow way gives, numbers and keys included."""
    few = services.records_post_many(actor=cast.staff, drafts=[draft(cast, "one")])
    many = services.records_post_many(actor=cast.staff, drafts=[draft(cast, f"m{n}", place=1) for n in range(300)])
    assert [row.seq for row in many] == list(range(2, 302))
    again = DutyRecord.objects.get(pk=many[-1].pk)
    first = DutyRecord.objects.get(pk=few[0].pk)
    assert (again.key, again.place, again.booked_on) == ("m299", 1, first.booked_on)
    assert again.business_date == first.business_date
    assert abs(again.booked_at - first.booked_at) < dt.timedelta(minutes=1)
    assert [row.pk for row in services.records_post_many(actor=cast.staff, drafts=[draft(cast, "m7")])] == [many[7].pk]
