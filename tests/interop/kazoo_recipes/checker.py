"""A region that one may be in at a time, and that notices when two are: kept in files, so that any process may enter."""

import os
import pathlib
import tempfile
import time

# Holds what it got until SIGTERM.
HOLD = "trap 'exit 0' TERM; echo start; while :; do sleep 0.02; done"


class Region:
    def __init__(self):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="region-"))
        self._inside, self._count, self._clash = directory / "inside", directory / "count", directory / "clash"
        self._count.write_text("0")
        # Entering is a create that fails if the file exists; the count is read and written apart, so that two who
        # are in at once lose one.
        self.script = (
            f"set -C; : > {self._inside} || {{ : >| {self._clash}; exit 66; }}; read n < {self._count}; sleep 0.01; "
            f"echo $((n + 1)) >| {self._count}; rm {self._inside}"
        )

    def enter_and_leave(self):
        try:
            os.close(os.open(self._inside, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            self._clash.touch()
            return
        number = int(self._count.read_text())
        time.sleep(0.01)
        self._count.write_text(f"{number + 1}\n")
        self._inside.unlink()

    def was_entered(self, times):
        assert not self._clash.exists(), "two were inside at once"
        number = int(self._count.read_text())
        assert number == times, f"entered {number} times, not {times}"
