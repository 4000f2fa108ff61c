"""Who the bot is, and its list of commands."""

import json
import re

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.world.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


@method("getMe")
def get_me(world: World, _params: Params) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _commands_key(params: Params) -> str:
    scope = params.structure("scope") or {"type": "default"}
    return json.dumps([scope, params.text("language_code") or ""], sort_keys=True)


@method("setMyCommands", "commands scope language_code")
def set_my_commands(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    commands = params.structure("commands")
    if not isinstance(commands, list) or not all(isinstance(one, dict) for one in commands):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        description = str(command.get("description", "")).strip()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    world.commands[_commands_key(params)] = kept
    return True


@method("getMyCommands", "scope language_code")
def get_my_commands(world: World, params: Params) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    return world.commands.get(_commands_key(params), [])


@method("deleteMyCommands", "scope language_code")
def delete_my_commands(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    world.commands.pop(_commands_key(params), None)
    return True
