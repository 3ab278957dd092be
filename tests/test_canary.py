"""What is declared private is planted as a unique string in every record, and looked for in everything that others can open.

Pages, parts of pages, exports and files (unpacked where they are packed), search by half of the string, the journal, and the
log. A public field is planted too: what the search must find, or it would find nothing.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
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
from touyan.activities.models import Venue
from touyan.contacts import services as contacts
from touyan.contacts.models import Pair
from touyan.core.models import JournalEntry
from touyan.core.personal import Label, Mask
from touyan.core.rooms import collect
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
# Whoever keeps the record meets it: where to look for that.
KEEP = {"staff": ("member_", "data_request", "venue_"), "secretary": ("matter_", "venue_", "contacts_")}
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
    planted = {}
    for number, (held, name) in enumerate(sorted(private(), key=str)):
        word = PHONE if name == "phone" else f"{SOUGHT}第{number}号私"
        if held._default_manager.update(**{name: word}):
            planted[word] = f"{held._meta.label}.{name}"
    Venue.objects.update(name=PUBLIC, active=True)
    return planted


def text_of(answer: HttpResponse) -> str:
    """Everything that the answer says; a packed file is unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return str(answer.headers) + body.decode(errors="replace")


def everything(client: Client, laid_out: dict[str, dict[str, Any]], *, of: tuple[str, ...] = ("",)) -> str:
    """Every address that answers a GET, with a record of the branch where it takes one, plain and as a search."""
    said = []
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


def leaks(cast: Cast, names: list[str]) -> list[tuple[str, str]]:
    """(who, field) of every planted string that one of `names` met; the public control must be met by each."""
    laid_out, planted, found = specimens(cast), plant(cast), []
    assert {"contacts.Matter.request", "members.Member.phone", "members.DataRequest.words"} <= set(planted.values())
    for who in names:
        actor = others(cast)[who] if who not in KEEP else getattr(cast, who)
        said = everything(client_of(actor), laid_out, of=KEEP.get(who, ("",)))
        assert PUBLIC in said, f"the control was not found by {who}"
        found += [(who, field) for word, field in planted.items() if word in said]
    journal = " ".join(f"{entry.subject_name} {entry.detail}" for entry in JournalEntry.objects.all())
    files = b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    for place, text in (("journal", journal), ("files", files.decode(errors="replace"))):
        found += [(place, field) for word, field in planted.items() if word in text]
    return found


def test_nobody_else_meets_what_is_private(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """The secretary of another branch, a leader, the public; and staff who keep it do, so the search is not blind."""
    caplog.set_level(logging.DEBUG, "touyan")
    found = leaks(cast, ["secretary elsewhere", "a leader", "the public", "staff"])
    assert {who for who, _field in found} == {"staff"}
    assert {field for _who, field in found} >= {"members.DataRequest.words", "members.Member.phone"}
    assert SOUGHT not in caplog.text
    assert PHONE not in caplog.text


@pytest.mark.deep
def test_nor_anybody_else_at_all(cast: Cast) -> None:
    """Everybody else; and the one who raised a need meets it."""
    found = leaks(cast, [*others(cast), "secretary"])
    assert {who for who, _field in found} == {"secretary"}
    assert ("secretary", "contacts.Matter.request") in found
