"""What this room offers on the page of a member."""

from django.utils.translation import gettext_lazy as _

from touyan.members.selectors import Link

LINKS = [Link(_("履职档案"), "duty_file", "duty.view", "file")]
