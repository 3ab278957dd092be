"""Made part by part, gone on with after a stop, taken once by its owner."""

import io
import zipfile

import pytest
from django_tasks_db.models import DBTaskResult

from touyan.core.errors import Refused
from touyan.core.jobs import worker
from touyan.documents import exports
from touyan.documents.models import Export
from touyan.documents.rules import ExportState
from touyan.documents.services import export_continue, export_ready, export_start

pytestmark = pytest.mark.django_db
made: list[str] = []


@pytest.fixture(autouse=True)
def producer(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    made.clear()

    def part(actor, wish, key):
        made.append(key)
        if key == wish.get("breaks"):
            raise KeyboardInterrupt
        return f"{key}.pdf", f"{actor.name} {key}".encode()

    one = exports.Producer("测试", lambda actor, wish: [str(n) for n in range(wish["count"])], part)
    monkeypatch.setattr(exports, "producers", lambda: {"test.parts": one})


def start(cast, count=5, **more) -> Export:
    return export_start(actor=cast.secretary, producer="test.parts", wish={"count": count, **more}, name="档案.zip")


def test_a_zip_with_every_part(cast):
    export = export_continue(start(cast))
    assert (export.state, export.done) == (ExportState.READY, 5)
    with (
        exports.export_take(actor=cast.secretary, export=export) as stream,
        zipfile.ZipFile(io.BytesIO(stream.read())) as package,
    ):
        assert package.namelist() == [f"{n}.pdf" for n in range(5)]
        assert package.read("3.pdf").decode() == "张三 3"


def test_it_goes_on_where_it_stopped(cast):
    export = start(cast, breaks="3")
    with pytest.raises(KeyboardInterrupt):
        export_continue(export)
    export = Export.objects.get(pk=export.pk)
    assert export.done == 3
    export.wish.pop("breaks")
    export.busy_until = None  # the lease of the process that died runs out
    export.save()
    made.clear()
    assert export_continue(export).state == ExportState.READY
    assert made == ["3", "4"]


def test_two_at_once_do_not_disturb_each_other(cast):
    export = start(cast)
    assert exports._lease(export)
    assert export_continue(export).done == 0 and made == []


def test_a_slice_of_time_is_a_slice_of_work(cast):
    export = export_continue(start(cast), seconds=0)
    assert export.state == ExportState.RUNNING and export.done == 1, "one part at least, however short the time"


def test_taken_once_by_the_owner_only(cast, django_capture_on_commit_callbacks):
    export = export_ready(actor=cast.secretary, name="名单.xlsx", content=b"x", what="test")
    with pytest.raises(Refused) as caught:
        exports.export_take(actor=cast.staff, export=export)
    assert caught.value.status == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.export_take(actor=cast.secretary, export=export).read() == b"x"
    assert not exports.folder(export).exists()
    with pytest.raises(Refused) as caught:
        exports.export_take(actor=cast.secretary, export=export)
    assert caught.value.status == 409


def test_nothing_to_export_is_said(cast):
    with pytest.raises(Refused, match="没有可以导出"):
        start(cast, count=0)
    with pytest.raises(Refused):
        export_start(actor=cast.secretary, producer="no.such", wish={}, name="x.zip")


def test_the_worker_makes_it_slice_by_slice(cast, monkeypatch):
    monkeypatch.setattr(exports, "SLICE", 0.0)
    monkeypatch.setattr(exports, "export_continue", lambda export, seconds: export_continue(export, seconds=1e-9))
    export = start(cast, count=3)
    exports.wake(export)
    assert worker.run_due("w1", most=1) == 1
    assert worker.run_due("w1") >= 1
    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.READY, 3)
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists(), "asked for once, done once"


def test_what_goes_wrong_is_said_on_its_page(cast, monkeypatch):
    export = start(cast)
    monkeypatch.setattr(exports, "_pack", lambda *_: 1 / 0)
    worker.run_due("w1")
    export.refresh_from_db()
    assert export.state == ExportState.FAILED and "重新生成" in export.message
