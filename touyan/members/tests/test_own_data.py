"""我的数据: view, copy, correct, object; answered by a named person; nobody else's."""

import json

import pytest
from django.urls import reverse

from touyan.core.errors import Refused
from touyan.members import own, selectors, services
from touyan.members.models import DataRequest, Member
from touyan.members.rules import RequestKind, RequestState
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


def test_everything_is_shown_and_who_read_it(cast, roster):
    client_of("staff").get(reverse("member_page", args=[roster.li.pk]))
    services.phone_show(actor=cast.staff, member=roster.li)
    page = client_of("li").get(reverse("my_data")).content.decode()
    assert "13800000002" in page and "查看电话" in page and "查看资料" in page
    assert "13800000001" not in page


def test_a_copy_holds_every_stated_field(cast, roster):
    copy = json.loads(client_of("li").get(reverse("my_data_copy")).content)
    (seat,) = copy["seats"]
    assert seat["联系电话"] == "13800000002"
    assert "13800000001" not in json.dumps(copy)


def test_ones_own_telephone_needs_nobody(cast, roster):
    own.own_phone_set(actor=cast.member, member_id=roster.li.pk, phone="")
    assert Member.objects.get(pk=roster.li.pk).phone == ""
    with pytest.raises(Refused):
        own.own_phone_set(actor=cast.member, member_id=roster.li.pk, phone="12")
    with pytest.raises(Refused) as refusal:
        own.own_phone_set(actor=cast.member, member_id=roster.zhang.pk, phone="")
    assert refusal.value.status == 404


def ask(cast, roster, **more):
    stated = {"kind": RequestKind.CORRECT, "field": "work", "wanted": "示例医院院长"} | more
    return own.data_request_open(actor=cast.member, member_id=roster.li.pk, **stated)


def test_a_granted_correction_is_carried_out(cast, roster):
    asked = ask(cast, roster)
    assert ask(cast, roster).pk == asked.pk
    own.data_request_answer(actor=cast.staff, request=asked, grant=True, answer="")
    assert Member.objects.get(pk=roster.li.pk).work == "示例医院院长"
    assert DataRequest.objects.get(pk=asked.pk).answered_by_id == cast.staff.account_id
    with pytest.raises(Refused):
        own.data_request_answer(actor=cast.staff, request=asked, grant=True, answer="")


def test_an_objection_is_answered_with_a_reason(cast, roster):
    asked = ask(cast, roster, kind=RequestKind.OBJECT, words="不希望出现在对外名单里", field="", wanted="")
    with pytest.raises(Refused, match="理由"):
        own.data_request_answer(actor=cast.staff, request=asked, grant=False, answer="")
    answered = own.data_request_answer(actor=cast.staff, request=asked, grant=False, answer="按章程须公布")
    assert answered.state == RequestState.DECLINED
    assert "按章程须公布" in client_of("li").get(reverse("my_data")).content.decode()


def test_empty_requests_are_refused(cast, roster):
    with pytest.raises(Refused):
        ask(cast, roster, wanted=" ")
    with pytest.raises(Refused):
        ask(cast, roster, field="is_party_member")
    with pytest.raises(Refused):
        ask(cast, roster, kind=RequestKind.OBJECT, words="")


def test_who_may_answer(cast, roster):
    asked = ask(cast, roster)
    for actor in (cast.secretary, cast.leader, cast.district_staff, cast.member):
        with pytest.raises(Refused):
            own.data_request_answer(actor=actor, request=asked, grant=True, answer="")
    assert list(selectors.requests_to_answer(cast.district_staff)) == []


def test_by_browser(cast, roster):
    client = client_of("li")
    opened = client.post(
        reverse("my_request_open", args=[roster.li.pk]),
        {"kind": "correct", "field": "work", "wanted": "甲", "words": ""},
    )
    assert opened.status_code == 302
    asked = DataRequest.objects.get()
    assert "李四" in client_of("staff").get(reverse("data_requests")).content.decode()
    answered = client_of("staff").post(
        reverse("data_request_answer", args=[asked.pk]), {"grant": "1", "answer": "已改"}
    )
    assert answered.status_code == 302
    assert DataRequest.objects.get().state == RequestState.GRANTED
