"""A mail server for tests (Debian's python3-aiosmtpd): prints its port, then each letter as a line of JSON.

Arguments: the certificate and key for STARTTLS; then it asks for the user and password "yuna" and "secret".
Without them it takes letters from anyone, in the clear.
"""
import asyncio, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such address"
        if address.startswith("later@"):
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        data = envelope.content.decode("utf-8", "replace")
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None, "data": data}), flush=True)
        return "250 taken"


def check(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"yuna" and data.password == b"secret")


async def main():
    make = lambda: SMTP(Handler())
    if len(sys.argv) > 1:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(sys.argv[1], sys.argv[2])
        make = lambda: SMTP(Handler(), tls_context=tls, require_starttls=True, authenticator=check, auth_required=True)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
