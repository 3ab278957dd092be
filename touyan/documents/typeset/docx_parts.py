"""What python-docx does not offer: the document grid, East Asian fonts, page fields, footnotes, floating tables."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
MARK = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
# The order that the schema asks for inside paragraph properties.
SNAP = (
    "w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment "
    "w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange"
)
BORDER = (
    "w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE "
    "w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid"
)
AFTER_SNAP = SNAP.split()
AFTER_AUTO = ["w:bidi", "w:adjustRightInd", "w:snapToGrid", *AFTER_SNAP]
AFTER_BORDER = BORDER.split() + AFTER_SNAP
EMPTY = """<w:footnotes {ns}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


def element(tag: str, parent: Any = None, **attributes: str | int) -> Any:
    """A new element such as `w:shd`, appended to `parent` when one is given; attributes are of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    if parent is not None:
        parent.append(made)
    return made


def east_asian(run: WordRun, face: str, *, latin: str = "") -> None:
    """Name the face for Chinese text, and for Latin text too unless another is given."""
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for place, name in (("ascii", latin or face), ("hAnsi", latin or face), ("eastAsia", face), ("cs", latin or face)):
        fonts.set(qn(f"w:{place}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def settle(word: Word, face: str) -> None:
    """What python-docx's own template leaves Japanese, American or open: language, default face, spacing, Word's mode.

    Mode 15 keeps Word from saying 兼容模式; figures and letters stand as close to characters as in the printed page.
    """
    settings = word.settings.element
    for zoom in settings.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for place in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{place}"), face)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for spacing in defaults.iter(qn("w:spacing")):
        spacing.attrib.clear()
        spacing.set(qn("w:after"), "0")
    properties = word.styles["Normal"].element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        properties.insert_element_before(element(name, None, val="0"), *AFTER_AUTO)


def grid(section: Any, *, lines: int, characters: int, size: float, height: float, width: float) -> None:
    """So many lines on a page, heights in points. The characters of a line come from the spacing of the body style:

    a grid of characters narrower than the letters is drawn by Word alone, and other programs give each letter two places.
    """
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    space = round((width / characters - size) * 4096)
    element("w:docGrid", section._sectPr, type="lines", linePitch=int(height / lines * 20), charSpace=space)


def spaced(style: Any, *, twentieths: int) -> None:
    """Distance between the letters of a style."""
    properties = style.element.get_or_add_rPr()
    properties.insert_element_before(
        element("w:spacing", None, val=twentieths), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
    )


def indent_characters(paragraph: WordParagraph, count: float, *, size: float) -> None:
    """First-line indent in characters, with the same in twips for programs that ignore characters."""
    indents = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indents.set(qn("w:firstLineChars"), str(int(count * 100)))
    indents.set(qn("w:firstLine"), str(int(count * size * 20)))


def right_characters(paragraph: WordParagraph, count: float, *, size: float) -> None:
    """Distance from the right edge in characters."""
    indents = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indents.set(qn("w:rightChars"), str(int(count * 100)))
    indents.set(qn("w:right"), str(int(count * size * 20)))


def off_grid(paragraph: WordParagraph, *, points: float = 0) -> None:
    """Letters of another size than the body do not snap to its grid; `points` fixes the distance of the lines."""
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(element("w:snapToGrid", None, val="0"), *AFTER_SNAP)
    if points:
        paragraph.paragraph_format.line_spacing = Pt(points)


def rule_below(paragraph: WordParagraph, *, colour: str, eighths: int, points: int) -> None:
    """A line under the paragraph."""
    borders = element("w:pBdr")
    paragraph._element.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDER)
    element("w:bottom", borders, val="single", sz=eighths, space=points, color=colour)


def page_field(paragraph: WordParagraph, face: str) -> None:
    """— 1 — with the number of the page."""
    for piece in ("— ", None, " —"):
        run = paragraph.add_run(piece or "")
        east_asian(run, face)
        run.font.size = 14 * 12700
        if piece is None:
            for kind in ("begin", "text", "end"):
                if kind == "text":
                    code = element("w:instrText", run._element)
                    code.text = "PAGE"
                else:
                    element("w:fldChar", run._element, fldCharType=kind)


def repeat_head(row: Any) -> None:
    """The row stands again on every page of its table."""
    element("w:tblHeader", row._tr.get_or_add_trPr(), val="true")


def keep_row_whole(row: Any) -> None:
    """The row is not cut by a page."""
    element("w:cantSplit", row._tr.get_or_add_trPr(), val="true")


def narrow_cells(table: Any, *, twentieths: int) -> None:
    """Distance between a cell's edge and its words."""
    properties = table._tbl.tblPr
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        element(f"w:{side}", margins, w=twentieths, type="dxa")
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange")


def to_foot_of_page(table: Any) -> None:
    """The table floats at the foot of the type area."""
    properties = table._tbl.tblPr
    styled = len(properties) and properties[0].tag == qn("w:tblStyle")
    place = element("w:tblpPr", None, horzAnchor="margin", vertAnchor="margin", tblpXSpec="left", tblpYSpec="bottom")
    properties.insert(1 if styled else 0, place)


class Footnotes:
    """True footnotes of a document, made on first use."""

    def __init__(self, word: Word) -> None:
        self.word, self.count, self.root, self.part = word, 0, None, None

    def add(self, run: WordRun, text: str) -> None:
        """A mark after the run and its text at the foot of the page."""
        if self.root is None:
            self._open()
        self.count += 1
        mark = WordRun(OxmlElement("w:r"), run._parent)
        run._element.addnext(mark._element)
        mark.font.superscript = True
        element("w:footnoteReference", mark._element, id=self.count)
        note = parse_xml(f'<w:footnote {nsdecls("w")} w:id="{self.count}"><w:p>{MARK}</w:p></w:footnote>')
        words = element("w:r", note[0])
        element("w:sz", element("w:rPr", words), val=18)
        said = element("w:t", words)
        said.text = text
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        assert self.root is not None  # noqa: S101
        self.root.append(note)

    def close(self) -> None:
        """Write the notes into the package; call once before saving."""
        if self.root is not None:
            from lxml import etree

            self.part._blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _open(self) -> None:
        self.root = parse_xml(EMPTY.format(ns=nsdecls("w")))  # type: ignore[assignment]
        package = self.word.part.package
        self.part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, b"", package)  # type: ignore[assignment]
        self.word.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)  # type: ignore[arg-type]
