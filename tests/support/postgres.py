"""A real PostgreSQL server in a temporary folder, of whatever PostgreSQL is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

__all__ = ["Postgres", "postgres_binaries"]

_USER, _DATABASE = "bidworthy", "postgres"
_LONGEST_START_S = 60.0
#: No machine stops during a test, and killing the server loses nothing that the system has taken.
_FAST = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "listen_addresses=", "-c", "max_connections=60")


def postgres_binaries() -> Path | None:
    """Return the folder of the server's programs; None where there are none."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


class Postgres:
    """A server on a socket of its own that can be stopped, started again and killed."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="bidworthy-pg-"))
        # The server refuses to be root.
        owner = next(filter(None, map(_known, ("postgres", "nobody")))) if os.getuid() == 0 else None
        self._as_owner: list[str] = []
        if owner is not None:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.folder.chmod(0o755)
            ids = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
            # It ends with the tests, whatever ends them.
            self._as_owner = ["setpriv", *ids, "--pdeathsig=INT"]
        made = [str(binaries / "initdb"), "-D", f"{self.folder}/data", "-U", _USER, "-A", "trust", "-E", "UTF8"]
        self._run([*made, "--locale=C.UTF-8", "--no-sync"])
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [str(self._binaries / "postgres"), "-D", f"{self.folder}/data", "-k", str(self.folder), *_FAST]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*self._as_owner, *command], stdout=log, stderr=log, cwd="/")
        until = time.monotonic() + _LONGEST_START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2_000:])
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server; whoever is connected is thrown out."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_LONGEST_START_S)

    def remove(self) -> None:
        """Stop the server and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return how ``--history`` names a database of the server."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def empty(self) -> str:
        """Return the URL of a database with nothing in it, which takes a tenth of making a new one."""
        with psycopg.connect(self.url(_DATABASE), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url(_DATABASE)

    def encoded(self, encoding: str) -> str:
        """Return the URL of a new database that keeps texts in another encoding than UTF-8."""
        name = f"in_{encoding.lower()}"
        with psycopg.connect(self.url(_DATABASE), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 LOCALE 'C' ENCODING {}")
            connection.execute(made.format(sql.Identifier(name), sql.Literal(encoding)))
        return self.url(name)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(_DATABASE)).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, command: list[str]) -> None:
        done = subprocess.run([*self._as_owner, *command], capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2_000:])


def _known(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
