"""Files are kept under names that tell nothing and leave only as downloads."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from touyan.core.errors import Refused
from touyan.core.intake import FileRefused
from touyan.core.tests.files import docx_bytes, png_bytes
from touyan.documents.files import as_download
from touyan.documents.models import StoredFile
from touyan.documents.services import file_keep, file_remove, norm_register
from touyan.organizations.models import Account

pytestmark = pytest.mark.django_db


def keep(cast, name="通知.docx", data=None, **more) -> StoredFile:
    upload = SimpleUploadedFile(name, docx_bytes() if data is None else data)
    return file_keep(**{"actor": cast.staff, "unit": cast.branch, "upload": upload, **more})


def test_kept_and_handed_out_under_its_own_name(cast):
    data = docx_bytes()
    stored = keep(cast, data=data)
    assert "通知" not in stored.place
    answer = as_download(stored)
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == data


def test_only_its_unit_sees_it(cast):
    stored = keep(cast)
    assert StoredFile.objects.visible_to(cast.secretary).get() == stored
    for stranger in (cast.other_secretary, cast.district_staff, cast.member):
        assert not StoredFile.objects.visible_to(stranger).exists()


def test_a_stranger_may_not_bring_one(cast):
    with pytest.raises(Refused) as caught:
        keep(cast, actor=cast.other_secretary)
    assert caught.value.status == 403 and not StoredFile.objects.exists()


def test_a_refused_file_leaves_nothing(cast, tmp_path):
    with pytest.raises(FileRefused):
        keep(cast, name="图.docx", data=png_bytes())
    assert not StoredFile.objects.exists() and not list(tmp_path.rglob("*"))


def test_removed_bytes_are_gone(cast, django_capture_on_commit_callbacks):
    stored = keep(cast)
    with django_capture_on_commit_callbacks(execute=True):
        file_remove(actor=cast.staff, stored=stored)
    assert not default_storage.exists(stored.place)
    assert not StoredFile.objects.visible_to(cast.staff).exists()


def test_what_a_norm_stands_on_is_not_removed(cast):
    stored = keep(cast, unit=cast.city)
    norm_register(actor=cast.staff, unit=cast.city, title="办法", text="", file=stored)
    with pytest.raises(Refused, match="引用"):
        file_remove(actor=cast.staff, stored=stored)


def test_the_page_says_the_notice_before_the_choice(cast):
    client = Client()
    client.force_login(Account.objects.get(username="zhang"), "allauth.account.auth_backends.AuthenticationBackend")
    said = client.get("/files/new/").content.decode()
    assert said.index("严禁上传涉密") < said.index('type="file"')
    wish = {"unit": cast.branch.pk, "file": SimpleUploadedFile("a.docx", docx_bytes())}
    assert client.post("/files/new/", wish).status_code == 200 and not StoredFile.objects.exists()
    wish = {"unit": cast.branch.pk, "file": SimpleUploadedFile("a.docx", docx_bytes()), "clean_of_secrets": "on"}
    assert client.post("/files/new/", wish).status_code == 302 and StoredFile.objects.count() == 1
    wish["file"] = SimpleUploadedFile("a.docx", b"PK\x03\x04broken")
    answer = client.post("/files/new/", wish)
    assert answer.status_code == 422 and "不完整" in answer.content.decode()
