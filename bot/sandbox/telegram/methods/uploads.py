"""Files the bot sends: uploaded, by the id of one that is already there, or by URL."""

from urllib.parse import urlsplit

from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.telegram_forms.errors import TOO_LARGE, ApiError, bad_request
from bot.sandbox.world.files import PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile
from bot.sandbox.world.pictures import picture_size
from bot.sandbox.world.world import World

# By URL: 5 MB for photos, 20 MB for other files; documents by URL only as these types.
# https://core.telegram.org/bots/api#sending-files
PHOTO_URL_LIMIT = 5 * 1024 * 1024
FILE_URL_LIMIT = 20 * 1024 * 1024
_DOCUMENT_URL_TYPES = ("application/pdf", "application/zip", "image/gif")


def document_from(world: World, given: Upload | str | None) -> StoredFile:
    """The document to send. Raises ApiError 400 (none, unknown, of another kind) or 413 (above 50 MB)."""
    if given is None:
        raise bad_request("there is no document in the request")
    if isinstance(given, str):
        if _is_url(given):
            page = _fetched(world, given, FILE_URL_LIMIT)
            if page.mime not in _DOCUMENT_URL_TYPES:
                raise bad_request("wrong type of the web page content")
            return world.files.add(page.data, page.name, page.mime, "document")
        return _of_kind(world, given, "document")
    _check_size(given.data, UPLOAD_LIMIT)
    return world.files.add(given.data, given.name or "file", given.mime, "document")


def photo_from(world: World, given: Upload | str | None) -> list[StoredFile]:
    """The photo to send, in its sizes. Raises ApiError 400 when it is no picture or its sides are out of bounds."""
    if given is None:
        raise bad_request("there is no photo in the request")
    if isinstance(given, str) and not _is_url(given):
        return [_of_kind(world, given, "photo")]
    if isinstance(given, str):
        given = _fetched(world, given, PHOTO_URL_LIMIT)
    _check_size(given.data, UPLOAD_LIMIT)
    if len(given.data) > PHOTO_LIMIT:
        raise bad_request(f"file is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    size = picture_size(given.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.files.add_photo(given.data)


def _check_size(data: bytes, limit: int) -> None:
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > limit:
        raise ApiError(*TOO_LARGE)


def _of_kind(world: World, file_id: str, kind: str) -> StoredFile:
    stored = world.files.by_id(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _fetched(world: World, url: str, limit: int) -> Upload:
    """A page of the sandbox's own little web (`World.web`): nothing is fetched from outside."""
    page = world.web.get(url)
    if page is None:
        raise bad_request("failed to get HTTP URL content")
    if len(page.data) > limit:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return page if page.name else Upload(urlsplit(url).path.rpartition("/")[2], page.mime, page.data)
