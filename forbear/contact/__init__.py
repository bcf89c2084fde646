"""How words go out and come back: letters, channels, dispatch. Only `dispatch` may send."""
