"""Document → .docx that opens right in Word and WPS: grid of 22 lines × 28 characters, official faces named, none embedded."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from touyan.documents.typeset import docx_parts as parts
from touyan.documents.typeset.faces import OFFICIAL
from touyan.documents.typeset.model import (
    Attachment,
    Block,
    Cell,
    Document,
    Figure,
    Form,
    Heading,
    NameList,
    PageBreak,
    Paragraph,
    Run,
    Table,
    said_date,
)
from touyan.documents.typeset.pdf import drawing_picture
from touyan.documents.typeset.titles import title_lines

SIZE, TITLE, SMALL = 16.0, 22.0, 14.0
HEIGHT, WIDTH = 225 / 25.4 * 72, 156 / 25.4 * 72
PITCH = Pt(HEIGHT / 22)
RED = RGBColor(0xD7, 0x00, 0x0F)
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HEADS = {1: "hei", 2: "kai", 3: "fang", 4: "fang"}


def docx_bytes(document: Document) -> bytes:
    """The document as .docx. In a draft every source stands in a footnote."""
    return _Writer(document).write()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.word = docx.Document()
        self.notes = parts.Footnotes(self.word)
        self.draw: dict[type, Callable[[Any], None]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            Table: self.table,
            Figure: self.figure,
            NameList: self.names,
            PageBreak: lambda block: self.new_page(),
        }

    def write(self) -> bytes:
        self._page()
        self._styles()
        self._top()
        self._title(self.document.title, self.document.subtitle)
        if self.document.addressees:
            self.line(self.document.addressees + "：")
        self.flow(self.document.body)
        self._attachment_list()
        self._sign_off()
        for number, paper in enumerate(self.document.attachments, start=1):
            self._attachment(number, paper)
        self._imprint()
        self.notes.close()
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def flow(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self.draw[type(block)](block)

    # — page and styles —
    def _page(self) -> None:
        section = self.word.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(22)
        parts.grid(section, lines=22, characters=28, size=SIZE, height=HEIGHT, width=WIDTH)
        self.word.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            foot = footer.paragraphs[0]
            foot.alignment = SIDES[side]
            foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Pt(SMALL)
            parts.page_field(foot, OFFICIAL["song"])
        if self.document.draft:
            head = section.header.paragraphs[0]
            self.words(head, self.document.draft, "hei", SMALL)

    def _styles(self) -> None:
        properties = self.word.core_properties
        properties.title, properties.author = self.document.title, self.document.author
        properties.language, properties.comments = "zh-CN", ""
        parts.settle(self.word, OFFICIAL["fang"])
        normal = self.word.styles["Normal"]
        normal.font.size = Pt(SIZE)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{place}"), OFFICIAL["fang"])
        # 16 pt × 28 is wider than the type area; programs that ignore the character grid need the letters closer too.
        parts.spaced(normal, twentieths=-5)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        for level in range(1, 6):
            style = self.word.styles[f"Heading {level}"]
            style.font.size, style.font.bold, style.font.italic = Pt(SIZE), False, False
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)

    # — pieces —
    def words(self, paragraph: WordParagraph, text: str, face: str = "fang", size: float = SIZE, note: str = "") -> Any:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        parts.east_asian(run, OFFICIAL.get(face, OFFICIAL["fang"]))
        if note:
            self.notes.add(run, note)
        return run

    def line(self, text: str = "", *, align: str = "justify", face: str = "fang", indent: float = 0) -> WordParagraph:
        made = self.word.add_paragraph()
        made.alignment = SIDES[align]
        if indent:
            parts.indent_characters(made, indent, size=SIZE)
        if text:
            self.words(made, text, face)
        return made

    def blank(self, count: int, *, together: bool = False) -> None:
        for _ in range(count):
            if together:
                self.word.paragraphs[-1].paragraph_format.keep_with_next = True
            self.line()

    def new_page(self) -> None:
        self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def heading(self, block: Heading) -> None:
        made = self.word.add_paragraph(style=f"Heading {block.level + 1}")
        parts.indent_characters(made, 2, size=SIZE)
        self.words(made, block.text, HEADS[block.level], note=block.note)

    def paragraph(self, block: Paragraph) -> None:
        made = self.line(align=block.align, indent=block.indent)
        for run in block.runs:
            self.words(made, run.text, run.face, note=run.note)

    def names(self, block: NameList) -> None:
        shown = [f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name for name in block.names]
        for at in range(0, len(shown), block.columns):
            self.line("\u3000".join(name.ljust(3, "\u3000") for name in shown[at : at + block.columns]), indent=2)

    def table(self, block: Table) -> None:
        if block.caption:
            caption = self.line(align="center")
            self.words(caption, block.caption, "hei", SMALL)
            caption.paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        parts.narrow_cells(table, twentieths=57)
        widths = block.widths(156)
        for at, column in enumerate(block.columns):
            table.columns[at].width = table.rows[0].cells[at].width = Mm(widths[at])
            self._cell(table.rows[0].cells[at], Cell(column.title, face="hei", align="center"), "center", block.size)
        parts.repeat_head(table.rows[0])
        parts.keep_row_whole(table.rows[0])
        for row in block.rows:
            self._row(table, row, block)
        self.line()

    def _row(self, table: Any, row: tuple[Cell, ...], block: Table) -> None:
        made, at = table.add_row(), 0
        made.height = Mm(block.row_mm)
        parts.keep_row_whole(made)
        # Word and WPS go by the width of each cell, others by the columns of the table.
        cells, widths = made.cells, block.widths(156)
        for one, width in zip(cells, widths, strict=True):
            one.width = Mm(width)
        for cell in row:
            place = cells[at]
            if cell.span > 1:
                place = place.merge(cells[min(at + cell.span, len(block.columns)) - 1])
            self._cell(place, cell, block.columns[min(at, len(block.columns) - 1)].align, block.size)
            at += cell.span

    def _cell(self, place: Any, cell: Cell, align: str, size: float) -> None:
        made = place.paragraphs[0]
        made.alignment = SIDES[cell.align or align]
        parts.off_grid(made)
        self.words(made, cell.text, cell.face or "fang", size, cell.note)

    def figure(self, block: Figure) -> None:
        made = self.line(align="center")
        picture = made.add_run().add_picture(io.BytesIO(drawing_picture(block)), width=Mm(min(block.width_mm, 156)))
        picture._inline.docPr.set("descr", block.alt)
        parts.off_grid(made)
        made.paragraph_format.keep_with_next = True
        self.words(self.line(align="center"), block.caption, "hei", 12, block.note)

    # — head and foot —
    def _top(self) -> None:
        self._head[self.document.form](self)

    def _red(self) -> None:
        if self.document.urgency:
            self.words(self.line(), self.document.urgency, "hei")
        self._masthead(before=Mm(35) if not self.document.urgency else Mm(25), rule=False)
        self.blank(2)
        number = self.line(align="left" if self.document.signer else "center")
        self.words(number, self.document.number)
        if self.document.signer:
            number.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
            number.paragraph_format.left_indent = Pt(SIZE)
            self.words(number, "\t签发人：")
            self.words(number, self.document.signer, "kai")
        parts.rule_below(number, colour="D7000F", eighths=12, points=11)
        self.blank(2)

    def _letter(self) -> None:
        self._masthead(before=Mm(0), rule=True)
        self.words(self.line(align="right"), self.document.number)
        self.blank(1)

    def _minutes(self) -> None:
        self._masthead(before=Mm(35), rule=False)
        number = self.line(self.document.number, align="center")
        parts.rule_below(number, colour="D7000F", eighths=12, points=11)
        self.blank(1)

    def _plain(self) -> None:
        if self.document.number:
            self.line(self.document.number, align="right")

    _head: dict[Form, Callable[[Any], None]] = {
        Form.RED: _red,
        Form.LETTER: _letter,
        Form.MINUTES: _minutes,
        Form.PLAIN: _plain,
    }

    def _masthead(self, *, before: Any, rule: bool) -> None:
        made = self.line(align="center")
        made.paragraph_format.space_before = before
        fit = min(46.0, WIDTH * 0.96 / max(1, len(self.document.masthead)))
        run = self.words(made, self.document.masthead, "biaosong", round(fit * 2) / 2)
        run.font.color.rgb = RED
        parts.off_grid(made)
        if rule:
            parts.rule_below(made, colour="D7000F", eighths=18, points=8)

    def _title(self, title: str, subtitle: str) -> None:
        made = self.word.add_paragraph(style="Heading 1")
        made.alignment = SIDES["center"]
        parts.off_grid(made, points=36)
        for at, text in enumerate(title_lines(title)):
            run = self.words(made, text, "biaosong", TITLE)
            if at:
                run._element.insert(0, parts.element("w:br"))
                run._element.insert(0, run._element.get_or_add_rPr())
        if subtitle:
            self.line(subtitle, align="center", face="kai")
        self.blank(1)

    def _attachment_list(self) -> None:
        papers = self.document.attachments
        if not papers:
            return
        self.blank(1)
        for number, paper in enumerate(papers, start=1):
            mark = f"{number}. " if len(papers) > 1 else ""
            made = self.line(("附件：" if number == 1 else "") + mark + paper.name)
            made.paragraph_format.keep_with_next = True
            hang = 3 + (1 if mark else 0)
            made.paragraph_format.left_indent = Pt(SIZE * (2 + hang))
            made.paragraph_format.first_line_indent = Pt(-SIZE * (hang if number == 1 else hang - 3))

    def _sign_off(self) -> None:
        if self.document.signed_by or self.document.date:
            self.blank(2, together=True)
        day = said_date(self.document.date) if self.document.date else ""
        width = max((len(name) for name in self.document.signed_by), default=0)
        shown = sum(0.5 if letter.isascii() else 1 for letter in day)
        for text, length in [(name, len(name)) for name in self.document.signed_by] + ([(day, shown)] if day else []):
            self.word.paragraphs[-1].paragraph_format.keep_with_next = True
            made = self.line(text, align="right")
            parts.right_characters(made, 4 + max(0.0, (max(width, shown) - length) / 2), size=SIZE)
        if self.document.remark:
            self.line(f"（{self.document.remark}）", indent=2)
        for label, names in self.document.attending:
            self.paragraph(Paragraph((Run(label + "：", "hei"), Run(names))))

    def _attachment(self, number: int, paper: Attachment) -> None:
        if not paper.body:
            return
        self.new_page()
        self.line("附件" + (str(number) if len(self.document.attachments) > 1 else ""), face="hei")
        self.blank(1)
        self._title(paper.name, "")
        self.flow(paper.body)

    def _imprint(self) -> None:
        rows = [("抄送：" + self.document.copies_to, "")] if self.document.copies_to else []
        if self.document.printed_by:
            day = said_date(self.document.printed_on) + "印发" if self.document.printed_on else ""
            rows.append((self.document.printed_by, day))
        if not rows:
            return
        table = self.word.add_table(rows=0, cols=2)
        parts.to_foot_of_page(table)
        for left, right in rows:
            made = table.add_row()
            parts.keep_row_whole(made)
            place = made.cells[0] if right else made.cells[0].merge(made.cells[1])
            self._cell(place, Cell(left), "left", SMALL)
            place.paragraphs[0].paragraph_format.keep_with_next = True
            if right:
                self._cell(made.cells[1], Cell(right), "right", SMALL)
            borders = [
                parts.element("w:tcBorders", cell._tc.get_or_add_tcPr()) for cell in made.cells[: 2 if right else 1]
            ]
            for border in borders:
                for side in ("top", "bottom"):
                    parts.element(f"w:{side}", border, val="single", sz=8, color="000000")
        self.word.add_paragraph().paragraph_format.line_spacing = Pt(1)  # what a floating table is anchored to
