"""Faults of the machine: processes, databases, disks and clocks."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.bench import Bench, NotPossibleError
from tests.benchmarks.running import WEBHOOK_SECRET, Running, execute, postgresql
from tests.support.balancer import Balancer
from tests.support.process import free_port

_KILLS = 20
_DOWN_S = 20.0
_DISK = "3m"


def kills(bench: Bench) -> str:
    """Kill it again and again, also while it starts."""
    count = 5 if bench.quick else _KILLS
    begun = 0
    with bench.ask_meanwhile(4.0):
        for _ in range(count):
            bot = bench.begin()
            if bench.rng.random() < 0.75:
                bot.wait_until_ready()
                begun += 1
                time.sleep(bench.rng.uniform(0.0, 2.0))
            else:
                time.sleep(bench.rng.uniform(0.0, 3.0))
            bot.kill()
    bench.start()
    waited_s = bench.wait()
    return (
        f"killed {begun} times at work, {count - begun} while starting; all answered "
        f"{waited_s - 1:.0f} s after the last start"
    )


def postgresql_down(bench: Bench) -> str:
    """Nobody may connect, and whoever is connected is thrown out."""
    url = bench.stack.enter_context(postgresql())
    name = url.rpartition("/")[2]
    bot = bench.start(DATABASE_URL=url)
    bench.ask(20)
    # The name is ours.
    others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", others)
    bench.ask(40)
    time.sleep(_DOWN_S - 40 / 8)
    readiness, alive = bot.readiness(), bot.is_running
    execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    waited_s = bench.wait()
    return _account(readiness, waited_s, alive=alive)


def sqlite_locked(bench: Bench) -> str:
    """Somebody else holds the file."""
    bot = bench.start()
    bench.ask(20)
    other = sqlite3.connect(bench.folder / "data" / "bot.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    bench.ask(40)
    time.sleep(_DOWN_S - 40 / 8)
    readiness, alive = bot.readiness(), bot.is_running
    other.execute("ROLLBACK")
    other.close()
    return _account(readiness, bench.wait(), alive=alive)


def disk_full(bench: Bench) -> str:
    """The disk of DATA_DIR has no room left."""
    data = bench.folder / "data"
    data.mkdir()
    mount = [shutil.which("mount") or "mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs"]
    if subprocess.run([*mount, str(data)], check=False, capture_output=True).returncode:
        raise NotPossibleError("mounting a small tmpfs wants root")
    try:
        return _fill(bench, data)
    finally:
        for bot in bench._bots:
            bot.kill()
        subprocess.run([shutil.which("umount") or "umount", str(data)], check=False)


def _fill(bench: Bench, data: Path) -> str:
    bot = bench.start()
    bench.ask(20)
    bench.wait()
    ballast = data / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass
    bench.ask(60)
    time.sleep(5 if bench.quick else 15)
    readiness, alive, unanswered = bot.readiness(), bot.is_running, bench.unanswered()
    ballast.unlink()
    waited_s = bench.wait()
    return f"a tmpfs of {_DISK}; {unanswered} waited; {_account(readiness, waited_s, alive=alive)}"


def clock_jumps(bench: Bench) -> str:
    """Somebody sets the clock, which the bot reads through tests/benchmarks/altered.py."""
    clock = bench.folder / "clock"
    _set(clock, 0)
    bench.start(CLOCK_FILE=str(clock))
    with bench.ask_meanwhile():
        for ahead_s in (0, 1800, -1800, 0):
            _set(clock, ahead_s)
            time.sleep(4.0)
    return f"all answered {bench.wait() - 1:.0f} s after the last was sent"


def clocks_apart(bench: Bench) -> str:
    """Two replicas do not agree on the time."""
    clock = bench.folder / "clock"
    _set(clock, 1800)
    with Balancer(ports := [free_port(), free_port()]) as balancer:
        bots = _replicas(bench, ports, balancer.url, clock)
        with bench.ask_meanwhile():
            time.sleep(10.0)
        waited_s = bench.wait()
        served = [balancer.served[port] for port in ports]
        for bot in bots:
            bot.kill()
    return f"took in {served[0]} and {served[1]}; all answered {waited_s - 1:.0f} s after the last"


def _replicas(bench: Bench, ports: Sequence[int], url: str, clock: Path) -> list[Running]:
    settings = {
        "DATABASE_URL": bench.stack.enter_context(postgresql()),
        "WEBHOOK_URL": url,
        "WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
    bots = []
    for number, port in enumerate(ports):
        own = {"CLOCK_FILE": str(clock)} if number else {}
        bots.append(bench.begin(folder=str(port), LISTEN_PORT=str(port), **settings | own))
    for bot in bots:
        bot.wait_until_ready()
    return bots


def _set(clock: Path, ahead_s: float) -> None:
    new = clock.with_suffix(".new")
    new.write_text(str(ahead_s))
    new.replace(clock)


def _account(readiness: tuple[int, str], waited_s: float, *, alive: bool) -> str:
    missing = readiness[1].partition('"missing":')[2].rstrip("}").replace('"', "").strip("{")
    state = "" if alive else "the process ended; "
    return (
        f"{state}/readyz: {readiness[0]} {missing}; all answered {waited_s - 1:.0f} s after the end"
    )
