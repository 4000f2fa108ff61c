"""The account the bot speaks from, as the settings name it: an app on developers.zalo.me that is linked to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OaAccount:
    """`app_secret` opens the tokens, `oa_secret` signs what is brought to us (the console shows both; "" where an
    operator has only the first). `api` and `oauth` are addresses; `proof`: each call also proves the app's secret.
    """

    app_id: str
    app_secret: str
    oa_secret: str
    api: str
    oauth: str
    proof: bool = False
    template: str = ""
