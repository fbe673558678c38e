# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a secret could stand somewhere, and where they do."""

import base64
import os
import urllib.parse
from pathlib import Path


def _base64_parts(data):
    """What is constant of DATA in base64, wherever it begins in a longer message."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + data)
        start = -(-before * 8 // 6)
        yield coded[start : len(coded) - len(coded) % 4 - 4]


def forms(secret, *users):
    """By name: SECRET in clear, in base64, in hexadecimal digits, percent-encoded, as UTF-16, and
    the messages of SASL that carry it for one of USERS."""
    data = secret.encode()
    found = {
        "clear": data,
        "percent": urllib.parse.quote(secret, safe="").encode(),
        "every byte percent-encoded": "".join(f"%{byte:02X}" for byte in data).encode(),
        "hexadecimal": data.hex().encode(),
        "hexadecimal with capitals": data.hex().upper().encode(),
        "escaped": "".join(f"\\x{byte:02x}" for byte in data).encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "base64": base64.b64encode(data).rstrip(b"="),
        "base64 for addresses": base64.urlsafe_b64encode(data).rstrip(b"="),
    }
    for offset, part in enumerate(_base64_parts(data)):
        found[f"base64 at offset {offset}"] = part
    for user in users:
        plain = f"\0{user}\0{secret}".encode()
        bearer = f"user={user}\1auth=Bearer {secret}\1\1".encode()
        found[f"SASL PLAIN of {user}"] = base64.b64encode(plain)
        found[f"XOAUTH2 of {user}"] = base64.b64encode(bearer)
    return found


def hunt(data, secret, *users):
    """The names of the forms of SECRET that DATA, bytes or text, has in it."""
    if isinstance(data, str):
        data = data.encode(errors="surrogateescape")
    return [name for name, form in forms(secret, *users).items() if form and form in data]


def files_below(folder):
    """(path, bytes) of every file; one that its program replaces or removes meanwhile is left out."""
    for parent, _folders, names in os.walk(folder):  # unlike rglob(), it bears that a folder goes
        for path in (Path(parent, name) for name in names):
            if path.is_file() and not path.is_symlink():
                try:
                    yield path, path.read_bytes()
                except FileNotFoundError:
                    continue
