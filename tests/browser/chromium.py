"""A headless Chromium driven over a pipe (DevTools protocol), without a driver or a port."""

import asyncio
import base64
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

BINARY = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# The browser reads its pipe on descriptor 3 and writes on 4; ours have other numbers, perhaps these two swapped.
_LAUNCH = (
    "import os, sys; ends = [int(end) for end in sys.argv[1:3]]; "
    "[os.dup2(end, 100 + at) for at, end in enumerate(ends)]; os.dup2(100, 3); os.dup2(101, 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)


class Browser:
    """One browser with one page; `complaints` collects what the page wrote to the console as an error."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._session: str | None = None
        self.complaints: list[str] = []

    async def __aenter__(self) -> "Browser":
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        assert BINARY is not None
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _LAUNCH, str(to_browser), str(from_browser)),
            *(BINARY, *_FLAGS, f"--user-data-dir={self._profile}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(to_browser, from_browser),
        )
        os.close(to_browser)
        os.close(from_browser)
        stream = asyncio.StreamReader(limit=2**26)
        loop = asyncio.get_running_loop()
        self._pipe, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(self._in, "rb")
        )
        self._reading = asyncio.create_task(self._read(stream))
        (target, *_) = [info for info in (await self.ask("Target.getTargets"))["targetInfos"] if info["type"] == "page"]
        attached = await self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM"):
            await self.ask(f"{domain}.enable")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._session = None
        await self.ask("Browser.close")
        await self._process.wait()
        await self._reading
        self._pipe.close()
        os.close(self._out)

    async def ask(self, method: str, **params: Any) -> Any:
        """One DevTools command and its result. Raises RuntimeError when the browser refuses it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        answer = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return await answer

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while True:
            try:
                message = json.loads((await stream.readuntil(b"\0"))[:-1])
            except asyncio.IncompleteReadError:
                return
            if "id" in message:
                waiting = self._waiting.pop(message["id"])
                if "error" in message:
                    waiting.set_exception(RuntimeError(message["error"]["message"]))
                else:
                    waiting.set_result(message["result"])
            elif message["method"] == "Runtime.exceptionThrown":
                self.complaints.append(message["params"]["exceptionDetails"]["exception"]["description"])
            elif message["method"] == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
                self.complaints.append(message["params"]["entry"]["text"])

    async def size(self, width: int, height: int, *, phone: bool = False) -> None:
        await self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )
        await self.ask("Emulation.setTouchEmulationEnabled", enabled=phone)

    async def open(self, url: str) -> None:
        await self.ask("Page.navigate", url=url)

    async def run(self, script: str) -> Any:
        """The value of an expression in the page, awaited if it is a promise. Raises RuntimeError."""
        result = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", script))
        return result["result"].get("value")

    async def until(self, script: str) -> Any:
        """The first true value of an expression, asked again on every frame of the page, for a minute and a half."""
        return await self.run(
            "new Promise((found, lost) => { const end = Date.now() + 90000; const look = () => { let value;"
            f" try {{ value = ({script}); }} catch {{ value = null; }}"
            " if (value) found(typeof value === 'object' ? true : value);"
            f" else if (Date.now() > end) lost(new Error('never true: ' + {json.dumps(script)}));"
            " else setTimeout(look, 20); }; look(); })"
        )

    async def choose_files(self, selector: str, *paths: Path) -> None:
        """Puts files into a file input, as a person would."""
        document = await self.ask("DOM.getDocument")
        node = await self.ask("DOM.querySelector", nodeId=document["root"]["nodeId"], selector=selector)
        await self.ask("DOM.setFileInputFiles", files=[str(path) for path in paths], nodeId=node["nodeId"])

    async def type_text(self, text: str) -> None:
        await self.ask("Input.insertText", text=text)

    async def key(self, name: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if name == "Enter" and kind == "keyDown" else {}
            await self.ask("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **text)

    async def screenshot(self, node: str = "", scale: float = 1) -> bytes:
        """The page as it is seen now, or one node of it (an expression), as PNG, so many times as large."""
        clip = {}
        if node:
            box = f"(() => {{ const r = {node}.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }})()"
            clip["clip"] = dict(zip(("x", "y", "width", "height"), await self.run(box), strict=True), scale=scale)
        shot = await self.ask("Page.captureScreenshot", format="png", **clip)
        return base64.b64decode(shot["data"])
