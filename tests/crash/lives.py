"""Lives of a real bot: `dondoc run` in a process of its own, which ends by SIGKILL, by SIGTERM or not at all.

The cradle is a process that has read the program and forks one child a life. It spares each life the seconds in which
Python reads files and no store is open yet; from the command line's first word on a life is like any other.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[2]


class Lives:
    """One life after the other. Close it when done."""

    def __init__(self) -> None:
        self._home = pathlib.Path()
        self._pid: int | None = None
        self._cradle = subprocess.Popen(
            [sys.executable, str(pathlib.Path(__file__).resolve())], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    @property
    def log(self) -> str:
        """What all lives in this home have written."""
        return (self._home / "log.txt").read_text(encoding="utf-8")

    def begin(self, home: pathlib.Path, environment: dict[str, str]) -> None:
        """`dondoc run` in `home` with these settings; its log is `home/log.txt`."""
        assert self._pid is None, "still alive"
        self._home = home
        self._order(environment | {"DONDOC_HOME": str(home)})
        self._pid = int(self._said())

    def kill(self) -> None:
        """SIGKILL: nothing in the process gets another word in."""
        assert self.end(signal.SIGKILL) == -signal.SIGKILL, f"it had ended by itself: {self.log[-2000:]}"

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End the life with a signal; its exit code, or minus the signal that ended it."""
        assert self._pid is not None
        os.kill(self._pid, by)  # a zombie until the cradle has waited for it: the number is still its own
        self._pid = None
        self._order({})
        return int(self._said())

    def end_if_alive(self) -> None:
        """Whatever lives is killed."""
        if self._pid is not None:
            self.end(signal.SIGKILL)

    def close(self) -> None:
        """End what lives, and the cradle."""
        self.end_if_alive()
        assert self._cradle.stdin is not None
        assert self._cradle.stdout is not None
        self._cradle.stdin.close()
        self._cradle.wait()
        self._cradle.stdout.close()

    def _order(self, environment: dict[str, str]) -> None:
        assert self._cradle.stdin is not None
        self._cradle.stdin.write(json.dumps(environment) + "\n")
        self._cradle.stdin.flush()

    def _said(self) -> str:
        assert self._cradle.stdout is not None
        return self._cradle.stdout.readline()


def cradle() -> None:
    """Fork a life for each line of settings on stdin, say its number; wait for its end at an empty order, say how."""
    import bot.channels.telegram.channel
    import bot.cli.deployment.serve
    from bot.app import load_late
    from bot.cli import main

    assert bot.cli.deployment.serve
    assert bot.channels.telegram.channel
    load_late()  # what a life would load beside its first question
    pid = 0
    for line in sys.stdin:
        environment = json.loads(line)
        if environment:
            pid = os.fork()
            if not pid:
                _live(main, environment)
            print(pid, flush=True)
        else:
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _live(main: object, environment: dict[str, str]) -> None:
    log = os.open(f"{environment['DONDOC_HOME']}/log.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, own in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, own)
    os.chdir(environment["DONDOC_HOME"])
    os.environ.update(environment)
    sys.argv = ["dondoc", "run"]
    code = 0
    try:
        main()  # type: ignore[operator]
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    cradle()
