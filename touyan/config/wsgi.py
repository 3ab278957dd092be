"""The web process. It refuses to start when an address has no declared policy or the database is set unsafely."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from touyan.core import database  # noqa: E402
from touyan.core.jobs import worker  # noqa: E402
from touyan.organizations import access  # noqa: E402

database.refuse_unsafe()
access.refuse_undeclared()
if settings.WORKER_THREAD:
    worker.start_thread()
