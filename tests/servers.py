"""Real PostgreSQL and Redis for the tests: own instances on free ports, in a temporary folder."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.ports import free_port

_READY_TRIES = 100
# No test takes the power away from the database's machine, so it need not wait for the disk.
_FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL server; give its URL without a database name; stop it in the end."""
    binaries = _postgresql_binaries()
    data = folder / "postgresql"
    data.mkdir(parents=True)
    as_user = _unprivileged(folder, data)
    port = free_port()
    _run(
        [
            *as_user,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "tests",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        ]
    )
    options = f"-p {port} -h 127.0.0.1 -k {data} -c max_connections=300 {_FORGETFUL}"
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
    _run([*control, "-l", data / "log", "-o", options, "start"])
    try:
        yield f"postgresql://tests@127.0.0.1:{port}"
    finally:
        _run([*control, "-m", "immediate", "stop"])


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Start a Redis server; give its URL; stop it in the end."""
    port = free_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        folder,
    ]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _postgresql_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError(
            "PostgreSQL is not installed: run ./dev test, which installs it or says how"
        )
    return (found[-1] if found else Path(str(on_path))).parent


def _unprivileged(folder: Path, data: Path) -> list[str]:
    """PostgreSQL refuses to run as root; root hands the folder to the user it came with."""
    if os.geteuid() != 0:
        return []
    for parent in (folder, *folder.parents):
        if parent == Path("/tmp"):  # noqa: S108
            break
        parent.chmod(parent.stat().st_mode | 0o011)
    shutil.chown(data, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[object]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr.decode(errors='replace')}")


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(_READY_TRIES):
        if process.poll() is not None:
            raise RuntimeError("the server stopped while starting")
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("the server did not start")
