"""The mail server: one message at a time, in one sentence if it does not take it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from flows.domain.errors import DeclarationError, PipelineError

PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and in whose name."""

    scheme: str
    """smtps speaks TLS from the start; smtp turns to it as soon as the server offers it."""
    host: str
    port: int
    user: str | None
    password: SecretStr | None
    sender: str
    """The address that mail comes from."""
    seconds: float
    """Patience with the server."""

    @classmethod
    def of(cls, url: str, sender: str | None, password: SecretStr | None, seconds: float) -> "MailServer":
        """`url` as PERD_SMTP_URL has it. Raises DeclarationError, which never quotes the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in PORTS or not parts.hostname:
            raise DeclarationError(
                "PERD_SMTP_URL is no address of a mail server: write it as smtp://mail.example.go.th:25."
            )
        if parts.password:
            raise DeclarationError("PERD_SMTP_URL holds a password: put it into PERD_SMTP_PASSWORD instead.")
        try:
            parts.hostname.encode("idna")
        except UnicodeError as error:
            raise DeclarationError(
                "PERD_SMTP_URL names a host that no name server can know: correct it, such as mail.example.go.th."
            ) from error
        if password is not None and not password.get_secret_value().isascii():
            raise DeclarationError("PERD_SMTP_PASSWORD holds something other than ASCII letters: set another password.")
        if not sender:
            raise DeclarationError("PERD_MAIL_FROM is not set, and PERD_SMTP_URL is: set the address mail comes from.")
        user = unquote(parts.username) if parts.username else None
        return cls(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, password, sender, seconds)

    def send(self, message: EmailMessage) -> None:
        """Hand one message in. Raises PipelineError with the class of what went wrong, and no address."""
        try:
            with self._connected() as server:
                if self.password is not None:
                    server.login(self.user or self.sender, self.password.get_secret_value())
                server.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: what cannot be put into a message
            raise PipelineError(
                f"The mail server {self.host}:{self.port} (PERD_SMTP_URL) did not take a message"
                f" ({type(error).__name__}): look at its log; it is tried again the next night."
            ) from error

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=trusted)
        server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trusted)
            server.ehlo()
        elif self.password is not None:
            server.close()
            raise smtplib.SMTPNotSupportedError("a password is sent to a server with TLS only")
        return server
