"""One Chromium for many pages: to start one for each takes longer than to print it.

It is led by the DevTools protocol through two pipes, so that no port is opened.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from massage_screen.browser import QUIET

#: The browser reads from 3 and writes to 4; a shell puts the pipes there.
_LEAD = 'exec "$@" --remote-debugging-pipe 3<&{reads} 4>&{writes}'


class Chromium:
    """A browser without a window, with one page.

    Use it as a context. What fails in it raises RuntimeError.
    """

    def __init__(self, program: str, width: int, height: int) -> None:
        """Start it.

        Args:
            program: The browser.
            width: Of its window, in pixels.
            height: Of its window, in pixels.
        """
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        reads, self._out = os.pipe()
        in_, writes = os.pipe()
        command = [program, *QUIET, f"--user-data-dir={self._profile.name}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")
        lead = _LEAD.format(reads=reads, writes=writes)
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", lead, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(reads, writes),
        )
        os.close(reads)
        os.close(writes)
        self._in = os.fdopen(in_, "rb")
        self._left, self._calls, self._session = b"", 0, ""
        page = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        self._call("Page.enable")
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def __enter__(self) -> Chromium:
        """Return this."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the browser, and delete what it kept."""
        self._process.kill()
        self._process.wait()
        os.close(self._out)
        self._in.close()
        self._profile.cleanup()

    def show(self, file: Path) -> None:
        """Open a file, and wait until it is there."""
        self._call("Page.navigate", url=file.as_uri())
        while self._told().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        """Return what a script on the page comes to."""
        found = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(f"the script failed: {found['exceptionDetails']}")
        return found["result"].get("value")

    def printed(self) -> bytes:
        """Return the page as PDF, on the paper that it asks for."""
        pdf = self._call("Page.printToPDF", preferCSSPageSize=True)["data"]
        return base64.b64decode(pdf)

    def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return the answer to one call."""
        self._calls += 1
        asked = {"id": self._calls, "method": method, "params": arguments}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while (told := self._told()).get("id") != self._calls:
            pass
        if "error" in told:
            raise RuntimeError(f"{method}: {told['error']['message']}")
        return dict(told["result"])

    def _told(self) -> dict[str, Any]:
        """Return the next thing that the browser says."""
        while b"\0" not in self._left:
            more = self._in.read1(1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self._left += more
        said, _, self._left = self._left.partition(b"\0")
        return dict(json.loads(said))
