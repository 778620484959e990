"""Exact keys: an address where a claim was seen, or a wording seen before."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = ("utm_", "fbclid", "gclid", "igsh", "si", "s", "t", "ref", "ref_src", "single")
_SAME_HOST = {"twitter.com": "x.com", "telegram.me": "t.me", "youtu.be": "youtube.com"}


def address_key(address: str) -> str | None:
    """Return one spelling for the many of the same address, or None for what is no address.

    Scheme, www, a mobile host, a trailing slash, fragments and tracking parameters fall away.
    """
    if "://" not in address:
        address = f"https://{address}"
    try:
        url = urlsplit(address)
        host = (url.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    except ValueError:
        return None
    if "." not in host:
        return None
    path = url.path.rstrip("/")
    if host == "youtu.be":
        path, query = "/watch", urlencode({"v": path.strip("/")})
    else:
        kept = [(key, value) for key, value in parse_qsl(url.query) if not _tracks(key)]
        query = urlencode(sorted(kept))
    host = _SAME_HOST.get(host, host)
    if host == "t.me":
        path = path.removeprefix("/s").lower() if path.startswith("/s/") else path.lower()
    return f"{host}{path}" + (f"?{query}" if query else "")


def text_key(normalized: str) -> str:
    """Return a digest of a normalized text (BLAKE2b, 16 bytes, hexadecimal)."""
    return hashlib.blake2b(normalized.encode(), digest_size=16).hexdigest()


def _tracks(parameter: str) -> bool:
    return parameter.startswith(_TRACKING[0]) or parameter in _TRACKING[1:]
