"""Where the page is served: takes the port before anything slow is loaded, so that a busy one is told at once."""

from __future__ import annotations

import ipaddress
import socket

from corpus.errors import BulletinError

PORT = 7860
_TRIED = 20


class AddressProblem(BulletinError):
    """An address or port that the page cannot be served on."""


def take(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: A name or address of this machine.
        port: The port, 0 for any; the first free one from 7860 on where it is ``None``.

    Raises:
        AddressProblem: The port is busy, or the address is not of this machine.
    """
    if port is not None:
        return _listen(host, port)
    for candidate in range(PORT, PORT + _TRIED):
        try:
            return _listen(host, candidate)
        except AddressProblem as problem:
            if not isinstance(problem.__cause__, OSError) or isinstance(problem.__cause__, socket.gaierror):
                raise
    return _listen(host, 0)


def url(listening: socket.socket) -> str:
    """Return the address to open in a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_private(listening: socket.socket) -> bool:
    """Tell whether only this machine can reach the socket."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror as error:
        raise AddressProblem(f"找不到地址 {host}", "本机的地址，例如 127.0.0.1") from error
    except OSError as error:
        raise AddressProblem(
            f"地址 {host} 的端口 {port} 不能使用（已被占用，或没有权限）",
            "一个空闲的端口",
            f"换一个端口：--port {PORT + 1}",
        ) from error
