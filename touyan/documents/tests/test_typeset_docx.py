"""The .docx, opened again: by python-docx, by our own locked reader, and by LibreOffice where there is one."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from lxml import etree

from touyan.core.intake import accept, lines
from touyan.documents.tests.test_typeset_pdf import FILL, NOTICE, lines_of
from touyan.documents.typeset import model as m
from touyan.documents.typeset.docx import docx_bytes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="30" height="8" fill="#1C5D8C"/></svg>'
FULL = replace(
    NOTICE,
    body=(
        m.Heading("一、总体要求", note="计划 1"),
        m.paragraph(m.Run("共开展活动12次。", note="活动台账 12 条"), FILL),
        m.Table((m.TableColumn("序号"), m.TableColumn("任务", 4)), ((m.Cell("1"), m.Cell("主题党日", note="任务 7")),)),
        m.Figure(SVG, "图1　完成情况", "机关线完成三项"),
        m.NameList(("张三", "欧阳六七")),
    ),
    attachments=(m.Attachment("任务清单", (m.paragraph("附件正文。"),)),),
)


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def test_the_grid_and_the_faces():
    word = docx.Document(io.BytesIO(docx_bytes(FULL)))
    section = word.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"  # 22 lines in 225 mm
    assert word.styles["Normal"].font.size.pt == 16
    faces = {node.get(qn("w:eastAsia")) for node in word.element.iter(qn("w:rFonts"))}
    assert faces >= {"仿宋_GB2312", "黑体", "方正小标宋简体"}
    first = next(p for p in word.paragraphs if p.text.startswith("共开展"))
    assert first._element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert word.settings.odd_and_even_pages_header_footer


def test_nothing_is_left_that_word_or_wps_stumble_over():
    data = docx_bytes(FULL)
    settings, styles = part(data, "word/settings.xml"), part(data, "word/styles.xml")
    w = {"w": qn("w:x")[1:-2]}
    mode = settings.find(".//w:compatSetting[@w:name='compatibilityMode']", w)
    assert mode.get(qn("w:val")) == "15", "no 兼容模式 in the title bar"
    assert settings.find("w:zoom", w).get(qn("w:percent")), "the schema demands it"
    assert settings.find("w:themeFontLang", w).get(qn("w:eastAsia")) == "zh-CN", "no Japanese face for what has none"
    fonts = styles.find("w:docDefaults//w:rFonts", w)
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312" and fonts.get(qn("w:eastAsiaTheme")) is None
    normal = styles.find("w:style[@w:styleId='Normal']/w:pPr", w)
    assert [normal.find(f"w:{name}", w).get(qn("w:val")) for name in ("autoSpaceDE", "autoSpaceDN")] == ["0", "0"]
    body = part(data, "word/document.xml")
    for run in body.iter(qn("w:r")):
        if "".join(run.itertext()).strip():
            assert run.find("w:rPr/w:rFonts", w).get(qn("w:eastAsia")), "every run names its Chinese face"
    table = body.find(".//w:tbl", w)
    assert table.find("w:tblPr/w:tblLayout", w).get(qn("w:type")) == "fixed"
    cells = [int(cell.get(qn("w:w"))) for cell in table.find("w:tr", w).iterfind("w:tc/w:tcPr/w:tcW", w)]
    assert cells[1] == pytest.approx(4 * cells[0], abs=4)
    order = [child.tag.split("}")[1] for child in table.find("w:tblPr", w)]
    wanted = ["tblStyle", "tblpPr", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"]
    assert order == [name for name in wanted if name in order], (
        "the order of the schema, or Word calls the file damaged"
    )


def test_the_imprint_floats_at_the_foot_and_is_not_cut():
    body = part(docx_bytes(NOTICE), "word/document.xml")
    w = {"w": qn("w:x")[1:-2]}
    last = body.findall(".//w:tbl", w)[-1]
    assert last.find("w:tblPr/w:tblpPr", w).get(qn("w:tblpYSpec")) == "bottom"
    assert all(row.find("w:trPr/w:cantSplit", w) is not None for row in last.iterfind("w:tr", w))


def test_sources_are_true_footnotes_in_the_draft_and_gone_from_the_final():
    draft, final = docx_bytes(FULL), docx_bytes(m.final(FULL))
    notes = part(draft, "word/footnotes.xml")
    said = ["".join(note.itertext()) for note in notes if note.get(qn("w:id")) not in ("-1", "0")]
    assert said == ["计划 1", "活动台账 12 条", "任务 7"]
    assert len(list(part(draft, "word/document.xml").iter(qn("w:footnoteReference")))) == 3
    with zipfile.ZipFile(io.BytesIO(final)) as package:
        assert "word/footnotes.xml" not in package.namelist()


def test_the_drawing_has_words_for_those_who_cannot_see_it():
    with zipfile.ZipFile(io.BytesIO(docx_bytes(FULL))) as package:
        assert any(name.startswith("word/media/") for name in package.namelist())
        assert 'descr="机关线完成三项"' in package.read("word/document.xml").decode()


def test_another_reader_finds_the_words():
    with accept(io.BytesIO(docx_bytes(FULL)), name="通知.docx", allowed=frozenset({"docx"})) as accepted:
        said = "\n".join(lines(accepted))
    for words in (
        "示政办〔2026〕3号",
        "共开展活动12次。",
        "主题党日",
        "附件：任务清单",
        "抄送：市委办公厅",
        "2026年3月5日",
    ):
        assert words in said


@pytest.mark.parametrize("text", ["<w:instrText>DATE</w:instrText>", "{{ x }}", "]]>&amp;<b>", "{ DATE }", "\u202e反"])
def test_hostile_text_is_text(text):
    word = docx.Document(io.BytesIO(docx_bytes(replace(NOTICE, body=(m.paragraph(text),), title=text))))
    assert sum(text in p.text for p in word.paragraphs) == 2
    assert not list(word.element.body.iter(qn("w:instrText")))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_28_characters_on_a_line(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(docx_bytes(NOTICE))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path], check=True, timeout=120
    )
    with pdfplumber.open(tmp_path / "通知.pdf") as opened:
        full = [len(line) for line in lines_of(opened.pages[1]) if len(line) > 24]
        assert max(set(full), key=full.count) == 28
