"""What the window carries besides code: the typeface Vazirmatn 33.0.3 with its licence (OFL-1.1) beside it."""

__all__: list[str] = []
