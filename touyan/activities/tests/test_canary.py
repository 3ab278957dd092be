"""What is private is planted as a unique string and looked for on every page of everybody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from touyan.activities import services
from touyan.activities.tests.held import invited, written
from touyan.activities.tests.specimens import specimens
from touyan.activities.urls import urlpatterns
from touyan.core.models import JournalEntry
from touyan.duties import services as duties
from touyan.duties.models import DutyRecord
from touyan.duties.tests.specimens import specimens as duty_specimens
from touyan.duties.urls import urlpatterns as duty_urls
from touyan.organizations.models import Account
from touyan.organizations.policy import NOBODY, Actor
from touyan.organizations.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CANARIES = {
    "own words": "私言甲乙丙丁九五二七",
    "reason of an objection": "异议戊己庚辛八四一六",
    "answer to a leave": "答复壬癸子丑七三零五",
}
# Who may read which besides the person concerned: those who keep the unit's ledger and its leave.
KEEPERS = {
    "own words": {"secretary", "staff", "leader", "assessor", "auditor"},
    "reason of an objection": {"secretary", "staff", "leader", "assessor", "auditor"},
    "answer to a leave": {"secretary", "staff"},
}


def planted(cast: Cast) -> None:
    duties.own_words_write(actor=cast.member, year=2026, text=CANARIES["own words"])
    services.activity_record(actor=cast.secretary, written=written(cast))
    row = DutyRecord.objects.get(person=cast.li)
    duties.record_object(actor=cast.member, record=row, reason=CANARIES["reason of an objection"])
    leave = services.leave_ask(actor=cast.member, activity=invited(cast), ground="official")
    services.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=False, answer=CANARIES["answer to a leave"])


def pages(actor: Actor, laid_out: dict[str, dict[str, object]]) -> str:
    client = Client()
    if actor.account_id:
        account = Account.objects.get(pk=actor.account_id)
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["second_factor_seen"] = True
        session.save()
    texts = []
    for pattern in [*urlpatterns, *duty_urls]:
        if "GET" in pattern.callback.policy.methods:
            answer = client.get(reverse(pattern.name, kwargs=laid_out.get(pattern.name, {})))
            texts.append(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return b"\n".join(texts).decode(errors="replace")


def test_nobody_else_reads_what_is_private(cast: Cast) -> None:
    planted(cast)
    laid_out = {**specimens(cast), **duty_specimens(cast)}
    own = pages(cast.member, laid_out)
    assert CANARIES["own words"] in own, "the control: the person concerned reads it"
    seen = []
    for who in ("other_secretary", "district_staff", "admin", "secretary", "staff", "leader", "assessor", "auditor"):
        text = pages(getattr(cast, who), laid_out)
        seen += [(who, what) for what, word in CANARIES.items() if word in text and who not in KEEPERS[what]]
    text = pages(NOBODY, laid_out)
    seen += [("public", what) for what, word in CANARIES.items() if word in text]
    assert seen == []


def test_the_journal_holds_no_private_text(cast: Cast) -> None:
    planted(cast)
    entries = " ".join(f"{entry.subject_name} {entry.detail}" for entry in JournalEntry.objects.all())
    assert [what for what, word in CANARIES.items() if word in entries] == []


def test_each_reading_of_a_file_by_another_is_written_down(cast: Cast) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(pk=cast.secretary.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(reverse("duty_file", args=[cast.li.pk])).status_code == 200
    entry = JournalEntry.objects.get(action="duty.view")
    assert (entry.actor_name, entry.subject_name, entry.detail["read"]) == ("张三", "李四", "duty_file")
    client.force_login(
        Account.objects.get(pk=cast.member.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(reverse("duty_file", args=[cast.li.pk])).status_code == 200
    assert JournalEntry.objects.filter(action="duty.view").count() == 1
