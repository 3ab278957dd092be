"""Every address of the product: each room brings its own; sign-in comes from allauth."""

from importlib import import_module

from django.conf import settings
from django.urls import include, path
from django.utils.module_loading import module_has_submodule

urlpatterns = [path("account/", include("touyan.organizations.signin_urls"))]
for room in settings.ROOMS:
    if module_has_submodule(import_module(f"touyan.{room}"), "urls"):
        urlpatterns.append(path("", include(f"touyan.{room}.urls")))

handler400 = "touyan.core.errors.bad_request"
handler403 = "touyan.core.errors.forbidden"
handler404 = "touyan.core.errors.not_found"
handler500 = "touyan.core.errors.server_error"
