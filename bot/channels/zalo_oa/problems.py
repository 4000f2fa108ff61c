"""What can come of a call to the OpenAPI when it did not succeed. No text ever holds a token or an address."""


class OaProblem(Exception):
    """A call that did not succeed."""


class NotSent(OaProblem):
    """No connection could be made: nothing left this machine."""


class AnswerLost(OaProblem):
    """The request left and no answer of Zalo came back: it may have been carried out."""


class ServerFailed(OaProblem):
    """Zalo, or a machine in front of it, answered 5xx or no JSON at all."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server error {status}")
        self.status = status


class Refused(OaProblem):
    """`error` is not 0, whatever the HTTP status (Zalo sends 200): `code` is that number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}"[:300])
        self.code = code


class NoConsent(OaProblem):
    """There is no pair of tokens, or none that can still be used: an administrator has to consent. `why` is short."""

    def __init__(self, why: str) -> None:
        super().__init__(f"consent is needed: {why}")
        self.why = why
