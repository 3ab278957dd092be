"""Run by test_document_life in processes of their own: prepare a database file, issue from it, tell the numbers."""

from __future__ import annotations

import os
import sys

import django


def prepare() -> None:
    from touyan.documents.tests.test_document_life import series, signed
    from touyan.organizations.tests import cast as cast_module

    cast = cast_module.build()
    series(cast)
    for _ in range(8):
        signed(cast)
    print("ready")


def issue(part: int) -> None:
    from touyan.documents import life
    from touyan.documents.models import OfficialDocument
    from touyan.organizations.models import Account
    from touyan.organizations.policy import actor_of

    actor = actor_of(Account.objects.get(username="staff"))
    ready = list(OfficialDocument.objects.order_by("pk"))[part::4]
    for place, document in enumerate(ready):
        if part == 3 and place == 1:
            # The number is taken and the process dies before the transaction ends: the number must come back.
            life._freeze = lambda actor, document: os._exit(9)
        life.document_issue(actor=actor, document=document)


def numbers() -> None:
    from touyan.documents.models import OfficialDocument

    given = OfficialDocument.objects.exclude(serial=None).order_by("serial").values_list("serial", flat=True)
    print(*given)


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "issue": lambda: issue(int(sys.argv[2])), "numbers": numbers}[sys.argv[1]]()
