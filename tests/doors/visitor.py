"""A browser without a screen: keeps cookies, fills in forms, follows nothing by itself."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name), "")

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return found[1] if found else ""


@dataclass
class Visitor:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """What a browser sends as the header `Cookie`."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        given = {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookies:
            given.setdefault("Cookie", self.cookie)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body, given)
            found = connection.getresponse()
            answer = Answer(found.status, found.getheaders(), found.read())
        finally:
            connection.close()
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                if "Max-Age=0" in value:
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = rest.partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def send(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self.ask("POST", path, urlencode(fields), **headers)

    def sign_in(self, name: str, password: str, next: str = "/", **more: str) -> Answer:
        page = self.get(f"/sign-in?next={quote(next, safe='')}&lang=en")
        fields = {"token": page.field("token"), "next": next, "lang": "en"}
        return self.send("/sign-in", fields | {"name": name, "password": password} | more)

    def sign_out(self, **more: str) -> Answer:
        page = self.get("/sign-out?lang=en")
        return self.send("/sign-out", {"token": page.field("token"), "lang": "en"} | more)
