"""Exact keys: an address where a claim was seen, or a wording seen before."""

import base64
import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

# Elsewhere "t" may be the topic of a forum and "s" a search: only these hosts use them to track.
_TRACKING = {"fbclid", "gclid", "igsh", "ref", "ref_src"}
_TRACKING_OF = {"x.com": {"s", "t"}, "youtube.com": {"si", "t", "feature"}, "t.me": {"single"}}
_SAME_HOST = {"twitter.com": "x.com", "telegram.me": "t.me", "youtu.be": "youtube.com"}

_CASELESS = {"t.me", "x.com"}
"""Hosts that read a path the same in capitals."""


def address_key(address: str) -> str | None:
    """Return one spelling for the many of the same address, or None for what is no address.

    Scheme, www, a mobile host, a trailing slash, fragments and tracking parameters fall away.
    """
    if "://" not in address:
        address = f"https://{address}"
    try:
        url = urlsplit(address)
        shown = url.hostname or ""
        parameters = parse_qsl(url.query, keep_blank_values=True)
    except ValueError:
        return None
    host = shown.removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    if "." not in host:
        return None
    path = url.path.rstrip("/")
    if host == "youtu.be":
        path, parameters = "/watch", [("v", path.strip("/"))]
    host = _SAME_HOST.get(host, host)
    if host in _CASELESS:
        path = path.lower()
    if host == "t.me" and path.startswith("/s/"):
        path = path.removeprefix("/s")
    kept = sorted(pair for pair in parameters if not _tracks(pair[0], host))
    return f"{host}{path}" + (f"?{urlencode(kept, errors='replace')}" if kept else "")


def text_key(normalized: str) -> str:
    """Return a digest of a normalized text (BLAKE2b, 16 bytes, hexadecimal)."""
    return hashlib.blake2b(normalized.encode(), digest_size=16).hexdigest()


def short_key(normalized: str) -> str:
    """Return a digest of a normalized text that fits on a button (BLAKE2b, 6 bytes, base64url)."""
    return base64.urlsafe_b64encode(
        hashlib.blake2b(normalized.encode(), digest_size=6).digest()
    ).decode()


def _tracks(parameter: str, host: str) -> bool:
    return (
        parameter.startswith("utm_")
        or parameter in _TRACKING
        or parameter in _TRACKING_OF.get(host, ())
    )
