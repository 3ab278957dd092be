"""Taking files from outside: what it is, whether it is safe, and what stands in it. See README.md beside this file."""

from touyan.core.intake.files import Accepted, accept, lines, table
from touyan.core.intake.images import without_traces
from touyan.core.intake.kinds import CONTENT_TYPES, SUFFIXES, allowed_names
from touyan.core.intake.limits import DEFAULT, EVIDENCE, Limits
from touyan.core.intake.refusals import FileRefused

__all__ = [
    "CONTENT_TYPES",
    "DEFAULT",
    "EVIDENCE",
    "SUFFIXES",
    "Accepted",
    "FileRefused",
    "Limits",
    "accept",
    "allowed_names",
    "lines",
    "table",
    "without_traces",
]
