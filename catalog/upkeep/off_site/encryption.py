"""Files encrypted with a passphrase: AES-256-GCM in parts, so that a file need not fit into memory.

A file begins with the mark, a salt and a nonce's beginning; each part is authenticated with its number and with whether
it is the last, so that none can be changed, moved, left out or cut off. The key comes of the passphrase by scrypt
(RFC 7914); its salt is drawn once a process, because deriving costs a tenth of a second.
"""

import functools
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"DONDOC1\n"
_SALT, _NONCE, _PART, _TAG = 16, 8, 1 << 20, 16


class WrongPassphrase(Exception):
    """The file was not written with this passphrase, or was changed."""


def encrypt(passphrase: str, source: BinaryIO, target: BinaryIO) -> None:
    """Write all of `source` to `target`; without a passphrase as it is."""
    if not passphrase:
        _copy(source, target)
        return
    salt, begin = _our_salt(), os.urandom(_NONCE)
    cipher = AESGCM(_key(passphrase, salt))
    target.write(MARK + salt + begin)
    part, number = source.read(_PART), 0
    while True:
        following = source.read(_PART)
        target.write(cipher.encrypt(begin + number.to_bytes(4, "big"), part, _last(not following)))
        if not following:
            return
        part, number = following, number + 1


def decrypt(passphrase: str, source: BinaryIO, target: BinaryIO) -> None:
    """The way back; a file that was written without a passphrase is taken as it is. Raises WrongPassphrase."""
    head = source.read(len(MARK))
    if head != MARK:
        target.write(head)
        _copy(source, target)
        return
    salt, begin = source.read(_SALT), source.read(_NONCE)
    cipher = AESGCM(_key(passphrase, salt))
    part, number = source.read(_PART + _TAG), 0
    while True:
        following = source.read(_PART + _TAG)
        try:
            target.write(cipher.decrypt(begin + number.to_bytes(4, "big"), part, _last(not following)))
        except InvalidTag:
            raise WrongPassphrase from None
        if not following:
            return
        part, number = following, number + 1


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while part := source.read(_PART):
        target.write(part)


def _last(last: bool) -> bytes:
    return b"last" if last else b"more"


@functools.cache
def _our_salt() -> bytes:
    return os.urandom(_SALT)


@functools.lru_cache(maxsize=8)
def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
