"""From an HTTP request to parameters: query, JSON, form and multipart, as the Bot API takes them all."""

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.telegram_forms.errors import Json, bad_request

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_params(request: Request) -> Params:
    """Everything the request brings; the body wins over the query. Raises ApiError 400 for a broken body."""
    raw: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Params(raw | await _json_body(request))
    if kind in _FORMS:
        fields, uploads = await _form_body(request)
        return Params(raw | fields, uploads)
    await request.body()
    return Params(raw)


async def _json_body(request: Request) -> Json:
    body = await request.body()
    if not body.strip():
        return {}
    try:
        fields = await request.json()
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(fields, dict):
        raise bad_request("JSON object expected")
    return fields


async def _form_body(request: Request) -> tuple[Json, dict[str, Upload]]:
    fields: Json = {}
    uploads: dict[str, Upload] = {}
    try:
        async with request.form(max_part_size=8 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    data = await value.read()
                    uploads[name] = Upload(value.filename or "", value.content_type or "", data)
                else:
                    fields[name] = value
    except HTTPException:
        raise bad_request("can't parse multipart form data") from None
    return fields, uploads
