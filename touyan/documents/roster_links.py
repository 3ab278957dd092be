"""What this room offers on the page of the roster."""

from django.utils.translation import gettext_lazy as _

from touyan.members.selectors import Link

LINKS = [Link(_("打印名单"), "roster_print", "member.export", "print")]
