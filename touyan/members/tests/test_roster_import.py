"""A list comes in: looked at first, every bad row named, the good ones written at once or not at all, twice is once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from touyan.core.errors import Refused
from touyan.members import importing
from touyan.members.models import Member, RosterImport
from touyan.members.rules import ImportState
from touyan.members.tests.browser import client_of
from touyan.organizations.models import Membership, Person, Term

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "委员编号", "党派", "界别", "联系电话", "专门委员会", "履职临时党支部"]
RARE = ["张喆", "李堃", "王玥", "赵赟", "钱翀", "孙𬘡", "龚䶮"]


def book(*rows, head=HEAD) -> SimpleUploadedFile:
    workbook = Workbook()
    for row in [head, *rows]:
        workbook.active.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return SimpleUploadedFile("名册.xlsx", stream.getvalue())


def receive(cast, roster, upload) -> RosterImport:
    one = importing.roster_receive(actor=cast.staff, term=roster.term, upload=upload, name=upload.name)
    return importing.roster_check(one.pk)


def take(cast, one) -> RosterImport:
    importing.roster_take(actor=cast.staff, one=one)
    return importing.roster_write(one.pk)


def test_looking_writes_nothing(cast, roster):
    people = Person.objects.count()
    one = receive(cast, roster, book(["赵六", "", "民革", "经济界", "", "", ""]))
    assert (one.state, one.added, one.refused) == (ImportState.CHECKED, 1, 0)
    assert Person.objects.count() == people


def test_good_rows_go_in_and_the_rest_come_back(cast, roster):
    one = receive(
        cast,
        roster,
        book(
            ["赵六", "", "民革", "经济", "138 1234 5678", "提案委员会", ""],
            ["钱七", "", "不知道", "经济界", "", "", ""],
            ["孙8", "", "民盟", "", "", "", ""],
            ["周九", "", "民盟", "没有这个界", "123", "", ""],
            ["吴十", "", "民建", "", "", "", "第一履职临时党支部"],
            ["郑甲", "", "中国共产党", "", "", "", "第一履职临时党支部"],
        ),
    )
    assert (one.added, one.refused) == (2, 4)
    by_row = {(row, column) for row, column, _words in one.problems}
    assert by_row == {(3, "党派"), (4, "姓名"), (5, "界别"), (5, "联系电话"), (6, "履职临时党支部")}
    assert any("中国共产党" in words for row, _column, words in one.problems if row == 3)  # what is possible
    one = take(cast, one)
    assert one.state == ImportState.TAKEN
    assert Member.objects.get(person__name="赵六").phone == "13812345678"
    assert Membership.objects.filter(person__name="赵六", unit=roster.committee).exists()
    assert Membership.objects.filter(person__name="郑甲", unit=cast.branch).exists()
    assert not Member.objects.filter(person__name__in=["钱七", "周九", "吴十"]).exists()
    rest = load_workbook(importing.rest_of(one)).active
    assert [row[0].value for row in rest.iter_rows(min_row=2)] == ["钱七", "孙8", "周九", "吴十"]


def test_the_same_list_twice_changes_nothing(cast, roster):
    rows = [["赵六", "", "民革", "经济界", "13812345678", "提案委员会", ""], ["王五", "0005", "中共", "", "", "", ""]]
    take(cast, receive(cast, roster, book(*rows)))
    members, places = Member.objects.count(), Membership.objects.count()
    again = receive(cast, roster, book(*rows))
    assert (again.added, again.changed, again.same, again.refused) == (0, 0, 2, 0)
    take(cast, again)
    assert (Member.objects.count(), Membership.objects.count()) == (members, places)


def test_an_empty_cell_leaves_what_stands(cast, roster):
    one = take(cast, receive(cast, roster, book(["李四", "", "民盟", "", "", "", ""])))
    member = Member.objects.get(pk=roster.li.pk)
    assert one.changed == 1
    assert (member.affiliation, member.phone, member.sector_id) == ("minmeng", "13800000002", roster.li.sector_id)


def test_names_that_are_twice(cast, roster):
    one = receive(
        cast,
        roster,
        book(
            ["赵六", "", "民革", "", "", "", ""],
            ["赵六", "", "民盟", "", "", "", ""],
            ["周九", "0101", "民革", "", "", "", ""],
            ["周九", "0102", "民盟", "", "", "", ""],
            ["吴十", "0101", "民盟", "", "", "", ""],
            ["郑甲", "0005", "民盟", "", "", "", ""],
        ),
    )
    assert {(row, column) for row, column, _words in one.problems} == {(3, "姓名"), (6, "委员编号"), (7, "委员编号")}
    assert one.added == 3


def test_rare_names_survive(cast, roster):
    take(cast, receive(cast, roster, book(*[[name, "", "群众", "", "", "", ""] for name in RARE])))
    assert set(Member.objects.filter(person__name__in=RARE).values_list("person__name", flat=True)) == set(RARE)
    page = client_of("staff").get(reverse("member_roster")).content.decode()
    assert all(name in page for name in RARE)
    body = b"".join(client_of("staff").get(reverse("member_export")).streaming_content)
    cells = {cell.value for row in load_workbook(io.BytesIO(body)).active.iter_rows() for cell in row}
    assert set(RARE) <= cells


def test_nothing_is_half_saved(cast, roster, monkeypatch):
    """The control: a failure in the last batch takes the first back."""
    from touyan.members import intake

    one = receive(
        cast,
        roster,
        book(
            *[[f"赵{'一二三四五六七八九'[n % 9]}{'甲乙丙丁'[n // 9]}", "", "民革", "", "", "", ""] for n in range(20)]
        ),
    )
    real, calls = intake.add_all, []

    def failing(term, rows, known):
        real(term, rows, known)
        calls.append(len(rows))
        raise RuntimeError("power cut")

    monkeypatch.setattr(intake, "add_all", failing)
    importing.roster_take(actor=cast.staff, one=one)
    with pytest.raises(RuntimeError):
        importing.roster_write(one.pk)
    assert calls == [20]
    assert not Member.objects.filter(person__name="赵一甲").exists()
    assert RosterImport.objects.get(pk=one.pk).state == ImportState.FAILED


def test_a_list_is_taken_once(cast, roster):
    one = receive(cast, roster, book(["赵六", "", "民革", "", "", "", ""]))
    importing.roster_take(actor=cast.staff, one=one)
    with pytest.raises(Refused):
        importing.roster_take(actor=cast.staff, one=one)


def test_a_list_without_the_headings_fails_with_words(cast, roster):
    one = receive(cast, roster, book(["赵六"], head=["名字"]))
    assert one.state == ImportState.FAILED and "姓名" in one.fault


def test_who_may(cast, roster):
    for actor in (cast.secretary, cast.member, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            importing.roster_receive(actor=actor, term=roster.term, upload=book(), name="a.xlsx")


def test_by_browser(cast, roster, django_capture_on_commit_callbacks):
    client = client_of("staff")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("roster_import"),
            {
                "term": roster.term.pk,
                "file": book(["赵六", "", "民革", "", "", "", ""], ["钱七", "", "?", "", "", "", ""]),
            },
        )
    page = client.get(answer["Location"]).content.decode()
    assert "第 3 行 · 党派" in page and "写入 1 人" in page
    one = RosterImport.objects.get()
    assert client_of("east").get(answer["Location"]).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("roster_import_take", args=[one.pk]))
    assert "已写入名册" in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("roster_import_rest", args=[one.pk])).status_code == 200
    assert not importing.file_of(one).exists()


def test_a_file_that_is_no_list_is_refused_on_the_form(cast, roster):
    upload = SimpleUploadedFile("a.xlsx", b"not a workbook")
    answer = client_of("staff").post(reverse("roster_import"), {"term": roster.term.pk, "file": upload})
    assert answer.status_code == 422
    assert RosterImport.objects.count() == 0


def test_the_template_is_its_own_import(cast, roster):
    body = client_of("staff").get(reverse("roster_template", args=[roster.term.pk])).content
    workbook = load_workbook(io.BytesIO(body))
    heads = [cell.value for cell in workbook.worksheets[0][1]]
    assert "姓名*" in heads and "履职临时党支部" in heads


def test_a_person_of_an_earlier_term_is_known_again(cast, roster):
    later = Term.objects.create(committee=cast.city, number=13, name="第十三届", start=roster.term.start)
    upload = book(["张三", "", "中共", "", "13800000001", "", ""], ["李四", "", "民建", "", "13900000009", "", ""])
    one = importing.roster_receive(actor=cast.staff, term=later, upload=upload, name=upload.name)
    importing.roster_check(one.pk)
    take(cast, one)
    assert Member.objects.get(term=later, person__name="张三").person_id == cast.zhang.pk
    assert Member.objects.get(term=later, person__name="李四").person_id != cast.li.pk  # only the name is the same
