"""Each room joins the objects and the widgets of one part of the app, and joins them to the window."""

__all__: list[str] = []
