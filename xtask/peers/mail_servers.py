"""Mail servers (aiosmtpd) that want TLS and a password, for the tests.

Usage: mail_servers.py PORT FOLDER

FOLDER gets `ca.pem`, the authority that signed the certificates; `servers.json`, which says on which port of 127.0.0.1 each
server is and how to sign in; and a file NAME.jsonl for each server with a line for every mail it has taken. PORT is opened
last and says nothing: whoever can connect to it finds everything ready.
"""

import asyncio
import datetime
import ipaddress
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "recall", "a password of the tests"
HERE = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
ELSEWHERE = [x509.DNSName("mail.example.org")]
PEM = serialization.Encoding.PEM


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Signs certificates that are good for a day, or were."""

    def __init__(self, title):
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), name(title)
        basics = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = self.build(self.name, self.key, 1).add_extension(basics, True).sign(self.key, hashes.SHA256())

    def build(self, subject, key, days):
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - datetime.timedelta(days=3))
            .not_valid_after(end)
        )

    def context(self, folder, title, hosts, days=1):
        """What a server needs to speak TLS as one of `hosts`."""
        key = ec.generate_private_key(ec.SECP256R1())
        hosts = x509.SubjectAlternativeName(hosts)
        certificate = self.build(name(title), key, days).add_extension(hosts, False).sign(self.key, hashes.SHA256())
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file = folder / f"{title}.pem"
        file.write_bytes(key.private_bytes(PEM, *form) + certificate.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


class Keeper:
    """Writes every mail down before it is taken."""

    def __init__(self, file):
        self.file = file
        file.touch()

    async def handle_DATA(self, server, session, envelope):
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        mail = envelope.content.decode("utf-8", "replace")
        line = {"to": envelope.rcpt_tos, "signed_in": session.authenticated, "encrypted": encrypted, "mail": mail}
        with self.file.open("a") as kept:
            kept.write(json.dumps(line) + "\n")
        return "250 2.0.0 Kept"


def authenticate(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


async def main(port, folder):
    ours, theirs = Authority("Authority of the tests"), Authority("Another authority")
    (folder / "ca.pem").write_bytes(ours.certificate.public_bytes(PEM))
    here = ours.context(folder, "here", HERE)
    account = {"authenticator": authenticate, "auth_required": True}
    starttls = {**account, "require_starttls": True}
    encrypted = {**account, "auth_require_tls": False}  # it is, from the first byte
    servers = {
        "starttls": ({**starttls, "tls_context": here}, None),
        "tls": (encrypted, here),
        "plain": ({}, None),
        "other_name": ({**starttls, "tls_context": ours.context(folder, "elsewhere", ELSEWHERE)}, None),
        "other_authority": (encrypted, theirs.context(folder, "stranger", HERE)),
        "expired": (encrypted, ours.context(folder, "expired", HERE, days=-1)),
    }
    loop, ports = asyncio.get_running_loop(), {}
    for title, (options, context) in servers.items():
        keeper = Keeper(folder / f"{title}.jsonl")
        server = await loop.create_server(
            lambda keeper=keeper, options=options: SMTP(keeper, loop=loop, enable_SMTPUTF8=True, **options),
            "127.0.0.1",
            0,
            ssl=context,
        )
        ports[title] = server.sockets[0].getsockname()[1]
    told = {"ports": ports, "user": USER, "password": PASSWORD}
    (folder / "servers.json").write_text(json.dumps(told))
    await loop.create_server(asyncio.Protocol, "127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), pathlib.Path(sys.argv[2])))
