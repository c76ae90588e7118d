"""A PostgreSQL server for tests, from the binaries of this machine; it listens on a socket of its own folder only."""

import getpass
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


class Server:
    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._databases = 0
        # The server refuses to run as root.
        self._user = "postgres" if getpass.getuser() == "root" else getpass.getuser()

    @classmethod
    def find(cls) -> "Server | None":
        """None where no server is installed."""
        installed = shutil.which("initdb")
        candidates = [Path(installed).parent] if installed else []
        for pattern in _FOLDERS:
            candidates += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
        return next((cls(folder) for folder in candidates if (folder / "initdb").exists()), None)

    def __enter__(self) -> Self:
        # Not under pytest's folder, which other users may not enter; socket paths must be short.
        self._home = Path(tempfile.mkdtemp(prefix="pg"))
        shutil.chown(self._home, self._user)
        self._run("initdb", "-U", "csdl", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {self._home} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self._home / "log"), "-o", options, "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self._home)

    def create_database(self) -> str:
        """Answers the URL of a new database."""
        self._databases += 1
        name = f"csdl{self._databases}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://csdl@/{name}?host={self._home}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), "-D", str(self._home / "data"), *arguments]
        user = {} if self._user == getpass.getuser() else {"user": self._user}
        # No pipes: the server would keep them open.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **user)  # type: ignore[call-overload]
