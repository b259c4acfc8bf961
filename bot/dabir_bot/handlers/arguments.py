"""What stands behind a command. Pure."""

from telegram import Message


def argument_of(message: Message) -> str:
    """The text after the command, without spaces around it."""
    return (message.text or message.caption or "").partition(" ")[2].strip()
