"""What every test may ask for: a real Chromium, a phone and a desk, axe, and marks that skip with a reason."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from playwright.sync_api import Browser, Page, Request, sync_playwright

# Playwright keeps an event loop in the main thread; Django would refuse every query made beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHECKOUT = Path(__file__).resolve().parent
AXE = CHECKOUT / "tests" / "vendor" / "axe" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# No name but this machine's is resolved, so that nothing leaves it. Reading along what is asked is enough then; catching
# every request would cost a third of the time, and Chromium's own cache with it.
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
PATIENCE = 20_000  # milliseconds; two suites share two cores


def chromium_path() -> str | None:
    """Debian's Chromium; none is ever downloaded."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that cannot run here is skipped with its reason, and a long campaign runs only when it is asked for.

    On PostgreSQL what asks no database, or is marked `once`, is left out: the run on SQLite has done it.
    """
    asked = config.getoption("markexpr") or ""
    postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if postgres:
        left = [item for item in items if not _asks_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
    rules = [
        ("deep", "deep" in asked, "a long campaign: ./test --deep"),
        ("browser", chromium_path() is not None, "no Chromium here"),
        ("axe", chromium_path() is not None, "no Chromium here"),
        ("postgres", postgres, "holds only on PostgreSQL"),
    ]
    for item in items:
        for mark, possible, reason in rules:
            if item.get_closest_marker(mark) and not possible:
                item.add_marker(pytest.mark.skip(reason=reason))


def _kept_database() -> Path:
    """Where the migrated, empty database is kept; its name says which files decided what it holds."""
    folders = [Path(config.path) / name for config in apps.get_app_configs() for name in ("migrations", "data")]
    files = sorted(file for folder in folders for file in folder.glob("**/*") if file.suffix not in {".pyc", ""})
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    helpers = [CHECKOUT / "touyan" / "core" / "insert_only.py", *CHECKOUT.glob("touyan/*/seeds.py")]
    for file in [*files, *helpers, CHECKOUT / "requirements" / "test.txt"]:
        digest.update(str(file).encode() + file.read_bytes())
    return CHECKOUT / "build" / "databases" / f"{digest.hexdigest()[:20]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """On SQLite the migrated, empty database is kept from one run to the next, named by its migrations.

    A fresh database in memory is filled with the copy before Django migrates it, so that nothing is left to migrate.
    """
    kept = _kept_database()
    filled = not kept.exists()

    def _fill(connection: Any, **_: object) -> None:
        nonlocal filled
        if not filled and connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
            filled = True
            with sqlite3.connect(kept) as copy:
                copy.backup(connection.connection)

    connection_created.connect(_fill, weak=False)
    yield
    connection_created.disconnect(_fill)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The migrated database is kept for the next run, where it is one of SQLite's in memory."""
    kept = _kept_database()
    if connection.vendor != "sqlite" or "mode=memory" not in str(connection.settings_dict["NAME"]) or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), sqlite3.connect(unfinished) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    unfinished.replace(kept)


def _asks_database(item: pytest.Item) -> bool:
    """Whether the test may come out differently on another database."""
    names = set(getattr(item, "fixturenames", ()))
    asks = bool(names & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None
    return item.get_closest_marker("postgres") is not None or (asks and item.get_closest_marker("once") is None)


@pytest.fixture(scope="session")
def lay_database(django_db_setup: None) -> Callable[[Path], None]:
    """Gives `lay_database(folder)`: the folder holds a migrated, empty SQLite database, as `manage.py migrate` makes it."""

    def _lay(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_kept_database(), folder / "touyan.sqlite3")

    if connection.vendor != "sqlite":
        pytest.skip("lays an SQLite file; the run on SQLite has done it")
    return _lay


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none", NO_OTHER_HOST],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Gives `open_page(viewport, javascript=True, locale="zh-CN")`: a fresh visitor at the live server.

    A page that asks a foreign host, breaks the content security policy or throws in its script fails its test.
    """
    contexts, complaints = [], []

    def _guard(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            complaints.append(f"asked a foreign host: {request.url}")

    def _listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"script error on {page.url}: {error}"))
        page.on(
            "console",
            lambda line: (
                complaints.append(f"{page.url}: {line.text}") if "Content Security Policy" in line.text else None
            ),
        )

    def _open(viewport: dict[str, int] = DESK, *, javascript: bool = True, locale: str = "zh-CN", **more: Any) -> Page:
        phone = viewport["width"] < 600
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale=locale,
            java_script_enabled=javascript,
            has_touch=phone,
            is_mobile=phone,
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("request", _guard)
        context.on("page", _listen)
        return context.new_page()

    yield _open
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A visitor at a desk, 1440 px wide."""
    return open_page(DESK)


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A visitor with a phone, 390 px wide."""
    return open_page(PHONE)


# What axe itself calls minor or moderate is not asked where only the grave is wanted; `region` alone is a sixth of a run.
AXE_RUN = """grave => axe.run(document, {
  resultTypes: ['violations'], preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  rules: Object.fromEntries(axe._audit.rules.filter(rule => grave && ['minor', 'moderate'].includes(rule.impact))
    .map(rule => [rule.id, {enabled: false}]))})"""


@pytest.fixture
def axe_findings() -> Callable[..., list[str]]:
    """Gives `axe_findings(page, grave=False)`: what axe-core holds against the page as it stands (WCAG 2.1 A and AA).

    One line each; with `grave` only what is serious or critical.
    """
    script = AXE.read_text(encoding="utf-8")

    def _findings(page: Page, *, grave: bool = False) -> list[str]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(script)
        found = page.evaluate(AXE_RUN, grave)
        lines = [
            f"{rule['impact']} {rule['id']}: {rule['help']} — {node['target']} {node['html'][:160]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        return [line for line in lines if not grave or line.startswith(("serious", "critical"))]

    return _findings
