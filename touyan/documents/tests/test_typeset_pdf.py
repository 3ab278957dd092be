"""The printed page, measured from the PDF by another program."""

from __future__ import annotations

import datetime as dt
import io
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pdfplumber
import pypdf
import pytest

from touyan.documents.typeset import model as m
from touyan.documents.typeset.faces import FontSet
from touyan.documents.typeset.pdf import pdf, pictures
from touyan.documents.typeset.problems import NotPrintable

MM = 72 / 25.4
AT = dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC)
FILL = "政协委员履职尽责凝心聚力服务大局" * 60
NOTICE = m.Document(
    title="关于开展2026年度委员履职量化考评工作的通知",
    form=m.Form.RED,
    masthead="示例市政协办公厅文件",
    number=m.number_text("示政办", 2026, 3),
    addressees="各专门委员会分党组，各区县（市）政协",
    body=(m.paragraph(FILL), m.Heading("一、总体要求"), m.paragraph(FILL), m.paragraph("请认真贯彻执行。")),
    signed_by=("示例市政协办公厅",),
    date=dt.date(2026, 3, 5),
    copies_to="市委办公厅，市人大常委会办公厅。",
    printed_by="示例市政协办公厅",
    printed_on=dt.date(2026, 3, 6),
)


def opened(document: m.Document) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(pdf(document, at=AT)))


def lines_of(page) -> list[list[dict]]:
    """Characters of the type area by line, top to bottom, left to right."""
    lines = defaultdict(list)
    for letter in page.chars:
        if letter["top"] < (297 - 35) * MM and letter["text"].strip():
            lines[round(letter["bottom"] / 3)].append(letter)
    return [sorted(lines[key], key=lambda letter: letter["x0"]) for key in sorted(lines)]


def texts(page) -> list[str]:
    return ["".join(letter["text"] for letter in line) for line in lines_of(page)]


def test_a_full_page_has_22_lines_of_28_characters():
    page = opened(NOTICE).pages[1]
    lines = lines_of(page)
    assert len(lines) == 22
    full = [line for line in lines if len(line) >= 28]
    assert len(full) >= 15
    assert {len(line) for line in full} == {28}
    pitches = [later[0]["bottom"] - line[0]["bottom"] for line, later in pairwise(full)]
    assert min(pitches) == pytest.approx(225 * MM / 22, abs=0.2)


def test_the_type_area_is_156_by_225_millimetres():
    page = opened(NOTICE).pages[1]
    assert (page.width / MM, page.height / MM) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    full = [line for line in lines_of(page) if len(line) == 28]
    assert full[0][0]["x0"] / MM == pytest.approx(28, abs=0.4)
    assert full[0][-1]["x1"] / MM == pytest.approx(28 + 156, abs=0.6)
    assert min(letter["top"] for letter in full[0]) / MM == pytest.approx(37, abs=1.2)


def test_the_head_of_a_red_document():
    page = opened(NOTICE).pages[0]
    said = texts(page)
    assert said[0] == "示例市政协办公厅文件"
    assert said[1] == "示政办〔2026〕3号"
    masthead = lines_of(page)[0]
    assert masthead[0]["non_stroking_color"][0] > 0.7 and masthead[0]["non_stroking_color"][1] < 0.1
    assert masthead[-1]["x1"] - masthead[0]["x0"] < 156 * MM
    red = next(line for line in page.lines if line["stroking_color"][0] > 0.7)
    assert (red["x1"] - red["x0"]) / MM == pytest.approx(156, abs=0.1)
    number = lines_of(page)[1]
    assert (red["top"] - max(letter["bottom"] for letter in number)) / MM == pytest.approx(4, abs=1.5)


def test_a_long_masthead_stays_on_one_line():
    long = replace(NOTICE, masthead="中国人民政治协商会议示例市第十四届委员会提案委员会办公室文件")
    assert texts(opened(long).pages[0])[0] == long.masthead


def test_page_numbers_stand_outside_and_the_imprint_on_an_even_page():
    with opened(NOTICE) as document:
        pages = document.pages
        assert len(pages) % 2 == 0
        assert "印发" in pages[-1].extract_text() and "抄送：市委办公厅" in pages[-1].extract_text()
        for number, page in enumerate(pages[: len(pages) - 1], start=1):
            foot = [letter for letter in page.chars if letter["top"] > (297 - 35) * MM and letter["text"].strip()]
            if not foot:
                continue
            assert "".join(letter["text"] for letter in foot).strip("—") == str(number)
            middle = (foot[0]["x0"] + foot[-1]["x1"]) / 2
            assert (middle > page.width / 2) == (number % 2 == 1)
            assert foot[0]["top"] / MM == pytest.approx(297 - 35 + 7, abs=2)


def test_upward_documents_name_the_signer():
    said = texts(opened(replace(NOTICE, signer="张三")).pages[0])
    assert said[1] == "示政办〔2026〕3号签发人：张三"


@pytest.mark.parametrize("form", list(m.Form))
def test_every_form_prints(form):
    document = replace(NOTICE, form=form, attending=(("出席", "张三、李四、王五"),))
    assert "考评工作的通知" in opened(document).pages[0].extract_text().replace("\n", "")


def test_rare_names_print():
    rare = "喆堃玥赟翀𬘡䶮㛃"
    document = replace(
        NOTICE,
        title="喆堃玥赟翀𬘡䶮同志",
        body=(
            m.Heading("一、" + rare),
            m.Heading("（一）" + rare, 2),
            m.paragraph(rare),
            m.NameList((rare[0] + rare[1],)),
        ),
    )
    said = "".join(page.extract_text() for page in opened(document).pages)
    assert all(said.count(letter) >= 3 for letter in rare)


def test_a_character_that_no_font_has_stops_the_document():
    with pytest.raises(NotPrintable) as caught:
        pdf(replace(NOTICE, body=(m.paragraph("这里有\U0001f986。"),)))
    assert caught.value.code == "character"


def test_an_unknown_font_stops_the_document():
    with pytest.raises(NotPrintable) as caught:
        pdf(NOTICE, fonts=FontSet(families={**FontSet().families, "fang": "仿宋_GB2312"}))
    assert caught.value.code == "font" and caught.value.facts["missing"] == ["仿宋_GB2312"]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        "*粗* _斜_ `码` $x^2$ <end> @end",
        "{{ ''.__class__ }} {% include 'x' %} ${1+1}",
        "\\u{41} // 注释 /* x */ ~ ---",
        "#panic(1)",
        "'\"]); #sys.inputs",
    ],
)
def test_hostile_text_comes_out_as_text(text):
    said = "".join(page.extract_text() for page in opened(replace(NOTICE, body=(m.paragraph(text),), title=text)).pages)
    flat = "".join(said.split())
    assert flat.count("".join(text.split())) >= 2


def embedded(font) -> bool:
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return any(str(key).startswith("/FontFile") for key in descriptor)


def test_the_file_is_archival_tagged_and_repeatable():
    data = pdf(NOTICE, at=AT)
    assert data == pdf(NOTICE, at=AT)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("zh")
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2" in metadata and "<pdfaid:conformance>A" in metadata
    assert reader.metadata.title == NOTICE.title
    assert all(embedded(font.get_object()) for page in reader.pages for font in page["/Resources"]["/Font"].values())


def test_a_table_over_two_pages_repeats_its_head():
    rows = tuple((m.Cell(str(n)), m.Cell("开展主题党日活动")) for n in range(60))
    table = m.Table((m.TableColumn("序号", 1), m.TableColumn("任务名称", 4)), rows, caption="表1　任务清单")
    pages = [page.extract_text() for page in opened(replace(NOTICE, body=(table,))).pages]
    with_rows = [page for page in pages if "开展主题党日活动" in page]
    assert len(with_rows) >= 2 and all("任务名称" in page for page in with_rows)


def test_sources_stand_in_footnotes_of_the_draft_and_are_gone_from_the_final():
    noted = replace(NOTICE, draft="草稿", body=(m.paragraph(m.Run("共开展活动12次。", note="活动台账 12 条")),))
    assert "活动台账12条" in "".join(opened(noted).pages[0].extract_text().split())
    final = "".join("".join(page.extract_text().split()) for page in opened(m.final(noted)).pages)
    assert "共开展活动12次。" in final and "活动台账" not in final and "草稿" not in final


def test_the_sign_off_never_stands_alone():
    for length in range(300, 700, 29):
        document = replace(NOTICE, body=(m.paragraph("政" * length), m.paragraph("请认真贯彻执行。")))
        for page in opened(document).pages:
            said = "".join(page.extract_text().split())
            if "2026年3月5日" in said and "印发" not in said.replace("印发《", ""):
                assert "贯彻执行" in said


@pytest.mark.parametrize("form", list(m.Form))
@pytest.mark.parametrize("attached", [(), (m.Attachment("清单"),)])
def test_the_sign_off_stands_at_the_right(form, attached):
    with opened(replace(NOTICE, form=form, body=(m.paragraph("略。"),), attachments=attached)) as document:
        words = [word for page in document.pages for word in page.extract_words() if word["text"] == "2026年3月5日"]
    [date] = words
    assert date["x1"] / MM == pytest.approx(210 - 26 - 4 * 156 / 28, abs=8) and date["x0"] / MM > 120


def test_the_letter_form_keeps_its_head_apart():
    page = opened(replace(NOTICE, form=m.Form.LETTER)).pages[0]
    rules = sorted(line["top"] for line in page.lines if line["stroking_color"][0] > 0.7)
    masthead, number = lines_of(page)[0], lines_of(page)[1]
    assert "".join(letter["text"] for letter in number) == NOTICE.number
    assert rules[1] < min(letter["top"] for letter in number)
    assert (rules[0] - max(letter["bottom"] for letter in masthead)) / MM == pytest.approx(4, abs=4)
    assert min(letter["top"] for letter in masthead) / MM == pytest.approx(30, abs=4)
    assert {round((line["x1"] - line["x0"]) / MM) for line in page.lines} == {170}
    assert (297 * MM - rules[-1]) / MM == pytest.approx(20, abs=1.5)


def test_pictures_of_pages_have_the_size_asked_for():
    from PIL import Image

    first = Image.open(io.BytesIO(pictures(NOTICE, dots_per_inch=72)[0]))
    assert first.size == pytest.approx((595, 842), abs=2)


def test_more_than_twenty_sources_are_numbered():
    body = tuple(m.paragraph(m.Run(f"第{n}件事。", note=f"记录 {n}")) for n in range(1, 61))
    said = "".join(
        "".join(page.extract_text().split()) for page in opened(replace(NOTICE, body=body, draft="草稿")).pages
    )
    assert all(f"记录{n}" in said for n in range(1, 61))
