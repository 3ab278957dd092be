"""A talk is day, parties and kind; the two see it, nobody else does."""

import datetime as dt

import pytest
from django.urls import reverse

from touyan.contacts import selectors, services
from touyan.contacts.models import Talk
from touyan.contacts.rules import Keeping, Rhythm, TalkKind, keeping
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.models import JournalEntry
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


def test_both_may_write_it_down_and_it_is_one(cast, pair):
    for actor in (cast.secretary, cast.member):
        services.talk_record(actor=actor, pair=pair, day=clock.today(), kind=TalkKind.FACE)
    assert Talk.objects.count() == 1


def test_nobody_else_may(cast, pair):
    for actor in (cast.staff, cast.leader, cast.other_secretary, cast.admin, cast.auditor):
        with pytest.raises(Refused) as refusal:
            services.talk_record(actor=actor, pair=pair, day=clock.today(), kind=TalkKind.FACE)
        assert refusal.value.status == 404


def test_days_outside_the_pair_are_refused(cast, pair):
    for day in (clock.today() + dt.timedelta(days=1), pair.start - dt.timedelta(days=1)):
        with pytest.raises(Refused):
            services.talk_record(actor=cast.member, pair=pair, day=day, kind=TalkKind.FACE)


def test_a_mistake_can_be_taken_back(cast, pair):
    talk = services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.PHONE)
    with pytest.raises(Refused):
        services.talk_withdraw(actor=cast.staff, talk=talk)
    services.talk_withdraw(actor=cast.member, talk=talk)
    assert not Talk.objects.exists()


def test_the_journal_knows_neither_day_nor_kind(cast, pair):
    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.VISIT)
    entry = JournalEntry.objects.filter(action="contact.own").latest("seq")
    assert entry.detail == {"verb": "talk"}
    assert "李四" not in entry.subject_name


def test_pages_of_the_two_and_of_everyone_else(cast, pair):
    page = reverse("pair_page", args=[pair.pk])
    client = client_of("zhang")
    answer = client.post(reverse("talk_record", args=[pair.pk]), {"day": clock.today().isoformat(), "kind": "visit"})
    assert answer.status_code == 302
    assert "走访" in client_of("li").get(page).content.decode()
    for other in ("staff", "leader", "other", "east", "assess", "admin", "audit"):
        assert client_of(other).get(page).status_code == 404


TWICE_A_YEAR = Rhythm(least=1, every=6)
SINCE = dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("talks", "day", "state"),
    [
        (["2026-07-01"], "2026-12-31", Keeping.KEPT),
        (["2026-06-30"], "2026-07-01", Keeping.DUE),
        (["2026-01-01"], "2026-06-30", Keeping.KEPT),
        (["2025-12-31"], "2026-07-01", Keeping.LATE),
        ([], "2026-07-01", Keeping.LATE),
    ],
)
def test_rhythm_by_calendar(talks, day, state):
    days = [dt.date.fromisoformat(text) for text in talks]
    assert keeping(TWICE_A_YEAR, days, since=SINCE, day=dt.date.fromisoformat(day)) == state


def test_a_new_pair_is_never_late():
    today = dt.date(2026, 7, 1)
    assert keeping(TWICE_A_YEAR, [], since=dt.date(2026, 3, 1), day=today) == Keeping.DUE


def test_periods_cover_every_day_once():
    for every in (1, 2, 3, 4, 6, 12):
        day, seen = dt.date(2024, 1, 1), []
        while day.year == 2024:
            start, end = Rhythm(1, every).period(day)
            assert start <= day <= end
            seen.append((start, end))
            day = end + dt.timedelta(days=1)
        assert len(seen) == 12 // every


def test_it_stands_in_the_to_do_list_until_kept(cast, pair):
    from touyan.contacts.todo import todos

    assert [todo.title for todo in todos(cast.secretary)] == ["联系李四"]
    assert todos(cast.member) == []
    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.FACE)
    assert todos(cast.secretary) == []


def test_own_pairs_of_both(cast, pair):
    (mine,) = selectors.own_pairs(cast.secretary)
    (his,) = selectors.own_pairs(cast.member)
    assert (mine.title, mine.mine, his.title, his.mine) == ("李四", True, "张三", False)
