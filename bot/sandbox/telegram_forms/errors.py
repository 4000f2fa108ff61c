"""What Telegram answers when it will not do what was asked, in Telegram's own words.

Descriptions are those the public Bot API gives; a bot that reads them (many do) must find the same here.
"""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal: HTTP status and `error_code`, `description`, and `parameters` where Telegram gives them."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        """The answer's body: `{"ok": false, "error_code", "description", "parameters"?}`."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> ApiError:
    """400: the request can never succeed as it stands."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """403: this chat does not take messages from the bot."""
    return ApiError(403, f"Forbidden: {what}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: wait `retry_after` whole seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(new_chat_id: int) -> ApiError:
    """400: the group became a supergroup; the answer carries its new id."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )


def conflict(what: str) -> ApiError:
    """409: two ways of fetching updates at the same time."""
    return ApiError(409, f"Conflict: {what}")


UNAUTHORIZED = (401, "Unauthorized")
NOT_FOUND = (404, "Not Found")
NO_SUCH_METHOD = (404, "Not Found: method not found")
TOO_LARGE = (413, "Request Entity Too Large")
