"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("公文"), "document_list", "document", "document.view", 50),
    Entry(_("制度"), "norm_list", "file", "norm.view", 52),
    Entry(_("资料"), "file_list", "file", "file.view", 54),
    Entry(_("查找文件"), "document_search", "search", "document.search", 56),
    Entry(_("我的下载"), "export_list", "download", "export.own", 95),
]
