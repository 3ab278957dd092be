"""What the surroundings may set: read once, refused early, never guessed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def data_dir() -> Path:
    """The folder of everything that is not code: database, keys, uploads. Made on first use, for its owner only."""
    folder = Path(os.environ.get("TOUYAN_DATA", ROOT / "var")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key: from TOUYAN_SECRET_KEY, else from a file made once with mode 0600."""
    if given := os.environ.get("TOUYAN_SECRET_KEY"):
        if len(given) < 50:
            raise ImproperlyConfigured("TOUYAN_SECRET_KEY 至少要 50 个字符 / must have at least 50 characters")
        return given
    file = folder / "secret.key"
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(64))
    return file.read_text().strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable; anything but 1/0, true/false, yes/no is refused."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes"}:
        return True
    if text in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name}={text!r}: 请写 1 或 0 / write 1 or 0")


def hosts() -> list[str]:
    """Names under which the site answers. A wildcard is refused."""
    names = [name.strip() for name in os.environ.get("TOUYAN_HOSTS", "").split(",") if name.strip()]
    if "*" in names:
        raise ImproperlyConfigured("TOUYAN_HOSTS 不能用 * / may not be a wildcard: 请写明域名")
    host = os.environ.get("HOST", "127.0.0.1")
    return sorted({*names, *LOOPBACK, "[::1]"} | ({host} if host not in {"0.0.0.0", "::"} else set()))  # noqa: S104


def database(folder: Path) -> dict[str, Any]:
    """Django's database dictionary: SQLite in the data folder, or PostgreSQL named by DATABASE_URL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url or url.startswith("sqlite"):
        return _sqlite(folder, url)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL: 只支持 sqlite:/// 与 postgres:// (got {parts.scheme}://)")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "touyan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "OPTIONS": query,
    }


def _sqlite(folder: Path, url: str) -> dict[str, Any]:
    name = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    return {
        "ENGINE": "touyan.core.sqlite",
        "NAME": name or str(folder / "touyan.sqlite3"),
        "OPTIONS": {
            "timeout": 20,
            # Writers queue at BEGIN instead of failing half-way; FULL keeps acknowledged rows through a power cut.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;",
        },
    }


def oidc() -> dict[str, Any]:
    """allauth's provider dictionary for one OpenID Connect provider, from TOUYAN_OIDC_URL, _CLIENT, _SECRET and _NAME."""
    server = os.environ.get("TOUYAN_OIDC_URL", "")
    if not server:
        return {}
    client, secret = os.environ.get("TOUYAN_OIDC_CLIENT", ""), os.environ.get("TOUYAN_OIDC_SECRET", "")
    if not client or not secret:
        raise ImproperlyConfigured("TOUYAN_OIDC_URL 需要同时设置 TOUYAN_OIDC_CLIENT 与 TOUYAN_OIDC_SECRET / needs both")
    app = {
        "provider_id": "oidc",
        "name": os.environ.get("TOUYAN_OIDC_NAME", "统一身份认证"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
