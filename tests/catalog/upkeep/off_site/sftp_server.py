"""A real SFTP server on 127.0.0.1 over a folder: one name, one password, as many connections as one likes."""

import contextlib
import os
import pathlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import paramiko

NAME, PASSWORD = "sao-luu", "mật-khẩu"


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (NAME, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


class _File(paramiko.SFTPHandle):
    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))  # type: ignore[attr-defined]


class _Folder(paramiko.SFTPServerInterface):
    root = pathlib.Path()

    def _at(self, path: str) -> pathlib.Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            found = []
            for one in self._at(path).iterdir():
                attributes = paramiko.SFTPAttributes.from_stat(one.stat())
                attributes.filename = one.name
                found.append(attributes)
        except OSError as problem:
            return paramiko.SFTPServer.convert_errno(problem.errno or 0)
        return found

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as problem:
            return paramiko.SFTPServer.convert_errno(problem.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            number = os.open(self._at(path), flags, 0o600)
        except OSError as problem:
            return paramiko.SFTPServer.convert_errno(problem.errno or 0)
        handle = _File(flags)
        file = os.fdopen(number, "rb" if flags & 3 == os.O_RDONLY else "r+b" if flags & os.O_RDWR else "wb")
        handle.readfile = handle.writefile = file  # type: ignore[attr-defined]
        return handle

    def _done(self, work: Any, *paths: pathlib.Path) -> int:
        try:
            work(*paths)
        except OSError as problem:
            return int(paramiko.SFTPServer.convert_errno(problem.errno or 0))
        return int(paramiko.SFTP_OK)

    def remove(self, path: str) -> int:
        return self._done(os.remove, self._at(path))

    def rename(self, oldpath: str, newpath: str) -> int:
        return self._done(os.rename, self._at(oldpath), self._at(newpath))

    posix_rename = rename

    def mkdir(self, path: str, attr: Any) -> int:
        return self._done(os.mkdir, self._at(path))

    def rmdir(self, path: str) -> int:
        return self._done(os.rmdir, self._at(path))


class Server:
    """`address` is what DONDOC_BACKUP_URL takes; `hang_up` ends all connections."""

    def __init__(self, root: pathlib.Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._folder = type("_Here", (_Folder,), {"root": root})
        self._key = paramiko.RSAKey.generate(2048)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[paramiko.Transport] = []
        port = self._listening.getsockname()[1]
        self.address = f"sftp://{NAME}:{PASSWORD}@127.0.0.1:{port}/sao-luu"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self._key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, self._folder)
            self._open.append(transport)
            with contextlib.suppress(Exception):  # whoever does not come in has gone
                transport.start_server(server=_Login())

    def hang_up(self) -> None:
        for transport in self._open:
            transport.close()
        self._open.clear()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        self._thread.join(5)


@contextlib.contextmanager
def sftp_server(root: pathlib.Path) -> Iterator[Server]:
    """One over this folder."""
    server = Server(root)
    try:
        yield server
    finally:
        server.close()
