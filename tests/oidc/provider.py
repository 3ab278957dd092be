"""A real OpenID Connect provider for the tests: allauth's own, in a Django project of one file, over HTTP on loopback.

Run as `python provider.py PORT FOLDER CLIENT SECRET REDIRECT NAME PASSWORD`; it serves until it is ended.
"""

from __future__ import annotations

import sys
from pathlib import Path
from wsgiref.simple_server import make_server

PORT, FOLDER, CLIENT, SECRET, REDIRECT, NAME, PASSWORD = sys.argv[1:8] if __name__ == "__main__" else [""] * 7


def configure() -> None:
    """Settings of the provider's own small project."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    settings.configure(
        SECRET_KEY="the provider of the tests",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(FOLDER) / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_LOGIN_METHODS={"username"},
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        IDP_OIDC_PRIVATE_KEY=pem,
        USE_TZ=True,
    )


def fill() -> None:
    """One identity and one client, which is ours."""
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(NAME, password=PASSWORD)
    client = Client(id=CLIENT, name="头雁", scopes="openid\nprofile\nemail", redirect_uris=REDIRECT, skip_consent=True)
    client.set_secret(SECRET)
    client.save()


def urls() -> list[object]:
    """The provider's addresses."""
    from django.urls import include, path

    return [path("accounts/", include("allauth.account.urls")), path("", include("allauth.idp.urls"))]


if __name__ == "__main__":
    configure()
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    fill()
    urlpatterns = urls()
    with make_server("127.0.0.1", int(PORT), get_wsgi_application()) as server:
        print("ready", flush=True)
        server.serve_forever()
