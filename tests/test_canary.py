"""What is declared private is planted as a unique string in every record, and looked for in everything that others can open.

Pages, parts of pages, exports and files (unpacked where they are packed), search by half of the string, the journal, and the
log. A public field is planted too: what the search must find, or it would find nothing. Those whom the branch's work
concerns least are walked through everything, the others through the rooms that hold private words (deep: everything).
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.test_permissions import client_of, missing_kwargs, ours, specimens
from touyan.activities import services as activities
from touyan.activities.models import Leave, Venue
from touyan.contacts import services as contacts
from touyan.contacts.models import Pair
from touyan.core.models import JournalEntry
from touyan.core.personal import Label, Mask
from touyan.core.rooms import collect
from touyan.duties import services as duties
from touyan.duties.models import DutyRecord
from touyan.organizations.models import Account
from touyan.organizations.policy import NOBODY, Actor, actor_of
from touyan.organizations.rules import Role
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import DAY, Cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOUGHT = "金丝雀"
PHONE = "13900009527"
PUBLIC = "公开金丝雀甲乙"
# Signing in has its own tests; the administrator who opens accounts knows their names.
LEFT = ("organizations.account.",)
# Whoever keeps the record meets it, and the person concerned: where to look for that.
KEEP = {
    "staff": ("member_", "data_request", "venue_"),
    "secretary": ("matter_", "venue_", "contacts_"),
    "member": ("my_", "duty_own", "venue_"),
}
# Words that no inventory lists, and who reads them besides: what one is proud of and objects to stands in the duty file.
LEDGER = frozenset({"member", "staff", "secretary", "a leader", "the assessment office", "the auditor"})
MAY_MEET = {
    "duties.OwnWords.text": LEDGER,
    "duties.Confirmation.reason": LEDGER,
    "activities.Leave.answer": frozenset({"member", "staff", "secretary"}),
}
HOLDING = ("activities", "duties", "members", "contacts", "learning")
QUERY = {"q": SOUGHT, "words": SOUGHT, "search": SOUGHT, "name": SOUGHT}


def private() -> Iterator[tuple[type[models.Model], str]]:
    """Every text field of a room's inventory that nobody else sees in full."""
    for _room, fields in collect("personal", "FIELDS"):
        for key, about in fields.items():
            app, model, name = key.split(".")
            held = apps.get_model(app, model)
            field = held._meta.get_field(name)
            words = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            masked = about.label in {Label.PERSONAL, Label.PRIVATE} and about.mask != Mask.NONE
            if words and masked and not key.startswith(LEFT):
                yield held, name


def plant(cast: Cast) -> dict[str, str]:
    """String → the field in which it stands, in every record that there is. A telephone is a number, the rest are words."""
    zhao = person("赵六")
    pair = Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang, other=zhao, start=DAY)
    contacts.matter_raise(actor=cast.secretary, pair=pair, title="经费", request="不足", unit=cast.city, agreed=False)
    planted = plant_by_verbs(cast)
    for number, (held, name) in enumerate(sorted(private(), key=str)):
        word = PHONE if name == "phone" else f"{SOUGHT}第{number}号私"
        if held._default_manager.update(**{name: word}):
            planted[word] = f"{held._meta.label}.{name}"
    Venue.objects.update(name=PUBLIC, active=True)
    return planted


def plant_by_verbs(cast: Cast) -> dict[str, str]:
    """What only a verb can write: the own words, an objection to a row, the answer to a leave of the member."""
    words = {f"{SOUGHT}私{field}": field for field in MAY_MEET}
    proud, objection, answer = words
    duties.own_words_write(actor=cast.member, year=2026, text=proud)
    row = DutyRecord.objects.effective().filter(person=cast.li).latest("pk")
    duties.record_object(actor=cast.member, record=row, reason=objection)
    leave = Leave.objects.get(invitation__person=cast.li)
    activities.leave_decide(actor=cast.secretary, leave_id=leave.pk, grant=False, answer=answer)
    return words


def text_of(answer: HttpResponse) -> str:
    """Everything that the answer says; a packed file is unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return str(answer.headers) + body.decode(errors="replace")


def rooms_that_hold() -> tuple[str, ...]:
    """Names of the addresses of the rooms in which private words stand, of the front page and of the search."""
    found = [import_module(f"touyan.{room}.urls").urlpatterns for room in HOLDING]
    return ("home", "search", *(pattern.name for patterns in found for pattern in patterns))


def everything(client: Client, laid_out: dict[str, dict[str, Any]], *, of: Collection[str] = ("",)) -> str:
    """Every address that answers a GET, with a record of the branch where it takes one, plain and as a search."""
    said = []
    of = tuple(of)
    for address in ours():
        assert address.policy is not None
        bare = missing_kwargs(address.route) and address.name not in laid_out
        if "GET" not in address.policy.methods or bare or not address.name.startswith(of):
            continue
        url = reverse(address.name, kwargs=laid_out.get(address.name, {}))
        said.append(text_of(client.get(url)))
        if address.name.endswith(("_list", "_roster", "_search")):
            said.append(text_of(client.get(url, QUERY)))
    return "\n".join(said)


def others(cast: Cast) -> dict[str, Actor]:
    """Whoever is not concerned and does not keep the record."""
    known = Account.objects.filter(username="stranger").first()
    stranger = (
        actor_of(known)
        if known
        else cast_module.actor("stranger", Role.MEMBER, cast.other_district, who=person("钱七"), subtree=False)
    )
    return {
        "secretary elsewhere": cast.other_secretary,
        "staff of a district": cast.district_staff,
        "a member elsewhere": stranger,
        "a leader": cast.leader,
        "the assessment office": cast.assessor,
        "the administrator": cast.admin,
        "the auditor": cast.auditor,
        "the public": NOBODY,
    }


def leaks(cast: Cast, where: dict[str, Collection[str]]) -> list[tuple[str, str]]:
    """(who, field) of every planted string that somebody met in the addresses named so; each must meet the public control."""
    laid_out, planted, found = specimens(cast), plant(cast), []
    laid_out["activity_page"] = {"pk": Leave.objects.get().invitation.activity_id}
    assert {"contacts.Matter.request", "members.Member.phone", "members.DataRequest.words"} <= set(planted.values())
    for who, of in where.items():
        actor = others(cast)[who] if who not in KEEP else getattr(cast, who)
        said = everything(client_of(actor), laid_out, of=of)
        assert PUBLIC in said, f"the control was not found by {who}"
        found += [(who, field) for word, field in planted.items() if word in said]
    journal = " ".join(f"{entry.subject_name} {entry.detail}" for entry in JournalEntry.objects.all())
    files = b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    for place, text in (("journal", journal), ("files", files.decode(errors="replace"))):
        found += [(place, field) for word, field in planted.items() if word in text]
    return found


def unexpected(found: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Meetings that nobody's part explains."""
    kept = [(who, field) for who, field in found if who in {"staff", "secretary", "member"}]
    return {one for one in found if one not in kept and one[0] not in MAY_MEET.get(one[1], ())}


def test_nobody_else_meets_what_is_private(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """The others do not; whoever keeps a record and the person concerned do, so the search is not blind."""
    caplog.set_level(logging.DEBUG, "touyan")
    holding, whole = rooms_that_hold(), ("secretary elsewhere", "the public")
    where = {who: ("",) if who in whole else holding for who in others(cast)} | KEEP
    found = leaks(cast, where)
    assert unexpected(found) == set()
    assert {field for who, field in found if who == "staff"} >= {"members.DataRequest.words", "members.Member.phone"}
    assert ("secretary", "contacts.Matter.request") in found
    assert {field for who, field in found if who == "member"} >= {"duties.OwnWords.text", "activities.Leave.answer"}
    assert SOUGHT not in caplog.text
    assert PHONE not in caplog.text


@pytest.mark.deep
def test_nor_anywhere_in_the_house(cast: Cast) -> None:
    """Everybody else, everywhere."""
    assert unexpected(leaks(cast, dict.fromkeys(others(cast), ("",)))) == set()
