"""The parts of an Office or OpenDocument file: a zip whose parts name each other.

Lenient where Word and Excel are: backslashes and other capitals in names, relationships that lead nowhere, parts of
another name, the Strict namespaces. Parts are unpacked one by one and only when asked for, each within limits.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from catalog.documents.model import NotReadable

UNPACKED_LIMIT, MOST_PACKED, ALWAYS_ALLOWED = 300 * 1024 * 1024, 200, 5 * 1024 * 1024
"""A part that unpacks to more bytes than this, or to so many times its size, is made to fill the memory."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip
"""ISO/IEC 29500-1 (Strict) names and those of ECMA-376 1st edition, which everything here is written for."""

_RELATIONSHIPS = re.compile(r"^(?P<folder>.*/)?(?P<name>[^/]+)$")


class Package:
    """A zipped document. Raises NotReadable where the zip itself is broken or locked."""

    def __init__(self, data: bytes) -> None:
        """`damaged` becomes True where a part could only be read in pieces."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError) as error:
            raise NotReadable("Tệp bị hỏng hoặc bị cắt mất một phần, không mở được.") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            self._entries.setdefault(_key(entry.filename), entry)
        self.size = len(data)
        self.damaged = False

    @staticmethod
    def zipped(root: Any) -> bytes:
        """The zip of a document that stands in one XML text (Flat OPC: pkg:package)."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
            for part in root.iter("{*}part"):
                name = next((value for key, value in part.attrib.items() if key.endswith("}name")), "")
                held = part.find("{*}xmlData")
                if held is not None and len(held):
                    packed.writestr(name.lstrip("/"), etree.tostring(held[0]))
        return written.getvalue()

    def names(self) -> list[str]:
        """The names of all parts, with slashes and in small letters, in the order of the zip."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def open(self, name: str) -> IO[bytes]:
        """The part as a stream, for what is too large to hold. Raises NotReadable for one that unpacks without end."""
        entry = self._entries[_key(name)]
        if entry.file_size > UNPACKED_LIMIT or entry.file_size > MOST_PACKED * self.size + ALWAYS_ALLOWED:
            raise NotReadable("Tệp khi giải nén lớn bất thường; đề nghị lưu lại văn bản rồi gửi lại.")
        if entry.flag_bits & 1:
            raise NotReadable("Tệp có mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại.")
        try:
            return self._zip.open(entry)
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError) as error:
            raise NotReadable("Tệp bị hỏng: có phần bên trong không giải nén được.") from error

    def read(self, name: str) -> bytes:
        """The part's bytes; b"" where there is none of that name. Raises NotReadable for a broken one."""
        if name not in self:
            return b""
        try:
            with self.open(name) as stream:
                return stream.read()
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            raise NotReadable("Tệp bị hỏng: có phần bên trong không giải nén được.") from error

    def xml(self, name: str) -> Any:
        """The part as an lxml element with Strict names made the usual ones; None where there is none."""
        data = self.read(name)
        if not data.strip():
            return None
        root, whole = parsed_xml(data)
        self.damaged = self.damaged or not whole
        return root

    def related(self, name: str = "") -> list[tuple[str, str, str]]:
        """What a part ("" for the whole file) leads to: (id, kind, part). Kinds are the last word of their type."""
        found = _RELATIONSHIPS.match(name)
        folder, own = (found["folder"] or "", found["name"]) if found else ("", "")
        if f"{folder}_rels/{own}.rels" not in self:
            return []
        try:
            root = self.xml(f"{folder}_rels/{own}.rels")
        except NotReadable:
            return []
        pairs: list[tuple[str, str, str]] = []
        for one in root.iter("{*}Relationship") if root is not None else ():
            target = one.get("Target", "").replace("\\", "/")
            if one.get("TargetMode") != "External" and target and target != "NULL":
                where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)
                pairs.append((one.get("Id", ""), one.get("Type", "").rpartition("/")[2], _key(where)))
        return pairs

    def one_related(self, name: str, kind: str) -> str:
        """The first part of this kind that `name` leads to and that is there, or ""."""
        return next((part for _, one, part in self.related(name) if one == kind and part in self), "")

    def xml_related(self, name: str, kind: str) -> Any:
        """The first part of this kind that `name` leads to, as `xml`; None where there is none or it is broken: what
        depends on it is read without.
        """
        part = self.one_related(name, kind)
        try:
            return self.xml(part) if part else None
        except NotReadable:
            return None

    def main_part(self) -> tuple[str, str]:
        """The part everything hangs on and its content type ("" where it has none); ("", "") where there is none."""
        types = dict(self._content_types())
        leads = [part for _, kind, part in self.related() if kind == "officeDocument" and part in self]
        named = [part for part, kind in types.items() if ".main+xml" in kind and part in self]
        usual = [one for one in ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml") if one in self]
        part = next(iter([*leads, *named, *usual]), "")
        return part, types.get(part, "")

    def _content_types(self) -> Iterator[tuple[str, str]]:
        try:
            root = self.xml("[Content_Types].xml")
        except NotReadable:
            return
        for one in root.iter("{*}Override") if root is not None else ():
            yield _key(one.get("PartName", "").lstrip("/")), one.get("ContentType", "")


def parse_xml(data: bytes) -> Any:
    """The root of an XML text, damaged or not; see `parsed_xml`."""
    return parsed_xml(data)[0]


def parsed_xml(data: bytes) -> tuple[Any, bool]:
    """The root of an XML text, and whether all of it was read: of a damaged one only what stands before the damage is.

    No entity is expanded and nothing is fetched. Raises NotReadable for what is no XML.
    """
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:2000]:
        raise NotReadable("Tệp bị hỏng: cấu trúc bên trong không phải của Word hay Excel.")
    for strict, usual in _STRICT:
        if strict in data:
            data = data.replace(strict, usual)
    for recover in (False, True):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=recover, remove_comments=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root, not recover
    raise NotReadable("Tệp bị hỏng: cấu trúc bên trong không đọc được.")


def _key(name: str) -> str:
    """A part's name as everything here calls it: zips of some programs have backslashes, capitals or a slash first."""
    return name.replace("\\", "/").lstrip("/").lower()
