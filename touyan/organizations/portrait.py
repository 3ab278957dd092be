"""The organisation as a picture: what `selectors.chart` found, handed to the drawing board."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import pictures
from touyan.core.pictures import Picture
from touyan.organizations.rules import Line
from touyan.organizations.selectors import Node

MOST = 60


def portrait(tree: Node) -> Picture | None:
    """Two lines side by side, the lower level beneath; None for a unit that has nothing under it. No query."""
    own = [child for child in tree.children if child.line != Line.TERRITORY]
    lower = [child for child in tree.children if child.line == Line.TERRITORY]
    root = own[0] if len(own) == 1 and own[0].children else tree
    heads = [child for child in root.children if child.line != Line.TERRITORY]
    if not heads or sum(max(len(head.children), 3) for head in heads) > MOST:
        return None
    return pictures.organization_chart(
        pictures.Node(root.unit.name, "", _address(root), "", [_drawn(head) for head in heads]),
        lower=[pictures.Node(child.unit.short, "", _address(child)) for child in lower],
        lower_name=_("下一级"),
        title=_("%(name)s组织架构图") % {"name": tree.unit.name},
        desc=_("%(name)s统一领导，%(heads)d 个直属组织，%(lower)d 个下级政协。")
        % {"name": root.unit.name, "heads": len(heads), "lower": len(lower)},
    )


def _drawn(node: Node) -> pictures.Node:
    note = _("%(n)d 个下属") % {"n": len(node.children)} if node.children else ""
    return pictures.Node(node.unit.short, node.line, _address(node), note, [_drawn(child) for child in node.children])


def _address(node: Node) -> str:
    return reverse("unit_page", args=[node.unit.pk])
