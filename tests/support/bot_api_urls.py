"""Links become what Telegram stores, or a reason for its refusal."""

import re

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def checked_url(url: str, *, https_only: bool = False) -> str:
    """Return *url* as Telegram gives it back: scheme and host in small letters, a path always.

    The rules are those of TDLib's LinkManager::check_link: http, https and tg links; a host has a
    dot, so that localhost is refused.

    Raises:
        ValueError: with Telegram's reason, such as "Wrong HTTP URL".
    """
    link = url.strip()
    if https_only and not link.lower().startswith("https://"):
        raise ValueError("Only HTTPS links are allowed")
    lowered = link.lower()
    for scheme in ("tg:", "ton:"):
        if lowered.startswith(scheme):
            return scheme + "//" + link[len(scheme) :].removeprefix("//")
    protocol, rest = "http", link
    if found := _SCHEME.match(link):
        protocol, rest = found[1].lower(), link[found.end() :]
    if protocol not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(host) :]
    if not host:
        raise ValueError("URL host is empty")
    if "." not in host or re.search(r"[\s<>\"'\\]", host):
        raise ValueError("Wrong HTTP URL")
    return f"{protocol}://{host.lower()}{path if path.startswith('/') else '/' + path}"
