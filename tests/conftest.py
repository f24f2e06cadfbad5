"""What holds for every test: examples that never vary from run to run, and no way out of this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

# gradio_client, which in tests stands for somebody else's program, reports to its makers unless it is told not to
# before it is imported. That the project's own page reports nothing is for the page's tests to hold.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

_LOCAL_NAMES = ("", "localhost")


def _is_local(address: object) -> bool:
    """Tell whether a socket address stays on this machine; those that are no (host, port, …) are Unix sockets."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return host in _LOCAL_NAMES
    return ip.is_loopback or ip.is_unspecified


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection and name look-up that leaves this machine, and fail a test that tried one.

    The refusal is an ordinary ``OSError``, so a library that carries on without the network is found out all the same.
    """
    attempts: list[str] = []
    connect: Callable[..., None] = socket.socket.connect
    look_up: Callable[..., object] = socket.getaddrinfo

    def refuse(address: object) -> None:
        if not _is_local(address):
            attempts.append(str(address))
            raise OSError(f"The tests run offline; something asked for {address}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        refuse(address)
        connect(self, address)

    def guarded_look_up(host: object, *args: object, **kwargs: object) -> object:
        refuse((host.decode() if isinstance(host, bytes) else host or "",))
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    assert not attempts, f"This test asked the network for {attempts}"
