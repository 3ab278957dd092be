"""Units of the demonstration city by a short path: `branches.2` is the third branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from touyan.demo.city import City
    from touyan.organizations.models import Unit


def place_of(city: City, path: str) -> Unit:
    """The unit at `path`; AttributeError or IndexError when there is none."""
    name, _dot, index = path.partition(".")
    found = getattr(city, name)
    return cast("Unit", found[int(index)] if index else found)
