"""What records give to a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from touyan.documents.typeset.model import Block
from touyan.documents.wording import Fill


@dataclass(frozen=True)
class Content:
    """What records give to a paper: words and numbers, blocks, and papers to attach as (name, blocks)."""

    fills: Mapping[str, Fill] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    attachments: Sequence[tuple[str, Sequence[Block]]] = ()
    subject: str = ""
