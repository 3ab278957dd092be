"""固化: from practice to draft to norm, with the thread kept both ways."""

from __future__ import annotations

import pytest
from django.test import Client

from touyan.brands.tests.made import draft, published
from touyan.core.errors import Refused
from touyan.documents import services as documents
from touyan.documents.models import Norm, OfficialDocument
from touyan.documents.threads import threads_of
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast
from touyan.practices import selectors, services, settling
from touyan.practices.models import Practice, Settling
from touyan.practices.tests.cooked import adopted, drafted, shared

pytestmark = pytest.mark.django_db


def working(cast: Cast) -> Practice:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    services.effect_report(actor=cast.other_secretary, practice=child, verdict="better", words="三条被采用")
    return practice


def test_one_step_makes_a_draft_whose_sentences_name_the_practice(cast: Cast) -> None:
    practice = working(cast)
    made = settling.practice_settle(actor=cast.secretary, practice=practice)
    document = made.document
    assert (document.kind, document.unit_id, document.subject) == ("notice", cast.branch.pk, f"practice:{practice.pk}")
    text = "\n".join(part.text for part in document.passages.exclude(attachment=""))
    assert "（一）提前一周征集一个问题；" in text and "第五条　下列情况不宜照搬：没有信息渠道不要照搬" in text
    urls = {source["url"] for part in document.passages.all() for source in part.sources}
    assert f"/practices/{practice.pk}/" in urls
    [thread] = threads_of(cast.secretary, "document", document.pk)
    assert (thread.title, thread.url) == (practice.title, f"/practices/{practice.pk}/")
    page = selectors.practice_page(cast.secretary, practice)
    assert page["settlings"][0]["opens"] and not page["may_settle"]
    client = Client()
    client.force_login(
        Account.objects.get(pk=cast.secretary.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert f'href="/practices/{practice.pk}/"' in client.get(f"/documents/{document.pk}/").content.decode()


def test_signed_it_becomes_a_norm_and_both_ends_know(cast: Cast) -> None:
    made = settling.practice_settle(actor=cast.secretary, practice=working(cast))
    with pytest.raises(Refused, match="还没有签发"):
        settling.settling_register(actor=cast.staff, settling=made)
    OfficialDocument.objects.filter(pk=made.document_id).update(state="signed")
    with pytest.raises(Refused) as refusal:
        settling.settling_register(actor=cast.secretary, settling=made)
    assert refusal.value.status == 403
    norm = settling.settling_register(actor=cast.staff, settling=made)
    assert norm.title == "带着一道题走访办法（试行）" and norm.state == "trial"
    assert "第一条" in norm.versions.get().text and "〔注" not in norm.versions.get().text
    assert [t.title for t in threads_of(cast.staff, "norm", norm.pk)] == ["带着一道题走访"]
    assert [t.title for t in threads_of(cast.staff, "document", made.document_id)] == ["带着一道题走访", norm.title]
    with pytest.raises(Refused, match="已经登记"):
        settling.settling_register(actor=cast.staff, settling=made)


def test_not_before_somebody_said_that_it_works_and_not_twice(cast: Cast) -> None:
    practice = shared(cast)
    services.effect_report(actor=cast.secretary, practice=practice, verdict="same", words="没有变化")
    with pytest.raises(Refused, match="管用"):
        settling.practice_settle(actor=cast.secretary, practice=practice)
    services.effect_report(actor=cast.secretary, practice=practice, verdict="better", words="有好转")
    settling.practice_settle(actor=cast.secretary, practice=practice)
    with pytest.raises(Refused, match="已经有制度草稿"):
        settling.practice_settle(actor=cast.secretary, practice=practice)
    with pytest.raises(Refused, match="不能固化"):
        settling.practice_settle(actor=cast.secretary, practice=drafted(cast.secretary, cast.branch))
    assert Settling.objects.count() == 1 and not Norm.objects.exists()


@pytest.mark.parametrize("who", ["member", "leader", "other_secretary", "district_staff", "assessor"])
def test_only_the_unit_itself_makes_a_norm_of_it(cast: Cast, who: str) -> None:
    practice = working(cast)
    with pytest.raises(Refused) as refusal:
        settling.practice_settle(actor=getattr(cast, who), practice=practice)
    assert refusal.value.status == 403
    assert threads_of(getattr(cast, who), "document", 1) == []


def test_a_withdrawn_draft_makes_room_for_another(cast: Cast) -> None:
    practice = working(cast)
    first = settling.practice_settle(actor=cast.secretary, practice=practice)
    OfficialDocument.objects.filter(pk=first.document_id).update(state="signed")
    documents.document_withdraw(actor=cast.staff, document=OfficialDocument.objects.get(), reason="重写")
    assert settling.practice_settle(actor=cast.secretary, practice=practice).pk != first.pk


def test_a_brand_becomes_a_draft_in_one_step_and_carries_the_norm(cast: Cast) -> None:
    brand = published(cast)
    made = settling.brand_settle(actor=cast.secretary, brand=brand)
    text = "\n".join(part.text for part in made.document.passages.exclude(attachment=""))
    promise = brand.promises.get()
    assert promise.what in text and promise.sign in text and made.document.subject == f"brand:{brand.pk}"
    assert [t.url for t in threads_of(cast.secretary, "document", made.document_id)] == [f"/brands/{brand.pk}/"]
    with pytest.raises(Refused, match="已经有制度草稿"):
        settling.brand_settle(actor=cast.secretary, brand=brand)
    OfficialDocument.objects.filter(pk=made.document_id).update(state="signed")
    norm = settling.settling_register(actor=cast.staff, settling=made)
    assert brand.elements.get(norm=norm).kind == "mechanism"
    assert selectors.brand_thread(cast.member, brand.pk)["settlings"][0]["settling"].norm == norm


def test_a_brand_that_is_not_in_use_or_not_ones_own_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="没有发布"):
        settling.brand_settle(actor=cast.secretary, brand=draft(cast))
    brand = published(cast)
    for actor in (cast.other_secretary, cast.leader, cast.member, cast.district_staff):
        with pytest.raises(Refused) as refusal:
            settling.brand_settle(actor=actor, brand=brand)
        assert refusal.value.status == 403
    brand.promises.update(end=brand.since)
    with pytest.raises(Refused, match="没有承诺"):
        settling.brand_settle(actor=cast.secretary, brand=brand)
