"""Drawings on the page as pictures, where nothing in them can run."""

import base64

from django import template

register = template.Library()


@register.filter
def svg_address(svg: str) -> str:
    """A `data:` address for an <img>: scripts and links in the drawing are dead there."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
