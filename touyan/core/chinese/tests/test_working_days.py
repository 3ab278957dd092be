from datetime import date

from touyan.core.chinese.working_days import (
    Calendar,
    Counted,
    DayKind,
    Reckoned,
    SpecialDay,
    known_calendar,
    known_years,
)

PLAIN = Calendar(announced=frozenset({2026}))


def test_weekends_rest() -> None:
    assert PLAIN.add(date(2026, 6, 5), 1) == Reckoned(date(2026, 6, 8))
    assert PLAIN.add(date(2026, 6, 8), -1) == Reckoned(date(2026, 6, 5))
    assert PLAIN.between(date(2026, 6, 5), date(2026, 6, 12)) == Counted(5)
    assert PLAIN.between(date(2026, 6, 12), date(2026, 6, 5)) == Counted(-5)


def test_a_deadline_on_a_rest_day_moves_on() -> None:
    assert PLAIN.on_or_after(date(2026, 6, 6)) == Reckoned(date(2026, 6, 8))
    assert PLAIN.add(date(2026, 6, 6), 0) == Reckoned(date(2026, 6, 8))


def test_the_notice_of_2026() -> None:
    calendar = known_calendar()
    assert calendar.kind(date(2026, 10, 1)) is DayKind.REST
    assert calendar.kind(date(2026, 10, 10)) is DayKind.WORKDAY  # a Saturday worked in exchange
    assert calendar.add(date(2026, 9, 30), 1) == Reckoned(date(2026, 10, 8))
    assert calendar.between(date(2026, 9, 30), date(2026, 10, 10)) == Counted(3)


def test_a_year_without_its_notice_is_told_not_invented() -> None:
    calendar = known_calendar()
    assert 2026 in known_years() and 2027 not in known_years()
    assert not calendar.is_announced(2027)
    answer = calendar.add(date(2026, 12, 30), 5)
    assert answer.unannounced == (2027,) and not answer.certain
    assert calendar.kind(date(2027, 10, 1)) is DayKind.WORKDAY  # a Friday: not known to be a holiday


def test_the_offices_own_table_completes_a_year() -> None:
    days = [SpecialDay(date(2027, 1, 1), DayKind.REST, "元旦")]
    calendar = Calendar.of(days, {2026, 2027})
    assert calendar.add(date(2026, 12, 31), 1) == Reckoned(date(2027, 1, 4))
