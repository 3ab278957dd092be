"""Addresses of documents, norms and files."""

from django.urls import path

from touyan.documents import views_documents as d
from touyan.documents import views_files as f
from touyan.documents import views_norms as n
from touyan.documents import views_rosters as r

urlpatterns = [
    path("members/print/", r.roster_print, name="roster_print"),
    path("documents/", d.document_list, name="document_list"),
    path("documents/new/", d.document_new, name="document_new"),
    path("documents/search/", f.document_search, name="document_search"),
    path("documents/series/", f.series_list, name="series_list"),
    path("documents/wordings/", f.wording_list, name="wording_list"),
    path("documents/wordings/<int:pk>/<str:code>/", f.wording_edit, name="wording_edit"),
    path("documents/<int:pk>/", d.document_page, name="document_page"),
    path("documents/<int:pk>/head/", d.document_head, name="document_head"),
    path("documents/<int:pk>/parts/add/", d.passage_add, name="passage_add"),
    path("documents/<int:pk>/parts/<int:part>/", d.passage_edit, name="passage_edit"),
    path("documents/<int:pk>/parts/<int:part>/drop/", d.passage_drop, name="passage_drop"),
    path("documents/<int:pk>/submit/", d.document_submit, name="document_submit"),
    path("documents/<int:pk>/return/", d.document_return, name="document_return"),
    path("documents/<int:pk>/sign/", d.document_sign, name="document_sign"),
    path("documents/<int:pk>/issue/", d.document_issue, name="document_issue"),
    path("documents/<int:pk>/withdraw/", d.document_withdraw, name="document_withdraw"),
    path("documents/<int:pk>/remarks/add/", d.remark_add, name="remark_add"),
    path("documents/<int:pk>/remarks/<int:remark>/settle/", d.remark_settle, name="remark_settle"),
    path("documents/<int:pk>/take/<str:kind>/", d.document_take, name="document_take"),
    path("documents/<int:pk>/sheets/", d.document_sheets, name="document_sheets"),
    path("documents/<int:pk>/sheets/<int:number>.png", d.document_sheet, name="document_sheet"),
    path("norms/", n.norm_list, name="norm_list"),
    path("norms/new/", n.norm_new, name="norm_new"),
    path("norms/<int:pk>/", n.norm_page, name="norm_page"),
    path("norms/<int:pk>/revise/", n.norm_revise, name="norm_revise"),
    path("norms/<int:pk>/state/", n.norm_state, name="norm_state"),
    path("norms/<int:pk>/compare/", n.norm_compare, name="norm_compare"),
    path("norms/<int:pk>/versions/<int:ordinal>/read/", n.norm_read, name="norm_read"),
    path("norms/<int:pk>/versions/<int:ordinal>/file/", n.norm_file, name="norm_file"),
    path("files/", f.file_list, name="file_list"),
    path("files/new/", f.file_new, name="file_new"),
    path("files/<int:pk>/", f.file_page, name="file_page"),
    path("files/<int:pk>/take/", f.file_take, name="file_take"),
    path("files/<int:pk>/remove/", f.file_remove, name="file_remove"),
    path("exports/", f.export_list, name="export_list"),
    path("exports/<int:pk>/", f.export_page, name="export_page"),
    path("exports/<int:pk>/take/", f.export_take, name="export_take"),
]
