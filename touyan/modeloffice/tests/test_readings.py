"""Readings: made from records alone, open to every one of them, silent where nothing was due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from touyan.core import clock
from touyan.modeloffice import models, selectors
from touyan.modeloffice.measures import BY_CODE, MEASURES, Type, of_type
from touyan.modeloffice.models import Companion, Visit
from touyan.modeloffice.records import Records
from touyan.modeloffice.rules import Fact, Half, half_of, mean, quarters, read
from touyan.modeloffice.selectors.six import Book
from touyan.modeloffice.tests.office import office, task
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

DAY = dt.date(2026, 2, 10)
facts_ = st.lists(st.tuples(st.dates(dt.date(2025, 11, 1), dt.date(2027, 2, 1)), st.booleans()), max_size=30)


def test_each_type_has_its_three_measures_with_a_reader_that_exists() -> None:
    assert [len(of_type(kind)) for kind in Type.values] == [3] * 6
    assert len({m.code for m in MEASURES}) == 18
    assert [m.code for m in MEASURES if not hasattr(Records, m.reader) and m.reader] == []
    assert [m.code for m in MEASURES if m.asked] == ["harmony-1", "integrity-3"]


@given(facts_, st.sampled_from([0, 3]), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_a_reading_is_what_a_clerk_would_count(raw: list[tuple[dt.date, bool]], every: int, today: dt.date) -> None:
    start, end = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    facts = [Fact(1, day, ok, str(n)) for n, (day, ok) in enumerate(raw)]
    found = read(facts, start=start, end=end, every=every, today=today)
    seen = [(day, ok) for day, ok in raw if start <= day <= today]
    if every:
        kept = {(day.month - 1) // 3 for day, ok in seen if ok}
        over = {
            n for n in range(4) if [dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30), end][n] <= today
        }
        assert (found.done, found.asked) == (len(kept), len(kept | over))
    else:
        assert (found.done, found.asked) == (sum(ok for _day, ok in seen), len(seen))
    assert found.value is None or 0 <= found.value <= 100


def test_the_mean_says_of_how_many_and_leaves_out_the_unknown() -> None:
    assert mean([100, None, 51]) == (75, 2)
    assert mean([None, None]) == (None, 0)
    assert len(quarters(dt.date(2026, 1, 1), dt.date(2026, 12, 31))) == 4
    assert quarters(dt.date(2026, 10, 1), dt.date(2026, 12, 31))[0][1] == dt.date(2026, 12, 31)


@pytest.mark.django_db
def test_tasks_are_read_as_they_stand_and_open(cast: Cast) -> None:
    made = office(cast)
    task(cast, made.department, due=DAY, done_on=DAY)
    task(cast, made.department, due=DAY, done_on=DAY + dt.timedelta(3))
    task(cast, made.department, due=DAY, done_on=None)
    book = Book([made.department.pk], dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    by = book.readings([made.department.pk], dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert (by["work-2"].done, by["work-2"].asked, by["work-2"].value) == (2, 3, 66)
    assert (by["work-3"].done, by["work-3"].asked) == (1, 2)
    assert (by["loyal-3"].done, by["loyal-3"].asked) == (1, 3), "decisions are followed in planning"
    assert by["learning-1"].value is None
    page = selectors.reading_page(made.head, made.department, "work-2", Half(2026, 1))
    assert len(page["facts"]) == 3 and all(fact.url for fact, _name in page["facts"])


@pytest.mark.django_db
def test_a_companion_is_read_too_but_not_opened_to_whoever_may_not_see_it(cast: Cast) -> None:
    made = office(cast)
    task(cast, cast.branch, due=DAY, done_on=DAY)
    half = Half(2026, 1)
    assert selectors.reading_page(made.head, made.department, "work-2", half)["reading"].asked == 0
    Companion.objects.create(unit=made.department, other=cast.branch)
    mine = selectors.reading_page(made.head, made.department, "work-2", half)
    assert mine["reading"].asked == 1 and mine["facts"][0][0].url == ""
    assert selectors.reading_page(cast.staff, made.department, "work-2", half)["facts"][0][0].url


@pytest.mark.django_db
def test_units_stand_in_their_order_and_the_office_counts_a_shared_record_once(cast: Cast) -> None:
    made = office(cast)
    task(cast, cast.branch, due=DAY, done_on=DAY)
    task(cast, made.department, due=DAY, done_on=None)
    for unit in (made.department, made.other):
        Companion.objects.create(unit=unit, other=cast.branch)
    found = selectors.overview(cast.staff, Half(2026, 1))
    [(_title, rows)] = found["groups"]
    assert [row.unit.code for row in rows] == ["LLC", "YJS"]
    work = {row.unit.code: row.standings[3].value for row in rows}
    assert work["LLC"] != work["YJS"]
    assert selectors.overview(cast.district_staff, Half(2026, 1))["groups"] == []


def test_nothing_here_holds_a_person() -> None:
    tables = [
        models.Visit,
        models.RiskPoint,
        models.Caution,
        models.Major,
        models.Benchmark,
        models.Line,
        models.Appraisal,
    ]
    related = {
        f.related_model.__name__ for t in tables for f in t._meta.get_fields() if f.is_relation and f.related_model
    }
    assert "Person" not in related and "Account" not in related
    assert {f.name for f in Visit._meta.fields} == {"id", "unit", "day", "kind"}
    source = Path(models.__file__).with_name("measures.py").read_text()
    assert "排名" not in source


@pytest.mark.django_db
def test_the_pages_open_for_whoever_may_and_cost_the_same_for_more_units(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    made = office(cast)
    task(cast, made.department, due=clock.today(), done_on=None)
    client = Client()
    client.force_login(
        Account.objects.get(pk=made.head.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    half = half_of(clock.today())
    for path in (
        "/model/", "/model/?year=2025&half=2", "/model/?year=x&half=9", f"/model/{made.department.pk}/", "/model/majors/",
        "/model/decisions/", "/model/visits/", "/model/risks/?closed=1", "/model/cautions/", "/model/benchmarks/", "/model/adoption/",
        "/model/majors/new/", "/model/risks/new/", "/model/cautions/new/", "/model/benchmarks/new/", "/model/visits/new/",
        f"/model/{made.department.pk}/{half.year}/{half.half}/",
        *(f"/model/{made.department.pk}/readings/{code}/" for code, m in BY_CODE.items() if not m.asked),
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.get(f"/model/{made.department.pk}/readings/harmony-1/").status_code == 404
    assert client.get(f"/model/{made.department.pk}/2026/3/").status_code == 404
    assert client.get(f"/model/{made.other.pk}/").status_code == 404
    assert client.get(f"/model/{cast.branch.pk}/").status_code == 404
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get("/model/")
