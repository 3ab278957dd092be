"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("公文"), "document_list", "document", "document.view", 70, group=_("文书")),
    Entry(_("制度"), "norm_list", "stamp", "norm.view", 71, group=_("文书")),
    Entry(_("资料"), "file_list", "folder", "file.view", 72, group=_("文书")),
    Entry(_("查找文件"), "document_search", "search", "document.search", 73, group=_("文书")),
    Entry(_("我的下载"), "export_list", "download", "export.own", 91, group=_("系统")),
]
