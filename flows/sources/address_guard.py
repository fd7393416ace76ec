"""No declaration may make the pipeline talk to the machines behind our own wall."""

import ipaddress
import socket
from collections.abc import Set
from urllib.parse import urlsplit

from requests import Response

from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.provenance import shown_address
from flows.domain.text import Text


class AddressGuard:
    """Refuses addresses that are not on the public Internet, except on hosts that are trusted by name."""

    def __init__(self, trusted_hosts: Set[str]) -> None:
        self._trusted = trusted_hosts

    def check_url(self, url: str) -> None:
        """Before a request and each redirect. Raises SourceRefused, or SourceUnavailable for an unknown name."""
        host = urlsplit(url).hostname or ""
        if host in self._trusted:
            return
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            shown = shown_address(url)
            raise SourceUnavailable(
                Text(
                    th=f"ไม่พบชื่อเครื่อง {host} ในระบบชื่อโดเมน (DNS) โปรดตรวจสอบที่อยู่ {shown} หรือลองใหม่ภายหลัง",
                    en=f"The name {host} is not known to the name servers: check the address {shown}, or try later.",
                )
            ) from error
        for *_, address in found:
            self._check(str(address[0]), host)

    def check_peer(self, response: Response) -> None:
        """After connecting: a name may have led to another address than the one that was looked up."""
        host = urlsplit(response.url).hostname or ""
        connection = getattr(response.raw, "_connection", None)
        peer = getattr(connection, "sock", None)
        if host in self._trusted or peer is None:
            return
        self._check(str(peer.getpeername()[0]), host)

    def _check(self, address: str, host: str) -> None:
        if not ipaddress.ip_address(address.split("%")[0]).is_global:
            raise SourceRefused(
                Text(
                    th=f"{host} ชี้ไปที่ {address} ซึ่งไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ หากตั้งใจใช้ที่อยู่นี้"
                    " โปรดให้ผู้ดูแลระบบเพิ่มชื่อเครื่องใน PERD_TRUSTED_HOSTS",
                    en=f"{host} leads to {address}, which is not on the public Internet: if that is meant, name the"
                    " host in PERD_TRUSTED_HOSTS.",
                )
            )
