"""What this room packs for people: see `documents.exports`."""

from django.utils.translation import gettext_lazy as _

from touyan.documents.exports import Producer
from touyan.duties import printing

EXPORTS = {"duty_files": Producer(_("履职档案"), printing.keys, printing.part)}
