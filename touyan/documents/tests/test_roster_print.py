"""The printed list of members: by sector and strokes, with marks; rare names survive in both forms."""

import io

import pytest
from docx import Document as Word
from pdfplumber import open as open_pdf

from touyan.core.errors import Refused
from touyan.documents import rosters
from touyan.members import services
from touyan.members.data import MemberData
from touyan.members.models import Sector
from touyan.members.selectors import Chosen
from touyan.organizations.models import Term
from touyan.organizations.tests.cast import DAY

pytestmark = pytest.mark.django_db
RARE = ["张喆", "李堃", "王玥", "赵赟", "钱翀", "孙𬘡", "龚䶮"]


@pytest.fixture
def term(cast):
    term = Term.objects.create(committee=cast.city, number=12, name="第十二届", start=DAY)
    add = services.member_add
    economy, health = Sector.objects.get(code="JJ"), Sector.objects.get(code="YW")
    for name in RARE:
        add(actor=cast.staff, term=term, data=MemberData(name=name, affiliation="masses", sector=economy))
    data = MemberData(
        name="李四", affiliation="minjian", sector=health, gender="female", ethnicity="畲族", phone="13800000002"
    )
    add(actor=cast.staff, term=term, data=data)
    return term


def words(cast, term, form):
    content = rosters.roster_print(actor=cast.staff, term=term, chosen=Chosen(), form=form)
    if form == "docx":
        text = "".join(paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs)
    else:
        with open_pdf(io.BytesIO(content)) as opened:
            text = "".join(page.extract_text() or "" for page in opened.pages)
    return "".join(text.split())


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_rare_names_marks_and_order(cast, term, form):
    said = words(cast, term, form)
    for name in RARE:
        assert name in said, name
    assert "李四（女，畲族）" in said and "13800000002" not in said
    assert "一、经济界（7人）" in said and "二、医药卫生界（1人）" in said
    places = [said.index(name) for name in ("王玥", "孙𬘡", "李堃", "张喆", "赵赟", "钱翀", "龚䶮")]
    assert places == sorted(places)


def test_who_may(cast, term):
    for actor in (cast.secretary, cast.member, cast.district_staff):
        with pytest.raises(Refused):
            rosters.roster_print(actor=actor, term=term, chosen=Chosen(), form="pdf")


def test_nobody_to_print_is_said(cast, term):
    with pytest.raises(Refused):
        rosters.roster_print(actor=cast.staff, term=term, chosen=Chosen(words="没有"), form="pdf")


def test_numerals():
    assert [rosters.numeral(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
