"""The sound of a file from any place on, at any tempo with its pitch kept, and the exact place that is heard now."""

from dabir_desktop.playing.deck import Deck, DeckEnded, DeckEvent, DeckFailed, DeckLost, DeckStarted

__all__ = ["Deck", "DeckEnded", "DeckEvent", "DeckFailed", "DeckLost", "DeckStarted"]
