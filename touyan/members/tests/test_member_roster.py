"""The roster: order, filters, what each reader sees, a flat number of queries."""

import pytest
from django.test import Client
from django.urls import reverse

from touyan.core.models import JournalEntry
from touyan.members import selectors, services
from touyan.members.data import MemberData
from touyan.members.models import Member
from touyan.members.rules import Order
from touyan.members.selectors import Chosen
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


def names(actor, term, **chosen):
    return [line.name for line in selectors.lines(selectors.members(actor, term, Chosen(**chosen)))]


def test_order_by_strokes_and_pinyin(cast, roster):
    assert names(cast.staff, roster.term) == ["王五", "李四", "张三"]
    assert names(cast.staff, roster.term, order=Order.PINYIN) == ["李四", "王五", "张三"]


def test_filters(cast, roster):
    assert names(cast.staff, roster.term, party="party") == ["王五", "张三"]
    assert names(cast.staff, roster.term, party="other") == ["李四"]
    assert names(cast.staff, roster.term, standing=True) == ["张三"]
    assert names(cast.staff, roster.term, words="lisi") == ["李四"]
    assert names(cast.staff, roster.term, words="ＺＳ") == ["张三"]
    assert names(cast.staff, roster.term, words="0005") == ["王五"]
    assert names(cast.staff, roster.term, branch=cast.branch.pk, party="other") == ["李四"]
    assert names(cast.staff, roster.term, sector=roster.li.sector_id) == ["李四", "张三"]


def test_who_sees_whom(cast, roster):
    assert names(cast.secretary, roster.term) == ["李四", "张三"]  # people of the own branch
    assert names(cast.other_secretary, roster.term) == []
    assert names(cast.district_staff, roster.term) == []
    assert names(cast.member, roster.term) == ["王五", "李四", "张三"]
    assert names(cast.admin, roster.term) == []


def test_strangers_get_404(cast, roster):
    page = reverse("member_page", args=[roster.zhang.pk])
    assert client_of("staff").get(page).status_code == 200
    assert client_of("east").get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_reading_is_recorded_unless_it_is_ones_own(cast, roster):
    client_of("staff").get(reverse("member_page", args=[roster.li.pk]))
    client_of("li").get(reverse("member_page", args=[roster.li.pk]))
    read = JournalEntry.objects.filter(action="member.view", outcome="read", subject_id=str(roster.li.pk))
    assert [entry.actor_name for entry in read] == ["staff"]


def test_the_telephone_is_masked_until_asked_for(cast, roster):
    page = client_of("staff").get(reverse("member_page", args=[roster.li.pk])).content.decode()
    assert "138****0002" in page and "13800000002" not in page
    shown = client_of("staff").post(reverse("member_phone", args=[roster.li.pk])).content.decode()
    assert "13800000002" in shown
    assert JournalEntry.objects.filter(action="member.phone", outcome="read").count() == 1
    assert client_of("li").post(reverse("member_phone", args=[roster.zhang.pk])).status_code == 403


def test_the_page_shows_and_filters(cast, roster):
    page = client_of("staff").get(reverse("member_roster"), {"party": "other"}).content.decode()
    assert "李四" in page and ">王五<" not in page
    assert "13800000002" not in page


def test_queries_do_not_grow_with_rows(cast, roster, django_assert_max_num_queries):
    client = client_of("staff")
    for n in range(30):
        services.member_add(
            actor=cast.staff, term=roster.term, data=MemberData(name="赵" + "一二三四五六"[n % 6], affiliation="cpc")
        )
    with django_assert_max_num_queries(20):
        client.get(reverse("member_roster"))


def test_a_filter_that_cannot_be_read_is_left_out(cast, roster):
    page = client_of("staff").get(reverse("member_roster"), {"sector": "x' OR 1", "page": "zz", "term": "9" * 30})
    assert page.status_code == 200


def test_list_and_single_agree(cast, roster):
    for actor in (cast.staff, cast.secretary, cast.member, cast.district_staff, cast.leader, cast.auditor):
        listed = set(Member.objects.visible_to(actor).values_list("pk", flat=True))
        for member in Member.objects.all():
            try:
                found = selectors.member_get(actor, member.pk).pk
            except Exception:
                found = None
            assert (found is not None) == (member.pk in listed)
