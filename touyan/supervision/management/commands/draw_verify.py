"""Draw again from the published list and seed, and say whether the same units come out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touyan.supervision import drawing, selectors


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("draw", type=int, help="抽查编号 / number of the draw")

    def handle(self, *args: Any, **options: Any) -> None:
        draw = selectors.draw_any(options["draw"])
        if draw is None or not draw.seed:
            raise CommandError("没有这次抽查，或还没有抽 / no such draw, or not drawn yet")
        if drawing.digest(draw.frame) != draw.frame_digest:
            raise CommandError("名单与公布的摘要不符 / the list differs from its published digest")
        again = drawing.draw(draw.frame, draw.seed, draw.each)
        kept = selectors.drawn_codes(draw)
        if sorted(again) != sorted(kept):
            raise CommandError(f"结果不符 / differs: {again} != {kept}")
        self.stdout.write(f"一致：{len(kept)} 个单位 / the same {len(kept)} units: {', '.join(kept)}")
