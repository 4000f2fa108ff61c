"""Groups: made, joined by the bot, left, turned into supergroups; what else happens to the bot's standing."""

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.chats import BotStatus, Chat, Person, Topic
from bot.sandbox.world.membership import change_status, change_writing
from bot.sandbox.world.messages import Message
from bot.sandbox.world.world import World


class Groups:
    """Group chats of the sandbox. Chat ids are negative, those of supergroups start with -100."""

    def __init__(self, world: World) -> None:
        self._world = world

    def create(
        self,
        title: str,
        members: list[int],
        *,
        with_bot: bool = True,
        supergroup: bool = False,
        forum: bool = False,
    ) -> int:
        """A group of these people (user ids), made by the first of them; the number is its chat id.

        A `forum` is a supergroup with topics.
        """
        world = self._world
        with world.lock:
            supergroup = supergroup or forum
            chat = self._new_chat(title, set(members), supergroup=supergroup)
            chat.forum = forum
            if with_bot:
                maker = world.people[members[0]]
                change_status(world, chat, maker, "member")
                if not supergroup:
                    self._service(chat, maker, {"group_chat_created": True})
        world.changes.bump()
        return chat.id

    def add_bot(self, chat_id: int, by: int) -> None:
        """`by` adds the bot: my_chat_member and the service message."""
        world = self._world
        with world.lock:
            chat, person = world.chats[chat_id], world.people[by]
            change_status(world, chat, person, "member")
            self._service(chat, person, {"new_chat_members": [world.bot.to_json()]})
        world.changes.bump()

    def remove_bot(self, chat_id: int, by: int) -> None:
        """`by` throws the bot out: from now on it is refused with 403."""
        self._set(chat_id, by, "kicked")

    def promote_bot(self, chat_id: int, by: int) -> None:
        """`by` makes the bot an administrator: it sees every message from now on."""
        self._set(chat_id, by, "administrator")

    def add_member(self, chat_id: int, user_id: int, by: int) -> None:
        """`by` adds a person."""
        world = self._world
        with world.lock:
            chat = world.chats[chat_id]
            chat.members.add(user_id)
            joined = world.people[user_id].to_json()
            self._service(chat, world.people[by], {"new_chat_members": [joined]})
        world.changes.bump()

    def block_bot(self, user_id: int) -> None:
        """The person blocks the bot in their private chat."""
        self._set(user_id, user_id, "kicked")

    def unblock_bot(self, user_id: int) -> None:
        """The person takes the block back."""
        self._set(user_id, user_id, "member")

    def mute_bot(self, chat_id: int, by: int) -> None:
        """`by` takes the right to write away from the bot: it stays inside."""
        self._write(chat_id, by, may=False)

    def unmute_bot(self, chat_id: int, by: int) -> None:
        """`by` gives it back."""
        self._write(chat_id, by, may=True)

    def _write(self, chat_id: int, by: int, *, may: bool) -> None:
        world = self._world
        with world.lock:
            change_writing(world, world.chats[chat_id], world.people[by], may=may)
        world.changes.bump()

    def open_topic(self, chat_id: int, title: str, by: int) -> int:
        """`by` begins a topic; the number is its id (message_thread_id)."""
        world = self._world
        with world.lock:
            chat = world.chats[chat_id]
            begun = self._service(
                chat, world.people[by], {"forum_topic_created": {"name": title, "icon_color": 7322096}}
            )
            chat.topics[begun.message_id] = Topic(title)
        world.changes.bump()
        return begun.message_id

    def close_topic(self, chat_id: int, topic: int | None, *, closed: bool = True) -> None:
        """A topic takes no messages any more (`closed` False: again); None is General."""
        world = self._world
        with world.lock:
            if topic is None:
                world.chats[chat_id].general_closed = closed
            else:
                world.chats[chat_id].topics[topic].closed = closed
        world.changes.bump()

    def delete_topic(self, chat_id: int, topic: int) -> None:
        """A topic and all in it is gone."""
        world = self._world
        with world.lock:
            del world.chats[chat_id].topics[topic]
            for message in world.in_chat(chat_id):
                message.deleted = message.deleted or message.topic == topic
        world.changes.bump()

    def lock_files(self, chat_id: int, *, locked: bool = True) -> None:
        """Members may send words only."""
        with self._world.lock:
            self._world.chats[chat_id].files_locked = locked
        self._world.changes.bump()

    def migrate(self, chat_id: int, by: int) -> int:
        """Turns a group into a supergroup; the number is the new chat id.

        Both chats get their service message, and the old one refuses with the new id from now on.
        """
        world = self._world
        with world.lock:
            old, person = world.chats[chat_id], world.people[by]
            new = self._new_chat(old.title, set(old.members), supergroup=True)
            new.bot = old.bot
            self._service(old, person, {"migrate_to_chat_id": new.id})
            old.migrated_to = new.id
            self._service(new, person, {"migrate_from_chat_id": old.id})
        world.changes.bump()
        return new.id

    def _new_chat(self, title: str, members: set[int], *, supergroup: bool) -> Chat:
        number = sum(chat.person is None for chat in self._world.chats.values()) + 1
        chat_id = -1_002_000_000_000 - number if supergroup else -4_000_000 - number
        chat = Chat(chat_id, "supergroup" if supergroup else "group", title, members=members)
        self._world.chats[chat_id] = chat
        return chat

    def _set(self, chat_id: int, by: int, status: BotStatus) -> None:
        world = self._world
        with world.lock:
            change_status(world, world.chats[chat_id], world.people[by], status)
        world.changes.bump()

    def _service(self, chat: Chat, by: Person, fields: Json) -> Message:
        """A service message; it reaches the bot where the bot is inside."""
        message = self._world.new_message(chat, by)
        message.service = fields
        if chat.bot in ("member", "administrator"):
            self._world.updates.add("message", message.to_json())
        return message
