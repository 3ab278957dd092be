"""Settings. What an installation may change comes from the environment (see `environment.py`), nothing else."""

from __future__ import annotations

import os
import sys

from csp.constants import NONE, SELF

from touyan.config import environment

ROOT = environment.ROOT
DATA = environment.data_dir()
TESTING = "pytest" in sys.modules

SECRET_KEY = environment.secret_key(DATA)
DEBUG = False
DEMO = environment.flag("TOUYAN_DEMO")
ALLOWED_HOSTS = [*environment.hosts(), *(["testserver"] if TESTING else [])]
HTTPS = environment.flag("TOUYAN_HTTPS")

# The rooms of the house, ground floor first. The import contracts in pyproject.toml hold the same order.
ROOMS = [
    "core",
    "organizations",
    "members",
    "documents",
    "duties",
    "planning",
    "activities",
    "contacts",
    "learning",
    "consultation",
    "brands",
    "modeloffice",
    "practices",
    "ballots",
    "assessment",
    "supervision",
    "cockpit",
    "demo",
]
ROOMS = [room for room in ROOMS if (ROOT / "touyan" / room / "apps.py").exists()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    *[f"touyan.{room}" for room in ROOMS],
    # After the rooms, so that core's field templates are found first.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "touyan.core.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "touyan.core.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "touyan.organizations.middleware.Device",
    "touyan.organizations.middleware.actor",
    "touyan.organizations.second_factor.Demand",
]

ROOT_URLCONF = "touyan.config.urls"
WSGI_APPLICATION = "touyan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "touyan.core.templatetags.look",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "touyan.organizations.context.shell",
            ],
        },
    }
]

# Fields are drawn by our own templates where core/templates/django/forms has one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
    if not TESTING
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
JOB_LEASE = int(os.environ.get("TOUYAN_JOB_LEASE", "30"))  # seconds a worker's claim holds before its job has begun
# "off" when `manage.py work` runs beside the site
WORKER_THREAD = os.environ.get("TOUYAN_WORKER", "thread") == "thread"

AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "头雁"
MFA_TOTP_TOLERANCE = 1  # the code of the half minute before: whoever types slowly is not turned away (RFC 6238, 5.2)
MFA_FORMS = {
    "add_webauthn": "touyan.organizations.second_factor_forms.AddKeyForm",
    "edit_webauthn": "touyan.organizations.second_factor_forms.EditKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
ACCOUNT_ADAPTER = "touyan.organizations.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "touyan.organizations.adapters.SocialAdapter"
# One office shares one address, so an address gets many tries and an account few: slowed down, never locked for good.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "40/m/ip,8/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TOUYAN_PROXIES", "0"))
USERSESSIONS_TRACK_ACTIVITY = False  # at every request; middleware.device does it now and then
OIDC_LINK_BY = os.environ.get("TOUYAN_OIDC_LINK_BY", "")
SOCIALACCOUNT_PROVIDERS = environment.oidc()
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("TOUYAN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        # Charts write style attributes on their own elements; style sheets and scripts stay ours.
        "style-src-attr": ["'unsafe-inline'"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [ROOT / "touyan" / "config" / "locale"]  # what libraries say, in the words of this house
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["touyan.core.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TOUYAN_LOG", "WARNING")},
}
