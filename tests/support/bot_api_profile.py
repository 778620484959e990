"""The methods about the bot itself and its files."""

import json
import re

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_request import Request
from tests.support.bot_api_text import utf16_length
from tests.support.bot_api_world import Json, World

_MAX_COMMANDS = 100
_MAX_COMMAND = 32
_MAX_DESCRIPTION = 256
_MAX_DOWNLOAD_BYTES = 20_000_000
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
# What each of the profile's texts may be long; the words of the refusal are not Telegram's.
_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _request: Request) -> Json:
    """Answer getMe."""
    return world.bot


def set_my_commands(world: World, request: Request) -> bool:
    """Answer setMyCommands."""
    commands = request.parameters.get("commands", [])
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    checked = [_command(command) for command in commands]
    scope = _scope(world, request)
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if any(not re.fullmatch(r"[a-z0-9_]+", command["command"]) for command in checked):
        raise bad_request("BOT_COMMAND_INVALID")
    world.commands[scope] = checked
    return True


def get_my_commands(world: World, request: Request) -> list[Json]:
    """Answer getMyCommands for exactly the scope and the language asked for."""
    return world.commands.get(_scope(world, request), [])


def delete_my_commands(world: World, request: Request) -> bool:
    """Answer deleteMyCommands."""
    world.commands.pop(_scope(world, request), None)
    return True


def set_profile_text(world: World, request: Request) -> bool:
    """Answer setMyName, setMyDescription and setMyShortDescription."""
    name = _profile_field(request)
    if utf16_length(request.text(name)) > _PROFILE_LIMITS[name]:
        raise bad_request(f"{name} is longer than {_PROFILE_LIMITS[name]}")
    world.profile[name, _language(request)] = request.text(name)
    return True


def get_profile_text(world: World, request: Request) -> Json:
    """Answer getMyName, getMyDescription and getMyShortDescription."""
    name = _profile_field(request)
    default = world.bot["first_name"] if name == "name" else ""
    general = world.profile.get((name, ""), default)
    return {name: world.profile.get((name, _language(request)), general)}


def get_file(world: World, request: Request) -> Json:
    """Answer getFile; the path is good for the file address of the server."""
    if not (file_id := request.text("file_id")):
        raise bad_request("file_id not specified")
    if file_id in world.lost_files:
        raise bad_request("wrong file_id or the file is temporarily unavailable", arranged=True)
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[file_id])
    if size > _MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    unique = {"file_id": file_id, "file_unique_id": f"u-{file_id}"}
    return {**unique, "file_size": size, "file_path": f"files/{file_id}"}


def log_out(world: World, _request: Request) -> bool:
    """Answer logOut: every later call is refused."""
    world.logged_out = True
    return True


def close(_world: World, _request: Request) -> bool:
    """Answer close."""
    return True


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if name not in command:
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    name = str(command["command"]).strip().removeprefix("/")
    description = str(command["description"]).strip()
    for what, value, limit in (
        ("Command", name, _MAX_COMMAND),
        ("Command description", description, _MAX_DESCRIPTION),
    ):
        if not value:
            raise bad_request(f"{what} must be non-empty")
        if len(value) > limit:
            raise bad_request(f"{what} length must not exceed {limit}")
    return {"command": name, "description": description}


def _scope(world: World, request: Request) -> tuple[str, str]:
    """Return the scope and the language as a key."""
    scope = request.json_object("scope", "Can't parse BotCommandScope JSON object")
    kind = scope.get("type", "default")
    if kind not in _SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    for name in _SCOPES[kind]:
        if not scope.get(name):
            raise bad_request(f"Can't parse BotCommandScope: Can't find field \"{name}\"")
    if "chat_id" in _SCOPES[kind]:
        world.find_chat(scope["chat_id"])
    key = json.dumps({"type": kind} | {name: scope[name] for name in _SCOPES[kind]})
    return key, _language(request)


def _language(request: Request) -> str:
    code = request.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def _profile_field(request: Request) -> str:
    words = re.findall(r"[A-Z][a-z]+", request.method)[1:]
    return "_".join(words).lower()
