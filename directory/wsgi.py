"""What a WSGI server imports: the application for the settings of the environment, ready to answer."""

from directory import create_app
from directory.warming import warm

app = create_app()
warm(app)
