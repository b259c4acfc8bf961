"""The Telegram bot: send a voice note, a file or a link, get the text. Imports core, and no other app."""

__all__: list[str] = []
