"""Pictures drawn on the server: the same SVG in the page, the PDF and the Word file, each with its text and its table."""

from touyan.core.pictures.bars import bars, lines, spark, stacked
from touyan.core.pictures.board import BoardRow, Cell, plan_board
from touyan.core.pictures.chain import Link, chain
from touyan.core.pictures.contents import Contents, brand_contents
from touyan.core.pictures.draw import Canvas, Picture
from touyan.core.pictures.flight import Bird, flight
from touyan.core.pictures.lineage import Offspring, lineage
from touyan.core.pictures.organization import Node, organization_chart
from touyan.core.pictures.radar import radar
from touyan.core.pictures.rhythm import Beat, Promise, rhythm
from touyan.core.pictures.web import Unit, web

__all__ = [
    "Beat",
    "Bird",
    "BoardRow",
    "Canvas",
    "Cell",
    "Contents",
    "Link",
    "Node",
    "Offspring",
    "Picture",
    "Promise",
    "Unit",
    "bars",
    "brand_contents",
    "chain",
    "flight",
    "lineage",
    "lines",
    "organization_chart",
    "plan_board",
    "radar",
    "rhythm",
    "spark",
    "stacked",
    "web",
]
