"""Encryption at rest, and look-up hashes for what must be found again without being readable."""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY = 32


class BadKeyError(ValueError):
    """The encryption key in the settings cannot be used. The text says how to mend it."""


class SealedWithOtherKeyError(Exception):
    """Stored text was sealed with a key that is not in the settings. Nothing is lost: give the key."""


def new_key() -> str:
    """A fresh key in the form the settings want: 32 random bytes in base64."""
    return base64.b64encode(os.urandom(_KEY)).decode()


class Vault:
    """Seals with the first key and opens with any, so that keys can be changed without a gap."""

    def __init__(self, keys: list[str]) -> None:
        secrets = [_decode(key) for key in keys]
        if not secrets:
            message = "no encryption key: make one with `connexions key` and set CONNEXIONS_KEYS"
            raise BadKeyError(message)
        self._ciphers = [AESGCM(_derive(secret, b"seal")) for secret in secrets]
        # Look-ups must find what was stored before a key change, so they stay with the oldest key.
        self._lookup = _derive(secrets[-1], b"look-up")

    def seal(self, text: str) -> bytes:
        """Encrypt; the same text never gives the same bytes twice."""
        return self.seal_bytes(text.encode("utf-8", "surrogatepass"))

    def open(self, sealed: bytes) -> str:
        """Decrypt; raise SealedWithOtherKeyError when no key fits."""
        return self.open_bytes(sealed).decode("utf-8", "surrogatepass")

    def seal_bytes(self, content: bytes) -> bytes:
        """Encrypt what is no text."""
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, content, None)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Decrypt what is no text; raise SealedWithOtherKeyError when no key fits."""
        nonce, body = sealed[:_NONCE], sealed[_NONCE:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, body, None)
            except InvalidTag:
                continue
        message = "stored text was sealed with another key: add the old key to CONNEXIONS_KEYS"
        raise SealedWithOtherKeyError(message)

    def lookup(self, value: str) -> str:
        """A keyed hash: finds an address again, and tells a thief of the database nothing."""
        return hmac.new(self._lookup, value.encode(), hashlib.sha256).hexdigest()


def _decode(key: str) -> bytes:
    try:
        secret = base64.b64decode(key, validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != _KEY:
        message = "an encryption key is 32 bytes in base64: make one with `connexions key`"
        raise BadKeyError(message)
    return secret


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return hmac.new(secret, b"connexions " + purpose, hashlib.sha256).digest()
