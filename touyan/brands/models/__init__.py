"""Nouns of the brands room."""

from touyan.brands.models.brand import Brand, BrandEvent, BrandQuerySet, Element, Frame, Promise
from touyan.brands.models.evidence import Alert, Deed, Dismissal, Pulse
from touyan.brands.models.growth import (
    BrandStep,
    Criterion,
    Decision,
    Drive,
    DriveEntry,
    Review,
    ReviewMark,
    Standard,
    StepProof,
)

__all__ = [
    "Alert",
    "Brand",
    "BrandEvent",
    "BrandQuerySet",
    "BrandStep",
    "Criterion",
    "Decision",
    "Deed",
    "Dismissal",
    "Drive",
    "DriveEntry",
    "Element",
    "Frame",
    "Promise",
    "Pulse",
    "Review",
    "ReviewMark",
    "Standard",
    "StepProof",
]
