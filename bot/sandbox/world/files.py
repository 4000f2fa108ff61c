"""Files in the chats: what a person or the bot sent, found again by `file_id` or by download path."""

import base64
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.world.pictures import SMALL_COPY, picture_size

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # https://core.telegram.org/bots/api#getfile
UPLOAD_LIMIT = 50 * 1024 * 1024  # https://core.telegram.org/bots/api#sending-files
PHOTO_LIMIT = 10 * 1024 * 1024
_FOLDER = {"document": "documents", "photo": "photos"}


@dataclass(frozen=True)
class StoredFile:
    """One file: `kind` is "document" or "photo"; `width` and `height` are 0 for what is no picture."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    def as_document(self) -> Json:
        """Telegram's Document."""
        return {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }

    def as_photo_size(self) -> Json:
        """Telegram's PhotoSize."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
            "width": self.width,
            "height": self.height,
        }

    def as_file(self) -> Json:
        """Telegram's File, the answer of getFile."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
            "file_path": self.path,
        }


class FileStore:
    """Every file that was ever in a chat of this bot, in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._by_unique_id: dict[str, StoredFile] = {}

    def add(self, data: bytes, name: str, mime: str, kind: str) -> StoredFile:
        """Keeps a new file. `mime` may be "", then it is guessed from the name."""
        number = len(self._by_id) + 1
        mark = hashlib.sha256(f"{kind}:{number}:".encode() + data).digest()
        prefix = b"\x05\x00" if kind == "document" else b"\x02\x00"
        size = picture_size(data) or ((800, 600) if kind == "photo" else (0, 0))
        stored = StoredFile(
            file_id=base64.urlsafe_b64encode(prefix + mark).decode().rstrip("="),
            unique_id=base64.urlsafe_b64encode(prefix + mark[:10]).decode().rstrip("="),
            path=f"{_FOLDER[kind]}/file_{number}{PurePosixPath(name).suffix}",
            kind=kind,
            name=name,
            mime=mime or mimetypes.guess_type(name)[0] or "application/octet-stream",
            data=data,
            width=size[0],
            height=size[1],
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        self._by_unique_id[stored.unique_id] = stored
        return stored

    def add_photo(self, data: bytes) -> list[StoredFile]:
        """A photo in its sizes, smallest first, as a message lists them; the last one is what was sent.

        Telegram would compress it anew; here the bytes stay, so that a test can compare them.
        """
        small = self.add(SMALL_COPY, "small.png", "image/png", "photo")
        suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg"
        return [small, self.add(data, f"photo{suffix}", "", "photo")]

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return self._by_path.get(path)

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        """The file with this unique id."""
        return self._by_unique_id.get(unique_id)

    def downloadable(self, file_id: str | None) -> StoredFile:
        """The file for getFile. Raises ApiError 400 when the id is unknown or the file above 20 MB."""
        stored = self.by_id(file_id or "")
        if stored is None:
            raise bad_request(
                "invalid file_id" if not file_id else "wrong file_id or the file is temporarily unavailable"
            )
        if len(stored.data) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return stored
