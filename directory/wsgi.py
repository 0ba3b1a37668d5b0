"""What a WSGI server imports: the application for the settings of the environment."""

from directory import create_app

app = create_app()
