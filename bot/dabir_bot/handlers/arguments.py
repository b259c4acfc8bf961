"""What a command is about: the words behind it, and the message that it replies to. Pure."""

from telegram import Message


def argument_of(message: Message) -> str:
    """The text after the command, without spaces around it."""
    return (message.text or message.caption or "").partition(" ")[2].strip()


def replied_to(message: Message) -> Message | None:
    """The message that its sender replied to.

    In a forum's topics Telegram names the one that opened the topic where nobody replied to anything. Elsewhere, too, a
    thread is called after its first message, but to that one somebody did reply.
    """
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    is_root = bool(message.is_topic_message) and replied.message_id == message.message_thread_id
    return None if is_root else replied
