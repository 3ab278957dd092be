"""Print the address and one sign-in per role of the demonstration city."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from touyan.demo.signins import PASSWORD, SIGN_INS
from touyan.organizations.models import Account


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        self.stdout.write(f"\n  头雁已就绪 / Touyan is ready:  http://{host}:{port}/\n")
        if not settings.DEMO:
            return
        known = set(Account.objects.values_list("username", flat=True))
        self.stdout.write(f"  示例账号（密码都是 {PASSWORD}）/ demonstration sign-ins, one password for all:")
        for entry in SIGN_INS:
            if entry.username in known:
                self.stdout.write(f"    {entry.username:<10}{entry.story}")
        self.stdout.write(
            "  登录页可一键选身份；第二验证码显示在验证页上。/ Pick a role on the sign-in page; the second code is shown there.\n"
        )
