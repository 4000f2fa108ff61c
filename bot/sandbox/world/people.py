"""Making people up."""

from bot.sandbox.world.chats import Channel, Chat, Person
from bot.sandbox.world.world import World

FIRST_ID = 600_000_001


def add_person(
    world: World,
    name: str,
    username: str | None = None,
    language: str = "vi",
    *,
    started: bool = False,
    about: str = "",
    channel: Channel | None = None,
) -> int:
    """A new person with a private chat; the number is their user id and that chat's id."""
    with world.lock:
        user_id = FIRST_ID + len(world.people)
        person = Person(user_id, name, username, language, about=about, channel=channel or world.channel)
        world.people[user_id] = person
        world.chats[user_id] = Chat(
            user_id, "private", person=person, bot="member" if started else "none", members={user_id}
        )
    world.changes.bump()
    return user_id
